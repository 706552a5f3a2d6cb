"""Whatever is matched or undone may keep or break a promise."""

from odoo import models


class AccountPartialReconcile(models.Model):
    # EXTENDS 'account'
    _inherit = "account.partial.reconcile"

    def unlink(self):
        # EXTENDS 'account'
        customers = self.sudo()._ar_get_customers()
        result = super().unlink()
        self._ar_look_at_promises(customers)
        return result

    def _ar_get_customers(self):
        """{(commercial partner id, company id)} of both sides: a parent may pay for a
        subsidiary."""
        lines = self.debit_move_id | self.credit_move_id
        return {(line.partner_id.commercial_partner_id.id, line.company_id.id) for line in lines}

    def _ar_look_at_promises(self, customers):
        """See what becomes of the promises of these customers."""
        if customers:
            partner_ids, company_ids = map(set, zip(*customers, strict=True))
            self.env["ar.promise"]._look_again(partner_ids, company_ids)
