"""A payment on account counts for a promise as soon as it is booked."""

from odoo import models


class AccountMove(models.Model):
    # EXTENDS 'account'
    _inherit = "account.move"

    def _post(self, soft=True):
        # EXTENDS 'account'
        posted = super()._post(soft)
        posted._ar_look_at_promises()
        return posted

    def button_draft(self):
        # EXTENDS 'account'
        result = super().button_draft()
        self._ar_look_at_promises()
        return result

    def _ar_look_at_promises(self):
        """See what becomes of the promises of the customers that these entries credit."""
        customers = {
            (line.partner_id.commercial_partner_id.id, line.company_id.id)
            for line in self.sudo().line_ids
            if line.balance < 0 and line.account_id.account_type == "asset_receivable"
        }
        self.env["account.partial.reconcile"]._ar_look_at_promises(customers)
