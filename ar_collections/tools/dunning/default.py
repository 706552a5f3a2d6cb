"""When late interest begins: the last day that bears none. Pure: dates in, a date out."""

from datetime import date, timedelta
from typing import NamedTuple


class Start(NamedTuple):
    """How a rule finds the day after which a debt bears interest.

    ``start``: "due" is the due date; "invoice" and "acceptance" are ``days`` after that.
    ``agreed_first``: a due date that was agreed comes before the other two.
    ``max_days``: at the latest this many days after acceptance; 0 for no limit.
    ``not_before_receipt``: never before the invoice, and what it is for, were received.
    """

    start: str = "due"
    days: int = 0
    agreed_first: bool = False
    max_days: int = 0
    not_before_receipt: bool = False


class Dates(NamedTuple):
    """The days of a debt. ``accepted``: of the goods or services; None where nobody noted it,
    and the day of the invoice stands for it. ``agreed``: the due date was agreed."""

    due: date
    invoice: date
    accepted: date | None = None
    agreed: bool = True


def last_free_day(rule: Start, dates: Dates) -> date:
    """The last day of a debt without interest: the day of its due date, as it were."""
    accepted = dates.accepted or dates.invoice
    if rule.start == "due" or (rule.agreed_first and dates.agreed):
        free = dates.due
    else:
        base = accepted if rule.start == "acceptance" else dates.invoice
        free = base + timedelta(days=rule.days)
    if rule.max_days:
        free = min(free, accepted + timedelta(days=rule.max_days))
    if rule.not_before_receipt:
        free = max(free, dates.invoice, accepted)
    return free
