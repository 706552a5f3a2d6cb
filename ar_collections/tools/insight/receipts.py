"""What comes in by week: sums of probabilities, and a band that counts what items share.

Items of one customer are paid together (runs), and all customers have good and bad weeks. How many
items are stuck for good is seen from those that are open beyond all history.
"""

import math
from datetime import timedelta
from itertools import accumulate
from typing import NamedTuple

from .shape import TAIL_DAYS, TAIL_ROWS, TAIL_SHARE

# A band of 80 % in standard deviations of a sum of many.
BAND = 1.2816
# Standard deviations after what was expected, from which an item counts as stuck.
STUCK = 5.0


class Part(NamedTuple):
    """What an open item brings: its ``place`` in what was asked, the ``item`` with what credits
    leave of it, its ``chances`` of payment by week, and a ``Prediction`` made of the same."""

    place: int
    item: object
    chances: list
    told: object


def net_of_credits(opens):
    """Open items less their customers' credits, the oldest due date first."""
    return [item for _place, item in _net(opens)]


def _net(opens):
    """Pairs (place in ``opens``, what is left of the item once credits are taken off)."""
    credits, debts = {}, []
    for place, item in enumerate(opens):
        if item.amount > 0:
            debts.append((place, item))
        elif item.amount < 0:
            credits[item.customer] = credits.get(item.customer, 0.0) - item.amount
    if not credits:
        return debts
    left = []
    for place, item in sorted(debts, key=lambda pair: (*_age_of(pair[1]), pair[0])):
        credit = credits.get(item.customer, 0.0)
        used = min(credit, item.amount)
        if used:
            credits[item.customer] = credit - used
        if item.amount > used:
            left.append((place, item._replace(amount=item.amount - used)))
    return left


def _age_of(item):
    return item.due, item.invoiced, item.amount


def add_up(model, opens, weeks, today):
    """Rows (start, expected, low, high) of so many weeks."""
    items = net_of_credits(opens)
    chances = [own for own, _told in _split_all(model, items, weeks, today)]
    bands = _band(model, items, chances, weeks)
    return _date(bands, today)


def split(model, opens, weeks, today):
    """How what is open falls into weeks, credits taken off.

    :return: list of ``Part``
    """
    pairs = _net(opens)
    found = _split_all(model, [item for _place, item in pairs], weeks, today)
    return [Part(*pair, *own) for pair, own in zip(pairs, found, strict=True)]


def tell(model, opens, weeks, today):
    """The weeks as by ``add_up``, and beside each what comes in from today to its end.

    The second band is that of the sum. An item that is not paid in one week comes in another one,
    so that it is narrower than the sum of the weeks' bands.

    :return: (rows of the weeks, rows of the sums)
    """
    return tell_of(model, split(model, opens, weeks, today), weeks, today)


def tell_of(model, found, weeks, today):
    """``tell`` of what ``split`` has found for these weeks."""
    items = [part.item for part in found]
    chances = [part.chances for part in found]
    rows = _date(_band(model, items, chances, weeks), today)
    sums = _band(model, items, [list(accumulate(own)) for own in chances], weeks)
    # What has come in does not go: neither do the ends of the band.
    lows = accumulate((low for _expected, low, _high in sums), max)
    highs = accumulate((high for _expected, _low, high in sums), max)
    sums = [(one[0], *ends) for one, *ends in zip(sums, lows, highs, strict=True)]
    return rows, _date(sums, today)


def parts(model, opens, week, today):
    """What each item contributes to what is expected in one week.

    :param week: its number, 0 for the one that begins today
    :return: {place in ``opens``: (probability of payment in the week, amount expected)}
    """
    return {
        part.place: (part.chances[week], part.item.amount * part.chances[week])
        for part in split(model, opens, week + 1, today)
        if part.chances[week] > 0
    }


def _date(bands, today):
    return [(today + timedelta(7 * index), *band) for index, band in enumerate(bands)]


def _split_all(model, items, weeks, today):
    """Of each item: the probabilities by week, and what is to be expected of it."""
    cases = [model.cases(item) for item in items]
    tail, comes = _find_stuck(model, items, cases, today)
    return [
        _split(model, item, own, tail, comes, weeks, today)
        for item, own in zip(items, cases, strict=True)
    ]


def _band(model, items, chances, weeks):
    """Triples (expected, low, high) of so many periods, in each of which an item is paid with
    one of its ``chances``."""
    sums = [[0.0, 0.0, 0.0] for _period in range(weeks)]
    by_customer = {}
    for item, own in zip(items, chances, strict=True):
        held = by_customer.setdefault(item.customer, [0.0] * weeks)
        square = item.amount * item.amount
        for index, chance in enumerate(own):
            if chance > 0:
                # Sums of chances may be a hair above one.
                variance = square * max(chance * (1 - chance), 0.0)
                root = math.sqrt(variance)
                found = sums[index]
                found[0] += item.amount * chance
                found[1] += variance
                found[2] += root
                held[index] += root
    total = sum(item.amount for item in items)
    bands = []
    for index, (expected, variance, root) in enumerate(sums):
        together = sum(held[index] ** 2 for held in by_customer.values())
        variance += model.shared * max(together - variance, 0.0) + model.common * root * root
        reach = BAND * math.sqrt(variance)
        low, high = max(expected - reach, 0.0), min(expected + reach, total)
        bands.append((expected, low, max(high, expected)))
    return bands


def _find_stuck(model, items, cases, today):
    """Shares of what is stuck (the tail), and of that, of what comes at all.

    Items that are open beyond all history stand against those that were settled that late.
    """
    stuck = 0
    for item, (own, variance) in zip(items, cases, strict=True):
        latest = max(days for _share, days in own) + STUCK * math.sqrt(variance)
        stuck += (today - item.due).days > latest
    late = model.late_rows + 1.0
    tail = (late + stuck + TAIL_SHARE * TAIL_ROWS) / (model.rows + stuck + TAIL_ROWS)
    return tail, late / (late + stuck)


def _split(model, item, cases, tail, comes, weeks, today):
    """Probabilities that an item, open today, is paid in each of the weeks, and what is to be
    expected of it if it comes at all."""
    spread = model.spread(item, today, tail, comes, cases)
    first, sums, beyond = spread
    body = sums[-1] if sums else 0.0
    whole = body + beyond + tail * (1 - comes)
    late = today.toordinal() - item.due.toordinal()
    before = 0.0
    chances = []
    for week in range(weeks):
        day = late + 7 * (week + 1) - 1
        place = day - first
        if place < 0:
            done = 0.0
        elif place < len(sums):
            done = sums[place] / whole
        else:
            end = max(first + len(sums) - 1, 0)
            left = (TAIL_DAYS + end) / (TAIL_DAYS + max(day, end))
            done = (body + beyond * (1 - left)) / whole
        chances.append(done - before)
        before = done
    return chances, model.predict_from(spread)
