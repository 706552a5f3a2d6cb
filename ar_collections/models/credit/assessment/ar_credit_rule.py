"""The credit check asks whether a customer was reviewed."""

from odoo import api, models

from ..limit.ar_credit_rule import RuleKind


class ArCreditRule(models.Model):
    _inherit = "ar.credit.rule"

    @api.model
    def _get_kinds(self):
        # EXTENDS the room limit
        return {
            **super()._get_kinds(),
            "no_review": RuleKind(self.env._("No approved review")),
            "review_expired": RuleKind(self.env._("Review is due")),
        }

    def _find_no_review(self, customers):
        """Where a review is required, whether none was approved."""
        companies = self.env["res.company"].sudo().browse(customers.company_ids)
        strict = companies.filtered(lambda company: company._ar_requires_review())._ids
        return {
            pair: not any(profile._has_approved_review() for profile in accounts)
            for pair, accounts in customers.accounts.items()
            if pair[1] in strict
        }

    def _say_no_review(self, breach):
        return self.env._(
            "%s has no approved credit review, and the company gives no credit without one.",
            breach.partner.name,
        )

    def _find_review_expired(self, customers):
        return {
            pair: any(profile._review_expired() for profile in accounts)
            for pair, accounts in customers.accounts.items()
        }

    def _say_review_expired(self, breach):
        return self.env._("The credit review of %s is due.", breach.partner.name)
