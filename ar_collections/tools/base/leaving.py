"""Whether what waits to leave is still to be said: a pure decision, no database."""

from typing import NamedTuple


class Facts(NamedTuple):
    """What is known of a message that was handed over and has not left.

    ``stands``: nobody has taken it back, or answered it. ``change``: what has become of that
    which it asks for since, '' if nothing. ``newer``: a newer message of its kind was handed over
    for this customer. ``days``: how long it waits, ``patience``: how long it may (None: for ever).
    ``judged``: a person looks at the customer before it leaves, as before a call.
    """

    stands: bool = True
    change: str = ""
    newer: bool = False
    days: int = 0
    patience: int | None = None
    judged: bool = False


# What of a change has no sentence of its own: it is not asked for any more.
NOT_ASKED = "not_asked"
CHANGES = ("paid", "changed", "covered_by_credit")


def decide(facts):
    """Why a message that waits is not to leave any more: a code, '' if it is to leave.

    What concerns the claim comes before what concerns the message: "paid" tells more than
    "too old".
    """
    if not facts.stands:
        return "taken_back"
    if facts.judged and (not facts.change or facts.change == "changed"):
        return ""
    if facts.change:
        return facts.change if facts.change in CHANGES else NOT_ASKED
    if facts.newer:
        return "newer"
    if facts.patience is not None and facts.days > facts.patience:
        return "too_old"
    return ""
