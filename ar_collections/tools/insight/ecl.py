"""Expected credit loss by a matrix: pure, no database, no clock.

Source: IFRS 9 B5.5.35 (simplified approach); US ASU 2016-13 and 2025-05 (CECL). Buckets are those
of an aging, the youngest first. Rates are shares, 0.02 for 2 %. Nothing is rounded but where said.
"""

from datetime import date
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


class History(NamedTuple):
    """What became of what reached a bucket; ``rate`` is None where nothing of it has ended.

    :param lost: for good
    :param still_open: of what reached it
    :param open_lost: what of that is expected to be lost
    """

    reached: float
    lost: float
    still_open: float
    open_lost: float
    rate: float | None


def follow(ended, lost, still_open):
    """The ``History`` of each bucket: rate = (lost + expected of what is still open) / reached.

    What is still open is expected to be lost as others that got as old: it is neither safe nor
    lost. What is so old that nothing of its age has ended yet tells nothing, and is left out. Where
    nothing is open, this is lost / reached.

    :param ended, lost: by bucket in which it was paid or lost, and what of it was lost
    :param still_open: by bucket in which it stands
    """
    rows = []
    older = History(0.0, 0.0, 0.0, 0.0, None)
    for done, gone, left in list(zip(ended, lost, still_open, strict=True))[::-1]:
        known = older.reached + done
        rate = loss_rate(known, older.lost + older.open_lost + gone)
        if rate is not None:
            older = History(
                known + left,
                older.lost + gone,
                older.still_open + left,
                older.open_lost + left * rate,
                rate,
            )
        rows.append(older._replace(rate=rate))
    return rows[::-1]


def loss_rate(reached, lost):
    """What was finally lost / what reached the bucket, between 0 and 1; None if nothing did."""
    return min(max(lost / reached, 0.0), 1.0) if reached > 0 else None


def choose_rates(own, everybody):
    """The ``Rate`` of each bucket of a group.

    A bucket of which the group knows nothing takes the rate of all customers, else that of the
    bucket before: what is older is not safer.

    :param own, everybody: rates by bucket, None where nothing is known
    """
    rates = []
    for rate, common in zip(own, everybody, strict=True):
        if rate is not None:
            rates.append(Rate(rate))
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


def cover_of(balance, securities, insured=()):
    """What of a customer's balance is covered: securities pay first, insurers their share of what
    is left, each up to its limit, and nobody more than is owed.

    :param securities: amount
    :param insured: (limit, share that the insurer pays, 0.9 for 90 %) of each insurer
    """
    whole = max(balance, 0.0)
    secured = min(max(securities, 0.0), whole)
    left = whole - secured
    return secured + min(sum(share * min(limit, left) for limit, share in insured), left)


def after_collections(balance, collected):
    """What may still be lost, where collections after the day count (ASU 2025-05)."""
    return balance - min(max(collected, 0.0), max(balance, 0.0))


def back_test(balances, rates, lost):
    """A matrix of a past day against what was lost of it since.

    :param lost: by bucket of the past day
    """
    return BackTest(allowance(balances, rates), sum(lost))
