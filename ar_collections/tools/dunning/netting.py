"""What of a customer's debt can be asked: without what is held, and less what credits cover.

Pure: no database, no clock.
"""

from typing import NamedTuple

from ..base.money import to_units
from ..ledger import cover
from .debtor import days_late, effective_late


def split_holds(debtor):
    """Share of each item that no hold covers.

    :return: ({item id: (asked, residual)} still free, {item id: reason of its hold})
    """
    free = {item.id: (item.asked, item.residual) for item in debtor.items}
    held = {}
    if not debtor.holds:
        return free, held
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
        and not item.paid_out
        and not item.settled
        and to_units(free[item.id][0]) > 0
    )


class Net(NamedTuple):
    """What a customer can be asked after his credits: ``late`` of what is overdue, ``early`` with
    the items that are to be reminded before their due date."""

    late: float
    early: float


def net_in_company_currency(policy, debtor, today, chosen=()):
    """``Net`` over all currencies of what can be chased, with the ``chosen`` items."""
    free, _held = split_holds(debtor)
    paid = paid_by_credits(debtor)
    late = early = 0.0
    for item in debtor.items:
        if chaseable(policy, item, free, today, chosen):
            asked, residual = free[item.id]
            left = residual * max(1 - paid[item.id] / asked, 0)
            early += left
            late += left if days_late(item.due, today) > 0 else 0
    return Net(late, early)


def covered_of(debtor):
    """What the credits cover of each item, in its currency, as everywhere (``ledger/cover``):
    those that nobody is reminded of take their part.

    :return: {item id: amount} of all items
    """
    covered = dict.fromkeys((item.id for item in debtor.items), 0.0)
    if not any(debtor.credits_by_currency.values()):
        return covered
    debts = [item for item in debtor.items if not item.settled]
    debts.sort(key=lambda item: cover.rank(item.covered_from, item.id, item.paid_out))
    for currency_id, credit in debtor.credits_by_currency.items():
        own = [(item.id, item.owed) for item in debts if item.currency_id == currency_id]
        covered.update(cover.covered_by(cover.pair(own, [("credits", credit)])))
    return covered


def paid_by_credits(debtor):
    """The part of what can be asked of each item that the credits pay: of an item that is held
    in part they pay first what is not held.

    :return: {item id: amount in the item's currency} of all items
    """
    found = covered_of(debtor)
    if not any(found.values()):
        return found
    free, _held = split_holds(debtor)
    return {item_id: min(covered, max(free[item_id][0], 0.0)) for item_id, covered in found.items()}


def paid_by_day(debtor, credits):
    """``paid_by_credits`` with the day from which each part counts: that of the credit.

    By the end of any day a debt is covered by what the credits until then leave after the debts
    before it, so a credit that comes earlier never leaves more of any debt open.

    :param credits: (currency id, day, amount), positive, of the customer
    :return: {item id: [(day, amount in the item's currency)]} of the items that are covered
    """
    if not credits:
        return {}
    debts = [item for item in debtor.items if not item.settled]
    debts.sort(key=lambda item: cover.rank(item.covered_from, item.id, item.paid_out))
    left = {item_id: asked for item_id, (asked, _residual) in split_holds(debtor)[0].items()}
    paid = {}
    for currency_id in {currency_id for currency_id, _day, _amount in credits}:
        dated = sorted(credit[1:] for credit in credits if credit[0] == currency_id)
        own = [(item.id, item.owed) for item in debts if item.currency_id == currency_id]
        used = [(index, amount) for index, (_day, amount) in enumerate(dated)]
        for share in cover.pair(own, used):
            part = min(share.amount, left[share.debit_id])
            if to_units(part, cover.EXACT) > 0:
                left[share.debit_id] -= part
                paid.setdefault(share.debit_id, []).append((dated[share.credit_id][0], part))
    return paid


def credits_of(debtor, rows, item_ids):
    """Which credits a notice on some items takes off.

    :param rows: the customer's open items as ``cover.match`` wants them
    :return: {credit's id: amount taken off, positive}
    """
    paid = paid_by_credits(debtor)
    left = {item_id: paid.get(item_id, 0.0) for item_id in item_ids}
    taken = {}
    for share in cover.match(rows):
        part = min(share.amount, left.get(share.debit_id, 0.0))
        if to_units(part) > 0:
            left[share.debit_id] -= part
            taken[share.credit_id] = taken.get(share.credit_id, 0.0) + part
    return taken
