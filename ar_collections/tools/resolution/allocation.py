"""In which order a payment pays what is owed: costs, interest, principal, or principal first.

Pure: whole numbers of the smallest unit of one currency come in and go out. Sources: § 367 BGB,
art. 561 Civil Code of China (costs, interest, principal, unless the parties agree otherwise).
"""

from collections.abc import Iterable
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


def allocate(payment: int, debts: Iterable[Owed], order: str = "costs_first") -> list[Share]:
    """How a payment is split, in the order in which it is to be matched.

    :param payment: positive; what is left after all debts is not in the answer
    :param order: a key of ``ORDERS``
    :raise KeyError: the order, or the kind of a debt, is not known
    """
    place = {kind: number for number, kind in enumerate(ORDERS[order])}
    shares = []
    for debt in sorted(debts, key=lambda one: (place[one.kind], one.due, one.id)):
        part = min(debt.amount, payment)
        if part > 0:
            payment -= part
            shares.append(Share(debt.id, debt.kind, part))
    return shares
