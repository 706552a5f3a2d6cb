"""Promises to pay: which money counts for which, what they come to, and what they hold. Pure.

Money is taken by the oldest promise first, and no money counts twice. Of the money of one day the
one for the oldest debt comes first, so that the order in which it was booked does not matter.
"""

from collections import Counter
from datetime import date
from typing import NamedTuple

from ..base.money import CENT, from_units, to_units

OPEN, KEPT, PARTLY, BROKEN, WITHDRAWN = "open", "kept", "partly_kept", "broken", "withdrawn"


class Money(NamedTuple):
    """A part of a receipt, in the currency of the promise.

    :param credit_id: the journal item that brought it
    :param day: from which it counts
    :param item_id: the debt that it settled; None: on account, nobody has allocated it
    :param due: of the debt
    """

    credit_id: int
    day: date
    amount: float
    item_id: int | None = None
    due: date | None = None


class Promise(NamedTuple):
    """A promise, as far as money is concerned.

    :param last: the last day on which money counts
    :param items: the debts that it names; none: all of the customer's in its currency
    :param known: {journal item: what it had brought already when the promise was taken}
    """

    id: int
    amount: float
    last: date
    items: frozenset = frozenset()
    known: dict = {}


def allocate(promises, money, rounding=CENT):
    """What of the money counts for which promise.

    :param promises: of one customer, company and currency, the oldest first
    :param money: in any order
    :return: {promise id: amount paid}, at most what was promised
    """
    pieces = sorted(money, key=_order)
    left = [to_units(piece.amount, rounding) for piece in pieces]
    return {
        promise.id: from_units(_take(promise, pieces, left, rounding), rounding)
        for promise in promises
    }


def _order(piece):
    """Oldest money first; of one day that for the oldest debt, and on account at last."""
    on_account = piece.item_id is None
    return (piece.day, on_account, piece.due or date.min, piece.item_id or 0, piece.credit_id)


def _take(promise, pieces, left, rounding):
    """Take what counts for a promise out of what is left; returns it in units."""
    fit = [at for at, piece in enumerate(pieces) if counts(promise, piece)]
    fresh = Counter()
    for at in fit:
        fresh[pieces[at].credit_id] += to_units(pieces[at].amount, rounding)
    for credit_id, known in promise.known.items():
        fresh[credit_id] = max(fresh[credit_id] - to_units(known, rounding), 0)
    wanted = to_units(promise.amount, rounding)
    paid = 0
    for at in fit:
        taken = min(left[at], fresh[pieces[at].credit_id], wanted - paid)
        left[at] -= taken
        fresh[pieces[at].credit_id] -= taken
        paid += taken
    return paid


def counts(promise, piece):
    """Whether money may count for a promise: it came in time, for what was promised."""
    named = not promise.items or piece.item_id is None or piece.item_id in promise.items
    return piece.day <= promise.last and named


def fresh_amount(promise, money, rounding=CENT):
    """What has come in time since the promise was taken, whoever else counts it: of credit notes,
    which lower what is left to pay."""
    amounts = Counter()
    for piece in money:
        if counts(promise, piece):
            amounts[piece.credit_id] += to_units(piece.amount, rounding)
    return from_units(
        sum(
            max(units - to_units(promise.known.get(credit_id, 0.0), rounding), 0)
            for credit_id, units in amounts.items()
        ),
        rounding,
    )


def asked(amount, paid, left, rounding=CENT):
    """What of a promise can still be kept to: not more than was paid or is open.

    :param left: what is open of its debts, as of its last day once that is over
    """
    whole = to_units(paid, rounding) + max(to_units(left, rounding), 0)
    return from_units(min(to_units(amount, rounding), whole), rounding)


def decide(promise, paid, left, today, rounding=CENT):
    """What a promise comes to.

    Kept as soon as all is there that can still be asked; what was credited, written off or paid
    for another promise is not asked. Where nothing of it is left, and nothing was paid, there is
    no promise any more.

    :param left: see ``asked``
    :return: the state, one of those above
    """
    wanted = to_units(asked(promise.amount, paid, left, rounding), rounding)
    paid = to_units(paid, rounding)
    if wanted <= 0:
        return WITHDRAWN
    if paid >= wanted:
        return KEPT
    if today <= promise.last:
        return OPEN
    return PARTLY if paid > 0 else BROKEN


class Claim(NamedTuple):
    """What is still to come of an open promise, and of which debts (none: of all)."""

    id: int
    amount: float
    items: frozenset = frozenset()


def spread(claims, items, rounding=CENT):
    """Which debts, and how much of them, open promises hold: the oldest debts for the oldest
    promise.

    :param claims: the oldest first
    :param items: (id, open amount), the oldest due first
    :return: {claim id: {item id: amount, 0.0 for all that is open of it}}
    """
    whole = {item_id: to_units(amount, rounding) for item_id, amount in items}
    free = dict(whole)
    held = {}
    for claim in claims:
        left = to_units(claim.amount, rounding)
        own = held.setdefault(claim.id, {})
        for item_id in free:
            if claim.items and item_id not in claim.items:
                continue
            taken = min(left, max(free[item_id], 0))
            if taken > 0:
                all_of_it = taken == whole[item_id]
                own[item_id] = 0.0 if all_of_it else from_units(taken, rounding)
                free[item_id] -= taken
                left -= taken
    return held


def kept_rate(kept, partly, broken):
    """Promises kept of those that fell due, in per cent; None where none did."""
    due = kept + partly + broken
    return 100 * kept / due if due else None
