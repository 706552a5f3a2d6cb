"""From an order to the request for its invoice."""

from odoo import models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def action_view_ar_requests(self):
        """The requests for the invoices of the orders."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections_purchase.ar_invoice_request_action"
        )
        return {**action, "domain": [("order_id", "in", self.ids)], "context": {}}
