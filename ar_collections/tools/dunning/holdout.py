"""Friendly reminders that are held out by lot, to measure what reminders bring. Pure."""

from datetime import timedelta
from hashlib import sha256

HELD_OUT, REACHED = "held_out", "reached"
#: Customers in a hundred that may be held out at most.
MOST_SHARE = 50


def draw_lot(salt, company_id, partner_id, day):
    """The lot of a customer on a day: a number from 0 up to, but without, 1.

    Nothing but these four decides it, so that a proposal, its repetition and a simulation agree,
    and nobody can choose who is held out.
    """
    return draw(salt, company_id, partner_id, day.isoformat())


def draw(*parts):
    """A number from 0 up to, but without, 1, which nothing but the parts decides."""
    text = "/".join(str(part) for part in parts)
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") / 2**64


def hold_out(policy, debtor, candidates, today):
    """Whether a customer who would be reminded today is held out.

    All of the customer's reminders are, or none: who hears nothing is compared with who is
    reminded. Something firm among them, the last level, or a promise that was broken, and nobody
    is held out. What was held out before gets its reminder after ``holdout_days``, whatever the
    lot says then.

    :param candidates: what would be reminded of, with ``item`` and ``number``
    :return: (day on which the reminder follows, arm) if held out, (None, arm) if not; the arm is
        '' where nothing is measured
    """
    if not policy.holdout_share or not candidates:
        return None, ""
    if not all(_is_friendly(policy, cand) for cand in candidates):
        return None, ""
    days = timedelta(days=policy.holdout_days)
    since = [
        day
        for cand in candidates
        for delay, day in cand.item.held_out
        if delay == policy.levels[cand.number - 1].delay_days
    ]
    if since:
        until = min(since) + days
        return (until if today < until else None), ""
    if debtor.lot is None:
        return None, ""
    if debtor.lot * 100 < min(policy.holdout_share, MOST_SHARE):
        return today + days, HELD_OUT
    return None, REACHED


def _is_friendly(policy, cand):
    """Whether this reminder may wait: of a level that says so, and not of the last one."""
    may = cand.number < len(policy.levels) and policy.levels[cand.number - 1].holdout
    return may and not cand.item.is_firmer
