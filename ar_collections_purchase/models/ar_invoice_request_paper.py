"""What suppliers are told, in their language."""

from markupsafe import Markup

from odoo import models
from odoo.tools.misc import formatLang

CELL = Markup('<td style="padding: 4px 8px; border-bottom: 1px solid #ddd;%s">%s</td>')
HEAD = Markup('<th style="padding: 4px 8px; text-align: left;%s">%s</th>')
ORDER = Markup('<th colspan="3" style="padding: 8px 8px 4px; text-align: left;">%s</th>')
RIGHT = " text-align: right;"


class ArInvoiceRequest(models.Model):
    _inherit = "ar.invoice.request"

    def _get_items_table(self):
        """What was received and not invoiced, a row for each line of the orders; of several
        orders, each with its name."""
        titles = (
            ("", self.env._("Goods or service")),
            (RIGHT, self.env._("Received")),
            (RIGHT, self.env._("Invoiced")),
        )
        rows = [Markup("").join(HEAD % title for title in titles)]
        for request in self:
            if len(self) > 1:
                rows.append(ORDER % request._get_order_name())
            rows += request._get_item_rows()
        table = Markup("").join(Markup("<tr>%s</tr>") % row for row in rows)
        return Markup('<table style="border-collapse: collapse;">%s</table>') % table

    def _get_item_rows(self):
        lines = self.order_id.order_line.filtered(lambda line: not line.display_type)
        rows = []
        for line in lines.filtered(lambda line: line.qty_received > line.qty_invoiced):
            cells = (
                ("", line.name),
                (RIGHT, f"{self._show(line.qty_received)} {line.product_uom_id.name or ''}"),
                (RIGHT, self._show(line.qty_invoiced)),
            )
            rows.append(Markup("").join(CELL % cell for cell in cells))
        return rows

    def _get_order_name(self):
        """Our number and the supplier's."""
        order = self.order_id
        return " / ".join(filter(None, (order.name, order.partner_ref)))

    def _show(self, quantity):
        return formatLang(self.env, quantity, dp="Product Unit")
