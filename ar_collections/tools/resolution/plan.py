"""Payment plans, pure: days and amounts of the instalments, what is wrong with them, what is paid
of them. Amounts are floats of one currency with its ``rounding``; see ``tools/base/money.py``."""

import math
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from ..base.money import CENT, from_units, to_units
from ..dunning.interest import Segment

#: Instalments of a plan: ten years of months.
MOST_INSTALLMENTS = 120
DAYS_PER_WEEK = 7


class Row(NamedTuple):
    """One instalment: ``amount`` is to be there on ``date``."""

    date: date
    amount: float


class Terms(NamedTuple):
    """What a schedule is made of.

    :param amount: all that is paid back, without interest
    :param start: the day of the first of the even instalments
    :param count: how many of them
    :param period: between them: ``week``, ``month``, ``month_end``
    :param first_amount: paid before them, 0 for none
    """

    amount: float
    start: date
    count: int
    period: str = "month"
    first_amount: float = 0.0
    first_date: date | None = None


class Fault(NamedTuple):
    """What is wrong with a schedule: none, too_many, amount, order, past, sum.

    :param number: of the instalment, from 1; of too_many how many there are
    :param amount: of ``sum``: how much is missing, negative where it is too much
    """

    code: str
    number: int = 0
    amount: float = 0.0


# -- making ------------------------------------------------------------------------------


def make_dates(start, count, period):
    """``count`` days from ``start`` on. A month counts from the first day: 31 January is followed
    by 28 February and 31 March. ``month_end`` is the last day of each month."""
    if period == "week":
        return [start + timedelta(days=DAYS_PER_WEEK * number) for number in range(count)]
    last = {"day": 31} if period == "month_end" else {}
    return [start + relativedelta(months=number, **last) for number in range(count)]


def spread(amount, count, rounding=CENT):
    """``count`` even parts of ``amount``; what rounding leaves is on the last."""
    units = to_units(amount, rounding)
    part = units // count
    parts = [part] * (count - 1) + [units - part * (count - 1)]
    return [from_units(one, rounding) for one in parts]


def make_rows(terms, rounding=CENT):
    """The instalments of ``terms``: list of ``Row``, which add up to its amount."""
    rows = []
    if terms.first_amount:
        rows.append(Row(terms.first_date or terms.start, terms.first_amount))
    if terms.count:
        rest = to_units(terms.amount, rounding) - to_units(terms.first_amount, rounding)
        parts = spread(from_units(rest, rounding), terms.count, rounding)
        days = make_dates(terms.start, terms.count, terms.period)
        rows += [Row(day, part) for day, part in zip(days, parts, strict=True)]
    return rows


def segments_of(rows, since, rounding=CENT):
    """How long which part of the debt is open while ``rows`` are kept to: what bears interest.

    The day of a payment is the last one that its part bears interest.
    """
    left = sum(to_units(row.amount, rounding) for row in rows)
    segments, first = [], since + timedelta(days=1)
    for row in rows:
        if first <= row.date:
            amount = Decimal(str(from_units(left, rounding)))
            segments.append(Segment(amount, first, row.date))
            first = row.date + timedelta(days=1)
        left -= to_units(row.amount, rounding)
    return segments


def add_interest(rows, interest, skip=0, rounding=CENT):
    """``rows`` with the interest spread evenly over them, the rest on the last.

    :param skip: so many of the first ones bear none
    """
    count = len(rows) - skip
    if count <= 0:
        skip, count = 0, len(rows)
    parts = [0.0] * skip + spread(interest, count, rounding)
    return [
        row._replace(amount=_sum([row.amount, part], rounding))
        for row, part in zip(rows, parts, strict=True)
    ]


def change_total(rows, difference, rounding=CENT):
    """``rows`` that add up to ``difference`` more, on the last one, or to less: what was paid
    meanwhile is taken off the first ones, and those that are paid fall away."""
    units = to_units(difference, rounding)
    if units >= 0:
        last = rows[-1]
        return [*rows[:-1], last._replace(amount=_sum([last.amount, difference], rounding))]
    amounts = [row.amount for row in rows]
    paid = allocate(amounts, from_units(-units, rounding), rounding)
    left = [_sum([amount, -part], rounding) for amount, part in zip(amounts, paid, strict=True)]
    pairs = zip(rows, left, strict=True)
    return [row._replace(amount=amount) for row, amount in pairs if to_units(amount, rounding)]


# -- judging -----------------------------------------------------------------------------


def find_fault(rows, total, today, rounding=CENT):
    """The first thing that is wrong with a schedule: a ``Fault``, or None.

    :param total: what it has to add up to
    :param today: no instalment is before it
    """
    if not rows:
        return Fault("none")
    if len(rows) > MOST_INSTALLMENTS:
        return Fault("too_many", len(rows))
    before = None
    for number, row in enumerate(rows, 1):
        if not math.isfinite(row.amount) or to_units(row.amount, rounding) <= 0:
            return Fault("amount", number)
        if row.date < today:
            return Fault("past", number)
        if before and row.date <= before:
            return Fault("order", number)
        before = row.date
    missing = to_units(total, rounding) - sum(to_units(row.amount, rounding) for row in rows)
    return Fault("sum", amount=from_units(missing, rounding)) if missing else None


def allocate(amounts, paid, rounding=CENT):
    """How much of ``paid`` each instalment gets, the oldest first: list of amounts."""
    left, result = max(to_units(paid, rounding), 0), []
    for amount in amounts:
        part = min(to_units(amount, rounding), left)
        left -= part
        result.append(from_units(part, rounding))
    return result


def judge(row, paid, today, tolerance, rounding=CENT):
    """Where an instalment stands: ``paid``, ``open`` (to come), ``due`` (from its day on, as long
    as the tolerance of so many days lasts), ``missed``."""
    if to_units(paid, rounding) >= to_units(row.amount, rounding):
        return "paid"
    if today < row.date:
        return "open"
    return "due" if today <= row.date + timedelta(days=tolerance) else "missed"


def _sum(amounts, rounding):
    return from_units(sum(to_units(amount, rounding) for amount in amounts), rounding)
