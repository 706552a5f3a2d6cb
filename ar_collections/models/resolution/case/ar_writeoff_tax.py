"""The tax in what was written off, by the tax line of the invoice."""

from odoo import fields, models


class ArWriteoffTax(models.Model):
    """Kept when it is booked: what was claimed and what is given back later is a part of this."""

    _name = "ar.writeoff.tax"
    _inherit = ["ar.guard.mixin"]
    _description = "Tax of a Write-Off"
    _order = "writeoff_id, id"
    _rec_name = "tax_id"

    writeoff_id = fields.Many2one(
        "ar.writeoff", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="writeoff_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tax_line_id = fields.Many2one(
        "account.move.line", required=True, readonly=True, ondelete="restrict"
    )
    tax_id = fields.Many2one("account.tax", readonly=True, ondelete="restrict")
    amount = fields.Monetary(readonly=True, help="In the company's currency.")
    base = fields.Monetary(readonly=True, help="What the tax was on, in the company's currency.")
    unexigible = fields.Boolean(
        string="Not Due Yet",
        readonly=True,
        help="Due when it is paid: it never was, and is taken off at once.",
    )
