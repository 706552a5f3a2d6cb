"""A quarter that is over asks for its review: the night begins one, once."""

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

ANALYSIS = "ar_collections.group_ar_analysis"


class ArProcessReview(models.Model):
    _inherit = "ar.process.review"

    @api.model
    def _cron_begin(self):
        """Begin the review of the last quarter in each company that is live."""
        companies = self.env["res.company"].search([("ar_setup_since", "=", False)])
        self._work_through(companies, self._begin, whole=True)

    @api.model
    def _begin(self, company):
        """A review in preparation of the last quarter that is over, where reminders were sent in
        it and a manager is shown reviews. What somebody deletes is not begun again.

        :return: the new review, or nothing
        """
        year, quarter = self.with_company(company)._get_last_quarter()
        own = company.sudo()
        review = self.sudo().new({"company_id": company.id, "year": year, "quarter": quarter})
        first, last = review.date_from, review.date_to
        nothing = self.browse()
        if own.ar_review_begun and own.ar_review_begun >= first:
            return nothing
        if not company._ar_get_manager().has_group(ANALYSIS):
            return nothing
        own.ar_review_begun = first
        mine = Domain("company_id", "=", company.id)
        sent = mine & Domain("sent_date", ">=", first)
        sent &= Domain("sent_date", "<", last + relativedelta(days=1))
        here = mine & Domain("year", "=", year) & Domain("quarter", "=", quarter)
        if self.sudo().search_count(here, limit=1):
            return nothing
        if not self.env["ar.dunning.notice"].sudo().search_count(sent, limit=1):
            return nothing
        return self.sudo().create({"company_id": company.id, "year": year, "quarter": quarter})
