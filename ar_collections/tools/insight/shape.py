"""How what is left over is spread over days: the table of rests, its tail, and the calendar.

The table is the density of standardised rests, smoothed, and Student's distribution to begin
with. Beyond it stands a tail for what is stuck. The calendar says on which days of the month and
of the week a customer pays, beyond what the due dates already make of it.
"""

import math
from datetime import date
from functools import lru_cache

# The table: from LOWEST to HIGHEST standard deviations, STEPS for each.
LOWEST, HIGHEST, STEPS = -5.0, 7.0, 10
# Rows that the shape to begin with counts as, and the freedom of the Student's distribution.
PRIOR_ROWS, FREEDOM = 40.0, 7.0
# Width of the kernel, in standard deviations, for one row; it narrows with their number.
KERNEL = 0.9
# Rests beyond the table are of the tail: share to begin with, and rows that it counts as.
TAIL_SHARE, TAIL_ROWS = 0.01, 50.0
# Half of the tail is in after so many days, and what is open after n more needs n more (Lomax).
TAIL_DAYS = 30.0
# Its share on each day after the due date.
TAIL = [0.0]
TAIL += [TAIL_DAYS / ((TAIL_DAYS + day) * (TAIL_DAYS + day - 1)) for day in range(1, 3000)]
# Edges of a stretched table that hold less than this are left off.
EDGE = 5e-5
# Parts of a day, and of a doubling of the scale, to which stretched tables are kept.
DAY_PARTS, SCALE_PARTS = 8, 24
# Stretches whose shares are remembered: they are the same for all tables.
MOST_STRETCHES = 1024
# Days of the month and of the week that the calendar knows.
MONTH, WEEK = 32, 7
# Expected rows, squared and summed, that the customers' common variance counts as.
CALENDAR_ROWS = 15.0
# The least and the most that a day of the calendar counts.
RAREST, COMMONEST = 0.02, 25.0
# A customer's own spread: the least rests, bins for each standard deviation, rows that the common
# table counts as, the kernel, and the gain in likelihood (logarithm) from which it is used.
OWN_LEAST, OWN_BINS, OWN_PRIOR, OWN_KERNEL, OWN_GAIN = 10, 2, 8.0, 0.5, 2.0
# Newcomers: rows that being late to begin with counts as, the middle half of a normal distribution
# in standard deviations, and the least share of it that the kernel follows.
NEWCOMER_PRIOR, NORMAL_HALF, NARROWEST = 4.0, 1.349, 0.1
# Days around the due date on which some customers pay more often than others near them.
# Expected rows, squared and summed, that the customers' common variance there counts as.
NEAR_DUE, DUE_ROWS = 2, 60.0
# Rests that are used for the calendar are wider by this many standard deviations on each side.
REACH = 2.5


def student(value):
    return (1 + value * value / (FREEDOM - 2)) ** (-(FREEDOM + 1) / 2)


def build_table(rests, prior=None, kernel_width=KERNEL):
    """The density of standardised rests, by STEPS from LOWEST, with a sum of 1.

    :param rests: numbers; beyond the table they are left out
    :param prior: rows that count besides, as a table; Student's distribution by default
    """
    size = round((HIGHEST - LOWEST) * STEPS) + 1
    if prior is None:
        prior = [student(LOWEST + index / STEPS) for index in range(size)]
        scale = PRIOR_ROWS / sum(prior)
        prior = [value * scale for value in prior]
    counts = [0] * size
    count = 0
    for rest in rests:
        if LOWEST <= rest <= HIGHEST:
            counts[round((rest - LOWEST) * STEPS)] += 1
            count += 1
    width = kernel_width * (count + 1) ** -0.2 * STEPS
    reach = int(3 * width) + 1
    kernel = [math.exp(-0.5 * (step / width) ** 2) for step in range(-reach, reach + 1)]
    total = sum(kernel)
    table = list(prior)
    for index, number in enumerate(counts):
        if number:
            for step, weight in enumerate(kernel, start=index - reach):
                if 0 <= step < size:
                    table[step] += number * weight / total
    whole = sum(table)
    return [value / whole for value in table]


def is_own(rests, table):
    """Whether a customer's rests are spread in a way of their own: each told by the others."""
    if len(rests) < OWN_LEAST:
        return False
    bins = {}
    for rest in rests:
        place = min(max(int((rest - LOWEST) * OWN_BINS), 0), len(table) - 1)
        bins[place] = bins.get(place, 0) + 1
    gain = 0.0
    width = STEPS // OWN_BINS
    for place, number in bins.items():
        chance = sum(table[place * width : (place + 1) * width]) or 1e-6
        told = (number - 1 + OWN_PRIOR * chance) / (len(rests) - 1 + OWN_PRIOR)
        gain += number * math.log(told / chance)
    return gain > OWN_GAIN


def own_table(rests, common):
    """A customer's own table: its rests, and the common one as so many of them."""
    rows = [min(max(rest, LOWEST), HIGHEST) for rest in rests]
    return build_table(rows, [value * OWN_PRIOR for value in common], OWN_KERNEL)


def newcomers_table(rests):
    """The table of customers of whom nothing is known.

    Few are very late, so that the mean is no measure of the others: the kernel follows the
    middle half (Silverman's rule), and keeps the median where it is. To begin with, somebody new
    may be later than all who are known.
    """
    rests = sorted(rests)
    middle = rests[3 * len(rests) // 4] - rests[len(rests) // 4] if rests else NORMAL_HALF
    width = KERNEL * min(max(middle / NORMAL_HALF, NARROWEST), 1.0)
    places = [LOWEST + index / STEPS for index in range(round((HIGHEST - LOWEST) * STEPS) + 1)]
    prior = [(1 + place) ** -2 if place > 0 else 0.0 for place in places]
    scale = NEWCOMER_PRIOR / sum(prior)
    return build_table(rests, [value * scale for value in prior], width)


@lru_cache(maxsize=MOST_STRETCHES)
def _share_out(grade, part):
    """How the table's cells fall into days at a scale and a part of a day; a cell may lie across
    several.

    :return: (first day, number of days, [(day, cell, share of the cell)])
    """
    scale, shift = 2 ** (grade / SCALE_PARTS), part / DAY_PARTS
    first = math.floor(LOWEST * scale + shift)
    last = math.ceil(HIGHEST * scale + shift)
    pieces = max(1, round(2 * scale / STEPS) + 1) * 2
    shares = []
    for cell in range(round((HIGHEST - LOWEST) * STEPS) + 1):
        counts = {}
        for piece in range(pieces):
            place = LOWEST + (cell + (piece + 0.5) / pieces - 0.5) / STEPS
            day = math.floor(place * scale + shift + 0.5) - first
            day = min(max(day, 0), last - first)
            counts[day] = counts.get(day, 0) + 1
        shares += [(day, cell, count / pieces) for day, count in counts.items()]
    return first, last - first + 1, shares


class Stretch:
    """The table, stretched to a scale of days, and moved to a part of a day; kept."""

    def __init__(self, table):
        self.table = table
        self.kept = {}

    def get(self, location, variance):
        """First day and probabilities of the days from it on.

        :param location: in days, ``variance`` in their squares
        """
        grade = round(0.5 * math.log2(variance) * SCALE_PARTS)
        parts = round(location * DAY_PARTS)
        whole, part = divmod(parts, DAY_PARTS)
        found = self.kept.get((grade, part))
        if found is None:
            found = self.kept[(grade, part)] = self._stretch(grade, part)
        return whole + found[0], found[1]

    def _stretch(self, grade, part):
        table = self.table
        first, size, shares = _share_out(grade, part)
        days = [0.0] * size
        for day, cell, share in shares:
            days[day] += table[cell] * share
        low, high, held = 0, len(days), 0.0
        while held + days[low] < EDGE:
            held += days[low]
            low += 1
        held = 0.0
        while held + days[high - 1] < EDGE:
            held += days[high - 1]
            high -= 1
        return first + low, days[low:high]


def _kernel(scale, reach):
    """A normal distribution by days, from -reach to reach."""
    kernel = [math.exp(-0.5 * (step / scale) ** 2) for step in range(-reach, reach + 1)]
    total = sum(kernel)
    return [value / total for value in kernel]


def _add_up_marks(marks):
    """Pairs (mark, weight) with each mark once."""
    sums = {}
    for mark, weight in marks:
        sums[mark] = sums.get(mark, 0.0) + weight
    return list(sums.items())


class Calendar:
    """Weights of days of the month and of the week, common ones and each customer's own; and of
    the days around the due date, each customer's own."""

    def __init__(self, paths):
        """:param paths: for each customer triples (day expected, day settled, due date), and its
        variance"""
        self.parts, self.kept = [], {}
        self.due = {}
        places = [day for rows, _variance in paths.values() for row in rows for day in row[:2]]
        if len(places) < 2 * 2 * WEEK:
            return
        for size, read in ((MONTH, lambda day: day.day), (WEEK, lambda day: day.weekday())):
            self.parts.append((size, read, *self._learn(paths, places, size, read)))
        self.due = self._learn_due(paths)

    def _learn(self, paths, places, size, read):
        margin = 800
        low, high = min(places) - margin, max(places) + margin
        days = [read(date.fromordinal(day)) for day in range(low, high + 1)]
        counts = {}
        kernels, weeks = {}, {}
        common_seen, common_expected = [0.0] * size, [0.0] * size
        for customer, (rows, variance) in paths.items():
            if not rows:
                continue
            # Halves of days: who pays by the due date alone has days of his own, but no calendar.
            scale = max(round(2 * math.sqrt(variance)), 1) / 2
            kernel = kernels.get(scale)
            if kernel is None:
                kernel = kernels[scale] = _kernel(scale, min(int(REACH * scale) + 1, margin))
            reach = len(kernel) // 2
            seen, expected = [0.0] * size, [0.0] * size
            for center, settled, _due in rows:
                seen[days[settled - low]] += 1
                start = center - reach - low
                marks = zip(days[start : start + 2 * reach + 1], kernel, strict=True)
                if size == WEEK:
                    # All weeks are alike: added up once for each day of the week.
                    key = (scale, center % WEEK)
                    marks = weeks.get(key) or weeks.setdefault(key, _add_up_marks(marks))
                for mark, weight in marks:
                    expected[mark] += weight
            counts[customer] = (seen, expected)
            for mark in range(size):
                common_seen[mark] += seen[mark]
                common_expected[mark] += expected[mark]
        common = [(a + 5.0) / (b + 5.0) for a, b in zip(common_seen, common_expected, strict=True)]
        own = self._shrink(counts, common)
        return common, own

    def _learn_due(self, paths):
        """How often customers pay on the due date itself, and on the days beside it, against what
        a smooth spread makes of it: standing orders, and programs that pay what is due."""
        size = 2 * NEAR_DUE + 1
        counts = {}
        for customer, (rows, variance) in paths.items():
            if not rows:
                continue
            scale = max(round(2 * math.sqrt(variance)), 1) / 2
            kernel = _kernel(scale, int(REACH * scale) + 1)
            reach = len(kernel) // 2
            seen, expected = [0.0] * (size + 1), [0.0] * (size + 1)
            for center, settled, due in rows:
                mark = settled - due + NEAR_DUE
                seen[mark if 0 <= mark < size else size] += 1
                place = due - NEAR_DUE - center + reach
                near = kernel[max(place, 0) : max(place + size, 0)]
                for mark, weight in enumerate(near, start=max(-place, 0)):
                    expected[mark] += weight
                expected[size] += 1 - sum(near)
            counts[customer] = (seen, expected)
        return self._shrink(counts, [1.0] * (size + 1), DUE_ROWS)

    def weigh_due(self, customer, first, weights):
        """Multiply the days around the due date, which are counted from ``first`` on."""
        marks = self.due.get(customer)
        if not marks:
            return
        for place, mark in enumerate(marks[:-1], start=-NEAR_DUE - first):
            if 0 <= place < len(weights):
                weights[place] *= mark / marks[-1]

    def _shrink(self, counts, common, prior=CALENDAR_ROWS):
        """Gamma-Poisson: customers' counts against what was expected, by how far they differ."""
        moments = {}
        excess_all = base_all = 0.0
        for customer, (seen, expected) in counts.items():
            excess = base = 0.0
            for number, chance, weight in zip(seen, expected, common, strict=True):
                chance *= weight
                excess += (number - chance) ** 2 - chance
                base += chance * chance
            moments[customer] = (excess, base)
            excess_all += excess
            base_all += base
        between = max(excess_all / base_all, 0.0) if base_all else 0.0
        own = {}
        for customer, (seen, expected) in counts.items():
            excess, base = moments[customer]
            variance = (excess + prior * between) / (base + prior)
            if variance < 0.05:
                continue
            rows = 1 / variance
            own[customer] = [
                min(max(weight * (number + rows) / (chance * weight + rows), RAREST), COMMONEST)
                for number, chance, weight in zip(seen, expected, common, strict=True)
            ]
        return own

    @property
    def unevenness(self):
        """Mean squared deviation of the common weights of the days of the month from 1."""
        if not self.parts:
            return 0.0
        weights = self.parts[0][2][1:]
        return sum((weight - 1) ** 2 for weight in weights) / len(weights)

    def weights(self, customer, first, count):
        """Weights of ``count`` days from the ordinal ``first``."""
        if not self.parts:
            return None
        found = self.kept.get(customer)
        if found is None:
            found = self.kept[customer] = {}
        if not any(customer in own for _s, _r, _c, own in self.parts):
            customer = None
            found = self.kept.setdefault(None, {})
        block = found.get("range")
        if block is None or first < block[0] or first + count > block[0] + len(block[1]):
            low = first - 30 if block is None else min(first - 30, block[0])
            high = first + count + 120
            if block is not None:
                high = max(high, block[0] + len(block[1]))
            block = found["range"] = (low, self._spell(customer, low, high))
        start = first - block[0]
        return block[1][start : start + count]

    def _spell(self, customer, low, high):
        (_s, _r, month, own_month), (_s2, _r2, week, own_week) = self.parts
        month = own_month.get(customer, month)
        week = own_week.get(customer, week)
        weekday = date.fromordinal(low).weekday()
        return [
            month[date.fromordinal(day).day] * week[(weekday + day - low) % 7]
            for day in range(low, high)
        ]
