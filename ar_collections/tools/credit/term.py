"""How long a payment term lasts at most, and whether a law allows that."""

from typing import NamedTuple

# Days from the first of the longest month to its last.
MONTH = 30
# The same to the last of the month after it.
TWO_MONTHS = 61


class Part(NamedTuple):
    """A line of a payment term, as Odoo keeps it.

    :param kind: days_after, days_after_end_of_month, days_after_end_of_next_month or
        days_end_of_month_on_the
    :param days: of the line
    :param day_of_month: of days_end_of_month_on_the; 0: the last one of the month
    """

    kind: str
    days: int
    day_of_month: int = 0


def longest(part):
    """Days from the invoice to the due date, for the day of invoice that gives the most."""
    if part.kind == "days_after_end_of_month":
        return MONTH + part.days
    if part.kind == "days_after_end_of_next_month":
        return TWO_MONTHS + part.days
    if part.kind == "days_end_of_month_on_the":
        return part.days + MONTH + part.day_of_month
    return part.days


def is_month_end(part):
    """Whether a part is "so many days, end of month", in the one order or the other."""
    last_day = part.kind == "days_end_of_month_on_the" and not part.day_of_month
    return last_day or part.kind == "days_after_end_of_month"


def find_excess(parts, most_days, month_end_days=0):
    """The days of the longest part that a law does not allow; None where all is allowed.

    :param most_days: days after the invoice that the law allows
    :param month_end_days: days that it allows as "end of month" instead; 0: no such thing
    """
    excess = [
        longest(part)
        for part in parts
        if longest(part) > most_days
        and not (month_end_days and is_month_end(part) and part.days <= month_end_days)
    ]
    return max(excess, default=None)
