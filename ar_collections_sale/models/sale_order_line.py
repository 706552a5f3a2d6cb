"""An order that grows after its confirmation is checked again."""

from odoo import api, models

RAISING = {"discount", "price_unit", "product_id", "product_uom_id", "product_uom_qty", "tax_ids"}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["sale.order"].browse(vals.get("order_id") for vals in vals_list)
        before = orders._ar_confirmed_totals()
        lines = super().create(vals_list)
        self.env["sale.order"]._ar_check_raised(before)
        return lines

    def write(self, vals):
        before = self.order_id._ar_confirmed_totals() if RAISING & vals.keys() else {}
        result = super().write(vals)
        self.env["sale.order"]._ar_check_raised(before)
        return result


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _ar_confirmed_totals(self):
        """{order: total} of the confirmed ones."""
        return {order: order.amount_total for order in self if order.state == "sale"}

    @api.model
    def _ar_check_raised(self, before):
        """Check the orders that come to more than before; a release of less is no good."""
        raised = self.browse(
            order.id
            for order, total in before.items()
            if order.currency_id.compare_amounts(order.amount_total, total) > 0
        )
        raised._ar_credit_guard()
