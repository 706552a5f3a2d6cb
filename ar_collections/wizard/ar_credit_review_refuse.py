"""Why a credit review is refused."""

from odoo import fields, models


class ArCreditReviewRefuse(models.TransientModel):
    """Asks why a review is refused; the reason goes to its author."""

    _name = "ar.credit.review.refuse"
    _description = "Refuse a Credit Review"

    review_id = fields.Many2one(
        "ar.credit.review", string="Credit Review", required=True, readonly=True
    )
    reason = fields.Char(string="Why Refused", required=True)

    def action_refuse(self):
        """Refuse the review, and go back to it."""
        self.ensure_one()
        self.review_id.check_access("write")
        self.review_id._check_approver()
        self.review_id._set_refused(self.reason)
        return {"type": "ir.actions.act_window_close"}
