"""Lines of both sides that belong together."""

from odoo import api, fields, models


class ArReconciliationMatch(models.Model):
    """Lines of both ledgers that are one thing, and why."""

    _name = "ar.reconciliation.match"
    _inherit = ["ar.guard.mixin", "ar.rows.mixin"]
    _description = "Match of a Reconciliation"
    _order = "id"

    reconciliation_id = fields.Many2one(
        "ar.reconciliation", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="reconciliation_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="reconciliation_id.currency_id", store=True)
    state = fields.Selection(related="reconciliation_id.state")
    name = fields.Char(string="Match", compute="_compute_name")
    step = fields.Selection(
        [
            ("number", "Number"),
            ("reference", "Reference"),
            ("number_amount", "Number, amounts differ"),
            ("reference_amount", "Reference, amounts differ"),
            ("amount_date", "Amount and date"),
            ("sum", "Sum of several"),
            ("offset", "Cancel each other"),
            ("hand", "By hand"),
        ],
        required=True,
        readonly=True,
    )
    shared = fields.Char(readonly=True)
    confirmed = fields.Boolean(readonly=True)
    line_ids = fields.One2many("ar.reconciliation.line", "match_id", readonly=True)
    our_lines = fields.Char(compute="_compute_sides")
    their_lines = fields.Char(string="Customer's Lines", compute="_compute_sides")
    our_amount = fields.Monetary(compute="_compute_sides")
    their_amount = fields.Monetary(string="Customer's Amount", compute="_compute_sides")
    difference = fields.Monetary(compute="_compute_sides")
    reason = fields.Char(compute="_compute_reason")

    def _compute_name(self):
        first = {}
        for match in self:
            one = match.reconciliation_id
            if one not in first:
                first[one] = min(one.match_ids.ids, default=0)
            match.name = f"M{match.id - first[one] + 1}" if match.id else False

    @api.depends("line_ids.amount", "line_ids.side")
    def _compute_sides(self):
        for match in self:
            ours = match.line_ids.filtered(lambda line: line.side == "ours")
            theirs = match.line_ids - ours
            match.our_lines = ", ".join(ours.mapped("display_name"))
            match.their_lines = ", ".join(theirs.mapped("display_name"))
            match.our_amount = sum(ours.mapped("amount"))
            match.their_amount = sum(theirs.mapped("amount"))
            match.difference = match.currency_id.round(match.their_amount - match.our_amount)

    @api.depends("step", "shared", "line_ids")
    @api.depends_context("lang")
    def _compute_reason(self):
        for match in self:
            match.reason = match._get_reason()

    def _get_reason(self):
        """The reason of the match in a sentence, in the reader's language."""
        self.ensure_one()
        sides = [
            self.line_ids.filtered(lambda line, side=side: line.side == side)
            for side in ("ours", "theirs")
        ]
        count = max(map(len, sides))
        shared = (self.shared or "").lstrip("~")
        days = 0
        if all(sides):
            days = abs((max(sides[1].mapped("date")) - max(sides[0].mapped("date"))).days)
        say = {
            "number": self.env._("Same number %(shared)s, same amount", shared=shared),
            "reference": self.env._(
                "%(shared)s is named on both sides, same amount", shared=shared
            ),
            "number_amount": self.env._("Same number %(shared)s, amounts differ", shared=shared),
            "reference_amount": self.env._(
                "%(shared)s is named on both sides, amounts differ", shared=shared
            ),
            "amount_date": self.env._("Same amount, %(days)s days apart", days=days),
            "sum": self.env._("One line is the sum of %(count)s", count=count),
            "offset": self.env._(
                "Lines of one side with number %(shared)s cancel each other", shared=shared
            ),
            "hand": self.env._("Matched by hand"),
        }
        if self.step == "reference" and not shared:
            return self.env._("One line names %(count)s others and is their sum", count=count)
        return say[self.step]

    def action_confirm(self):
        """A person has looked at the match, and it is right."""
        self.reconciliation_id.check_access("write")
        self.reconciliation_id._check_open()
        self.sudo().write({"confirmed": True})
        return True

    def action_unmatch(self):
        """Undo matches; their lines wait to be matched by hand."""
        reconciliations = self.reconciliation_id
        reconciliations.check_access("write")
        reconciliations._check_open()
        self.sudo().line_ids.write({"keep_apart": True})
        self.sudo().unlink()
        for one in reconciliations:
            one._sync_differences()
        return True
