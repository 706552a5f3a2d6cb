"""What comes in by week: sums of probabilities, and a band that counts what items share.

Items of one customer are paid together (runs), and all customers have good and bad weeks. How many
items are stuck for good is seen from those that are open beyond all history.
"""

import math
from datetime import timedelta

from .shape import TAIL_DAYS, TAIL_ROWS, TAIL_SHARE

# A band of 80 % in standard deviations of a sum of many.
BAND = 1.2816
# Standard deviations after what was expected, from which an item counts as stuck.
STUCK = 5.0


def net_of_credits(opens):
    """Open items less their customers' credits, the oldest due date first."""
    credits, debts = {}, []
    for item in opens:
        if item.amount > 0:
            debts.append(item)
        elif item.amount < 0:
            credits[item.customer] = credits.get(item.customer, 0.0) - item.amount
    if not credits:
        return debts
    left = []
    for item in sorted(debts, key=lambda item: (item.due, item.invoiced, item.amount)):
        credit = credits.get(item.customer, 0.0)
        used = min(credit, item.amount)
        if used:
            credits[item.customer] = credit - used
        if item.amount > used:
            left.append(item._replace(amount=item.amount - used))
    return left


def add_up(model, opens, weeks, today):
    """Rows (start, expected, low, high) of so many weeks."""
    items = net_of_credits(opens)
    tail, comes = _find_stuck(model, items, today)
    by_week = [[0.0, 0.0, 0.0] for _week in range(weeks)]
    by_customer = {}
    for item in items:
        held = by_customer.setdefault(item.customer, [0.0] * weeks)
        square = item.amount * item.amount
        for index, chance in enumerate(_split(model, item, tail, comes, weeks, today)):
            if chance > 0:
                variance = square * chance * (1 - chance)
                root = math.sqrt(variance)
                found = by_week[index]
                found[0] += item.amount * chance
                found[1] += variance
                found[2] += root
                held[index] += root
    total = sum(item.amount for item in items)
    rows = []
    for index, (expected, variance, root) in enumerate(by_week):
        together = sum(held[index] ** 2 for held in by_customer.values())
        variance += model.shared * max(together - variance, 0.0) + model.common * root * root
        reach = BAND * math.sqrt(variance)
        low, high = max(expected - reach, 0.0), min(expected + reach, total)
        rows.append((today + timedelta(7 * index), expected, low, max(high, expected)))
    return rows


def _find_stuck(model, items, today):
    """Shares of what is stuck (the tail), and of that, of what comes at all.

    Items that are open beyond all history stand against those that were settled that late.
    """
    stuck = 0
    for item in items:
        cases, variance = model.cases(item)
        latest = max(days for _share, days in cases) + STUCK * math.sqrt(variance)
        stuck += (today - item.due).days > latest
    late = model.late_rows + 1.0
    tail = (late + stuck + TAIL_SHARE * TAIL_ROWS) / (model.rows + stuck + TAIL_ROWS)
    return tail, late / (late + stuck)


def _split(model, item, tail, comes, weeks, today):
    """Probabilities that an item, open today, is paid in each of the weeks."""
    first, sums, beyond = model.spread(item, today, tail, comes)
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
    return chances
