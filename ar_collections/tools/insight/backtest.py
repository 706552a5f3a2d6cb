"""How good a forecast would have been: models of past days, tried on what came after them.

Each origin is a past day; its model knows what was settled before it. Beside it stand those who
need no model: the due date, the customer's median, and the customer's mean.

Past days are so far back that nine of ten invoices written after them have had the time to be
paid: of younger ones only the quick ones are known, and any forecast looks good on these. What
is overdue and still open was late, though nobody knows how late: it counts where the question is
whether it is late (``auc``, ``calibration``), in ``coverage`` once its interval has passed, and
not in the errors in days.
"""

from datetime import date, timedelta
from typing import NamedTuple

from .effects import median
from .forecast import Open, Settled, fit

# Groups of probabilities in which the calibration is measured.
BINS = 10
# Past days that are tried, and the days between them.
ORIGINS, SPAN = 12, 28
# Weeks whose receipts are compared.
WEEKS = 4
# Of the invoices that were settled, the share that must have had the time for it.
MATURE_SHARE = 0.9


class Outcome(NamedTuple):
    """An item as it came out; ``settled`` is None while it is open. ``known`` are features known
    when it was invoiced, ``later`` those that were learned afterwards."""

    customer: object
    invoiced: date
    due: date
    settled: date | None
    amount: float
    known: tuple = ()
    later: tuple = ()


class Figures(NamedTuple):
    """``count``: settled invoices that were tried, ``overdue``: those that are late and open, from
    so many past days (``origins``); ``error``: mean absolute error in days, with those of the
    naive ones; ``auc``: chance that of a late and a timely item the late one had the higher
    probability (None where all came alike); ``calibration``: mean distance of probabilities from
    what happened; ``coverage`` of the 80 % interval; ``receipts``: by week, sum of absolute errors
    as a share of what came in; ``band``: share of the weeks within their band."""

    count: int
    overdue: int
    origins: int
    error: float
    error_due: float
    error_median: float
    error_mean: float
    auc: float | None
    calibration: float
    coverage: float
    receipts: tuple
    receipts_due: tuple
    receipts_median: tuple
    band: float


def measure_auc(pairs):
    """:param pairs: (probability, happened)"""
    pairs = sorted(pairs)
    ranks = hits = index = 0
    while index < len(pairs):
        end = index
        while end < len(pairs) and pairs[end][0] == pairs[index][0]:
            end += 1
        happened = sum(1 for _chance, it in pairs[index:end] if it)
        ranks += happened * (index + end + 1) / 2
        hits += happened
        index = end
    misses = len(pairs) - hits
    if not hits or not misses:
        return None
    return (ranks - hits * (hits + 1) / 2) / (hits * misses)


def measure_calibration(pairs):
    """:param pairs: (probability, happened)"""
    bins = [[0.0, 0] for _bin in range(BINS)]
    for chance, happened in pairs:
        found = bins[min(int(chance * BINS), BINS - 1)]
        found[0] += chance
        found[1] += bool(happened)
    return sum(abs(chances - hits) for chances, hits in bins) / len(pairs) if pairs else 0.0


def run(outcomes, until, unknown=(), origins=ORIGINS, span=SPAN):
    """Try the forecast on ``origins`` past days, ``span`` days apart.

    :param outcomes: ``Outcome`` rows, open ones too
    :param until: the day of which the outcomes are
    :param unknown: names of features that nobody knows when an invoice is written
    :return: ``Figures``; None where nothing can be tried
    """
    trial = _Trial(outcomes, until, unknown)
    last = until - timedelta(days=_find_wait(trial.rows))
    for origin in range(origins, 0, -1):
        trial.add(last - timedelta(days=span * origin), span)
    return trial.get_figures()


def _find_wait(rows):
    """The days after which invoices are old enough to tell of them."""
    spans = sorted((row.settled - row.invoiced).days for row in rows if row.settled)
    return max(spans[int(MATURE_SHARE * (len(spans) - 1))], 0) if spans else 0


class _Trial:
    def __init__(self, outcomes, until, unknown):
        self.until, self.unknown = until, unknown
        self.rows = sorted(outcomes, key=lambda row: (row.invoiced, row.due, row.amount))
        self.errors = [0.0] * 4
        self.pairs, self.covered, self.passed = [], 0, 0
        self.count = self.origins = 0
        self.misses = [[0.0] * WEEKS for _way in range(3)]
        self.received = [0.0] * WEEKS
        self.within = self.weeks = 0

    def add(self, day, span):
        past = [row for row in self.rows if row.settled and row.settled < day]
        if not past:
            return
        model = fit([Settled(*row[:5], row.known + row.later) for row in past], day)
        naive = _Naive(past)
        until = day + timedelta(days=span)
        tried = [row for row in self.rows if day <= row.invoiced < until]
        for row in tried:
            if row.settled:
                self._compare(model, naive, row)
            elif row.due < self.until:
                self._compare_overdue(model, row)
        self.origins += bool(tried)
        open_rows = [
            row
            for row in self.rows
            if row.invoiced < day and not (row.settled and row.settled < day)
        ]
        self._compare_receipts(model, naive, open_rows, day)

    def _as_open(self, row):
        return Open(row.customer, row.invoiced, row.due, row.amount, row.known, self.unknown)

    def _compare(self, model, naive, row):
        told = model.predict(self._as_open(row))
        days = (row.settled - row.due).days
        ways = (told.days, 0.0, naive.median(row.customer), naive.mean(row.customer))
        for index, way in enumerate(ways):
            self.errors[index] += abs(way - days)
        self.count += 1
        self.pairs.append((told.late, days > 0))
        self.covered += told.low <= days <= told.high

    def _compare_overdue(self, model, row):
        """What is late and open, however late it will be."""
        told = model.predict(self._as_open(row))
        self.pairs.append((told.late, True))
        self.passed += told.high < (self.until - row.due).days

    def _compare_receipts(self, model, naive, rows, day):
        told = model.receipts([self._as_open(row) for row in rows], WEEKS, day)
        ways = [[0.0] * WEEKS, [0.0] * WEEKS]
        actual = [0.0] * WEEKS
        for row in rows:
            due = max((row.due - day).days, 0)
            usual = max((row.due - day).days + round(naive.median(row.customer)), 0)
            for sums, days in ((ways[0], due), (ways[1], usual)):
                if days < 7 * WEEKS:
                    sums[days // 7] += row.amount
            if row.settled and (row.settled - day).days < 7 * WEEKS:
                actual[(row.settled - day).days // 7] += row.amount
        for index, week in enumerate(told):
            self.received[index] += actual[index]
            self.misses[0][index] += abs(week.expected - actual[index])
            self.misses[1][index] += abs(ways[0][index] - actual[index])
            self.misses[2][index] += abs(ways[1][index] - actual[index])
            self.within += week.low <= actual[index] <= week.high
            self.weeks += 1

    def get_figures(self):
        count = self.count
        if not count:
            return None
        receipts = [
            tuple(
                miss / total if total else 0.0
                for miss, total in zip(misses, self.received, strict=True)
            )
            for misses in self.misses
        ]
        return Figures(
            count,
            len(self.pairs) - count,
            self.origins,
            *(error / count for error in self.errors),
            measure_auc(self.pairs),
            measure_calibration(self.pairs),
            self.covered / (count + self.passed),
            *receipts,
            self.within / self.weeks if self.weeks else 0.0,
        )


class _Naive:
    """What somebody without a model would say: the customer's usual delay, or everybody's."""

    def __init__(self, past):
        delays = {}
        for row in past:
            delays.setdefault(row.customer, []).append((row.settled - row.due).days)
        everything = [delay for values in delays.values() for delay in values]
        self.all = (median(everything), sum(everything) / len(everything))
        self.own = {
            customer: (median(values), sum(values) / len(values))
            for customer, values in delays.items()
        }

    def median(self, customer):
        return self.own.get(customer, self.all)[0]

    def mean(self, customer):
        return self.own.get(customer, self.all)[1]
