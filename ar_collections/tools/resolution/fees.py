"""What courts and agencies take: progressive tables and commissions, reckoned in whole cents."""

from fractions import Fraction
from itertools import pairwise
from math import ceil, inf
from typing import NamedTuple

from ..base.money import CENT, from_units, to_units


class FeeTier(NamedTuple):
    """One step of a progressive table.

    :param up_to: the amount where the step ends; 0: without end
    :param base: what is taken as soon as the claim reaches into the step
    :param percent: of the part of the claim that lies in the step
    :param step: the part is rounded up to whole steps of this amount; 0: taken as it is
    """

    up_to: float
    base: float = 0.0
    percent: float = 0.0
    step: float = 0.0


def tier_problem(tiers):
    """What is wrong with a table: ``order`` (limits do not rise, or a step comes after the one
    without end), ``negative``, or nothing."""
    if any(min(tier) < 0 for tier in tiers):
        return "negative"
    limits = [tier.up_to or inf for tier in tiers]
    if any(low >= high for low, high in pairwise(limits)):
        return "order"
    return None


def progressive_fee(amount, tiers, rounding=CENT):
    """The fee on ``amount``: of each step its base and the percentage of what lies in it.

    The part above the last step costs nothing more.

    :param tiers: list of ``FeeTier``, rising, the last one perhaps without end
    """
    fee, below = Fraction(0), Fraction(0)
    claim = _exact(amount)
    for tier in tiers:
        if claim <= below:
            break
        top = min(claim, _exact(tier.up_to)) if tier.up_to else claim
        part = top - below
        if tier.step:
            part = ceil(part / _exact(tier.step)) * _exact(tier.step)
        fee += _exact(tier.base) + part * _exact(tier.percent) / 100
        below = top
        if not tier.up_to:
            break
    return _round(fee, rounding)


def commission(recovered, percent=0.0, fixed=0.0, minimum=0.0, rounding=CENT):
    """What an agency takes of what it has brought in: a percentage and a fixed sum, at least the
    minimum, and never more than came in. Nothing came in: nothing is taken."""
    if to_units(recovered, rounding) <= 0:
        return 0.0
    own = _exact(recovered) * _exact(percent) / 100 + _exact(fixed)
    return _round(min(max(own, _exact(minimum)), _exact(recovered)), rounding)


def _exact(number):
    """A number as people wrote it: 0.1 is a tenth."""
    return Fraction(repr(float(number or 0)))


def _round(exact, rounding):
    """Half away from zero."""
    return from_units(int(exact / _exact(rounding) + Fraction(1, 2)), rounding)
