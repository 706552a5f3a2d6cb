"""The lines of both ledgers, and which of them are one thing."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from ....tools.base.money import to_units
from ....tools.statement import entries
from ...base.ar_guard_mixin import ANY


class ArReconciliationLine(models.Model):
    """A line of one of the two ledgers, with the figures as they were read."""

    _name = "ar.reconciliation.line"
    _inherit = ["ar.guard.mixin", "ar.rows.mixin"]
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
    date_due = fields.Date(string="Due Date", readonly=True)
    amount = fields.Monetary(
        readonly=True, help="What is open, positive where the customer owes it to us."
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    file_row = fields.Integer(string="Row", readonly=True, help="The row of the customer's file.")
    match_id = fields.Many2one(
        "ar.reconciliation.match",
        string="Matched By",
        readonly=True,
        index=True,
        ondelete="set null",
    )
    match_number = fields.Char(string="Match", related="match_id.name")
    match_reason = fields.Char(string="Reason", related="match_id.reason")
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

    @api.model
    def _set_matches(self, matches):
        """Put lines into matches, by one statement for all of them.

        :param matches: {line id: match id}
        """
        if not matches:
            return
        self.env["ar.reconciliation.match"]._count_anew()
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE ar_reconciliation_line line
                   SET match_id = row.match_id, write_uid = %s, write_date = %s
                  FROM unnest(%s::int[], %s::int[]) AS row (line_id, match_id)
                 WHERE line.id = row.line_id
                """,
                self.env.uid,
                self.env.cr.now(),
                list(matches),
                list(matches.values()),
            )
        )
        self.invalidate_model(["match_id", "write_uid", "write_date"], flush=False)
        self.env["ar.reconciliation.match"].invalidate_model(["line_ids"], flush=False)
        self.browse(matches).modified(["match_id"])

    def _get_entries(self, side):
        """The lines of a side as the values that ``tools/statement/matching.py`` takes."""
        return [
            entries.Entry(
                line.id,
                line.date,
                to_units(line.amount, line.currency_id.rounding),
                line.number or "",
                line.reference or "",
                line.text or "",
            )
            for line in self
            if line.side == side
        ]
