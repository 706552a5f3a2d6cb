"""Credit scoring, pure: facts about a customer come in, points, grade and limit come out.

Conventions, the same in every function here:

* points and scores go from 0 (worst) to 100 (best);
* days beyond terms are counted from the due date: 0 on time, negative early, positive late;
* a share is a number from 0 to 1 unless a name says percent;
* None stands for what is not known; it is never taken for nothing;
* all amounts of one call are in one currency, and are rounded by the caller;
* nothing asks the clock.

Source of the Z-scores: E. Altman, Z' of 1983 for private manufacturers, Z'' of 1995 for others.
"""

from bisect import bisect_right
from itertools import pairwise
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from ..base.money import CENT, round_to, to_units

#: Payment experiences under which an index says nothing.
MIN_EXPERIENCES = 3
#: Payment index from which the risk is low, and medium.
LOW_RISK, MEDIUM_RISK = 80, 50
DAYS_PER_MONTH = 30
#: Points are told apart down to so much: 0.3 - 0.2 is less than 0.1 by binary noise alone.
POINT = 1e-6

LEDGER = "ledger"


# -- payment behaviour -----------------------------------------------------------------


def interpolate(value, knots):
    """The height over ``value`` of the line through ``knots``, (x, y) in ascending x; level
    before the first and after the last."""
    for (x0, y0), (x1, y1) in pairwise(knots):
        if value <= x0:
            return float(y0)
        if value < x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return float(knots[-1][1])


def weighted_mean(pairs):
    """The mean of (amount, value) weighted by amount; None without any amount."""
    pairs = list(pairs)
    weight = sum(amount for amount, _value in pairs)
    return sum(amount * value for amount, value in pairs) / weight if weight else None


def payment_risk(index):
    """``low``, ``medium`` or ``high`` for a payment index."""
    if index is None:
        return None
    return "low" if index >= LOW_RISK else "medium" if index >= MEDIUM_RISK else "high"


# -- financial statements --------------------------------------------------------------


class Figures(NamedTuple):
    """A financial statement; amounts in one currency."""

    current_assets: float = 0.0
    total_assets: float = 0.0
    current_liabilities: float = 0.0
    total_liabilities: float = 0.0
    retained_earnings: float = 0.0
    equity: float = 0.0
    sales: float = 0.0
    ebit: float = 0.0
    net_profit: float = 0.0
    operating_cash_flow: float = 0.0


def _altman_ratios(figures):
    """X1 to X4 of Altman; None where assets or liabilities are not known."""
    if figures.total_assets <= 0 or figures.total_liabilities <= 0:
        return None
    working_capital = figures.current_assets - figures.current_liabilities
    return (
        working_capital / figures.total_assets,
        figures.retained_earnings / figures.total_assets,
        figures.ebit / figures.total_assets,
        figures.equity / figures.total_liabilities,
    )


def altman_private(figures):
    """Altman's Z' for private manufacturers: above 2.9 safe, below 1.23 distress.

    Not for financial companies. None where assets or liabilities are not known.
    """
    ratios = _altman_ratios(figures)
    if ratios is None:
        return None
    x1, x2, x3, x4 = ratios
    x5 = figures.sales / figures.total_assets
    return 0.717 * x1 + 0.847 * x2 + 3.107 * x3 + 0.420 * x4 + 0.998 * x5


def altman_general(figures):
    """Altman's Z'' for companies of any trade: above 2.6 safe, below 1.1 distress.

    Not for financial companies. None where assets or liabilities are not known.
    """
    ratios = _altman_ratios(figures)
    if ratios is None:
        return None
    x1, x2, x3, x4 = ratios
    return 6.56 * x1 + 3.26 * x2 + 6.72 * x3 + 1.05 * x4


def _ratio(numerator, denominator):
    return numerator / denominator if denominator > 0 else None


def debt_ratio(figures):
    """Total liabilities in percent of total assets."""
    ratio = _ratio(figures.total_liabilities, figures.total_assets)
    return None if ratio is None else 100.0 * ratio


def current_ratio(figures):
    """Current assets / current liabilities: how often the short-term debt is covered."""
    return _ratio(figures.current_assets, figures.current_liabilities)


def profit_margin(figures):
    """Net profit in percent of sales."""
    ratio = _ratio(figures.net_profit, figures.sales)
    return None if ratio is None else 100.0 * ratio


def cash_flow_ratio(figures):
    """Operating cash flow / current liabilities; None where no cash flow is given."""
    if not figures.operating_cash_flow:
        return None
    return _ratio(figures.operating_cash_flow, figures.current_liabilities)


# -- points and score ------------------------------------------------------------------


def table_points(value, table, straight=False):
    """Points of ``value`` by a points table.

    :param table: (from, points) in ascending order; a row holds from its value up to the next
    :param straight: between two rows, points on the straight line instead of steps
    :return: points; 0 below the first row, those of the last row above it; None if ``value``
        is None or the table is empty
    """
    if value is None or not table:
        return None
    if value < table[0][0]:
        return 0.0
    if straight:
        return interpolate(value, table)
    return float(table[bisect_right([start for start, _points in table], value) - 1][1])


class Factor(NamedTuple):
    """A factor of the scorecard with what is known of it. ``points`` None: nothing."""

    key: int | str
    source: str
    weight: float
    points: float | None


class Score(NamedTuple):
    """:param total: 0 to 100, or None if nothing is known
    :param contributions: {key: what the factor adds to the total}
    :param missing: keys of the factors without data, in the order of the scorecard
    :param coverage: share of the weights that is known
    :param only_ledger: nothing but our own experience is known
    """

    total: float | None
    contributions: dict
    missing: tuple
    coverage: float
    only_ledger: bool


def score(factors):
    """The weighted score of factors. Those without data drop out, the rest is scaled up.

    :raise ValueError: if a weight is negative, or all are zero
    """
    factors = list(factors)
    whole = sum(factor.weight for factor in factors)
    if any(factor.weight < 0 for factor in factors) or whole <= 0:
        raise ValueError("The weights of a scorecard are positive and do not sum to zero.")
    known = [factor for factor in factors if factor.points is not None and factor.weight]
    weight = sum(factor.weight for factor in known)
    contributions = {factor.key: factor.weight * factor.points / weight for factor in known}
    return Score(
        total=sum(contributions.values()) if known else None,
        contributions=contributions,
        missing=tuple(factor.key for factor in factors if factor.points is None),
        coverage=weight / whole,
        only_ledger=bool(known) and all(factor.source == LEDGER for factor in known),
    )


def grade(total, bands):
    """The grade of a score.

    :param bands: (score from, grade), in any order
    :return: the grade with the highest start that the score reaches; None if it reaches none,
        or nothing is known
    """
    reached = [band for band in bands if total is not None and total >= band[0]]
    return max(reached, key=lambda band: band[0])[1] if reached else None


def duplicate_bands(bands):
    """Pairs of grades that begin at the same score, so that their bands overlap."""
    ordered = sorted(bands, key=lambda band: band[0])
    return [(low[1], high[1]) for low, high in pairwise(ordered) if low[0] == high[0]]


# -- limit -----------------------------------------------------------------------------


class Candidate(NamedTuple):
    """A limit that one rule would give, and what it was computed from (for the words)."""

    code: str
    amount: float
    inputs: dict = {}


def need(monthly_sales, terms_days, mean_delay, limit_factor):
    """What the customer needs to buy as before and pay as he does, times the grade's factor.

    :param terms_days: days from invoice to due date
    :param mean_delay: mean days beyond terms; who pays early needs less
    """
    days = max(terms_days + mean_delay, 0)
    return max(monthly_sales, 0.0) * days / DAYS_PER_MONTH * limit_factor


def net_worth_cap(net_worth, share):
    """A share of the customer's equity; nothing of a negative one."""
    return max(net_worth, 0.0) * share


def loss_cap(budget, default_probability, loss_given_default):
    """The limit at which the expected loss is the budget; None where no loss is expected.

    Expected loss = limit × probability of default × loss given default.
    """
    rate = default_probability * loss_given_default
    return budget / rate if rate > 0 else None


def smallest(candidates):
    """The candidate with the smallest amount, the first of equals; None without any."""
    return min(candidates, key=lambda candidate: candidate.amount, default=None)


def round_limit(amount, rounding=CENT):
    """A limit as a person would set it: two leading figures, rounded down, so that no cap is
    exceeded. Below 10 it stays as it is.

    :param rounding: the currency's smallest unit
    """
    whole = int(round_to(amount, rounding))
    if whole < 10:
        return round_to(max(amount, 0.0), rounding)
    step = 10 ** (len(str(whole)) - 2)
    return float(whole // step * step)


# -- review cadence --------------------------------------------------------------------


def next_review(day, months):
    """The day of the next review: ``months`` later, at the end of a shorter month.

    :return: None for 0 months: no periodic review
    """
    return day + relativedelta(months=months) if months else None


def trend(before, now, threshold):
    """``up`` or ``down`` where the score moved by at least ``threshold`` points, else
    ``stable``; None where one is not known."""
    if before is None or now is None:
        return None
    moved = now - before
    if to_units(abs(moved), POINT) < to_units(threshold, POINT) or not moved:
        return "stable"
    return "up" if moved > 0 else "down"


def worsened(before, now, mode, threshold=0.0, bands=()):
    """Whether behaviour got so much worse that someone should look.

    :param mode: ``points`` (fallen by at least ``threshold``), ``grade`` (fallen into a lower
        band of ``bands``), anything else: never
    """
    if before is None or now is None or now >= before:
        return False
    if mode == "points":
        return trend(before, now, threshold) == "down"
    if mode == "grade":
        return grade(before, bands) != grade(now, bands)
    return False
