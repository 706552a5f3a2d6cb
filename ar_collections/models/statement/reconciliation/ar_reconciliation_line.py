"""The lines of both ledgers, and which of them are one thing."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...base.ar_guard_mixin import ANY


class ArReconciliationLine(models.Model):
    """A line of one of the two ledgers, with the figures as they were read."""

    _name = "ar.reconciliation.line"
    _inherit = ["ar.guard.mixin"]
    _description = "Line of a Reconciliation"
    # What is free stands first; below it the matches, in one order on both sides.
    _order = "match_id desc, date, number, id"
    _rec_name = "number"
    _writable = {ANY: ("chosen",)}

    reconciliation_id = fields.Many2one(
        "ar.reconciliation", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="reconciliation_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="reconciliation_id.currency_id", store=True)
    state = fields.Selection(related="reconciliation_id.state")
    side = fields.Selection(
        [("ours", "Ours"), ("theirs", "Customer's")], required=True, readonly=True
    )
    number = fields.Char(readonly=True)
    reference = fields.Char(readonly=True)
    text = fields.Char(readonly=True)
    date = fields.Date(required=True, readonly=True)
    date_due = fields.Date("Due Date", readonly=True)
    amount = fields.Monetary(
        readonly=True, help="What is open, positive where the customer owes it to us."
    )
    move_line_id = fields.Many2one(
        "account.move.line", "Journal Item", readonly=True, index="btree_not_null",
        ondelete="set null",
    )  # fmt: skip
    file_row = fields.Integer("Row", readonly=True, help="The row of the customer's file.")
    match_id = fields.Many2one(
        "ar.reconciliation.match", "Matched By", readonly=True, index=True, ondelete="set null"
    )
    match_number = fields.Char("Match", related="match_id.name")
    match_reason = fields.Char("Reason", related="match_id.reason")
    is_confirmed = fields.Boolean(related="match_id.confirmed")
    chosen = fields.Boolean(help="Tick lines on both sides, then match them by hand.")
    keep_apart = fields.Boolean(
        readonly=True, help="A person has undone its match; it is matched by hand only."
    )

    @api.depends("number", "reference", "date")
    def _compute_display_name(self):
        for line in self:
            name = line.number or line.reference or line.text
            line.display_name = name or format_date(self.env, line.date)

    def _get_way_out(self):
        return self.env._(
            "Lines of a reconciliation are kept as they were read. Import the corrected file, or "
            "read our ledger again."
        )

    def action_unmatch(self):
        """Undo the match of the line."""
        return self.match_id.action_unmatch()

    def action_open_document(self):
        """Open the journal entry of one of our lines."""
        self.ensure_one()
        if not self.move_line_id:
            raise UserError(
                self.env._(
                    "%s is a line of the customer's file, or its entry is gone.", self.display_name
                )
            )
        return self.move_line_id.move_id.get_formview_action()


class ArReconciliationMatch(models.Model):
    """Lines of both ledgers that are one thing, and why."""

    _name = "ar.reconciliation.match"
    _inherit = ["ar.guard.mixin"]
    _description = "Match of a Reconciliation"
    _order = "id"

    reconciliation_id = fields.Many2one(
        "ar.reconciliation", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="reconciliation_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="reconciliation_id.currency_id", store=True)
    state = fields.Selection(related="reconciliation_id.state")
    name = fields.Char("Match", compute="_compute_name")
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
    their_lines = fields.Char("Customer's Lines", compute="_compute_sides")
    our_amount = fields.Monetary(compute="_compute_sides")
    their_amount = fields.Monetary("Customer's Amount", compute="_compute_sides")
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
        sides = [self.line_ids.filtered(lambda line, side=side: line.side == side)
                 for side in ("ours", "theirs")]  # fmt: skip
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
            "offset": self.env._("Lines of one side with number %(shared)s cancel each other",
                                 shared=shared),
            "hand": self.env._("Matched by hand"),
        }  # fmt: skip
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
