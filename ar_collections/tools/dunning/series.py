"""What a series of reference rates lacks. Pure: no database, no clock."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from .interest import ONE_DAY, ReferenceRate


class Period(NamedTuple):
    """Days for which no rate is entered, both included."""

    date_from: date
    date_to: date


def missing_period(references: Iterable[ReferenceRate], months: int, day: date) -> Period:
    """The days around ``day`` that have no rate, within the half-year (or year) of the series.

    :param months: how long a rate of the series holds; 0 if until the next
    """
    length = months if months and 12 % months == 0 else 12
    first = date(day.year, (day.month - 1) // length * length + 1, 1)
    last = first + relativedelta(months=length) - ONE_DAY
    for row in references:
        if row.date_from > day:
            last = min(last, row.date_from - ONE_DAY)
        elif row.date_to and row.date_to < day:
            first = max(first, row.date_to + ONE_DAY)
    return Period(first, last)


def last_day(references: Iterable[ReferenceRate]) -> date | None:
    """The last day of a series; None where its last row holds until the next."""
    rows = sorted(references, key=lambda row: row.date_from)
    return rows[-1].date_to if rows else None
