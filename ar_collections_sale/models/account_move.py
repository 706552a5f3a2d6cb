"""An invoice takes over what its order counted in the exposure."""

from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _ar_credit_counted(self, amount):
        # EXTENDS 'ar_collections': where drafts do not count, the order still does.
        counted = super()._ar_credit_counted(amount)
        root = self.company_id.root_id
        if counted or root._ar_counts("draft") or not root._ar_counts("order"):
            return counted
        ordered = sum(
            line.price_total
            for line in self.invoice_line_ids
            if "sale" in line.sale_line_ids.order_id.mapped("state")
        )
        share = ordered / self.amount_total if self.amount_total else 0.0
        return amount * min(max(share, 0.0), 1.0)

    def _ar_credit_is_excluded(self):
        # EXTENDS 'ar_collections': the invoice of an order that is not checked is not either.
        orders = self.invoice_line_ids.sale_line_ids.order_id
        return super()._ar_credit_is_excluded() or (
            bool(orders) and all(orders.mapped("ar_credit_excluded"))
        )
