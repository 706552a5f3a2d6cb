"""Sections of the collection report: what money came in, and how it went month by month."""

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import format_date

from ....tools.insight.cube import months_of
from ....tools.insight.facts import Period

# Customers among those who paid most, and months until the end of the period.
LARGEST = 15
MONTHS = 12


class ArKpi(models.AbstractModel):
    """Money is received when it settles a debt, as effectiveness, recovery and targets have it:
    matched with an entry of bank, cash or card, on the later of the two accounting dates; without
    what a payment left to an account of losses."""

    _inherit = "ar.kpi"

    def _get_collected_section(self, request):
        [period] = request.periods
        months = self._measure_collected(self._by_months(request, months_of(*period)))
        total = sum(months.values())
        rows = [(self.env._("In all"), "", total)]
        rows += [
            (self.env._("Month"), self._name_month(month), amount)
            for (_key, month), amount in months.items()
        ]
        rows += [(self.env._("Collector"), *row) for row in self._list_collectors(request)]
        rows += [(self.env._("Customer"), *row) for row in self._list_payers(request)]
        return {
            "title": self.env._("Collected"),
            "columns": {
                "by": (self.env._("By"), "text"),
                "name": (self.env._("Name"), "text"),
                "amount": (self.env._("Collected"), "amount"),
                "share": (self.env._("Share"), "percent"),
                "bar": ("", "bar"),
            },
            "rows": [
                {
                    "by": by,
                    "name": name,
                    "amount": amount,
                    "share": 100.0 * amount / total if total > 0 else None,
                    "bar": 100.0 * amount / total if total > 0 else 0.0,
                }
                for by, name, amount in rows
            ],
            "note": self.env._(
                "Money that settled debts in the period, on the later of the two accounting "
                "dates. Of customers the %s who paid most.",
                LARGEST,
            ),
        }

    def _get_month_section(self, request):
        last = request.periods[0].last
        first = last.replace(day=1) - relativedelta(months=MONTHS - 1)
        asked = self._by_months(request, months_of(first, last))
        found = self._read_facts(asked, {"cube", "billed"})
        rows = []
        for (_key, place), facts in found.items():
            period = asked.periods[place]
            rows.append(
                {
                    "name": self._name_month(period),
                    "cei": self._measure_cei(facts).value,
                    "dso": self._measure_dso(facts).value,
                    "overdue_rate": self._measure_overdue_rate(facts).value,
                    "collected": facts.cube.collected(period.before, period.last),
                }
            )
        most = max(row["collected"] for row in rows)
        for row in rows:
            row["bar"] = 100.0 * row["collected"] / most if most > 0 else 0.0
        kpis, codes = self._get_kpis(), ("cei", "dso", "overdue_rate")
        return {
            "title": self.env._("Month by month"),
            "columns": {
                "name": (self.env._("Month"), "text"),
                **{code: (kpis[code].label, kpis[code].unit) for code in codes},
                "collected": (self.env._("Collected"), "amount"),
                "bar": ("", "bar"),
            },
            "rows": rows,
            "note": self.env._("The twelve months until the end of the period."),
        }

    def _by_months(self, request, months):
        return request._replace(periods=tuple(Period(*month) for month in months))

    def _name_month(self, period):
        return format_date(self.env, period.last, date_format="MMMM y")

    def _measure_collected(self, request):
        """{(group, period): money that settled debts in it}."""
        return {
            (key, request.periods[place]): facts.cube.collected(
                request.periods[place].before, request.periods[place].last
            )
            for (key, place), facts in self._read_facts(request, {"cube"}).items()
        }

    def _list_collectors(self, request):
        """(name, collected) by today's collector of each customer, the most first."""
        dimension = self._get_dimensions()["collector"]
        found = self._measure_collected(request._replace(dimension=dimension))
        names = self._get_names(dimension, {key for key, _period in found})
        rows = [(names[key], amount) for (key, _period), amount in found.items() if amount]
        return sorted(rows, key=lambda row: (-row[1], row[0].casefold()))

    def _list_payers(self, request):
        """(name, collected) of the customers who paid most."""
        [period] = request.periods
        paid = self.env["ar.open.item"]._read_payers(request.company_ids, *period, LARGEST)
        partners = self.env["res.partner"].sudo().browse([id_ for id_, _paid in paid if id_])
        names = {partner.id: partner.display_name for partner in partners}
        return [(names.get(id_, self.env._("Without customer")), amount) for id_, amount in paid]
