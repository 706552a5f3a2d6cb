"""Buckets of the ages of open items, their limits and labels. Pure: no ORM, no clock."""

import re
from itertools import pairwise

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


def bucket_starts(limits=DEFAULT_LIMITS):
    """The first day of each bucket but the first, as SQL's ``width_bucket`` wants them."""
    return [1] + [limit + 1 for limit in limits]


def bucket_key(index):
    """The bucket's technical name; names sort in the order of the buckets."""
    return f"{index:02d}"
