"""What a key figure is made of, in one period and one group of customers. Pure."""

from datetime import date, timedelta
from typing import NamedTuple

from .cube import Cube
from .kpi import AT_RISK_DAYS, ROLL_DAYS

#: Buckets of ``ROLL_DAYS`` after the due date, between which what is overdue rolls.
ROLL_BUCKETS = 4


class Period(NamedTuple):
    """From one day to another, both included."""

    first: date
    last: date

    @property
    def before(self):
        """The day at whose end the period opens."""
        return self.first - timedelta(days=1)

    @property
    def days(self):
        return (self.last - self.first).days + 1

    def get_previous(self):
        """The period before, of as many days; whole months are compared with whole months."""
        following = self.last + timedelta(days=1)
        if self.first.day != 1 or following.day != 1:
            return Period(self.first - timedelta(days=self.days), self.before)
        months = (following.year - self.first.year) * 12 + following.month - self.first.month
        place = self.first.year * 12 + self.first.month - 1 - months
        return Period(date(place // 12, place % 12 + 1, 1), self.before)

    # -- the days that figures are read of -----------------------------------------------

    @property
    def at_risk(self):
        """(from, before): due dates whose ``AT_RISK_DAYS`` end in the period."""
        late = timedelta(days=AT_RISK_DAYS)
        return self.first - late, self.last - late + timedelta(days=1)

    @property
    def rolled(self):
        """The earlier of the two looks at the buckets."""
        return self.last - timedelta(days=ROLL_DAYS)

    def get_bucket(self, day, number):
        """(from, before): due dates that stand in a bucket on a day; 1 is the first overdue, 0 what
        is due in the days after it."""
        step = timedelta(days=ROLL_DAYS)
        return day - step * number, day - step * (number - 1)


class Flow:
    """Amounts of periods: what was billed, by the days between which it was."""

    def __init__(self, days, amounts=None):
        self.places = {day: index for index, day in enumerate(days)}
        self.amounts = amounts or {}

    def get(self, before, last):
        """What came after the end of one day and until the end of another."""
        first, end = self.places[before], self.places[last]
        return sum(amount for place, amount in self.amounts.items() if first < place <= end)


class Billing(NamedTuple):
    """From delivery to invoice to sending, of the invoices of a period.

    :param delivered, sent: numbers of those with such a day
    :param to_invoice, to_send: days, added up
    """

    invoices: int = 0
    delivered: int = 0
    to_invoice: int = 0
    sent: int = 0
    to_send: int = 0


class Facts(NamedTuple):
    """What is read of one period and group; what no figure asks for is None.

    :param company_ids: whose figures they are
    :param account_ids: the accounts of trade receivables
    :param is_now: whether the period ends on the companies' today
    :param cube: balances at the period's ends
    :param aged: balances by due date, for what rolls
    :param late: the same, for what is at risk
    :param billed: credit sales, by accounting date
    :param fell_due: what was billed, by due date
    :param months: (day before, last day) of the months that countback looks at
    :param promises: {state: number} of those that fell due
    :param disputes: (days taken, number) of those that ended
    :param disputed: amount in dispute at the end
    :param written_off: amount
    :param cases: (recovered, handed over)
    :param billing: how long it took to invoice and to send
    :param costs: (of reminders, of cases)
    """

    period: Period
    company_ids: tuple
    account_ids: tuple = ()
    is_now: bool = False
    cube: Cube | None = None
    aged: Cube | None = None
    late: Cube | None = None
    billed: Flow | None = None
    fell_due: Flow | None = None
    months: tuple = ()
    promises: dict | None = None
    disputes: tuple | None = None
    disputed: float | None = None
    written_off: float | None = None
    cases: tuple | None = None
    billing: Billing | None = None
    costs: tuple | None = None

    # -- words of the formulas -----------------------------------------------------------

    @property
    def opening(self):
        return self.cube.open(self.period.before)

    @property
    def closing(self):
        return self.cube.open(self.period.last)

    @property
    def not_due(self):
        return self.cube.not_due(self.period.last)

    @property
    def sales(self):
        return self.billed.get(self.period.before, self.period.last)

    def get_monthly_sales(self):
        """(credit sales, days) of the months up to the end, the newest first."""
        return [(self.billed.get(first, last), (last - first).days) for first, last in self.months]

    def get_rolls(self):
        """[(bucket, balance now in the next one, balance in it ``ROLL_DAYS`` ago)]: what stood in
        a bucket stands in the next one now, or was settled; what came since is of no bucket then.
        Bucket 0 was not due yet."""
        period, rolls = self.period, []
        for number in range(ROLL_BUCKETS):
            dues = period.get_bucket(period.rolled, number)
            earlier = self.aged.open_due(period.rolled, *dues)
            later = self.aged.open_due(period.last, *dues, dated=period.rolled)
            rolls.append((number, later, earlier))
        return rolls


def days_of_cube(periods):
    """(days, dues) at which balances of periods are asked for."""
    days = {day for period in periods for day in (period.before, period.last)}
    dues = {due for period in periods for due in (period.first, period.last)}
    dues |= {period.last + timedelta(days=1) for period in periods}
    return sorted(days), sorted(dues)


def days_of_aged(periods):
    """The same for buckets."""
    days = {day for period in periods for day in (period.rolled, period.last)}
    dues = set()
    for period in periods:
        for number in range(ROLL_BUCKETS):
            dues.update(period.get_bucket(period.rolled, number))
    return sorted(days), sorted(dues)


def days_of_late(periods):
    """The same for what is at risk: nothing that was open in a period may be missing."""
    days = {day for period in periods for day in (period.before, period.last)}
    dues = {due for period in periods for due in period.at_risk}
    return sorted(days), sorted(dues)


#: What balances are read for: the days of each, by the name of ``Facts``.
BALANCES = {"cube": days_of_cube, "aged": days_of_aged, "late": days_of_late}
#: Those that ask what kind of document something is of.
BY_KIND = {"cube", "late"}


def days_of(names, periods):
    """(days, dues) of all balances that are asked for, so that they are read once."""
    asked = [BALANCES[name](periods) for name in BALANCES if name in names]
    return tuple(sorted({day for pair in asked for day in pair[part]}) for part in (0, 1))
