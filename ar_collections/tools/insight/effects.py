"""What makes payments early or late, learned from settled items: closed forms, no library.

    days from due date to settlement = level + feature effects + customer + noise

Effects of features are generalised least squares with a random intercept for each customer,
robust against outliers, and shrunken where the data do not bear them out. The customer is a
level that may drift (a Kalman filter), which begins at the group's: few payments say little,
recent ones say more the faster customers change. Rows of which only the quick ones can be
settled by now are corrected by the truncated likelihood.
"""

import math
from typing import NamedTuple

SQRT_2PI = math.sqrt(2 * math.pi)
# A median absolute deviation as a standard deviation.
MAD_SCALE = 1.4826
# The least noise, in days: payments are booked by whole days.
MIN_NOISE = 0.6
# From how many rows with a name on the effect of the name is estimated.
MIN_WITH_NAME = 4
# Deviations in standard deviations that count in full; larger ones count as if they were this.
HUBER = 2.0
# Rows for which truncation leaves less than this share of information say nothing.
MIN_INFORMATION = 0.08
# Steps of Newton's method.
NEWTON = 3
# Rows that the group's noise counts as, against a customer's own.
NOISE_ROWS = 6.0
# Customers who pay on the due date, as which nothing known counts.
LEVEL_CUSTOMERS = 2.0
# The last days of a month, on which a bill counts as written at its end.
MONTH_END_DAY = 26
# The name of the feature of large amounts, and the share of all that are smaller.
LARGE, LARGE_FROM = "large", 0.75


class Standing(NamedTuple):
    """Where a customer is: ``mean`` days beside the level, its variance, the ordinal of the last
    invoice that is settled, and the variance of a single payment."""

    mean: float
    variance: float
    last: int
    noise: float


class Step(NamedTuple):
    """A settled item as the filter met it: days beside the level, how far from what was expected,
    and from what was expected once it was known; the variance before it, how much of it is
    information, and the ordinals of its days."""

    value: float
    deviation: float
    rest: float
    variance: float
    information: float
    due: int
    settled: int


class Path(NamedTuple):
    standing: Standing
    steps: list


def read_lines(settled, as_of):
    """Customers and their lines, each in the order of the invoices: what was known then.

    A line is a tuple: ordinal of the invoice, of the due date, days from that to settlement,
    logarithm of the amount, names of features, and whether it was written at a month's end.
    Items of nothing or less (credit notes) say nothing about payment.

    :return: (lines of each customer, the amount from which one is large)
    """
    groups = {}
    intern = {}
    settled = list(settled)
    large = find_large(row[4] for row in settled if row[3] <= as_of and row[1] <= as_of)
    today = as_of.toordinal()
    for customer, invoiced, due, done, amount, features in settled:
        if amount <= 0:
            continue
        start, end = invoiced.toordinal(), done.toordinal()
        if end > today or start > today:
            continue
        key = features, amount >= large
        names = intern.get(key)
        if names is None:
            names = intern[key] = tuple(sorted({*features, *((LARGE,) if key[1] else ())}))
        until = due.toordinal()
        line = (
            start,
            until,
            end - until,
            math.log(amount),
            names,
            invoiced.day >= MONTH_END_DAY,
        )
        lines = groups.get(customer)
        if lines is None:
            groups[customer] = [line]
        else:
            lines.append(line)
    for lines in groups.values():
        lines.sort()
    return groups, large


def find_large(amounts):
    """From which amount on one is large: such invoices need more signatures at some customers."""
    amounts = sorted(amount for amount in amounts if amount > 0)
    return amounts[int(LARGE_FROM * len(amounts))] if amounts else math.inf


def median(values):
    """The middle of a list that may be in any order; 0 of nothing."""
    if not values:
        return 0.0
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def solve(matrix, right):
    """The solution of a small symmetric system, by Gauss with pivots; 0 where it is singular."""
    size = len(right)
    rows = [[*matrix[index], right[index]] for index in range(size)]
    solution = [0.0] * size
    order = []
    for column in range(size):
        best = max(range(column, size), key=lambda index: abs(rows[index][column]))
        rows[column], rows[best] = rows[best], rows[column]
        pivot = rows[column][column]
        order.append(abs(pivot) > 1e-9)
        if not order[-1]:
            continue
        for index in range(column + 1, size):
            factor = rows[index][column] / pivot
            if factor:
                for place in range(column, size + 1):
                    rows[index][place] -= factor * rows[column][place]
    for column in reversed(range(size)):
        if order[column]:
            rest = sum(rows[column][place] * solution[place] for place in range(column + 1, size))
            solution[column] = (rows[column][size] - rest) / rows[column][column]
    return solution


def inverse_diagonal(matrix):
    """The diagonal of the inverse of a small symmetric matrix: variances of estimates."""
    size = len(matrix)
    return [
        solve(matrix, [1.0 if index == place else 0.0 for index in range(size)])[place]
        for place in range(size)
    ]


def truncated(deviation, bound, noise):
    """A row that is seen only because it came before a bound, put right.

    :param deviation: days from what was expected, ``bound`` the most that could be seen
    :return: the deviation as if all were seen, and the share of information that it has
    """
    spread = math.sqrt(noise)
    height = bound / spread
    if height > 3.0:
        return deviation, 1.0
    below = 0.5 * math.erfc(-height / math.sqrt(2))
    if below < 1e-4:
        return 0.0, 0.0
    mills = math.exp(-0.5 * height * height) / SQRT_2PI / below
    information = 1.0 - mills * (mills + height)
    if information < MIN_INFORMATION:
        return 0.0, 0.0
    return (deviation + spread * mills) / information, information


def update(mean, variance, value, noise, bound):
    """What is known of a customer after one more payment: mean, variance, share of information.

    :param bound: the most that could be seen by now; where that is near, the likelihood of what
        came before it, by Newton's method from the mean without it
    """
    gain = variance / (variance + noise)
    after, left = mean + gain * (value - mean), variance * (1 - gain)
    spread = math.sqrt(noise)
    if bound - after > 3 * spread:
        return after, left, 1.0
    at = after
    for _turn in range(NEWTON):
        height = max((bound - at) / spread, -5.0)
        below = 0.5 * math.erfc(-height / math.sqrt(2))
        mills = math.exp(-0.5 * height * height) / SQRT_2PI / below
        information = max(1.0 - mills * (mills + height), MIN_INFORMATION)
        slope = (mean - at) / variance + (value - at + spread * mills) / noise
        left = 1 / (1 / variance + information / noise)
        at += slope * left
    return at, left, information


class Regression:
    """Effects of features, customers being random intercepts."""

    def __init__(self, groups, as_of):
        self.groups = groups
        self.today = as_of.toordinal()
        counts = {}
        total = terms = size = 0.0
        terms_squares = size_squares = 0.0
        for lines in groups.values():
            for start, until, _delay, amount, names, _month_end in lines:
                total += 1
                span = until - start
                terms += span
                terms_squares += span * span
                size += amount
                size_squares += amount * amount
                for name in names:
                    counts[name] = counts.get(name, 0) + 1
        self.total = total
        self.terms_mean = terms / total
        self.size_mean = size / total
        self.with_terms = terms_squares / total - self.terms_mean**2 > 1.0
        self.with_size = size_squares / total - self.size_mean**2 > 0.01
        self.names = sorted(
            name
            for name, count in counts.items()
            if count >= MIN_WITH_NAME and count < total - MIN_WITH_NAME
        )
        # Columns: 0 level, 1 terms, 2 size, 3 month end, then the names.
        self.columns = {name: 4 + index for index, name in enumerate(self.names)}
        self.width = 4 + len(self.names)
        self.patterns = {}

    def pattern(self, names, month_end):
        """The columns in which a row has a 1."""
        key = (names, month_end)
        found = self.patterns.get(key)
        if found is None:
            columns = self.columns
            marks = [0, 3] if month_end else [0]
            marks += [columns[name] for name in names if name in columns]
            found = self.patterns[key] = tuple(marks)
        return found

    def fit(self, weights, noise, between):
        """Coefficients, and their variances.

        :param weights: for each customer the pairs (weight, delay) of its lines
        """
        width = self.width
        matrix = [[0.0] * width for _index in range(width)]
        right = [0.0] * width
        held_by = {}
        ratio = noise / max(between, 1e-6)
        for customer, lines in self.groups.items():
            sums, delays = self._sum_up(lines, weights[customer], held_by)
            if not sums[0]:
                continue
            # A random intercept takes off what the customer's rows have in common.
            share = 1.0 / (ratio + sums[0])
            used = [index for index in range(width) if sums[index]]
            for index in used:
                factor = share * sums[index]
                row = matrix[index]
                for place in used:
                    row[place] -= factor * sums[place]
                right[index] -= factor * delays
        for marks, held in held_by.items():
            self._add(matrix, right, marks, held)
        # The level begins at the due date, as so many customers.
        matrix[0][0] += LEVEL_CUSTOMERS * ratio
        for index in range(1, width):
            matrix[index][index] += 1e-6
        solution = solve(matrix, right)
        variances = [noise * max(value, 0.0) for value in inverse_diagonal(matrix)]
        return solution, variances

    def _sum_up(self, lines, weights, held_by):
        """A customer's weighted sums of the columns and of the delays.

        :param held_by: for each pattern the weight, its products with the two measures and with
            the delay, and theirs; added to
        """
        sums = [0.0] * self.width
        delays = 0.0
        terms_mean = self.terms_mean if self.with_terms else None
        size_mean = self.size_mean if self.with_size else None
        for line, (weight, delay) in zip(lines, weights, strict=True):
            if not weight:
                continue
            marks = self.pattern(line[4], line[5])
            terms = 0.0 if terms_mean is None else line[1] - line[0] - terms_mean
            size = 0.0 if size_mean is None else line[3] - size_mean
            held = held_by.get(marks)
            if held is None:
                held = held_by[marks] = [0.0] * 9
            w_terms, w_size, w_delay = weight * terms, weight * size, weight * delay
            held[0] += weight
            held[1] += w_terms
            held[2] += w_size
            held[3] += w_delay
            held[4] += w_terms * terms
            held[5] += w_terms * size
            held[6] += w_size * size
            held[7] += w_delay * terms
            held[8] += w_delay * size
            for mark in marks:
                sums[mark] += weight
            sums[1] += w_terms
            sums[2] += w_size
            delays += w_delay
        return sums, delays

    @staticmethod
    def _add(matrix, right, marks, held):
        """Add the products of a pattern to the normal equations."""
        for index in marks:
            row = matrix[index]
            for place in marks:
                row[place] += held[0]
            row[1] += held[1]
            row[2] += held[2]
            matrix[1][index] += held[1]
            matrix[2][index] += held[2]
            right[index] += held[3]
        matrix[1][1] += held[4]
        matrix[1][2] += held[5]
        matrix[2][1] += held[5]
        matrix[2][2] += held[6]
        right[1] += held[7]
        right[2] += held[8]
