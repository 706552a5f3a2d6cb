"""Corrections of what has left pass the credit check, too."""

from odoo import api, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard.
        # Odoo lets a delivery that is done be corrected.
        moves = self.env["stock.move"].browse(
            {vals.get("move_id") for vals in vals_list} - {None, False}
        )
        pickings = self.env["stock.picking"].browse(
            {vals.get("picking_id") for vals in vals_list} - {None, False}
        )
        with (moves.picking_id | pickings)._ar_credit_watch():
            return super().create(vals_list)

    def write(self, vals):
        # EXTENDS the guard
        if not {"quantity", "product_uom_id", "move_id", "picking_id"} & vals.keys():
            return super().write(vals)
        pickings = self.move_id.picking_id
        if vals.get("move_id"):
            pickings |= self.move_id.browse(vals["move_id"]).picking_id
        with pickings._ar_credit_watch():
            return super().write(vals)
