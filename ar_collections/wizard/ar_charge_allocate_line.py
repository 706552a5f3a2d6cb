"""What a payment would pay of one item."""

from odoo import fields, models

from ..tools.resolution.allocation import COSTS, INTEREST, PRINCIPAL


class ArChargeAllocateLine(models.TransientModel):
    """A share of a payment, in the order in which it is matched."""

    _name = "ar.charge.allocate.line"
    _description = "Share of a Payment"
    _order = "sequence, id"

    wizard_id = fields.Many2one("ar.charge.allocate", required=True, ondelete="cascade")
    sequence = fields.Integer()
    move_line_id = fields.Many2one("account.move.line", string="Item")
    date_due = fields.Date(
        related="move_line_id.date_maturity", related_sudo=False, string="Due Date"
    )
    kind = fields.Selection([(COSTS, "Costs"), (INTEREST, "Interest"), (PRINCIPAL, "Principal")])
    currency_id = fields.Many2one("res.currency")
    amount = fields.Monetary()
