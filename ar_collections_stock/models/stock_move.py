from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        # EXTENDS 'stock': every way that goods leave goes through here.
        leaving = self.filtered(
            lambda move: (
                move.state not in ("done", "cancel")
                and move.picked
                and move.location_dest_usage == "customer"
            )
        )
        leaving.picking_id._ar_credit_guard()
        return super()._action_done(cancel_backorder=cancel_backorder)
