"""Whatever is matched or undone may keep or break a promise."""

from odoo import models


class AccountPartialReconcile(models.Model):
    # EXTENDS 'account'
    _inherit = "account.partial.reconcile"

    def unlink(self):
        # EXTENDS 'account'
        # Both sides: a parent may pay for a subsidiary.
        own = self.sudo()
        debtors = (own.debit_move_id | own.credit_move_id)._ar_get_debtors()
        result = super().unlink()
        self.env["ar.promise"]._look_again(*debtors)
        return result
