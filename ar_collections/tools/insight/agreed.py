"""What was agreed, in the forecast: how far it is believed, and what it makes of an item's days."""

import math
from datetime import timedelta
from typing import NamedTuple

from .days import HIGH_SHARE, place_of
from .receipts import BAND

# Promises that are kept where nobody knows, and as how many that counts.
USUAL_KEPT, KEPT_ROWS = 0.7, 10.0


class Told(NamedTuple):
    """What is expected of an item: days, None where nothing is; ``late``: probability that it
    comes after its due date; ``why``: pairs (name, days)."""

    expected: object
    low: object
    high: object
    late: float
    why: list


def kept_rate(kept, ended):
    """The share of promises that are kept, shrunken where few have ended."""
    return (kept + USUAL_KEPT * KEPT_ROWS) / (ended + KEPT_ROWS)


def band(expected, low, sums, kept):
    """The low end of receipts with what was agreed for the same days.

    :param expected, low: of all else
    :param sums: what was agreed, a sum for each agreement, which is kept or not as a whole
    :param kept: the share of agreements that are kept
    """
    if not sums:
        return low
    reach = BAND * math.sqrt(sum(amount * amount for amount in sums) * kept * (1 - kept))
    lower = expected + kept * sum(sums) - math.hypot(expected - low, reach)
    # Never below what comes without any of it.
    return max(lower, min(low, expected))


def tell(model, item, told):
    """What is expected of an open item by habit.

    :param told: its ``Prediction``
    """
    days = [item.due + timedelta(days=round(day)) for day in (told.days, told.low, told.high)]
    return Told(*days, told.late, model.explain(item))


def tell_agreed(model, item, today, day, kept):
    """What is expected of an item that somebody has agreed to pay on a day: that day; if it is not
    kept, the customer's habit from then on."""
    after = max(day, today) + timedelta(days=1)
    high = day
    if kept < HIGH_SHARE:
        spread = model.spread(item, after)
        whole = (spread.sums[-1] if spread.sums else 0.0) + spread.beyond
        share = (HIGH_SHARE - kept) / (1 - kept)
        high = item.due + timedelta(days=spread.first + place_of(spread, share * whole))
    late = 1.0
    if day <= item.due:
        late = (1 - kept) * model.predict(item, after).late
    return Told(day, day, max(high, day), late, [("agreed", (day - item.due).days)])


def tell_stuck():
    """What is expected of what is stuck: nothing that anybody could say."""
    return Told(None, None, None, 1.0, [("stuck", 0)])


def agreed_for(told):
    """The day for which ``tell_agreed`` has told an item; None of what was told otherwise."""
    return told.expected if told.why and told.why[0][0] == "agreed" else None


def to_keep(told):
    """The parts of the days expected in whole days, as far as a sentence tells of them."""
    if agreed_for(told):
        return told.why
    return [(name, round(days)) for name, days in told.why if round(days)]


def middle_day(shares, amount):
    """The day by which more than half of an item is to be paid as agreed; None if less is agreed.

    :param shares: pairs (day, amount)
    """
    held = 0.0
    for day, part in sorted(shares, key=lambda share: share[0]):
        held += part
        if 2 * held >= amount:
            return day
    return None
