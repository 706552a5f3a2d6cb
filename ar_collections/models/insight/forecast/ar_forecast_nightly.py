"""Each night the accounts learn how likely it is that what is overdue is not paid soon."""

from odoo import api, models


class ArForecast(models.AbstractModel):
    _inherit = "ar.forecast"

    @api.model
    def _cron_learn(self):
        """Learn from the ledger, company by company; one that fails is tried again tomorrow."""
        companies = self.env["res.company"].search([("chart_template", "!=", False)])
        self._work_through(companies, self._keep_chances, whole=True)

    @api.model
    def _keep_chances(self, company):
        """Write the chances of a company's accounts, in whole percents: at most 101 updates."""
        today = company._ar_today()
        totals = self.env["ar.open.item"]._read_totals(company.ids)
        owing = [partner_id for (partner_id, _company), row in totals.items() if row["overdue"] > 0]
        domain = [("company_id", "=", company.id), ("partner_id", "in", owing)]
        profiles = self.env["ar.profile"].sudo().search(domain)
        by_percent = {}
        for id_, chance in self._read_late_probabilities(company, profiles).items():
            by_percent.setdefault(round(100 * chance), []).append(id_)
        for percent, ids in by_percent.items():
            profiles.browse(ids).write({"late_chance": percent / 100, "late_chance_on": today})
