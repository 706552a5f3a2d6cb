"""Each night the forecast of each company is made and kept, and the accounts learn how likely it is
that what is overdue is not paid soon."""

from odoo import api, models

from .ar_forecast_kept import KEPT_WEEKS


class ArForecast(models.AbstractModel):
    _inherit = "ar.forecast"

    @api.model
    def _cron_learn(self):
        """Learn from the ledger, company by company; one that fails is tried again tomorrow."""
        companies = self.env["res.company"].search([("chart_template", "!=", False)])
        self._work_through(companies, self._learn_company)

    @api.model
    def _learn_company(self, company):
        """Keep the forecast of a company, then the back-test beside it; what this night has done
        already is not done again."""
        kept = self.env["ar.forecast.kept"]._find(company, company._ar_today())
        if not kept.nightly:
            kept = self._keep_night(company)
            self._pause()
        kept._get_test()

    @api.model
    def _keep_night(self, company):
        """Learn once, for the accounts and for the page."""
        kept = self.env["ar.forecast.kept"]
        kept._drop_old(company)
        claimed = kept._claim(company)
        known = self._get_known(company, company._ar_today())
        self._keep_chances(company, known)
        claimed._write_told(known, self._tell(known, KEPT_WEEKS), nightly=True)
        return claimed

    @api.model
    def _keep_chances(self, company, known):
        """Write the chances of a company's accounts, in whole percents: at most 101 updates."""
        totals = self.env["ar.open.item"]._read_totals(company.ids)
        owing = [partner_id for (partner_id, _company), row in totals.items() if row["overdue"] > 0]
        domain = [("company_id", "=", company.id), ("partner_id", "in", owing)]
        profiles = self.env["ar.profile"].sudo().search(domain)
        by_percent = {}
        for id_, chance in self._read_late_probabilities(company, profiles, known).items():
            by_percent.setdefault(round(100 * chance), []).append(id_)
        for percent, ids in by_percent.items():
            profiles.browse(ids).write({"late_chance": percent / 100, "late_chance_on": known.day})
