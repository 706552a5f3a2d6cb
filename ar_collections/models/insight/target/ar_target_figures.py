"""What was attained, read from the key figures."""

from odoo import models

from ....tools.insight.facts import Period
from ..kpi.ar_kpi_request import KpiRequest


class ArTarget(models.Model):
    _inherit = "ar.target"

    def _read_attained(self):
        """{target: money collected so far}: each company once, for all periods and people.

        Whoever may read a target is told what was attained of it, as superuser: the sum is no
        secret to the one whom it is about.
        """
        found = {}
        for company, targets in self.sudo().grouped("company_id").items():
            today = company._ar_today()
            periods = {
                one: Period(one.date_from, min(one.date_to, today))
                for one in targets
                if one.date_from and one.date_from <= today
            }
            if not company or not periods:
                continue
            collected = self._read_collected(company, list(dict.fromkeys(periods.values())))
            for target, period in periods.items():
                own = [collected.get((user.id, period), 0.0) for user in target._get_people()]
                found[target.id] = company.currency_id.round(sum(own))
        return {target: found[target.id] for target in self if target.id in found}

    def _get_people(self):
        """Those whose customers count: the member, or the lead and the team."""
        if not self.for_team:
            return self.user_id
        led = self.env["res.users"].sudo().with_context(active_test=False)
        return self.user_id | led.search([("ar_lead_id", "=", self.user_id.id)])

    def _read_collected(self, company, periods):
        """{(user id, period): money that settled debts in it}."""
        kpi = self.env["ar.kpi"].sudo()
        dimension = kpi._get_dimensions()["collector"]
        request = KpiRequest((company.id,), tuple(periods), "collector", dimension)
        return {
            (key, periods[place]): facts.cube.collected(periods[place].before, periods[place].last)
            for (key, place), facts in kpi._read_facts(request, {"cube"}).items()
        }
