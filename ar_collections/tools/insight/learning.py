"""From lines to effects, customers, and the shape of what is left over."""

import math
from itertools import pairwise

from .effects import (
    HUBER,
    LARGE,
    MAD_SCALE,
    MIN_NOISE,
    NOISE_ROWS,
    Path,
    Regression,
    Standing,
    Step,
    median,
    truncated,
    update,
)

# Deviations from the customer's median that a first look lets through, in robust deviations.
FIRST_CUT = 4.0
# Rows of a customer with and without a name, from which its own effect is looked at.
MIN_OWN = 2
# Customers that the group's spread must come from.
MIN_CUSTOMERS = 4
# Pairs of neighbours from which the noise is measured.
MIN_DIFFERENCES = 8
# Rows from which, and standard deviations of room that each must have, a trend is measured.
MIN_TREND_ROWS, TREND_ROOM = 60, 2.0
# A guess of the squared days between customers, counted as so many customers, and of one
# payment, counted as so many rows.
GUESSED_BETWEEN, GUESS_WEIGHT = 100.0, 4.0
GUESSED_NOISE, GUESS_ROWS = 36.0, 15.0
# Days after the due date from which a row counts in full at the first look; before, as much as
# YOUNG, because only the quick ones can be settled.
MATURE_DAYS, YOUNG = 10, 0.05
# Distances, in invoices, at which drift is looked for; squares are cut at so many times what two
# payments differ by; days between all pairs from which it is believed.
DRIFT_LAGS, DRIFT_CUT, MIN_SPANS = (4, 8, 16), 9.0, 500
# Squared deviations, in variances, from which the filter looks whether a row is an outlier.
FILTER_CUT = 3.0
# Of a common trend, the part that is believed to go on.
TREND_GOES_ON = 0.7


def clip(value, bound):
    return bound if value > bound else -bound if value < -bound else value


class Learner:
    """One fit. ``lines`` are those of each customer, in order."""

    def __init__(self, groups, as_of):
        self.groups = groups
        self.today = as_of.toordinal()
        self.regression = Regression(groups, as_of)
        self.noise = self.between = 0.0
        self.drift = self.trend = self.level_variance = 0.0
        self.fixed = {}
        self.own = {}

    def run(self):
        weights = self._look_first()
        solution, variances = self.regression.fit(weights, self.noise, self.between)
        weights = self._weigh(solution)
        solution, variances = self.regression.fit(weights, self.noise, self.between)
        self.solution = self._shrink(solution, variances)
        self.level_variance = variances[0]
        self._take_off(self.solution)
        self._find_own()
        self._find_trend()
        self._measure_noise()
        self._measure_drift()
        return self._follow()

    # -- effects of features ------------------------------------------------------------

    def _look_first(self):
        """Every line with weight 1, outliers pulled in; a first idea of the variances."""
        medians = {
            customer: median([line[2] for line in lines]) for customer, lines in self.groups.items()
        }
        spread = median(
            [
                abs(line[2] - medians[customer])
                for customer, lines in self.groups.items()
                if len(lines) > 1
                for line in lines
            ]
        )
        rows = sum(len(lines) for lines in self.groups.values())
        square = max(spread * MAD_SCALE, MIN_NOISE) ** 2
        self.noise = (square * rows + GUESSED_NOISE * GUESS_ROWS) / (rows + GUESS_ROWS)
        spread = math.sqrt(self.noise)
        mature = self.today - MATURE_DAYS
        middle = median(list(medians.values()))
        far = median([abs(value - middle) for value in medians.values()]) * MAD_SCALE
        count = len(medians)
        self.between = (far * far * count + GUESSED_BETWEEN * GUESS_WEIGHT) / (count + GUESS_WEIGHT)
        reach = FIRST_CUT * spread
        weights = {}
        for customer, lines in self.groups.items():
            center = medians[customer]
            weights[customer] = [
                (1.0 if line[1] <= mature else YOUNG, center + clip(line[2] - center, reach))
                for line in lines
            ]
        return weights

    def _weigh(self, solution):
        """Weights of the lines and delays put right for outliers and for what cannot be seen."""
        today = self.today
        ratio = self.noise / self.between
        spread = math.sqrt(self.noise)
        rests, squares, count = {}, 0.0, 0
        for customer, lines in self.groups.items():
            fixed = self._fixed(lines, solution)
            left = [line[2] - value for line, value in zip(lines, fixed, strict=True)]
            center = median(left)
            total = sum(center + clip(value - center, 3 * spread) for value in left)
            mean = total / (ratio + len(left))
            rests[customer] = (mean, fixed, left)
            for value in left:
                deviation = clip(value - mean, 3 * spread)
                squares += deviation * deviation
            count += len(left)
        absolute = median([abs(v - m) for m, _f, left in rests.values() for v in left])
        robust = max((absolute * MAD_SCALE) ** 2, MIN_NOISE**2)
        found = max(0.5 * robust + 0.5 * squares / count, MIN_NOISE**2)
        self.noise = (found * count + GUESSED_NOISE * GUESS_ROWS) / (count + GUESS_ROWS)
        self._measure_between(rests)
        bound = HUBER * math.sqrt(self.noise)
        weights = {}
        for customer, (mean, fixed, left) in rests.items():
            pairs = []
            for line, value, rest in zip(self.groups[customer], fixed, left, strict=True):
                deviation, weight = rest - mean, 1.0
                room = today - line[1] + 0.5 - value - mean
                if room < 3 * math.sqrt(self.noise):
                    deviation, weight = truncated(deviation, room, self.noise)
                pairs.append((weight, value + mean + clip(deviation, bound)))
            weights[customer] = pairs
        return weights

    def _measure_between(self, rests):
        """The variance between customers, less what their means owe to noise."""
        means = [
            (sum(left) / len(left), len(left)) for _mean, _fixed, left in rests.values() if left
        ]
        center = median([mean for mean, _count in means])
        excess = weight = 0.0
        for mean, count in means:
            share = count / (count + 2.0)
            deviation = clip(mean - center, 60.0)
            excess += share * (deviation * deviation - self.noise / count)
            weight += share
        between = (max(excess, 0.0) + GUESS_WEIGHT * GUESSED_BETWEEN) / (weight + GUESS_WEIGHT)
        self.between = max(between, 0.25)

    def _fixed(self, lines, solution):
        """What the features make of each line, level included."""
        regression = self.regression
        base, terms_effect, size_effect = solution[0], solution[1], solution[2]
        known = {}
        values = []
        dense = terms_effect or size_effect
        for line in lines:
            key = (line[4], line[5])
            value = known.get(key)
            if value is None:
                marks = regression.pattern(*key)
                value = known[key] = base + sum(solution[mark] for mark in marks[1:])
            if dense:
                value += terms_effect * (line[1] - line[0] - regression.terms_mean)
                value += size_effect * (line[3] - regression.size_mean)
            values.append(value)
        return values

    def _shrink(self, solution, variances):
        """Estimates less what chance would give (positive-part James-Stein); derived ones twice."""
        shrunken = [solution[0]]
        derived = self.regression.columns.get(LARGE)
        for index, (value, variance) in enumerate(
            zip(solution[1:], variances[1:], strict=True), start=1
        ):
            times = 1.0 if index > 3 and index != derived else 3.0
            square = value * value
            shrunken.append(value * max(0.0, 1 - times * variance / square) if square else 0.0)
        return shrunken

    def _take_off(self, solution):
        self.left = {}
        for customer, lines in self.groups.items():
            fixed = self._fixed(lines, solution)
            self.left[customer] = [
                line[2] - value for line, value in zip(lines, fixed, strict=True)
            ]

    # -- what customers do with a feature on their own -----------------------------------

    def _find_own(self):
        """Own effects of names, beside the common ones: shrunken by how far customers differ."""
        spread = 4 * math.sqrt(self.noise)
        for name in self.regression.names:
            found = []
            for customer, lines in self.groups.items():
                with_name, without = [], []
                for line, value in zip(lines, self.left[customer], strict=True):
                    (with_name if name in line[4] else without).append(value)
                if len(with_name) < MIN_OWN or len(without) < MIN_OWN:
                    continue
                difference = clip(median_mean(with_name) - median_mean(without), 2 * spread)
                variance = self.noise * (1 / len(with_name) + 1 / len(without))
                found.append((customer, difference, variance))
            if len(found) < MIN_CUSTOMERS:
                continue
            # What chance makes of it may be this far from its mean (a chi-square's deviation).
            excess = sum(d * d / v - 1 for _c, d, v in found) - math.sqrt(2 * len(found))
            scale = sum(1 / v for _c, _d, v in found)
            between = max(excess, 0.0) / scale
            if not between:
                continue
            for customer, difference, variance in found:
                share = between / (between + variance)
                self.own.setdefault(customer, {})[name] = difference * share
        for customer, effects in self.own.items():
            left = self.left[customer]
            for index, line in enumerate(self.groups[customer]):
                for name in line[4]:
                    if name in effects:
                        left[index] -= effects[name]

    def _find_trend(self):
        """Days by which all customers move in a day, from each customer's own course."""
        bound, room = 3 * math.sqrt(self.noise), TREND_ROOM * math.sqrt(self.noise)
        products = squares = count = 0.0
        for customer, lines in self.groups.items():
            pairs = [
                (line[0], value)
                for line, value in zip(lines, self.left[customer], strict=True)
                if self.today - line[1] > line[2] - value + room
            ]
            if len(pairs) < 3:
                continue
            day = sum(pair[0] for pair in pairs) / len(pairs)
            middle = median_mean([pair[1] for pair in pairs])
            for start, value in pairs:
                distance = start - day
                products += distance * clip(value - middle, bound)
                squares += distance * distance
            count += len(pairs)
        if count < MIN_TREND_ROWS or not squares:
            return
        trend = products / squares
        # Customers differ in their trends: rows are not independent, twice the variance.
        sure = 1 - 2 * 2 * self.noise / squares / (trend * trend) if trend else 0.0
        self.trend = trend * max(sure, 0.0)
        if self.trend:
            for customer, lines in self.groups.items():
                left = self.left[customer]
                for index, line in enumerate(lines):
                    left[index] += self.trend * (self.today - line[0])

    # -- noise and drift -----------------------------------------------------------------

    def _measure_noise(self):
        """The variance of single payments, from neighbours: what drifts is common to them."""
        differences = []
        for left in self.left.values():
            differences += [abs(b - a) for a, b in pairwise(left)]
        if len(differences) < MIN_DIFFERENCES:
            return
        robust = (median(differences) * MAD_SCALE) ** 2 / 2
        bound = 3 * math.sqrt(2 * max(robust, MIN_NOISE**2))
        squares = sum(min(value, bound) ** 2 for value in differences) / len(differences) / 2
        weight = len(differences) / (len(differences) + GUESS_ROWS)
        found = max(0.3 * robust + 0.7 * squares, MIN_NOISE**2)
        self.noise = weight * found + (1 - weight) * self.noise

    def _measure_drift(self):
        """Squared days that a customer's level moves in a day: how much more pairs that are far
        apart differ than neighbours do, outliers pulled in on both sides."""
        bound = DRIFT_CUT * 2 * self.noise
        excess = spans = 0.0
        for customer, left in self.left.items():
            lines = self.groups[customer]
            count = len(left)
            if count < 6:
                continue
            near = sum(min((b - a) ** 2, bound) for a, b in pairwise(left))
            near_span = (lines[-1][0] - lines[0][0]) / (count - 1)
            near /= count - 1
            for lag in DRIFT_LAGS:
                for index in range(0, count - lag, 2):
                    span = lines[index + lag][0] - lines[index][0] - near_span
                    if span > 20:
                        excess += min((left[index + lag] - left[index]) ** 2, bound) - near
                        spans += span
        self.drift = max(excess / spans, 0.0) if spans > MIN_SPANS else 0.0

    # -- where customers are -------------------------------------------------------------

    def _follow(self):
        """The Kalman filter along each customer's invoices."""
        noise, drift, today = self.noise, self.drift, self.today
        bound = HUBER * math.sqrt(noise)
        paths = {}
        for customer, lines in self.groups.items():
            mean, variance, last = 0.0, self.between, lines[0][0]
            steps = []
            total = rows = 0.0
            left = self.left[customer]
            for index, (line, value) in enumerate(zip(lines, left, strict=True)):
                if drift and line[0] > last:
                    variance = min(variance + drift * (line[0] - last), self.between + noise)
                    last = line[0]
                first, was = value - mean, variance
                square = first * first / (variance + noise)
                seen = value
                if square > FILTER_CUT:
                    # Far from what was expected: an outlier, unless its neighbours say the same.
                    usual = median(left[max(index - 2, 0) : index + 3])
                    seen = usual + clip(value - usual, bound)
                room = today - line[1] + 0.5 - line[2] + value
                mean, variance, information = update(mean, variance, seen, noise, room)
                total += information * min(square, 9.0)
                rows += information
                step = (value, first, value - mean, was, information, line[1], line[1] + line[2])
                steps.append(Step(*step))
            own_noise = noise * (NOISE_ROWS + total) / (NOISE_ROWS + rows)
            standing = Standing(mean, variance, lines[-1][0], own_noise)
            paths[customer] = Path(standing, steps)
        return paths


def median_mean(values):
    """The mean of the middle half: robust, and nearly as good as the mean."""
    values = sorted(values)
    cut = len(values) // 4
    values = values[cut : len(values) - cut]
    return sum(values) / len(values)
