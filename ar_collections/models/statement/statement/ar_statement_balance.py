"""The balances of a statement, one in each currency and contact, kept as said."""

from odoo import api, fields, models


class ArStatementBalance(models.Model):
    """One currency of a statement (and one contact, where contacts are shown apart)."""

    _name = "ar.statement.balance"
    _inherit = ["ar.guard.mixin", "ar.rows.mixin"]
    _description = "Statement Balance"
    _order = "statement_id, sequence, id"

    statement_id = fields.Many2one("ar.statement", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    sequence = fields.Integer(readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    contact_id = fields.Many2one(
        "res.partner", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    opening_balance = fields.Monetary(readonly=True)
    debit = fields.Monetary(
        string="Charged", readonly=True, help="All that was added in the period."
    )
    credit = fields.Monetary(
        string="Credited", readonly=True, help="All that was taken off in the period."
    )
    closing_balance = fields.Monetary(readonly=True, help="Credits are negative.")
    overdue_amount = fields.Monetary(
        string="Overdue",
        readonly=True,
        help="What is past its due date, after credits: they cover the oldest debts first.",
    )
    credit_amount = fields.Monetary(
        string="Unallocated Credits",
        readonly=True,
        help="Payments and credit notes that are not allocated to an invoice.",
    )
    opening_balance_company = fields.Monetary(
        string="Opening in Company Currency", currency_field="company_currency_id", readonly=True
    )
    closing_balance_company = fields.Monetary(
        string="Closing in Company Currency", currency_field="company_currency_id", readonly=True
    )
    limits = fields.Char(string="Bucket Limits", readonly=True)
    aging = fields.Json(readonly=True, help="What is open at the end, by age: an amount a bucket.")
    line_ids = fields.One2many("ar.statement.line", "balance_id", string="Lines", readonly=True)

    @api.depends("currency_id", "contact_id")
    def _compute_display_name(self):
        for balance in self:
            names = (balance.currency_id.name, balance.contact_id.display_name)
            balance.display_name = ", ".join(filter(None, names))
