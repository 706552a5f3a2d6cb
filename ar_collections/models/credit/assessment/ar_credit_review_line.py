"""Factor by factor: what was found and what it is worth."""

from odoo import api, fields, models

from .ar_credit_scorer import SOURCES


class ArCreditReviewLine(models.Model):
    """What one factor found. A copy of the scorecard of that day: the factor may change."""

    _name = "ar.credit.review.line"
    _inherit = ["ar.guard.mixin"]
    _description = "Credit Review Factor"
    _order = "review_id, sequence, id"
    _writable = {"draft": ("choice_id",)}

    review_id = fields.Many2one(
        "ar.credit.review",
        string="Credit Review",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True)
    factor_id = fields.Many2one(
        "ar.credit.factor", string="Scorecard Factor", index=True, ondelete="set null"
    )
    name = fields.Char(string="Factor", required=True)
    sequence = fields.Integer()
    source = fields.Selection(SOURCES, required=True)
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
        # EXTENDS the guard
        result = super().write(vals)
        if "choice_id" in vals:
            self.review_id._note_editor()
        self.review_id.line_ids.invalidate_recordset(["contribution"])
        return result
