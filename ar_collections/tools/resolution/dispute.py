"""Disputes: how an amount spreads over items, what short payments are, how long disputes take.

Pure: no database, no clock.
"""

from datetime import date
from typing import NamedTuple

from ..base.money import to_units
from ..dunning.netting import split_holds

#: How a dispute ends whose items were settled meanwhile.
CREDITED = "credited"
WITHDRAWN = "withdrawn"


class Open(NamedTuple):
    """An item that may be disputed.

    :param free: what is open of it and not disputed yet, in its currency
    :param due: the oldest is disputed first
    """

    id: int
    free: float
    due: date


class Rest(NamedTuple):
    """What is left of an item that was paid in part; amounts in the company's currency."""

    id: int
    amount: float
    residual: float
    paid_on: date | None


class Closed(NamedTuple):
    """A dispute that ended: its days, its amount in one currency, its cause (None: unknown)."""

    opened: date
    closed: date
    amount: float
    cause: int | None


class Cause(NamedTuple):
    """What one cause has cost: ``share`` is its part of the whole amount, from 0 to 1."""

    count: int
    amount: float
    share: float


class Cycle(NamedTuple):
    """How long disputes took, and what they were about.

    :param days: mean days from opening to the end; None without any
    :param causes: {cause or None: ``Cause``}
    """

    count: int
    days: float | None
    amount: float
    causes: dict


def spread(amount, items):
    """Which part of each item is disputed: the oldest first.

    :param amount: all that is disputed, in the currency of the items; 0 for all of them, which
        then may have several
    :param items: list of ``Open``
    :return: {id: amount} of the items that have a part, or None if the amount is above all of it
    """
    ordered = sorted(items, key=lambda item: (item.due, item.id))
    if not amount:
        return {item.id: item.free for item in ordered if to_units(item.free) > 0}
    if to_units(amount) > to_units(sum(max(item.free, 0.0) for item in ordered)):
        return None
    parts, left = {}, amount
    for item in ordered:
        part = min(item.free, left)
        if to_units(part) > 0:
            parts[item.id] = part
            left -= part
    return parts


def find_short(rests, most, percent, since):
    """The ids of the items that were paid a little too low.

    :param rests: list of ``Rest``
    :param most: the highest rest that is one; 0: none is
    :param percent: and at most so much of the item; 0: whatever it is of it
    :param since: older payments are left alone
    """
    if to_units(most) <= 0:
        return []
    return [
        rest.id
        for rest in rests
        if rest.paid_on
        and rest.paid_on >= since
        and 0 < to_units(rest.residual) <= to_units(most)
        and (percent <= 0 or to_units(rest.residual) <= to_units(rest.amount * percent / 100))
    ]


def ending_of(kinds):
    """How a dispute ends whose items are settled, by the kinds of what came in on them since
    it was opened: who was credited was right, who paid has given it up."""
    return CREDITED if "credit_note" in kinds else WITHDRAWN


def read_cycle(disputes):
    """``Cycle`` of disputes that have ended, all amounts in one currency."""
    disputes = list(disputes)
    if not disputes:
        return Cycle(0, None, 0.0, {})
    total = sum(one.amount for one in disputes)
    days = sum((one.closed - one.opened).days for one in disputes) / len(disputes)
    by_cause = {}
    for one in disputes:
        by_cause.setdefault(one.cause, []).append(one.amount)
    causes = {
        cause: Cause(len(own), sum(own), sum(own) / total if to_units(total) > 0 else 0.0)
        for cause, own in by_cause.items()
    }
    return Cycle(len(disputes), days, total, causes)


def disputed_of(debtor, kind):
    """What of each item is not asked because it is disputed.

    :param debtor: a ``Debtor`` with its holds
    :param kind: the kind of the holds that count
    :return: {item id: amount in the item's currency} of items with such a part
    """
    holds = tuple(hold for hold in debtor.holds if hold.kind == kind)
    if not holds:
        return {}
    free, _held = split_holds(debtor._replace(holds=holds))
    parts = {item.id: item.asked - free[item.id][0] for item in debtor.items}
    return {id_: part for id_, part in parts.items() if to_units(part) > 0}
