"""What suppliers are told, in their language."""

from markupsafe import Markup

from odoo import models
from odoo.tools.misc import formatLang

CELL = Markup('<td style="padding: 4px 8px; border-bottom: 1px solid #ddd;%s">%s</td>')
HEAD = Markup('<th style="padding: 4px 8px; text-align: left;%s">%s</th>')
RIGHT = " text-align: right;"


class ArInvoiceRequest(models.Model):
    _inherit = "ar.invoice.request"

    def _get_items_table(self):
        """What was received and not invoiced, a row for each line of the order."""
        titles = (
            ("", self.env._("Goods or service")),
            (RIGHT, self.env._("Received")),
            (RIGHT, self.env._("Invoiced")),
        )
        rows = [Markup("").join(HEAD % title for title in titles)]
        lines = self.order_id.order_line.filtered(lambda line: not line.display_type)
        for line in lines.filtered(lambda line: line.qty_received > line.qty_invoiced):
            cells = (
                ("", line.name),
                (RIGHT, f"{self._show(line.qty_received)} {line.product_uom_id.name or ''}"),
                (RIGHT, self._show(line.qty_invoiced)),
            )
            rows.append(Markup("").join(CELL % cell for cell in cells))
        table = Markup("").join(Markup("<tr>%s</tr>") % row for row in rows)
        return Markup('<table style="border-collapse: collapse;">%s</table>') % table

    def _show(self, quantity):
        return formatLang(self.env, quantity, dp="Product Unit")
