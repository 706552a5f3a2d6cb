"""An order that grows after its confirmation is checked again, whoever adds to it."""

from odoo import api, models


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "ar.closed.mixin"]
    # Computed and stored by Odoo; the exposure reads them.
    _ar_closed = dict.fromkeys(("price_subtotal", "price_tax", "price_total", "qty_invoiced"))

    # What is delivered and not invoiced is looked up among all lines, each time Today is opened.
    _ar_unbilled_idx = models.Index("(order_id) WHERE qty_delivered > qty_invoiced")

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'sale'
        orders = self.env["sale.order"].browse(
            {vals.get("order_id") for vals in vals_list} - {None}
        )
        with orders._ar_credit_watch():
            return super().create(vals_list)

    def write(self, vals):
        # EXTENDS 'sale'
        orders = self.order_id
        if vals.get("order_id"):
            # Lines that move to another order make that one grow.
            orders |= orders.browse(vals["order_id"])
        with orders._ar_credit_watch():
            return super().write(vals)

    def unlink(self):
        # EXTENDS 'sale'.
        # A discount that goes away.
        with self.order_id._ar_credit_watch():
            return super().unlink()
