"""Which part of a debt credits cover that nobody has allocated yet, and since when.

Pure: no database, no clock; one currency.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .interest import as_decimal


class Debt(NamedTuple):
    """What can be asked of an item."""

    id: int
    due: date
    amount: Decimal


def cover_by_day(
    debts: Iterable[Debt], credits: Iterable[tuple[date, Decimal]], today: date
) -> dict[int, list[tuple[date, Decimal]]]:
    """Credits pay the oldest debt first, each from its own day on.

    By the end of any day a debt is covered by what the credits until then leave after the older
    debts; so a credit that comes earlier never leaves more of any debt open.

    :param credits: (day, positive amount); those after ``today`` cover nothing yet
    :return: {id of the debt: [(day, amount covered from it on)]}, oldest first; a debt that
        nothing covers is not in it
    """
    waiting = [[debt.id, as_decimal(debt.amount)] for debt in sorted(debts, key=_by_due)]
    cover: dict[int, list[tuple[date, Decimal]]] = {}
    position = 0
    for day, amount in sorted(credits):
        left = as_decimal(amount)
        while day <= today and left > 0 and position < len(waiting):
            id_, still_open = waiting[position]
            if still_open <= 0:
                position += 1
                continue
            taken = min(left, still_open)
            cover.setdefault(id_, []).append((day, taken))
            waiting[position][1] -= taken
            left -= taken
    return cover


def _by_due(debt: Debt):
    return debt.due, debt.id
