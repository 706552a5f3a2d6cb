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


def part_of(share, part, whole, rounding=CENT):
    """``share`` × part ÷ whole, rounded to the cent, half away from zero."""
    if not whole:
        return 0.0
    units = Fraction(to_units(share, rounding)) * to_units(part, rounding)
    units /= to_units(whole, rounding)
    whole_units = int(abs(units) + Fraction(1, 2))
    return from_units(whole_units if units >= 0 else -whole_units, rounding)


def next_part(share, before, now, whole, rounding=CENT):
    """What of ``share`` falls on the next part: parts of the whole, one after the other, add up to
    the share exactly, however many they are.

    :param before: what of the whole came before
    :param now: what comes now
    """
    after = from_units(to_units(before, rounding) + to_units(now, rounding), rounding)
    units = to_units(part_of(share, after, whole, rounding), rounding)
    units -= to_units(part_of(share, before, whole, rounding), rounding)
    return from_units(units, rounding)
