"""Shares, their intervals, and whether two of them differ by more than chance. Pure.

Sources: E. B. Wilson, Probable Inference, JASA 22 (1927), 209-212; R. G. Newcombe, Interval
Estimation for the Difference between Independent Proportions, Statistics in Medicine 17 (1998),
873-890, method 10 (without continuity correction).
"""

from math import sqrt
from typing import NamedTuple

#: Of the normal distribution: 95 of 100 cases lie within so many standard deviations.
Z95 = 1.959963984540054
#: What counts as the whole: bank charges, discounts and exchange differences may take the rest.
NEARLY_ALL = 0.99


class Share(NamedTuple):
    """So many of so many, with the interval of 95 % by Wilson."""

    part: int
    whole: int

    @property
    def value(self):
        """Between 0 and 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self):
        return wilson(self.part, self.whole)


class Difference(NamedTuple):
    """By how much a first share is above a second one, with the interval of 95 % by Newcombe;
    all None where one of the two is of nothing."""

    value: float | None
    low: float | None
    high: float | None

    @property
    def is_more_than_chance(self):
        """Whether the interval leaves out 0: of 100 such differences that are chance alone, five
        would look like that."""
        return self.value is not None and (self.low > 0 or self.high < 0)


def wilson(part, whole, z=Z95):
    """The interval in which a share lies: (low, high), or (None, None) of nothing."""
    if not whole:
        return None, None
    share, weight = part / whole, z * z / whole
    middle = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * sqrt(share * (1 - share) / whole + weight / (4 * whole))
    # At the ends the arithmetic of floats leaves what is possible.
    return middle - half if part else 0.0, middle + half if part < whole else 1.0


def compare(first, second):
    """The ``Difference`` of two ``Share``."""
    if not first.whole or not second.whole:
        return Difference(None, None, None)
    value = first.value - second.value
    (low1, high1), (low2, high2) = first.interval, second.interval
    below = sqrt((first.value - low1) ** 2 + (high2 - second.value) ** 2)
    above = sqrt((high1 - first.value) ** 2 + (second.value - low2) ** 2)
    return Difference(value, max(value - below, -1.0), min(value + above, 1.0))


def least_to_tell(share, gap, z=Z95, power=0.8416212335729143):
    """How many are needed on each side so that a gap is found in four of five trials.

    :param share: the share as it is, between 0 and 1
    :param gap: the difference that one wants to find
    :return: a number for each of the two sides; None for no gap, or one that cannot be
    """
    other = share + gap
    if not gap or not 0 <= other <= 1:
        return None
    spread = share * (1 - share) + other * (1 - other)
    return int((z + power) ** 2 * spread / gap**2) + 1
