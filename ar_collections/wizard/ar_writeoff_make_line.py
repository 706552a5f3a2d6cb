"""One item of the dialog that writes off."""

from odoo import fields, models


class ArWriteoffMakeLine(models.TransientModel):
    """An open item, and what of it nobody will pay."""

    _name = "ar.writeoff.make.line"
    _description = "Item to Write Off"

    wizard_id = fields.Many2one("ar.writeoff.make", required=True, ondelete="cascade")
    move_line_id = fields.Many2one("account.move.line", string="Item", required=True, readonly=True)
    move_id = fields.Many2one(related="move_line_id.move_id", string="Invoice", related_sudo=False)
    date_maturity = fields.Date(
        related="move_line_id.date_maturity", string="Due Date", related_sudo=False
    )
    currency_id = fields.Many2one(related="move_line_id.currency_id", related_sudo=False)
    left = fields.Monetary(string="Open", readonly=True)
    amount = fields.Monetary(string="Write Off", help="0: nothing of it.")
