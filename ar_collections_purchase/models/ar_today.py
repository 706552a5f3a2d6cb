"""The page of today: suppliers to call, and those that somebody decides about."""

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.ar_collections.models.insight.today.ar_today import TODO, Found, Tile


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _get_tiles(self):
        # EXTENDS 'ar_collections'
        tile = Tile(
            "supplier_invoices",
            TODO,
            "fa-truck",
            self.env._("Suppliers' Invoices Missing"),
            self.env._("No supplier who delivered is to be called for the invoice."),
        )
        return [*super()._get_tiles(), tile]

    @api.model
    def _find_supplier_invoices(self, scope):
        due = Domain("state", "=", "escalated")
        due |= Domain("state", "=", "called") & self._by_day(scope, "call_on", "<=")
        due &= self._whose(scope, "user_id")
        action = "ar_collections_purchase.ar_invoice_request_action"
        return Found("ar.invoice.request", due, action, partner="")
