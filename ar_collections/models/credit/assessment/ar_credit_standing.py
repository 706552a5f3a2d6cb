"""The credit check asks whether a customer was reviewed."""

from odoo import models


class ArCreditCheck(models.AbstractModel):
    _inherit = "ar.credit.check"

    def _read_account(self, profiles, company_id, codes):
        # EXTENDS the room limit: whether a review is missing, or should be made again.
        found = super()._read_account(profiles, company_id, codes)
        company = self.env["res.company"].sudo().browse(company_id)
        if "no_review" in codes and company._ar_requires_review():
            found["no_review"] = not any(profile._has_approved_review() for profile in profiles)
        if "review_expired" in codes:
            found["review_expired"] = any(profile._review_expired() for profile in profiles)
        return found
