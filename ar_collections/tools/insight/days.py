"""Probabilities of days, and the days at which shares of them are reached."""

import math
from bisect import bisect_left
from typing import NamedTuple

from .shape import TAIL_DAYS

# The interval: from this share to the rest.
LOW_SHARE, HIGH_SHARE = 0.1, 0.9
# A day with at least this share may be left out of an interval at its edge.
HEAVY_DAY = 0.06


class Days(NamedTuple):
    """Probabilities of the days from ``first`` (counted from the due date) on, cumulated, and of
    what comes after them all, which decays as 1 / day."""

    first: int
    sums: list
    beyond: float


def interval(spread, whole):
    """The first and the last day of the interval; a day with much at an edge is left out if
    enough remains without it (payment runs)."""
    sums = spread.sums
    low, high = place_of(spread, LOW_SHARE * whole), place_of(spread, HIGH_SHARE * whole)
    if high >= len(sums):
        return low, high
    held = sums[high] - (sums[low - 1] if low else 0.0)
    enough = (HIGH_SHARE - LOW_SHARE) * whole
    while low < high:
        first = sums[low] - (sums[low - 1] if low else 0.0)
        last = sums[high] - sums[high - 1]
        edge = min(first, last)
        if held - edge < enough or (edge < HEAVY_DAY * whole and edge > 1e-3 * whole):
            break
        held -= edge
        if first <= last:
            low += 1
        else:
            high -= 1
    return low, high


def place_of(spread, want):
    """The first day, counted from ``first``, until which so much is cumulated."""
    first, sums, beyond = spread
    body = sums[-1] if sums else 0.0
    if want <= body and sums:
        return bisect_left(sums, want)
    # Beyond all days the share that is left falls as 1 / (TAIL_DAYS + day).
    end = max(first + len(sums) - 1, 0)
    left = max((body + beyond - want) / beyond, 1e-9)
    return math.ceil((TAIL_DAYS + end) / left - TAIL_DAYS) - first
