"""Expected credit loss by a matrix: pure, no database, no clock.

Source: IFRS 9 B5.5.35 (simplified approach); US ASU 2016-13 and 2025-05 (CECL). Buckets are those
of an aging, the youngest first. Rates are shares, 0.02 for 2 %. Nothing is rounded but where said.
"""

from datetime import date
from itertools import accumulate
from typing import NamedTuple

#: Monthly cohorts that a matrix is made of at least.
LEAST_COHORTS = 12
# Where a rate comes from: own history, that of all customers, a younger bucket, nowhere.
OWN, ALL, YOUNGER, NOWHERE = "own", "all", "younger", "none"


class Rate(NamedTuple):
    """A loss rate and where it comes from."""

    rate: float
    source: str = OWN


class BackTest(NamedTuple):
    """What a matrix had expected, and what was lost since."""

    expected: float
    lost: float

    @property
    def difference(self):
        """Positive: too little was set aside."""
        return self.lost - self.expected


def cohort_days(day, months, followed):
    """First and last day of ``months`` whole months of billing, each followed for at least
    ``followed`` months until ``day``."""
    # Of the month that ``day`` lies in, only one that ends on it is whole.
    after = _month_of(date.fromordinal(day.toordinal() + 1)) - followed
    last = date.fromordinal(_first_of(after).toordinal() - 1)
    return _first_of(after - months), last


def _month_of(day):
    return day.year * 12 + day.month - 1


def _first_of(month):
    return date(month // 12, month % 12 + 1, 1)


def cumulate(ended):
    """What reached each bucket, from what ended – was paid, lost, or is still open – in each."""
    return list(accumulate(reversed(ended)))[::-1]


def loss_rate(reached, lost):
    """What was finally lost / what reached the bucket, between 0 and 1; None if nothing did."""
    return min(max(lost / reached, 0.0), 1.0) if reached > 0 else None


def loss_rates(reached, lost, among_all=None):
    """The ``Rate`` of each bucket of a group.

    A bucket that nothing of the group has reached takes the rate of all customers, else that of the
    bucket before: what is older is not safer.

    :param reached, lost: amounts by bucket
    :param among_all: (reached, lost) of all customers
    """
    everybody = among_all or ([0.0] * len(reached), [0.0] * len(reached))
    rates = []
    for place, amounts in enumerate(zip(reached, lost, strict=True)):
        own = loss_rate(*amounts)
        common = loss_rate(everybody[0][place], everybody[1][place])
        if own is not None:
            rates.append(Rate(own))
        elif common is not None:
            rates.append(Rate(common, ALL))
        elif rates and rates[-1].source != NOWHERE:
            rates.append(Rate(rates[-1].rate, YOUNGER))
        else:
            rates.append(Rate(0.0, NOWHERE))
    return rates


def used_rate(rate, overlay=0.0):
    """The rate with what is expected to be different, between 0 and 1."""
    return min(max(rate + overlay, 0.0), 1.0)


def allowance(balances, rates):
    """Σ balance × rate."""
    return sum(balance * rate for balance, rate in zip(balances, rates, strict=True))


def take_cover(balances, cover):
    """Balances by bucket without what securities cover, which is spread over all in proportion.

    :return: (balances, what was covered)
    """
    total = sum(balances)
    covered = min(max(cover, 0.0), total) if total > 0 else 0.0
    if not covered:
        return list(balances), 0.0
    left = 1 - covered / total
    return [balance * left for balance in balances], covered


def after_collections(balance, collected):
    """What may still be lost, where collections after the day count (ASU 2025-05)."""
    return balance - min(max(collected, 0.0), max(balance, 0.0))


def back_test(balances, rates, lost):
    """A matrix of a past day against what was lost of it since.

    :param lost: by bucket of the past day
    """
    return BackTest(allowance(balances, rates), sum(lost))
