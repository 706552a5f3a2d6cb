"""The facts of one customer as value rows, and the days of an item.

Pure: no database, no clock. Amounts named ``residual`` are in company currency, ``asked``
in the item's own; a share of one is applied to the other, the two are never added.
"""

from datetime import date
from typing import NamedTuple


class Level(NamedTuple):
    """A dunning level; its position in the policy (from 1) is its number. ``holdout``: it may be
    held out to measure what it brings."""

    id: int
    delay_days: int
    min_interval_days: int = 0
    min_amount: float = 0.0
    min_share: float = 0.0
    holdout: bool = False


class Policy(NamedTuple):
    """A dunning policy; ``levels`` in the order of their delay. The last one is said again
    every ``repeat_every`` days (0: never), ``repeat_most`` times at most. Of a hundred customers
    ``holdout_share`` are held out for ``holdout_days``."""

    id: int
    levels: tuple = ()
    step: str = "one"
    grouping: str = "customer"
    grace_days: int = 0
    account_grace_days: int = 0
    min_amount: float = 0.0
    repeat_every: int = 0
    repeat_most: int = 0
    holdout_share: float = 0.0
    holdout_days: int = 0


class Item(NamedTuple):
    """An open debit item. ``reached`` is the delay of the highest level sent, or None, and
    ``said`` how often that level was sent. ``unposted``: its last notice is a letter that
    nobody has posted yet; ``left_to_people``: no run takes it up by itself; ``open``: what is
    open before an early payment discount, in its currency (None: ``asked``); ``paid_out``: it
    is money which we paid to the customer; ``contract``: its own due date, where ``due`` is one
    that was agreed later; ``firmer``: the day on which a promise about it was broken, after which
    the next level is said at once; ``held_out``: (delay of the level, first day) of the times that
    its reminder was held out."""

    id: int
    move_id: int
    currency_id: int
    due: date
    residual: float
    asked: float
    reached: int | None = None
    last_notice: date | None = None
    queued: bool = False
    excluded: bool = False
    payment_pending: bool = False
    said: int = 0
    unposted: bool = False
    left_to_people: bool = False
    open: float | None = None
    paid_out: bool = False
    contract: date | None = None
    firmer: date | None = None
    held_out: tuple = ()

    @property
    def is_firmer(self):
        """Nothing was said since a promise about it was broken."""
        return bool(self.firmer) and (not self.last_notice or self.last_notice < self.firmer)

    @property
    def covered_from(self):
        """The due date by which credits cover it, the oldest first: the contractual one."""
        return self.contract or self.due

    @property
    def owed(self):
        """What is open in the item's currency, before a discount."""
        return self.asked if self.open is None else self.open

    @property
    def settled(self):
        """Open in one currency only: what an exchange difference has left."""
        return self.residual <= 0 or self.owed <= 0


class Hold(NamedTuple):
    """A hold in force. ``amount`` 0 holds all; ``cap_days`` allows levels up to that delay;
    ``kind`` is that of ``ar.hold``."""

    scope: str = "customer"
    move_id: int | None = None
    item_id: int | None = None
    amount: float = 0.0
    cap_days: int | None = None
    reason: str = ""
    kind: str = ""


class Debtor(NamedTuple):
    """A customer with all its open debit items. Credits are positive, company currency;
    ``credits_by_currency`` in the currency of each. They cover debts of their currency alone.
    ``lot``: its lot of the day (``holdout``); None: nobody draws one."""

    items: tuple = ()
    credits: float = 0.0
    credits_by_currency: dict = {}
    holds: tuple = ()
    blocked: str = ""
    last_contact: date | None = None
    lot: float | None = None


def due_of(row):
    """The day on which an open item is due: the agreed one, where it was deferred.

    :param row: of ``ar.open.item``
    """
    return row.get("date_agreed") or row["date_due"]


def days_late(due, today):
    """Days from the due date to today; negative before it."""
    return (today - due).days


def effective_late(item, today, grace_days):
    """Days in arrears that count: the grace is taken off once the item is late.

    Grace never delays a reminder that is sent before the due date.
    """
    late = days_late(item.due, today)
    return late if late <= 0 else max(late - grace_days, 0)
