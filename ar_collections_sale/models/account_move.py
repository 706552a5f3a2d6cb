"""An invoice takes over what its order counted in the exposure."""

from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _ar_credit_counted(self, amount):
        # EXTENDS 'ar_collections': where drafts do not count, the order still does.
        counted = super()._ar_credit_counted(amount)
        root = self.company_id.root_id
        if (
            counted
            or self.state == "posted"
            or root._ar_counts("draft")
            or not root._ar_counts("order")
        ):
            return counted
        ordered = sum(
            self._ar_ordered(line)
            for line in self.invoice_line_ids
            if "sale" in self._ar_own_orders(line).mapped("state")
        )
        return amount * max(ordered / self.amount_total, 0.0) if self.amount_total else 0.0

    def _ar_ordered(self, line):
        """What the order counted of what an invoice line takes over: its quantity at the price of
        the order, up to what was left of it."""
        amount = 0.0
        for ordered in line.sale_line_ids:
            if not ordered.product_uom_qty:
                amount += line.price_total
                continue
            unit = line.product_uom_id or ordered.product_uom_id
            quantity = unit._compute_quantity(line.quantity, ordered.product_uom_id, round=False)
            left = max(ordered.product_uom_qty - ordered.qty_invoiced + quantity, 0.0)
            amount += ordered.price_total * min(quantity, left) / ordered.product_uom_qty
        return amount

    def _ar_own_orders(self, lines):
        """The orders of lines that the customer of the invoice owes; a link to somebody else's
        order takes nothing over."""
        debtor = self._ar_credit_debtor().commercial_partner_id
        return lines.sale_line_ids.order_id.filtered(
            lambda order: (
                order.company_id == self.company_id
                and order._ar_credit_debtor().commercial_partner_id == debtor
            )
        )

    def _ar_credit_is_excluded(self):
        # EXTENDS 'ar_collections': the invoice of an order that is not checked is not either.
        return super()._ar_credit_is_excluded() or self._ar_is_of_excluded_orders()

    def _ar_is_of_excluded_orders(self):
        """Whether all that is invoiced is of orders that an approver let pass, and no more than
        they come to."""
        lines = self.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        orders = lines.sale_line_ids.order_id
        if not orders or not all(order._ar_credit_is_excluded() for order in orders):
            return False
        if not all(self._ar_own_orders(line) for line in lines):
            return False
        invoices = self | orders.invoice_ids.filtered(lambda move: move.state == "posted")
        if (invoices.currency_id | orders.currency_id) != self.currency_id:
            return False
        invoiced = sum(
            -move.amount_total if move.move_type == "out_refund" else move.amount_total
            for move in invoices._origin
        )
        ordered = sum(orders.mapped("amount_total"))
        return self.currency_id.compare_amounts(invoiced, ordered) <= 0
