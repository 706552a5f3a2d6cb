"""How often a customer disputes what turns out to be right."""

from dateutil.relativedelta import relativedelta

from odoo import api, models

from ...credit.assessment.ar_credit_scorer import Metric


class ArCreditScorer(models.AbstractModel):
    _inherit = "ar.credit.scorer"

    @api.model
    def _get_metrics(self):
        # EXTENDS 'assessment'
        return {
            **super()._get_metrics(),
            "rejected_disputes": Metric(
                self.env._("Disputes turned down (%)"),
                "ledger",
                0,
                self.env._("No disputes were closed"),
            ),
        }

    def _measure_rejected_disputes(self, evidence):
        """Of the disputes that were closed in the months that the company looks back."""
        today = evidence.company._ar_today()
        since = today - relativedelta(months=evidence.company.ar_credit_history_months)
        found = self.env["ar.dispute"]._read_outcomes(list(evidence.partners), since)
        return {id_: 100.0 * down / closed for id_, (closed, down) in found.items()}

    def _describe_rejected_disputes(self, found):
        return self.env._("%s %% of the closed disputes turned down or withdrawn", found.number)
