"""What was matched with what, and what was undone, is in the log."""

from odoo import api, models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'account'
        partials = super().create(vals_list)
        partials._ar_log("matched")
        return partials

    def unlink(self):
        # EXTENDS 'account'
        self._ar_log("unmatched")
        return super().unlink()

    def _ar_log(self, event):
        """Note what happened to those that settle what customers owe."""
        trade = self.sudo().filtered(
            lambda one: one.debit_move_id.account_type == "asset_receivable"
        )
        owners = self.env["ar.log"]._map_accounts(trade.debit_move_id)
        rows = []
        for one in trade:
            debit, credit = one.debit_move_id, one.credit_move_id
            account = owners.get((debit.partner_id.commercial_partner_id, debit.company_id))
            said = {
                "amount": f"{one.amount:.{one.company_currency_id.decimal_places}f}",
                "currency": one.company_currency_id.name,
                "debit": [debit.id, debit.move_id.name or ""],
                "credit": [credit.id, credit.move_id.name or ""],
            }
            rows.append((one.id, account, debit.company_id.id, said))
        self.env["ar.log"]._append(self._name, event, rows)
