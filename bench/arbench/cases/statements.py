"""What 1,000 statements show: read, checked and made ready to be kept."""

from datetime import timedelta

from ..case import Aim, Case

NUMBER = 1000


class Statements(Case):
    name = "statements"
    title = "Data of 1,000 statements of open items"
    kind = "open"
    aims = (Aim("seconds", 1.0),)
    turns = 3
    unit = "customer"
    fixed = True

    def prepare(self):
        """Drafts of the customers who owe at the end of last month."""
        end = self.today.replace(day=1) - timedelta(days=1)
        rows = self.env["ar.open.item"]._read_balances(self.company.ids, end)
        owing = [row["partner_id"] for row in rows if row["partner_id"] and row["balance"] > 0]
        values = {"kind": self.kind, "company_id": self.company.id, "date_to": end}
        if self.kind == "activity":
            values["date_from"] = end.replace(day=1)
        partners = sorted(set(owing))[:NUMBER]
        return self.env["ar.statement"].create(
            [{**values, "partner_id": partner} for partner in partners]
        )

    def ours(self, statements):
        found = statements._read_figures()
        return len([one._prepare_balances(figures) for one, figures in found])


class Activity(Statements):
    name = "activity"
    title = "Data of 1,000 activity statements of a month"
    kind = "activity"


class Kept(Statements):
    name = "statements_kept"
    title = "The same, kept as drafts"
    aims = ()

    def ours(self, statements):
        statements._fill()
        return len(statements)
