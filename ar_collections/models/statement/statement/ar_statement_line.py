"""What a statement says, line by line, kept as said."""

from odoo import fields, models

KINDS = [
    ("invoice", "Invoice"),
    ("credit_note", "Credit Note"),
    ("payment", "Payment"),
    ("entry", "Journal Entry"),
    ("exchange", "Exchange Difference"),
    ("transfer", "Settlement"),
]


class ArStatementLine(models.Model):
    """An open item, or a movement with the balance after it."""

    _name = "ar.statement.line"
    _inherit = ["ar.guard.mixin", "ar.rows.mixin"]
    _description = "Statement Line"
    _order = "statement_id, balance_id, sequence, id"

    statement_id = fields.Many2one("ar.statement", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    balance_id = fields.Many2one(
        "ar.statement.balance", string="Section", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    currency_id = fields.Many2one(related="balance_id.currency_id", store=True)
    contact_id = fields.Many2one(
        "res.partner",
        string="Addressee",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    move_id = fields.Many2one(
        "account.move", readonly=True, index="btree_not_null", ondelete="set null"
    )
    move_line_id = fields.Many2one(
        "account.move.line", readonly=True, index="btree_not_null", ondelete="set null"
    )
    date = fields.Date(readonly=True)
    date_due = fields.Date(string="Due Date", readonly=True, help="Empty where there are several.")
    name = fields.Char(string="Document", readonly=True)
    ref = fields.Char(string="Reference", readonly=True)
    other_name = fields.Char(
        string="Settled with", readonly=True, help="The document of another currency or account."
    )
    other_currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(
        readonly=True,
        help="Of an open item what it was made out over, of a movement what it changed. "
        "Credits are negative.",
    )
    debit = fields.Monetary(string="Charged", readonly=True)
    credit = fields.Monetary(string="Credited", readonly=True)
    residual = fields.Monetary(
        string="Open Amount",
        readonly=True,
        help="Of an open item: what was open at the end of the day.",
    )
    balance = fields.Monetary(readonly=True, help="Of a movement: the balance after it.")
    days_overdue = fields.Integer(string="Days Late", readonly=True)

    def _get_label(self):
        """What the line is, in the language of the context."""
        self.ensure_one()
        if self.kind == "transfer" and self.other_currency_id != self.currency_id:
            return self.env._(
                "Settled with %(document)s in %(currency)s",
                document=self.other_name,
                currency=self.other_currency_id.name,
            )
        if self.kind == "transfer":
            return self.env._("Settled with %s of another account", self.other_name)
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]
