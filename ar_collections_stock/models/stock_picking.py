"""Deliveries to customers pass the credit check before the goods leave."""

from contextlib import contextmanager

from odoo import api, models

# What can change debtor or amount of a delivery.
RAISING = {
    "company_id",
    "location_dest_id",
    "move_ids",
    "move_line_ids",
    "partner_id",
    "reference_ids",
    "sale_id",
}


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "ar.credit.document"]

    _ar_credit_checkpoint = "delivery"

    @api.model
    def _ar_credit_depends(self):
        return [*super()._ar_credit_depends(), "sale_id", "move_ids.quantity"]

    def _ar_credit_is_pending(self):
        return self.state not in ("draft", "done", "cancel")

    def _ar_credit_has_passed(self):
        return self.state == "done" and "customer" in self.move_ids.mapped("location_dest_usage")

    @contextmanager
    def _ar_credit_passing(self):
        """Deliveries that the check has let pass, as long as Odoo moves their goods."""
        passing = self.env.cr.cache.setdefault("ar_credit_passing", set())
        mine = set(self.ids) - passing
        passing |= mine
        try:
            with self._ar_credit_watch():
                yield
        finally:
            passing -= mine

    def _ar_credit_guard_new(self):
        """Check the deliveries that do not pass by the way that all goods leave."""
        passing = self.env.cr.cache.get("ar_credit_passing", ())
        self.filtered(lambda picking: picking.id not in passing)._ar_credit_guard()

    def _ar_credit_stake(self):
        # EXTENDS 'ar_collections': the order says whether it is paid, released, or not checked.
        return super()._ar_credit_stake()._replace(origin=self.sale_id.id)

    def write(self, vals):
        # EXTENDS 'stock': a delivery that has left and changes hands is checked again.
        if not RAISING & vals.keys():
            return super().write(vals)
        with self._ar_credit_watch():
            return super().write(vals)

    def _ar_credit_is_on_credit(self):
        """Goods for a customer who has not paid for them yet."""
        return (
            bool(self._ar_credit_debtor())
            and "customer" in self.move_ids.mapped("location_dest_usage")
            and not self._ar_is_paid()
        )

    def _ar_order(self):
        """The order that the goods are delivered for; none if they go to somebody else."""
        order = self.sale_id
        people = order.partner_id | order.partner_shipping_id | order.partner_invoice_id
        partner = self.partner_id.commercial_partner_id
        foreign = partner and partner not in people.commercial_partner_id
        return order.browse() if foreign else order

    def _ar_is_paid(self):
        """Whether the order was paid in full, by its invoices or with the order."""
        order = self._ar_order()
        if not order:
            return False
        compare = order.currency_id.compare_amounts
        if compare(order._ar_paid(), order.amount_total) >= 0:
            return True
        invoices = order.invoice_ids.filtered(lambda move: move.state == "posted")
        return (
            order.invoice_status == "invoiced"
            and bool(invoices)
            and all(move.currency_id.is_zero(move.amount_residual) for move in invoices)
        )

    def _ar_credit_debtor(self):
        return self.sale_id.partner_invoice_id or self.partner_id

    def _ar_credit_currency(self):
        return self.company_id.currency_id

    def _ar_credit_amount(self):
        """What the goods come to at the prices of the order, in the company's currency; 0
        without an order, whose value nobody knows."""
        return self._ar_value(self.company_id.currency_id)

    def _ar_value(self, currency):
        """What the goods come to at the prices of the order, in a currency."""
        amount = 0.0
        for picking in self:
            for move in picking.move_ids:
                line = move.sale_line_id
                if line.product_uom_qty and move.state != "cancel":
                    quantity = move.product_uom._compute_quantity(
                        move.quantity or move.product_uom_qty, line.product_uom_id
                    )
                    amount += line.currency_id._convert(
                        line.price_total * quantity / line.product_uom_qty,
                        currency,
                        picking.company_id,
                        picking.company_id._ar_today(),
                    )
        return amount

    def _ar_credit_claims(self, before):
        # EXTENDS 'ar_collections': a release of the order lets its deliveries pass, as long as
        # all that has left and leaves now, less what is paid, stays below its amount.
        claims = super()._ar_credit_claims(before)
        order = self.sale_id
        if order:
            gone = sum(
                line.price_total * line.qty_delivered / line.product_uom_qty
                for line in order.order_line
                if line.product_uom_qty
            )
            going = self | before.filtered(lambda picking: picking.sale_id == order)
            amount = gone + going._ar_value(order.currency_id) - order._ar_paid()
            claims.append((order, max(amount, 0.0)))
        return claims

    def _ar_credit_counted(self, amount):
        # The order counts until its invoice does.
        order = self.sale_id
        counts = self.company_id.root_id._ar_counts("order") or order.invoice_status == "invoiced"
        return amount if order and counts else 0.0

    def _ar_credit_is_excluded(self):
        # EXTENDS 'ar_collections': so is the delivery of an order that is not checked.
        return super()._ar_credit_is_excluded() or self._ar_order()._ar_credit_is_excluded()
