"""Key figures: all that the screen reads, one part after the other."""

from datetime import timedelta

from ..case import Aim, Case


class KpiPage(Case):
    """The cards of three months, the table by collector, the trend of a year, the small tables."""

    name = "kpi_page"
    title = "Key figures, the whole page"
    table = "screens"
    aims = (Aim("seconds", 1.0, large=3.0),)
    turns = 3
    unit = "figure"

    def prepare(self):
        return self.env["ar.kpi"].with_context(allowed_company_ids=self.company.ids)

    def ours(self, kpis):
        page = kpis.get_dashboard()
        days = page["date_from"], page["date_to"], page["company_ids"]
        groups = kpis.get_groups(*days)
        kpis.get_trend(page["date_to"], page["company_ids"])
        kpis.get_tables(*days)
        return len(page["cards"]) + len(groups["rows"])


class KpiPast(Case):
    """All key figures of a quarter that is over, which are read as of its days."""

    name = "kpi_past"
    title = "Key figures of a past quarter"
    aims = (Aim("seconds", 1.0, large=3.0),)
    turns = 3
    unit = "figure"

    def ours(self, _state):
        last = self.today - timedelta(days=90)
        kpis = self.env["ar.kpi"].get_kpis(last - timedelta(days=89), last, self.company.ids)
        return len(kpis)
