"""The scenarios that plans are made for, and which customers each is about."""

from odoo import api, models
from odoo.fields import Domain

from .ar_contingency_plan import COLLECTOR, COMPANY, Scenario


class ArContingencyPlan(models.Model):
    _inherit = "ar.contingency.plan"

    @api.model
    def _get_scenarios(self):
        # EXTENDS the room itself
        return {
            **super()._get_scenarios(),
            "customer_stops": Scenario(self.env._("A customer stops paying")),
            "insolvency": Scenario(self.env._("Insolvency of a customer")),
            "bank_down": Scenario(self.env._("The bank is down"), COMPANY),
            "collector_ill": Scenario(self.env._("A collector is ill"), COLLECTOR),
        }

    def _find_customer_stops(self, run):
        """Those that were chosen."""
        return run.profile_ids

    def _find_insolvency(self, run):
        """Those that were chosen."""
        return run.profile_ids

    def _find_bank_down(self, run):
        """Who owes something past its due date: they would be asked for what they cannot pay."""
        totals = self.env["ar.open.item"]._read_totals(run.company_id.ids)
        owing = [partner for (partner, _company), row in totals.items() if row["overdue"] > 0]
        return self._find_accounts(run, Domain("partner_id", "in", owing))

    def _find_collector_ill(self, run):
        """The customers of who is away that owe something."""
        totals = self.env["ar.open.item"]._read_totals(run.company_id.ids)
        owing = [partner for (partner, _company), row in totals.items() if row["open"] > 0]
        own = Domain("collector_id", "=", run.collector_id.id)
        return self._find_accounts(run, own & Domain("partner_id", "in", owing))

    def _find_accounts(self, run, domain):
        own = Domain("company_id", "=", run.company_id.id)
        return self.env["ar.profile"].search(own & domain)
