"""A credit that pays a part of a debt, and no more of it."""

from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _ar_pay(self, debt, amount):
        """Match this credit with a debt, for ``amount`` of their currency at most: as if it were a
        credit of that amount. Odoo itself always takes as much as there is."""
        self.ensure_one()
        left, compare = -self.amount_residual_currency, debt.currency_id.compare_amounts
        if self.reconciled or debt.reconciled or compare(amount, 0) <= 0:
            return
        if (
            self.currency_id != debt.currency_id
            or compare(amount, left) >= 0
            or compare(amount, debt.amount_residual_currency) >= 0
        ):
            (self | debt).reconcile()
        else:
            self._ar_pay_part(debt, amount)

    def _ar_pay_part(self, debt, amount):
        """Less than is left of either."""
        share = self.company_currency_id.round(
            self.amount_residual * amount / -self.amount_residual_currency
        )
        found = self._prepare_reconciliation_single_partial(
            {
                "aml": debt,
                "amount_residual": debt.amount_residual,
                "amount_residual_currency": debt.amount_residual_currency,
            },
            {"aml": self, "amount_residual": share, "amount_residual_currency": -amount},
        )
        partial = self.env["account.partial.reconcile"].create(found["partial_values"])
        exchange = found.get("exchange_values")
        if exchange and exchange["move_values"]["line_ids"]:
            partial.exchange_move_id = self._create_exchange_difference_moves([exchange])
        if debt.company_id.tax_exigibility:
            partial._create_tax_cash_basis_moves()
            partial._set_draft_caba_move_vals()
        self.env["ar.promise"]._look_again(*(self | debt)._ar_get_debtors())
