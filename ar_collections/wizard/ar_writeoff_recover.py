"""Which payment came in for what was written off."""

from odoo import api, fields, models


class ArWriteoffRecover(models.TransientModel):
    """Books a payment, or a part of it, as recovery of a write-off."""

    _name = "ar.writeoff.recover"
    _description = "Recovered"

    writeoff_id = fields.Many2one("ar.writeoff", required=True, readonly=True)
    partner_id = fields.Many2one(
        related="writeoff_id.partner_id", string="Customer", related_sudo=False
    )
    currency_id = fields.Many2one(related="writeoff_id.currency_id", related_sudo=False)
    credit_ids = fields.Many2many("account.move.line", compute="_compute_credit_ids")
    credit_line_id = fields.Many2one(
        "account.move.line",
        string="Payment",
        domain="[('id', 'in', credit_ids)]",
        help="What the customer paid and nobody has allocated yet.",
    )
    amount = fields.Monetary(
        compute="_compute_amount", compute_sudo=False, store=True, readonly=False, precompute=True
    )
    date = fields.Date(string="Accounting Date", help="Empty: today.")

    @api.depends("writeoff_id")
    def _compute_credit_ids(self):
        for wizard in self:
            rows = wizard._read_credits()
            wizard.credit_ids = [row["id"] for row in rows]

    @api.depends("credit_line_id")
    def _compute_amount(self):
        for wizard in self:
            left = {row["id"]: -row["residual_currency"] for row in wizard._read_credits()}
            rest = wizard.writeoff_id.amount - wizard.writeoff_id.recovered_amount
            wizard.amount = min(left.get(wizard.credit_line_id.id, 0.0), rest)

    def _read_credits(self):
        """The customer's open credits in the currency of the write-off."""
        writeoff = self.writeoff_id
        # The dialog shows what its reader may see of the customer.
        if not writeoff or not writeoff.sudo(False).has_access("read"):
            return []
        rows = self.env["ar.open.item"]._read_rows(
            writeoff.company_id.ids, writeoff.partner_id.ids, include_future=True
        )
        return [
            row
            for row in rows
            if row["residual_currency"] < 0 and row["currency_id"] == writeoff.currency_id.id
        ]

    def action_recover(self):
        """Book it: income, and the tax that is owed again."""
        self.ensure_one()
        self.writeoff_id._recover(self.credit_line_id, self.amount, self.date)
        return {"type": "ir.actions.act_window_close"}
