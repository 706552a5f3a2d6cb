"""A payment on account counts for a promise as soon as it is booked."""

from odoo import models


class AccountMove(models.Model):
    # EXTENDS 'account'
    _inherit = "account.move"

    def _post(self, soft=True):
        # EXTENDS 'account'
        posted = super()._post(soft)
        credited = posted.sudo().line_ids.filtered(lambda line: line.balance < 0)
        posted._ar_look_at_promises(credited)
        return posted

    def button_draft(self):
        # EXTENDS 'account'
        result = super().button_draft()
        self._ar_look_at_promises(self.sudo().line_ids)
        return result

    def _ar_look_at_promises(self, lines):
        """See what becomes of the promises of the customers of journal items."""
        customers = {
            (line.partner_id.commercial_partner_id.id, line.company_id.id)
            for line in lines
            if line.account_id.account_type == "asset_receivable"
        }
        self.env["account.partial.reconcile"]._ar_look_at_promises(customers)
