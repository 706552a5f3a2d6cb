"""Payments gone wrong count in the rating."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import date_utils

from ...credit.assessment.ar_credit_scorer import Metric


class ArCreditScorer(models.AbstractModel):
    _inherit = "ar.credit.scorer"

    @api.model
    def _get_metrics(self):
        # EXTENDS the room assessment
        words = self.env._("Returned payments and such")
        return {**super()._get_metrics(), "payment_exceptions": Metric(words, "ledger", 0)}

    def _measure_payment_exceptions(self, evidence):
        """{profile id: how many payments went wrong in the company's payment history} of those
        that we have billed; one query."""
        company = evidence.company
        since = date_utils.subtract(company._ar_today(), months=company.ar_credit_history_months)
        billed = [id_ for id_, paid in evidence.behaviour.items() if paid and paid["first_date"]]
        domain = Domain("profile_id", "in", billed) & Domain("date", ">=", since)
        groups = (
            self.env["ar.payment.exception"].sudo()._read_group(domain, ["profile_id"], ["__count"])
        )
        counts = {profile.id: count for profile, count in groups}
        return {id_: counts.get(id_, 0) for id_ in billed}

    def _describe_payment_exceptions(self, found):
        if not found.value:
            return self.env._("No payment was returned")
        return self.env._("%s payments returned or made in a wrong way", found.number)
