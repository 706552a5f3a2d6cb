"""Statements of account: balances that are explained, and the days of a round. Pure."""

from calendar import monthrange
from datetime import timedelta

from ..base.money import from_units, to_units
from ..base.schedule import next_monthly

QUARTER_STARTS = (1, 4, 7, 10)


class StatementGap(ValueError):
    """Opening balance and movements do not give the closing balance; ``difference`` is
    closing − (opening + movements)."""

    def __init__(self, difference):
        super().__init__(f"The movements leave {difference} unexplained.")
        self.difference = difference


def run_balance(opening, amounts, closing, rounding):
    """The balance after each movement, checked against the closing balance.

    :param opening: balance before the first movement
    :param amounts: the movements in order; credits are negative; all in one currency
    :param closing: balance as the ledger gives it
    :param rounding: the currency's smallest unit
    :return: list of balances, one per movement
    :raise StatementGap: when the last one is not ``closing``
    """
    units = to_units(opening, rounding)
    balances = []
    for amount in amounts:
        units += to_units(amount, rounding)
        balances.append(from_units(units, rounding))
    if difference := to_units(closing, rounding) - units:
        raise StatementGap(from_units(difference, rounding))
    return balances


def month_of(day):
    """(first day, last day) of the month that ``day`` is in."""
    last = day.replace(day=monthrange(day.year, day.month)[1])
    return day.replace(day=1), last


def quarter_of(day):
    """(first day, last day) of the calendar quarter that ``day`` is in."""
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return first, month_of(first + timedelta(days=70))[1]


def period(name, today):
    """The period that a word means on ``today``.

    :param name: 'today', 'last_month', 'last_quarter', 'this_month', 'this_year' or 'last_year';
        what has not ended yet ends today
    :return: (first day, last day)
    """
    if name == "today":
        return today, today
    if name == "last_month":
        return month_of(today.replace(day=1) - timedelta(days=1))
    if name == "last_quarter":
        return quarter_of(quarter_of(today)[0] - timedelta(days=1))
    if name == "last_year":
        return today.replace(today.year - 1, 1, 1), today.replace(today.year - 1, 12, 31)
    if name == "this_month":
        return today.replace(day=1), today
    if name == "this_year":
        return today.replace(month=1, day=1), today
    raise ValueError(name)


def first_working_day(month):
    """The first day of the month of ``month`` that is no Saturday or Sunday."""
    day = month.replace(day=1)
    return day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)


def next_round(frequency, day, after):
    """The first day later than ``after`` on which a round of statements is made.

    :param frequency: 'monthly' or 'quarterly' (on ``day`` of the month, of the quarter's
        first month), or 'first_working_day' (of the month)
    """
    if frequency == "first_working_day":
        this = first_working_day(after)
        return this if this > after else first_working_day(month_of(after)[1] + timedelta(days=1))
    candidate = next_monthly(after, day)
    while frequency == "quarterly" and candidate.month not in QUARTER_STARTS:
        candidate = next_monthly(candidate, day)
    return candidate


def period_of_round(frequency, day):
    """The period just ended of a round made on ``day``: the month or quarter before it."""
    return period("last_quarter" if frequency == "quarterly" else "last_month", day)
