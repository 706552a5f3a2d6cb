"""Terms of payment that were signed go before those of a review."""

from odoo import models


class ArCreditReview(models.Model):
    _inherit = "ar.credit.review"

    def _get_contract(self, profile):
        # EXTENDS the room assessment: the contract, or its amendment.
        terms = profile._read_contract_terms(self.company_id._ar_today()).get(profile)
        return terms if terms and terms.payment_term_id != self.payment_term_id else None
