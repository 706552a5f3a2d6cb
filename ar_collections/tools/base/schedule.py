"""When a report that comes by itself is due, of which day, and what is too old. Pure: no ORM, no
clock."""

from calendar import monthrange
from datetime import timedelta

from dateutil.relativedelta import relativedelta


def next_weekly(after, weekday):
    """The first day later than ``after`` that is this weekday (0 is Monday)."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


def next_monthly(after, day):
    """The first day later than ``after`` that is this day of its month.

    A month without it has its last day instead: 31 is the last day of every month.

    :param day: 1 to 31
    """
    candidate = _day_of_month(after, day)
    if candidate > after:
        return candidate
    return _day_of_month(after.replace(day=1) + timedelta(days=31), day)


def next_day(frequency, weekday, day, after):
    """The first day later than ``after`` on which a report is due.

    :param frequency: 'weekly' (on ``weekday``, 0 is Monday) or 'monthly' (on ``day``)
    """
    return next_weekly(after, weekday) if frequency == "weekly" else next_monthly(after, day)


def month_end_before(day):
    """The last day of the month before ``day``'s."""
    return day.replace(day=1) - timedelta(days=1)


def period_end_before(frequency, day):
    """What a report of ``day`` is compared with: a week before, or the month end before."""
    return day - timedelta(days=7) if frequency == "weekly" else month_end_before(day)


def is_stale(dated, today, months):
    """Whether something of the day ``dated`` is older than ``months``; 0 months: never."""
    return bool(dated and months and dated + relativedelta(months=months) < today)


def _day_of_month(month, day):
    """That day of the month that ``month`` is in, or its last one."""
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))
