"""In which tone a customer is reminded: a pure decision, no database, no clock."""

from typing import NamedTuple

GENTLE, NEUTRAL, FIRM = "gentle", "neutral", "firm"
TONES = (GENTLE, NEUTRAL, FIRM)

# Scores of 100: of the credit review, and of the payment behaviour.
WEAK_SCORE = 30
STRONG_SCORE = 80
POOR_BEHAVIOUR = 40
GOOD_BEHAVIOUR = 70
# Promises broken, and days with a reminder, in the year before.
MANY_BROKEN = 2
MANY_REMINDERS = 6
FEW_REMINDERS = 2


class Facts(NamedTuple):
    """What is known of a customer; None for a score that nobody has given.

    :param score: of the last credit review, which is what the grade comes from
    :param behaviour: of what our own ledger says, as of last night
    :param reminders: days of the year before on which a reminder was sent
    :param broken: promises of the year before that were not kept
    :param long_known: invoiced for years already
    :param key_account: somebody looks at each message to it
    """

    score: float | None = None
    behaviour: float | None = None
    reminders: int = 0
    broken: int = 0
    long_known: bool = False
    key_account: bool = False


class Tone(NamedTuple):
    tone: str
    reason: str


def choose(facts):
    """The tone, with the reason that speaks loudest.

    Gentle for whom we want to keep: key accounts, loyal customers, strong ones who are hardly ever
    reminded. Firm for those who evade: promises broken, always late, reminded again and again,
    weak. Neutral for all others.
    """
    if facts.key_account:
        return Tone(GENTLE, "key_account")
    if facts.broken >= MANY_BROKEN:
        return Tone(FIRM, "broken")
    if facts.behaviour is not None and facts.behaviour < POOR_BEHAVIOUR:
        return Tone(FIRM, "always_late")
    if facts.reminders >= MANY_REMINDERS:
        return Tone(FIRM, "often_reminded")
    if facts.score is not None and facts.score < WEAK_SCORE:
        return Tone(FIRM, "weak")
    if facts.reminders <= FEW_REMINDERS and not facts.broken:
        if facts.behaviour is not None and facts.behaviour < GOOD_BEHAVIOUR:
            return Tone(NEUTRAL, "usual")
        if facts.long_known:
            return Tone(GENTLE, "loyal")
        if facts.score is not None and facts.score >= STRONG_SCORE:
            return Tone(GENTLE, "strong")
    return Tone(NEUTRAL, "usual")
