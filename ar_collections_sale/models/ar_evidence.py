"""Orders in evidence files: what was ordered, who signed it, the customer's own papers."""

import base64

from odoo import models
from odoo.fields import Domain

from odoo.addons.ar_collections.models.resolution.evidence.ar_evidence import Document


class ArEvidence(models.Model):
    _inherit = "ar.evidence"

    def _find_orders(self):
        """The orders behind the invoices of the file, as the superuser, oldest first."""
        orders = self._get_moves().invoice_line_ids.sale_line_ids.order_id
        return orders.filtered(lambda order: order.state == "sale").sorted("date_order")

    def _collect_order(self):
        # EXTENDS 'ar_collections'
        found = super()._collect_order()
        for order in self._find_orders():
            found += self._show_order(order)
        return found

    def _show_order(self, order):
        """The order's facts, its lines, the customer's signature, and files at the order."""
        day = order.date_order.date()
        names = ("client_order_ref", "payment_term_id", "amount_total", "signed_by", "signed_on")
        lines = order.order_line.filtered(lambda line: not line.display_type)
        columns = ("name", "product_uom_qty", "price_unit", "price_total")
        title = self.env._("Order %s", order.name)
        found = [
            self._show_record(order, names, day)._replace(title=title),
            self._list_records(self.env._("Lines of %s", order.name), lines, columns, date=day),
        ]
        if order.signature:
            signed = self.env._("Signature under %s", order.name)
            found.append(Document(signed, day, raw=base64.b64decode(order.signature)))
        return found + self._take_files(self._find_files(order), day)

    def _find_files(self, record):
        """Files that people put to a record: the customer's order, a signed slip."""
        domain = Domain("res_model", "=", record._name) & Domain("res_id", "=", record.id)
        domain &= Domain("res_field", "=", False)
        return self.env["ir.attachment"].sudo().search(domain, order="id")
