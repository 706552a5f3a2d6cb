"""Factor by factor: what was found and what it is worth; and what was negotiated."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...base.ar_guard_mixin import NEW


class ArCreditReviewLine(models.Model):
    """What one factor found. A copy of the scorecard of that day: the factor may change."""

    _name = "ar.credit.review.line"
    _inherit = ["ar.guard.mixin"]
    _description = "Credit Review Factor"
    _order = "review_id, sequence, id"
    _writable = {"draft": ("choice_id",)}

    review_id = fields.Many2one("ar.credit.review", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="review_id.company_id", store=True)
    factor_id = fields.Many2one(
        "ar.credit.factor", string="Scorecard Factor", index=True, ondelete="set null"
    )
    name = fields.Char(string="Factor", required=True)
    sequence = fields.Integer()
    source = fields.Selection(
        [
            ("ledger", "Own ledger"),
            ("financial", "Financial statement"),
            ("external", "External rating"),
            ("qualitative", "Qualitative"),
        ],
        required=True,
    )
    value = fields.Float(digits=(16, 4))
    found = fields.Char(string="What Was Found")
    choice_id = fields.Many2one(
        "ar.credit.factor.line",
        string="Answer",
        ondelete="set null",
        domain="[('factor_id', '=', factor_id)]",
    )
    missing = fields.Boolean(
        compute="_compute_points",
        store=True,
        readonly=False,
        help="No data: the factor drops out of the score.",
    )
    points = fields.Float(compute="_compute_points", store=True, readonly=False, digits=(5, 2))
    weight = fields.Float()
    contribution = fields.Float(
        compute="_compute_contribution",
        digits=(5, 2),
        help="What the factor adds to the score: its points by its share of the known weights.",
    )

    @api.depends("choice_id")
    def _compute_points(self):
        for line in self:
            if line.source == "qualitative":
                line.points = line.choice_id.points
                line.missing = not line.choice_id
            else:
                line.points, line.missing = line.points, line.missing

    # Not of the other lines, though their answers change it: a form is only told of what its
    # onchange changes, see ``_onchange_line_ids`` of the review.
    @api.depends("points", "weight", "missing")
    def _compute_contribution(self):
        for review, lines in self.grouped("review_id").items():
            known = review.line_ids.filtered(lambda line: not line.missing)
            whole = sum(known.mapped("weight"))
            for line in lines:
                counts = whole and not line.missing
                line.contribution = line.weight * line.points / whole if counts else 0.0

    def _get_state(self):
        # EXTENDS the guard
        return self.sudo().review_id.state

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._(
            "Answer the qualitative factors while the review is a draft, and collect the facts "
            "again for the others."
        )

    def write(self, vals):
        """A person answers qualitative factors, and has written the review by that."""
        result = super().write(vals)
        if "choice_id" in vals:
            self.review_id._note_editor()
        self.review_id.line_ids.invalidate_recordset(["contribution"])
        return result


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

    review_id = fields.Many2one("ar.credit.review", required=True, index=True, ondelete="cascade")
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
