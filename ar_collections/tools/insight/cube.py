"""What was owed on any of some days, from pieces of open items: pure, and read once.

A piece is a part of an item that was open from its date until something settled it. The database
counts how many of the asked days lie before these dates, and adds up; here the days are looked up.
"""

from datetime import date, timedelta
from typing import NamedTuple


class Cell(NamedTuple):
    """Pieces that lie alike between the days.

    :param date: how many of ``days`` lie before the item's date
    :param since: how many of ``days`` lie before the settlement; all of them if it is open
    :param due: how many of ``dues`` are on or before the due date
    :param way: 'open', 'money' (paid), 'other' (credited, booked, the side of a credit)
    :param kind: 'bill' (a debt from an invoice), 'refund' (a credit note), 'other'
    :param late: whether it was open ``AT_RISK_DAYS`` after its due date
    :param amount: in company currency, negative for credits
    :param amount_due: Σ amount × due date, in days
    :param amount_since: Σ amount × day of the settlement, in days
    """

    date: int
    since: int
    due: int
    way: str
    kind: str
    late: bool
    amount: float
    amount_due: float = 0.0
    amount_since: float = 0.0


# The day from which the days of ``amount_due`` are counted.
EPOCH = date(2000, 1, 1)


class Cube:
    """The cells of one group of customers.

    :param days: sorted days at whose end balances are asked for
    :param dues: sorted days that due dates are compared with
    """

    def __init__(self, days, dues, cells=()):
        self.days = {day: index for index, day in enumerate(days)}
        self.dues = {day: index for index, day in enumerate(dues)}
        self.cells = list(cells)

    def _sum(self, keep):
        return float(sum(cell.amount for cell in self.cells if keep(cell)))

    def _is_open(self, day):
        at = self.days[day]
        return lambda cell: cell.date <= at < cell.since

    def _is_settled(self, before, day):
        """Settled after the end of ``before`` and until the end of ``day``."""
        first, last = self.days[before], self.days[day]
        return lambda cell: first < cell.since <= last

    def open(self, day):
        """What is owed at the end of a day, less credits."""
        return self._sum(self._is_open(day))

    def not_due(self, day):
        """The part of it that is not due yet; what is due that very day is not overdue."""
        return self.open_due(day, day, None)

    def open_due(self, day, due_from, due_before, dated=None):
        """What is owed at the end of a day, due from one day on and before another one.

        :param due_from, due_before: days of ``dues``; None for any
        :param dated: one of ``days``: only of items dated until then
        """
        dated = len(self.days) if dated is None else self.days[dated]
        is_open = self._is_open(day)
        low = -1 if due_from is None else self.dues[due_from]
        high = len(self.dues) if due_before is None else self.dues[due_before]
        return self._sum(
            lambda cell: is_open(cell) and low < cell.due <= high and cell.date <= dated
        )

    def collected(self, before, day, due_before=None):
        """Money that settled debts in a period, of those due before a day."""
        settled = self._is_settled(before, day)
        high = len(self.dues) if due_before is None else self.dues[due_before]
        return self._sum(lambda cell: cell.way == "money" and settled(cell) and cell.due <= high)

    def came_due(self, before, day, due_before):
        """What was booked in a period and due before a day: invoices less credit notes, whole,
        whatever became of it."""
        first, last, high = self.days[before], self.days[day], self.dues[due_before]
        return self._sum(
            lambda cell: (
                cell.kind in ("bill", "refund") and first < cell.date <= last and cell.due <= high
            )
        )

    def delay(self, before, day):
        """(Σ amount × days beyond terms, Σ amount) of invoices: what was paid in a period, and what
        is open and overdue at its end."""
        settled, is_open, high = self._is_settled(before, day), self._is_open(day), self.dues[day]
        end = (day - EPOCH).days
        product = amount = 0.0
        for cell in self.cells:
            if cell.kind != "bill":
                continue
            if cell.way == "money" and settled(cell):
                product += float(cell.amount_since - cell.amount_due)
                amount += float(cell.amount)
            if is_open(cell) and cell.due <= high:
                product += float(end * cell.amount - cell.amount_due)
                amount += float(cell.amount)
        return product, amount

    def late(self, due_from, due_before):
        """Of what was billed and due from a day on and before another one: what was open
        ``AT_RISK_DAYS`` later."""
        low, high = self.dues[due_from], self.dues[due_before]
        return self._sum(lambda cell: cell.kind == "bill" and cell.late and low < cell.due <= high)


def month_ends(first, last):
    """The ends of the months from that of ``first`` on, before ``last``, and ``last`` itself."""
    ends, day = [], first
    while True:
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        end = following - timedelta(days=1)
        if end >= last:
            return [*ends, last]
        ends.append(end)
        day = following


def months_back(day, count):
    """[(day before its first, its last day)] of months up to ``day``, the newest first; the newest
    ends on ``day``, and is part of a month where that is no month's end."""
    months, last = [], day
    for _number in range(count):
        before = last.replace(day=1) - timedelta(days=1)
        months.append((before, last))
        last = before
    return months


def months_of(first, last):
    """[(first day, last day)] of the months of a period, the first and last cut at its ends."""
    starts = [first, *(end + timedelta(days=1) for end in month_ends(first, last)[:-1])]
    return list(zip(starts, month_ends(first, last), strict=True))
