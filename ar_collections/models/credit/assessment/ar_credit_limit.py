"""The limit that a review found."""

from odoo import fields, models


class ArCreditLimit(models.Model):
    _inherit = "ar.credit.limit"

    review_id = fields.Many2one(
        "ar.credit.review", string="Credit Review", readonly=True, copy=False, ondelete="set null"
    )

    def _is_agreed(self):
        # EXTENDS the room: what two people agreed on in a review.
        review = self.sudo().review_id
        return super()._is_agreed() or (
            review.state == "approved"
            and self.currency_id.compare_amounts(self.amount, review.limit_amount) <= 0
        )
