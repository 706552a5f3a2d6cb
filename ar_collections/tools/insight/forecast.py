"""When open items will be paid: plain Python, closed forms, each number explainable.

``fit`` learns from settled items, ``Model.predict`` tells of one open item, ``Model.receipts``
what comes in by week. ``effects`` and ``learning`` tell what is learned, ``shape`` how payments
are spread around it. Amounts are in one currency.
"""

import math
from datetime import date
from itertools import accumulate
from operator import mul
from typing import NamedTuple

from . import receipts
from .days import Days, interval, place_of
from .effects import LARGE, MONTH_END_DAY, read_lines
from .learning import TREND_GOES_ON, Learner
from .rates import count_names
from .shape import (
    HIGHEST,
    TAIL,
    TAIL_DAYS,
    TAIL_ROWS,
    TAIL_SHARE,
    Calendar,
    Stretch,
    build_table,
    is_own,
    newcomers_table,
    own_table,
)

# Squared days between customers, and of one payment, where nothing is known.
NO_BETWEEN, NO_NOISE = 100.0, 36.0
# Information of a row, from which it counts for the shape: less is seen too early.
FULL_INFORMATION = 0.9
# Of each customer, the payments that tell how newcomers pay.
FIRST_PAYMENTS = 12
# An unknown feature that matters less than this many days is not looked at.
LEAST_EFFECT = 0.05
# Unknown features of one item that are told apart: each doubles the cases.
MOST_UNKNOWN = 4
# What payment days that all have add to that, for each squared deviation of their weights.
SHARED_DAYS = 0.015
# Weeks with several payments, from which it is measured what all share.
MIN_WEEKS = 8
# Correlations of payments: of a customer's, the least and the most; of all, the most.
LEAST_SHARED, MOST_SHARED, MOST_COMMON = 0.05, 0.9, 0.1


class Settled(NamedTuple):
    """A settled item, or a part of one. ``features`` are names of what applied: "disputed"."""

    customer: object
    invoiced: date
    due: date
    settled: date
    amount: float
    features: tuple = ()


class Open(NamedTuple):
    """An open item; ``unknown`` names features of which nobody knows yet whether they apply."""

    customer: object
    invoiced: date
    due: date
    amount: float
    features: tuple = ()
    unknown: tuple = ()


class Prediction(NamedTuple):
    """``days`` from the due date to settlement (as likely sooner as later), probability ``late``
    of payment after the due date, and ``low`` to ``high``, where it falls with 80 %."""

    days: float
    late: float
    low: float
    high: float


class Week(NamedTuple):
    """Receipts of seven days from ``start``, with a band that holds with 80 %."""

    start: date
    expected: float
    low: float
    high: float


def fit(settled, as_of):
    """Learn from what was invoiced and settled until a day; what came later is left out.

    :param settled: an iterable of ``Settled`` in any order; amounts of 0 and less say nothing
    """
    return Model(*read_lines(settled, as_of), as_of)


class Model:
    """What was learned; ``predict`` and ``receipts`` tell of open items."""

    def __init__(self, groups, large, as_of):
        self.as_of, self.today, self.large = as_of, as_of.toordinal(), large
        self.rows = sum(len(lines) for lines in groups.values())
        self.noise, self.between, self.drift = NO_NOISE, NO_BETWEEN, 0.0
        self.standings, self.own, self.columns, self.rates = {}, {}, {}, {}
        self.solution, self.terms_mean, self.size_mean = [0.0] * 4, 0.0, 0.0
        self.group_mean = self.trend = 0.0
        self.unsure = 1.0
        self.shared, self.common = LEAST_SHARED, 0.0
        self.tail_rows = 0
        rests, calendar, self.rests, self.newcomers = [], {}, {}, []
        if self.rows:
            rests, calendar = self._learn(groups)
        inside = [rest for rest in rests if rest <= HIGHEST]
        self.tail_rows = len(rests) - len(inside)
        self.late_rows = sum(1 for rest in rests if rest > receipts.STUCK)
        self.tail = (self.tail_rows + TAIL_SHARE * TAIL_ROWS) / (len(rests) + TAIL_ROWS)
        table = build_table(inside)
        self.stretch = Stretch(table)
        self.own_stretches = {
            customer: Stretch(own_table(found, table))
            for customer, found in self.rests.items()
            if is_own(found, table)
        }
        self.strangers = Stretch(newcomers_table(self.newcomers)) if rests else self.stretch
        del self.rests, self.newcomers
        self.calendar = Calendar(calendar)
        # Where all pay on the same days of the month, a day's shift moves all of it.
        uneven = SHARED_DAYS * self.calendar.unevenness
        self.common = min(self.common + uneven, MOST_COMMON)

    # -- learning ------------------------------------------------------------------------

    def _learn(self, groups):
        learner = Learner(groups, self.as_of)
        paths = learner.run()
        regression = learner.regression
        self.solution, self.columns = learner.solution, regression.columns
        self.terms_mean, self.size_mean = regression.terms_mean, regression.size_mean
        self.noise, self.between, self.drift = learner.noise, learner.between, learner.drift
        self.own, self.trend = learner.own, learner.trend * TREND_GOES_ON
        # Who is not known by himself is as unsure as the level, too.
        self.unsure = 1 + learner.level_variance / learner.between
        rests, calendar, weeks = [], {}, {}
        pairs = same = 0
        weight = total = 0.0
        for customer, path in paths.items():
            self.standings[customer] = path.standing
            share = 1 / (self.between + path.standing.variance)
            weight += share
            total += share * path.standing.mean
            rows, before, known = [], None, len(rests)
            squares = learner.noise
            for step in path.steps:
                if step.information < FULL_INFORMATION:
                    continue
                rest = step.deviation / math.sqrt(step.variance + path.standing.noise)
                rests.append(rest)
                weeks.setdefault(step.due // 7, []).append(max(min(rest, 3.0), -3.0))
                squares += step.rest * step.rest
                rows.append((round(step.settled - step.rest), step.settled, step.due))
                if before and 0 < abs(step.due - before.due) <= 7:
                    pairs += 1
                    same += step.settled == before.settled
                before = step
            calendar[customer] = (rows, min(squares / (len(rows) + 1), 9 * learner.noise))
            self.rests[customer] = rests[known:]
        self.group_mean = total / weight
        self._look_at_newcomers(paths)
        self.rates = count_names(groups, self.as_of)
        if pairs:
            # As many pairs as would be on one day by chance are off.
            chance = 1 / max(3.5 * math.sqrt(self.noise), 3.0)
            shared = (same + LEAST_SHARED * 20) / (pairs + 20) - chance
            self.shared = min(max(shared, LEAST_SHARED), MOST_SHARED)
        self.common = self._measure_common(list(weeks.values()))
        return rests, calendar

    def _look_at_newcomers(self, paths):
        """How far first payments were from the group's level, had nothing been known of their
        customers."""
        spread = math.sqrt(self.between * self.unsure + self.noise)
        self.newcomers = [
            (step.value - self.group_mean) / spread
            for path in paths.values()
            for step in path.steps[:FIRST_PAYMENTS]
            if step.information >= FULL_INFORMATION
        ]

    def _measure_common(self, weeks):
        """The variance that the rests of a week share, whoever paid."""
        everything = [rest for rests in weeks for rest in rests]
        means = [(sum(rests) / len(rests), len(rests)) for rests in weeks if len(rests) > 4]
        if len(means) <= MIN_WEEKS:
            return MOST_COMMON / 10
        variance = sum(rest * rest for rest in everything) / len(everything)
        squares = [mean * mean - variance / count for mean, count in means]
        excess = sum(squares) / len(squares)
        unsure = math.sqrt(sum((s - excess) ** 2 for s in squares)) / len(squares)
        return min(max(excess - unsure, 0.0), MOST_COMMON)

    # -- one item ------------------------------------------------------------------------

    def predict(self, item, today=None):
        """What to expect of an open item.

        :param item: an ``Open``
        :param today: a day on which it is known to be still open
        """
        return self.predict_from(self.spread(item, today))

    def predict_from(self, spread):
        """What ``Days`` come to, as a ``Prediction``."""
        first, sums, beyond = spread
        body = sums[-1] if sums else 0.0
        whole = body + beyond
        low, high = interval(spread, whole)
        half = 0.5 * whole
        place = place_of(spread, half)
        days = float(first + place)
        if place < len(sums):
            before = sums[place - 1] if place else 0.0
            days += (half - before) / (sums[place] - before) - 0.5
        until = min(-first, len(sums) - 1)
        late = 1.0 - (sums[until] / whole if until >= 0 else 0.0)
        low, high = first + low, first + high
        return Prediction(
            min(max(days, low), high), min(max(late, 0.0), 1.0), float(low), float(high)
        )

    def chance_until(self, item, today, day):
        """Probability that an item, open today, is paid by the end of a day."""
        first, sums, beyond = self.spread(item, today)
        whole = (sums[-1] if sums else 0.0) + beyond
        place = day.toordinal() - item.due.toordinal() - first
        if place < 0:
            return 0.0
        if place < len(sums):
            return sums[place] / whole
        end = max(first + len(sums) - 1, 0)
        return 1 - beyond * (TAIL_DAYS + end) / (TAIL_DAYS + max(first + place, end)) / whole

    def explain(self, item):
        """The parts of the days expected: pairs (name, days); unknown features by their chance."""
        customer, invoiced, due, amount, features, unknown = item
        solution = self.solution
        parts = [("level", solution[0])]
        standing = self.standings.get(customer)
        parts.append(("customer", standing.mean if standing else self.group_mean))
        if self.terms_mean:
            parts.append(("terms", solution[1] * ((due - invoiced).days - self.terms_mean)))
        if amount > 0:
            parts.append(("size", solution[2] * (math.log(amount) - self.size_mean)))
        if invoiced.day >= MONTH_END_DAY:
            parts.append(("month_end", solution[3]))
        names = {*features, LARGE} if amount >= self.large else set(features)
        for name in sorted(names):
            if name in self.columns:
                parts.append((name, self._effect(customer, name)))
        for name in sorted(set(unknown) - set(features)):
            if name in self.columns:
                rate = self.rate(customer, name)
                parts.append((name, rate * self._effect(customer, name)))
        return parts

    def rate(self, customer, name):
        """How often a feature applies to a customer's items."""
        common, own = self.rates.get(name, (0.0, {}))
        return own.get(customer, common)

    def _effect(self, customer, name):
        own = self.own.get(customer)
        return self.solution[self.columns[name]] + (own.get(name, 0.0) if own else 0.0)

    def cases(self, item):
        """Pairs (probability, days expected) for what unknown features leave open; variance."""
        customer, invoiced, due, amount, features, unknown = item
        solution = self.solution
        standing = self.standings.get(customer)
        if standing:
            mean, variance, last, noise = standing
            gap = invoiced.toordinal() - last
            if gap > 0 and self.drift:
                variance = min(variance + self.drift * gap, self.between + noise)
        else:
            mean, variance, noise = self.group_mean, self.between, self.noise
        days = solution[0] + mean
        if self.trend:
            days += self.trend * (invoiced.toordinal() - self.today)
        if solution[1]:
            days += solution[1] * ((due - invoiced).days - self.terms_mean)
        if solution[2] and amount > 0:
            days += solution[2] * (math.log(amount) - self.size_mean)
        if solution[3] and invoiced.day >= MONTH_END_DAY:
            days += solution[3]
        columns = self.columns
        if amount >= self.large and LARGE in columns:
            days += self._effect(customer, LARGE)
        for name in set(features) if len(features) > 1 else features:
            if name in columns:
                days += self._effect(customer, name)
        cases = [(1.0, days)]
        if unknown:
            for name in sorted(set(unknown) - set(features))[:MOST_UNKNOWN]:
                if name in columns:
                    effect = self._effect(customer, name)
                    if abs(effect) > LEAST_EFFECT:
                        rate = self.rate(customer, name)
                        cases = [(part * (1 - rate), at) for part, at in cases] + [
                            (part * rate, at + effect) for part, at in cases
                        ]
        return cases, variance * self.unsure + noise

    def spread(self, item, today, tail=None, comes=1.0, cases=None):
        """``Days`` of an item: a mixture of the cases, put on the calendar, from today on.

        :param tail: the share of what is stuck, ``comes``: of that, what comes at all
        :param cases: what ``cases`` says of the item, where that is known
        """
        tail = self.tail if tail is None else tail
        body, tail = 1 - tail, tail * comes
        cases, variance = cases or self.cases(item)
        first, weights = self._mix(item.customer, cases, variance)
        due = item.due.toordinal()
        # Nothing open is paid before it is written, or before today.
        start = item.invoiced.toordinal() - due
        if today is not None:
            start = max(start, today.toordinal() - due)
        end = first + len(weights)
        if start >= end:
            return Days(start, [], tail * TAIL_DAYS / (TAIL_DAYS + max(start - 1, 0)))
        marks = self.calendar.weights(item.customer, due + first, len(weights))
        if marks:
            weights = list(map(mul, weights, marks))
            self.calendar.weigh_due(item.customer, first, weights)
        scale = body / (sum(weights) or 1.0)
        if start > first:
            weights = weights[start - first :]
            first = start
        weights = [weight * scale for weight in weights]
        after = max(first, 1)
        if after < min(end, len(TAIL)):
            chances = TAIL[after:end]
            at = after - first
            until = at + len(chances)
            weights[at:until] = [
                weight + tail * chance
                for weight, chance in zip(weights[at:until], chances, strict=True)
            ]
        beyond = tail * TAIL_DAYS / (TAIL_DAYS + max(end - 1, 0))
        return Days(first, list(accumulate(weights)), beyond)

    def _mix(self, customer, cases, variance):
        """First day and probabilities of a mixture of cases, before the calendar."""
        if customer in self.standings:
            stretch = self.own_stretches.get(customer, self.stretch)
        else:
            stretch = self.strangers
        if len(cases) == 1:
            return stretch.get(cases[0][1], variance)
        pieces = [(share, *stretch.get(days, variance)) for share, days in cases]
        first = min(start for _share, start, _chances in pieces)
        last = max(start + len(chances) for _share, start, chances in pieces)
        weights = [0.0] * (last - first)
        for share, start, chances in pieces:
            at = start - first
            end = at + len(chances)
            weights[at:end] = [
                weight + share * chance
                for weight, chance in zip(weights[at:end], chances, strict=True)
            ]
        return first, weights

    # -- what comes in -------------------------------------------------------------------

    def receipts(self, opens, weeks, today):
        """What comes in by week, from today on.

        A customer's credits (negative amounts) are taken off its oldest items first. How many
        items are stuck for good is seen from those that are open beyond all history.

        :param opens: ``Open`` items, all of them open on ``today``
        :return: a list of ``Week``
        """
        return [Week(*row) for row in receipts.add_up(self, opens, weeks, today)]
