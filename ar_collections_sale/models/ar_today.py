"""The page of today: deliveries that could be invoiced."""

from odoo import api, models

from odoo.addons.ar_collections.models.insight.today.ar_today import TODO, Found, Tile


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _get_tiles(self):
        # EXTENDS 'ar_collections'
        tile = Tile(
            "deliveries",
            TODO,
            "fa-truck",
            self.env._("Delivered, Not Invoiced"),
            self.env._("All that was delivered is invoiced."),
        )
        return [*super()._get_tiles(), tile]

    @api.model
    def _find_deliveries(self, scope):
        """Since yesterday: what is delivered today is invoiced today."""
        old = self._by_day(scope, "delivered_on", "<") & self._whose(scope, "user_id")
        action = "ar_collections_sale.ar_delivery_billing_action"
        return Found("ar.delivery.billing", old, action, amount="amount")
