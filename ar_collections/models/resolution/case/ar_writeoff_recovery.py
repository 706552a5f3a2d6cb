"""Money that came in for what was written off."""

from odoo import fields, models


class ArWriteoffRecovery(models.Model):
    """A payment, or a part of it, booked as income; the tax that had been claimed is owed again."""

    _name = "ar.writeoff.recovery"
    _inherit = ["ar.guard.mixin"]
    _description = "Recovery of a Write-Off"
    _order = "writeoff_id, date, id"
    _rec_name = "date"
    _logged = ("writeoff_id", "date", "amount", "amount_company", "tax_company")

    writeoff_id = fields.Many2one(
        "ar.writeoff", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="writeoff_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="writeoff_id.currency_id")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    date = fields.Date(required=True, readonly=True)
    amount = fields.Monetary(readonly=True)
    amount_company = fields.Monetary(
        string="In Company Currency", currency_field="company_currency_id", readonly=True
    )
    tax_company = fields.Monetary(
        string="Tax Owed Again",
        currency_field="company_currency_id",
        readonly=True,
        help="What of it is tax, in the company's currency.",
    )
    credit_line_id = fields.Many2one(
        "account.move.line", string="Payment", readonly=True, ondelete="restrict"
    )
    move_id = fields.Many2one(
        "account.move", string="Journal Entry", readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", string="Booked By", readonly=True)
