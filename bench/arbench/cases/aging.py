"""Aging per customer: today, and as of a day in the past."""

from datetime import timedelta

from ..case import Aim, Case
from ..sql import read

DAYS_AGO = 60


class AgingCase(Case):
    """What the aging benchmarks share: the report, and the same sums in bare SQL."""

    floor_is = "SQL"
    aims = (Aim("ratio", 2.0),)
    turns = 7
    unit = "customer"
    days_ago = 0
    tie_out = False

    @property
    def day(self):
        return self.today - timedelta(days=self.days_ago)

    def ours(self, _state):
        report = self.env["ar.aging.report"].get_aging(self.day, tie_out=self.tie_out)
        return len(report["rows"])

    def floor(self, _state):
        self.query("aging_past" if self.days_ago else "aging_today")
        if self.tie_out:
            self.query("ledger_balance")

    def query(self, name):
        self.env.cr.execute(read(name), {"day": self.day, "company": self.company.id})
        return self.env.cr.fetchall()


class TotalsToday(AgingCase):
    name = "totals"
    title = "Totals today, per customer"
    floor_is = "SQL of the same sums"

    def ours(self, _state):
        return len(self.env["ar.open.item"]._read_totals(self.company.ids))

    def floor(self, _state):
        self.query("totals_today")


class AgingToday(AgingCase):
    name = "aging"
    title = "Aging today, per customer"
    peer = "aging_today"


class AgingTied(AgingCase):
    name = "aging_tied"
    title = "Aging today, tied to the ledger"
    floor_is = "SQL, and the ledger's balance"
    tie_out = True
    turns = 5


class AgingPast(AgingCase):
    name = "aging_past"
    title = f"Aging as of {DAYS_AGO} days ago"
    days_ago = DAYS_AGO
    peer = "aging_past"


class AgingPastTied(AgingTied):
    name = "aging_past_tied"
    title = f"Aging as of {DAYS_AGO} days ago, tied"
    days_ago = DAYS_AGO
