"""What of a customer's debt can be asked: without what is held, and less the credits.

Pure: no database, no clock.
"""

from collections import defaultdict
from typing import NamedTuple

from ..base.money import to_units
from .debtor import days_late, effective_late


def split_holds(debtor):
    """Share of each item that no hold covers.

    :return: ({item id: (asked, residual)} still free, {item id: reason of its hold})
    """
    free = {item.id: (item.asked, item.residual) for item in debtor.items}
    held = {}
    ordered = sorted(debtor.items, key=lambda item: (item.due, item.id))
    for hold in debtor.holds:
        if hold.cap_days is not None:
            continue
        left = hold.amount
        for item in ordered:
            if not covers(hold, item):
                continue
            taken = _take(free, item, hold, left)
            if taken:
                held[item.id] = hold.reason
            left -= taken
            if hold.amount and to_units(left) <= 0:
                break
    return free, held


def _take(free, item, hold, left):
    """Take the held part off the item; returns it in the hold's own currency."""
    asked, residual = free[item.id]
    # A hold on the customer is in company currency, one on an item in the item's.
    base = residual if hold.scope == "customer" else asked
    taken = base if not hold.amount else min(left, base)
    if to_units(base) <= 0 or to_units(taken) <= 0:
        return 0.0
    keep = 1 - taken / base
    free[item.id] = (asked * keep, residual * keep)
    return taken


def covers(hold, item):
    """True if the hold is on the item; one whose item vanished is on nothing."""
    if hold.scope == "customer":
        return True
    return item.id == hold.item_id if hold.item_id else item.move_id == hold.move_id


def chaseable(policy, item, free, today, chosen=()):
    """True if the item counts in what the customer is asked to pay today.

    Within the policy's grace an overdue item is as good as not late.
    """
    return (
        (effective_late(item, today, policy.grace_days) > 0 or item.id in chosen)
        and not item.excluded
        and not item.payment_pending
        and not item.left_to_people
        and to_units(free[item.id][0]) > 0
    )


class Net(NamedTuple):
    """What a customer owes less his credits: ``late`` of what is overdue, ``early`` with
    the items that are to be reminded before their due date."""

    late: float
    early: float


def net_of(amounts, credit):
    """``Net`` of (days late, amount) pairs and a credit. Credits pay the oldest first."""
    overdue = sum(amount for late, amount in amounts if late > 0)
    upcoming = sum(amount for late, amount in amounts if late <= 0)
    return Net(overdue - credit, overdue + upcoming - credit)


def net_in_company_currency(policy, debtor, today, chosen=()):
    """``Net`` over all currencies of what can be chased, with the ``chosen`` items."""
    free, _held = split_holds(debtor)
    amounts = [
        (days_late(item.due, today), free[item.id][1])
        for item in debtor.items
        if chaseable(policy, item, free, today, chosen)
    ]
    return net_of(amounts, debtor.credits)


def net_by_currency(policy, debtor, today, chosen=()):
    """``Net`` of what can be chased in each currency, less the credits in that currency."""
    free, _held = split_holds(debtor)
    amounts = defaultdict(list)
    for item in debtor.items:
        if chaseable(policy, item, free, today, chosen):
            amounts[item.currency_id].append((days_late(item.due, today), free[item.id][0]))
    return {
        currency_id: net_of(pairs, debtor.credits_by_currency.get(currency_id, 0.0))
        for currency_id, pairs in amounts.items()
    }


def paid_by_credits(debtor):
    """The part of each item that the credits in its currency pay, the oldest item first.

    Notices per level or invoice each show their own part, so that no credit is taken off
    twice.

    :return: {item id: amount in the item's currency}
    """
    free, _held = split_holds(debtor)
    left = dict(debtor.credits_by_currency)
    paid = {}
    for item in sorted(debtor.items, key=lambda item: (item.due, item.id)):
        askable = not item.excluded and not item.payment_pending
        asked = free[item.id][0] if askable else 0.0
        paid[item.id] = min(asked, max(left.get(item.currency_id, 0.0), 0.0))
        left[item.currency_id] = left.get(item.currency_id, 0.0) - paid[item.id]
    return paid


def credit_of(policy, debtor, item_ids):
    """How much of the credits a notice on some items takes off; None for all of them."""
    if policy.grouping == "customer":
        return None
    paid = paid_by_credits(debtor)
    return sum(paid.get(item_id, 0.0) for item_id in item_ids)
