"""What was negotiated: proposals and counter-proposals of terms."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...base.ar_guard_mixin import NEW


class ArCreditReviewOffer(models.Model):
    """A proposal or counter-proposal of terms, kept as it was made."""

    _name = "ar.credit.review.offer"
    _inherit = ["ar.guard.mixin"]
    _description = "Negotiated Terms"
    _order = "date, id"
    _writable = {
        NEW: ("review_id", "date", "side", "limit_amount", "payment_term_id", "note"),
        "draft": ("date", "side", "limit_amount", "payment_term_id", "note"),
    }

    review_id = fields.Many2one(
        "ar.credit.review",
        string="Credit Review",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True)
    currency_id = fields.Many2one(related="review_id.currency_id")
    date = fields.Date(required=True, default=lambda self: self.env.company._ar_today())
    side = fields.Selection(
        [("customer", "Customer asks"), ("company", "We offer")],
        string="Who",
        default="customer",
        required=True,
    )
    limit_amount = fields.Monetary(string="Limit")
    payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Payment Terms",
        ondelete="restrict",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    note = fields.Char(help="What else was said: a deposit, a guarantee, a volume.")
    user_id = fields.Many2one(
        "res.users", string="Recorded By", readonly=True, default=lambda self: self.env.user
    )
    accepted = fields.Boolean(readonly=True, help="The review proposes these terms.")

    def _get_state(self):
        # EXTENDS the guard
        return self.sudo().review_id.state

    def _get_way_out(self):
        # EXTENDS the guard
        if self and self._get_state() != "draft":
            return self.env._(
                "The negotiation is over. Set the credit review back to draft to go on, or make a "
                "new review."
            )
        return self.env._("Let the review propose it with its button.")

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        offers = super().create(vals_list)
        offers._check_open()
        return offers

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self._check_open()

    def _check_open(self):
        decided = self.review_id.filtered(lambda review: review.state != "draft")
        if decided and not self.env.su:
            raise UserError(
                self.env._(
                    "The negotiation of the credit review %s is over. Set it back to draft to "
                    "go on, or make a new review.",
                    decided[0].name,
                )
            )

    def action_accept(self):
        """Let the review propose these terms."""
        self.check_access("write")
        self._check_open()
        for offer in self:
            review = offer.review_id
            review.offer_ids.sudo().accepted = False
            offer.sudo().accepted = True
            if offer.limit_amount:
                review.limit_amount = offer.limit_amount
            if offer.payment_term_id:
                review.payment_term_id = offer.payment_term_id
        return True
