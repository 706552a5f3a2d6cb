"""In which order a payment pays what is owed: costs, interest, principal, or principal first.

Pure: whole numbers of the smallest unit of one currency come in and go out. Sources: § 367 BGB,
art. 561 Civil Code of China (costs, interest, principal, unless the parties agree otherwise).
"""

import re
from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import NamedTuple

COSTS, INTEREST, PRINCIPAL = "costs", "interest", "principal"
#: The orders that a company chooses from.
ORDERS = {
    "costs_first": (COSTS, INTEREST, PRINCIPAL),
    "principal_first": (PRINCIPAL, COSTS, INTEREST),
}


class Owed(NamedTuple):
    """A debt of one kind; ``due`` orders those of a kind, the oldest first."""

    id: int
    kind: str
    due: date
    amount: int


class Share(NamedTuple):
    """What of a debt a payment pays."""

    id: int
    kind: str
    amount: int


def find_named(text: str, names: Mapping[int, str]) -> frozenset[int]:
    """The ids of debts whose document a text names as a whole word, in whatever letters: the
    debtor says what he pays (§ 366 BGB, art. 560 Civil Code of China)."""
    said = text.casefold()
    return frozenset(
        id_
        for id_, name in names.items()
        if name and re.search(rf"(?<![\w/-]){re.escape(name.casefold())}(?![\w/-])", said)
    )


def allocate(
    payment: int,
    debts: Iterable[Owed],
    order: str = "costs_first",
    named: Set[int] = frozenset(),
    first: Mapping[int, int] | None = None,
) -> list[Share]:
    """How a payment is split, in the order in which it is to be matched.

    :param payment: positive; what is left after all debts is not in the answer
    :param order: a key of ``ORDERS``
    :param named: ids of debts that the debtor has named; they come first, in the same order
    :param first: {id: amount} of parts of debts that come before everything else, as promised
    :raise KeyError: the order, or the kind of a debt, is not known
    """
    place = {kind: number for number, kind in enumerate(ORDERS[order])}
    ordered = sorted(debts, key=lambda one: (one.id not in named, place[one.kind], one.due, one.id))
    paid: dict[int, int] = {}
    before = [one._replace(amount=min(one.amount, (first or {}).get(one.id, 0))) for one in ordered]
    for debt in (*before, *ordered):
        # What a part has brought already is not brought by the whole once more.
        done = paid.get(debt.id, 0)
        part = min(debt.amount - done, payment)
        if part > 0:
            payment -= part
            paid[debt.id] = done + part
    kinds = {one.id: one.kind for one in ordered}
    return [Share(id_, kinds[id_], amount) for id_, amount in paid.items()]
