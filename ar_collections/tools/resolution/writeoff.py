"""The tax in what is written off, to the cent, and the days on which it may be claimed back."""

from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from ..base.money import CENT, from_units, to_units

# Days before the claim lapses on which somebody is told.
WARN_DAYS = 60


class ReliefRule(NamedTuple):
    """When the tax of a bad debt may be claimed back.

    :param relief: whether it may be at all
    :param start: later (of due date and supply), due, uncollectible (the day of the write-off)
    :param months: and ``days`` after the start
    :param claim_months: how long after the start it may be claimed; 0: no end is known
    """

    relief: bool
    start: str = "later"
    months: int = 0
    days: int = 0
    claim_months: int = 0


class Relief(NamedTuple):
    """From and until which day the tax may be claimed; None: not at all, or no end."""

    eligible_from: date | None = None
    claim_until: date | None = None


def relief_of(rule, due, supply, written_off):
    """The days of a write-off.

    :param supply: the day of the supply; None: not known, the due date counts
    :param written_off: the day on which the debt was found uncollectible
    """
    if not rule or not rule.relief:
        return Relief()
    start = {
        "later": max(due, supply or due),
        "due": due,
        "uncollectible": written_off,
    }[rule.start]
    first = start + relativedelta(months=rule.months) + timedelta(days=rule.days)
    last = start + relativedelta(months=rule.claim_months) if rule.claim_months else None
    return Relief(first, last)


def relief_step(relief, today, told_open=False, told_ending=False):
    """What somebody is told today: ``open``, ``ending``, ``lapsed``, or nothing."""
    if not relief.eligible_from or today < relief.eligible_from:
        return None
    if relief.claim_until:
        if today > relief.claim_until:
            return "lapsed"
        if today >= relief.claim_until - timedelta(days=WARN_DAYS) and not told_ending:
            return "ending"
    return None if told_open else "open"


def part_of(share, part, whole, rounding=CENT, own_rounding=None):
    """``share`` × part ÷ whole, rounded to its unit, half away from zero.

    :param rounding: the unit of part and whole
    :param own_rounding: the unit of the share, if it is in another currency
    """
    own = own_rounding or rounding
    if not to_units(whole, rounding):
        return 0.0
    units = Fraction(to_units(share, own)) * to_units(part, rounding)
    units /= to_units(whole, rounding)
    nearest = int(abs(units) + Fraction(1, 2))
    return from_units(nearest if units >= 0 else -nearest, own)


def next_part(share, before, now, whole, rounding=CENT, own_rounding=None):
    """What of ``share`` falls on the next part: parts of the whole, one after the other, add up to
    the share exactly, however many they are.

    :param before: what of the whole came before
    :param now: what comes now
    """
    own = own_rounding or rounding
    after = from_units(to_units(before, rounding) + to_units(now, rounding), rounding)
    first, last = (part_of(share, part, whole, rounding, own) for part in (before, after))
    return from_units(to_units(last, own) - to_units(first, own), own)
