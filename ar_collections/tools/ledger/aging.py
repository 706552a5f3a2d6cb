"""Ages of open items: days overdue, buckets and their labels. Pure: no ORM, no clock."""

import re
from bisect import bisect_left
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from ..base.money import from_units, to_units

DEFAULT_LIMITS = (30, 60, 90, 120)
MAX_LIMITS = 30
MAX_SHOWN = 40
#: Signs of a text with limits: a longer one has more limits than there can be.
MAX_TEXT = 1000
# A century: PostgreSQL counts days in integers.
MAX_DAYS = 36500


class AgingLimitsError(ValueError):
    """Bucket limits that cannot be used; ``code`` says why, ``value`` which one.

    The message is a sentence for people; callers with a language of their own
    translate by ``code``.
    """

    def __init__(self, code, message, value=None):
        super().__init__(message)
        self.code = code
        self.value = value


class OpenItem(NamedTuple):
    """What pure code needs to know of an open receivable item.

    ``residual`` is in the company's currency, ``residual_currency`` in the item's own;
    credits are negative. ``date_due`` is never empty.
    """

    id: int
    partner_id: int | None
    company_id: int
    currency_id: int
    company_currency_id: int
    date: date
    date_due: date
    residual: float
    residual_currency: float
    asked_currency: float
    days_overdue: int
    move_id: int | None = None
    no_followup: bool = False
    payment_pending: bool = False

    @classmethod
    def from_row(cls, row):
        """The item of a row (dict) as the ledger's reader gives it; other keys are ignored."""
        return cls(**{key: row[key] for key in cls._fields if key in row})

    @property
    def is_credit(self):
        """Whether the customer is owed this item."""
        return self.residual < 0 or (not self.residual and self.residual_currency < 0)


def days_overdue(due, today):
    """Whole days from the due date to ``today``; 0 on the due date and before it."""
    return max((today - due).days, 0)


def parse_limits(text):
    """The bucket limits written as ``"30, 60, 90"``, checked.

    :raise AgingLimitsError: no number, or not ascending, or not positive
    """
    text = text or ""
    if len(text) > MAX_TEXT:
        raise AgingLimitsError("many", f"Give at most {MAX_LIMITS} limits.", MAX_LIMITS)
    parts = [part.strip() for part in text.replace(";", ",").split(",")]
    limits = []
    for part in filter(None, parts):
        if not re.fullmatch(r"-?[0-9]{1,18}", part):
            part = part[:MAX_SHOWN]
            raise AgingLimitsError("number", f"“{part}” is not a whole number of days.", part)
        limits.append(int(part))
    return check_limits(limits)


def check_limits(limits):
    """``limits`` as a tuple when they can be used: ascending positive whole days.

    :raise AgingLimitsError: with the reason
    """
    limits = tuple(limits)
    if not limits:
        raise AgingLimitsError("empty", "Give at least one limit in days, for example 30.")
    if len(limits) > MAX_LIMITS:
        raise AgingLimitsError("many", f"Give at most {MAX_LIMITS} limits.", MAX_LIMITS)
    if limits[0] <= 0:
        raise AgingLimitsError(
            "positive", f"{limits[0]} is not a positive number of days.", limits[0]
        )
    for before, after in pairwise(limits):
        if after <= before:
            raise AgingLimitsError(
                "ascending", f"{after} does not come after {before}: limits must ascend.", after
            )
    if limits[-1] > MAX_DAYS:
        raise AgingLimitsError("large", f"{limits[-1]} days are more than {MAX_DAYS}.", limits[-1])
    return limits


def bucket_labels(limits=DEFAULT_LIMITS, not_due="Not due", over="Over %s"):
    """The columns' titles: ``not_due``, "1-30", "31-60" … and ``over`` the last limit.

    :param over: text with one ``%s`` for the last limit
    """
    return [bucket_label(*days, not_due, over) for days in bucket_ranges(limits)]


def bucket_label(day_from, day_to, not_due, over):
    """The title of one of ``bucket_ranges``."""
    if not day_from:
        return not_due
    return f"{day_from}-{day_to}" if day_to else over % (day_from - 1)


def bucket_ranges(limits=DEFAULT_LIMITS):
    """(first day, last day) of each bucket: (0, 0) is what is not due, and the last one has no
    last day but 0."""
    return [(0, 0), *zip(bucket_starts(limits), [*limits, 0], strict=True)]


def bucket_index(days, limits=DEFAULT_LIMITS):
    """The bucket of an item ``days`` overdue: 0 = not due, len(limits) + 1 = over the last."""
    return 0 if days <= 0 else 1 + bisect_left(limits, days)


def bucket_starts(limits=DEFAULT_LIMITS):
    """The first day of each bucket but the first, as SQL's ``width_bucket`` wants them."""
    return [1] + [limit + 1 for limit in limits]


def bucket_key(index):
    """The bucket's technical name; names sort in the order of the buckets."""
    return f"{index:02d}"


def fill_buckets(ages, limits=DEFAULT_LIMITS, rounding=0.01):
    """Spread amounts over the buckets so that the columns add up to the total exactly.

    :param ages: pairs (days since the due date, amount), all in one currency;
        credits are negative
    :param rounding: the currency's smallest unit
    :return: (amounts per bucket, their total)
    """
    units = [0] * (len(limits) + 2)
    for days, amount in ages:
        units[bucket_index(days, limits)] += to_units(amount, rounding)
    columns = [from_units(column, rounding) for column in units]
    return columns, from_units(sum(units), rounding)
