"""Goods that leave pass the credit check, on every way."""

from odoo import api, models

# What can change how much has left.
RAISING = {
    "location_dest_id",
    "picking_id",
    "product_uom",
    "product_uom_qty",
    "quantity",
    "sale_line_id",
    "state",
}


class StockMove(models.Model):
    _inherit = "stock.move"

    def _ar_leaving(self):
        """The moves that go to a customer and are not done yet."""
        return self.filtered(
            lambda move: (
                move.state not in ("done", "cancel") and move.location_dest_usage == "customer"
            )
        )

    def _action_done(self, cancel_backorder=False):
        # EXTENDS 'stock': every way that goods leave goes through here.
        pickings = self._ar_leaving().filtered("picked").picking_id
        pickings._ar_credit_guard()
        with pickings._ar_credit_passing():
            return super()._action_done(cancel_backorder=cancel_backorder)

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'stock'.
        # What is done from birth was never checked; what is added to a delivery that has left is
        # more than was.
        pickings = self.env["stock.picking"].browse(
            {vals.get("picking_id") for vals in vals_list} - {None, False}
        )
        with pickings._ar_credit_watch():
            moves = super().create(vals_list)
        done = moves.filtered(
            lambda move: move.state == "done" and move.location_dest_usage == "customer"
        )
        done.picking_id._ar_credit_guard_new()
        return moves

    def write(self, vals):
        # EXTENDS 'stock': the state alone, written by hand, lets nothing pass.
        leaving = (
            self._ar_leaving().picking_id if vals.get("state") == "done" else self.picking_id[:0]
        )
        leaving._ar_credit_guard_new()
        pickings = self.picking_id if RAISING & vals.keys() else self.picking_id[:0]
        if vals.get("picking_id"):
            pickings |= pickings.browse(vals["picking_id"])
        elsewhere = self.browse()
        if "location_dest_id" in vals:
            elsewhere = self.filtered(lambda move: move.location_dest_usage != "customer")
        with pickings._ar_credit_watch():
            result = super().write(vals)
        # What has gone elsewhere turns out to have gone to a customer.
        gone = elsewhere.filtered(
            lambda move: move.state == "done" and move.location_dest_usage == "customer"
        )
        gone.picking_id._ar_credit_guard_new()
        return result
