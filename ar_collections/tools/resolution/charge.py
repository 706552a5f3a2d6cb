"""What is charged anew on a debt, beside what was charged before. Pure: no database, no clock.

Interest is cumulative: what is new is the interest of all days so far, less what was charged, so
that splitting a period never changes the sum by more than the rounding of its last part, and that
a payment which is known late corrects what was charged too much.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ..dunning.interest import (
    ONE_DAY,
    ZERO,
    InterestLine,
    Segment,
    as_decimal,
)


class Past(NamedTuple):
    """A charge that was made: ``amount`` as charged, ``left`` what of it is still asked for.

    What was booked, waived or has lapsed has nothing left; its days are not charged again.
    ``lines`` explain it.
    """

    date_from: date
    date_to: date
    amount: Decimal
    left: Decimal = ZERO
    lines: tuple = ()


class New(NamedTuple):
    """What is charged anew; never negative. ``excess``: what was charged too much so far.

    ``date_from`` and ``date_to`` are None where no new day bears interest; then ``amount`` is 0.
    """

    date_from: date | None
    date_to: date | None
    amount: Decimal
    excess: Decimal
    lines: tuple


def last_day(past: Iterable[Past]) -> date | None:
    """The last day that was charged."""
    return max((one.date_to for one in past), default=None)


def cut_after(segments: Iterable[Segment], day: date | None) -> list[Segment]:
    """The same segments with a cut after ``day``, so that the explanation has one, too."""
    found = []
    for one in segments:
        if day and one.date_from <= day < one.date_to:
            found += [one._replace(date_to=day), one._replace(date_from=day + ONE_DAY)]
        else:
            found.append(one)
    return found


def leave_out(segments: Iterable[Segment], periods) -> list[Segment]:
    """The segments without the days of some periods: (first day, last day), both included."""
    found = list(segments)
    for first, last in periods:
        parts = []
        for one in found:
            if one.date_to < first or one.date_from > last:
                parts.append(one)
                continue
            if one.date_from < first:
                parts.append(one._replace(date_to=first - ONE_DAY))
            if one.date_to > last:
                parts.append(one._replace(date_from=last + ONE_DAY))
        found = parts
    return found


def charge_anew(
    amount, lines: Iterable[InterestLine], past: Iterable[Past], whole: bool = True
) -> New:
    """What is new of a debt's interest.

    :param amount: the interest of all its days, rounded
    :param lines: how that comes about, cut after the last day charged (``cut_after``)
    :param past: what was charged before, in the same currency
    :param whole: False where part of the debt is held: ``lines`` are of the rest alone. What was
        charged of the whole stays, and only the days after it are new.
    """
    past = list(past)
    charged = sum((as_decimal(one.amount) for one in past), ZERO)
    last = last_day(past)
    fresh = tuple(line for line in lines if last is None or line.date_to > last)
    left = as_decimal(amount) - charged
    if not whole and past:
        left = sum((line.amount for line in fresh), ZERO)
    if not fresh:
        return New(None, None, ZERO, max(-left, ZERO), ())
    first = min(line.date_from for line in fresh)
    if last is not None:
        first = max(first, last + ONE_DAY)
    until = max(line.date_to for line in fresh)
    return New(first, until, max(left, ZERO), max(-left, ZERO), fresh)


def still_asked(past: Iterable[Past]) -> Decimal:
    """What of earlier charges is still asked for."""
    return sum((as_decimal(one.left) for one in past), ZERO)


def join(lines: Iterable[InterestLine]) -> tuple[InterestLine, ...]:
    """The explanation without the cuts that only the days of charges made: neighbours of the same
    debt and rate are one line again."""
    joined: list[InterestLine] = []
    for line in lines:
        before = joined[-1] if joined else None
        same = before and (before.principal, before.rate, before.unit) == (
            line.principal,
            line.rate,
            line.unit,
        )
        if same and before.date_to + ONE_DAY == line.date_from:
            joined[-1] = before._replace(
                date_to=line.date_to,
                days=before.days + line.days,
                amount=before.amount + line.amount,
            )
        else:
            joined.append(line)
    return tuple(joined)


class Waived(NamedTuple):
    """What of a charge is waived, and what of it is left."""

    charge_id: int
    amount: int
    left: int


def share_waiver(charges: Iterable[tuple[int, int]], amount: int) -> list[Waived]:
    """Which charges a waiver takes, the first first.

    :param charges: (id, what is left of it) in smallest units of one currency
    :param amount: to waive, in the same units
    :raise ValueError: it is more than there is, or nothing
    """
    charges = list(charges)
    if not 0 < amount <= sum(left for _id, left in charges):
        raise ValueError(amount)
    shares = []
    for id_, left in charges:
        part = min(left, amount)
        amount -= part
        if part:
            shares.append(Waived(id_, part, left - part))
    return shares
