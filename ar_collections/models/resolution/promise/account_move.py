"""A payment on account counts for a promise as soon as it is booked."""

from odoo import models


class AccountMove(models.Model):
    # EXTENDS 'account'
    _inherit = "account.move"

    def _post(self, soft=True):
        # EXTENDS 'account'
        posted = super()._post(soft)
        credited = posted.sudo().line_ids.filtered(lambda line: line.balance < 0)
        self.env["ar.promise"]._look_again(*credited._ar_get_debtors())
        return posted

    def button_draft(self):
        # EXTENDS 'account'
        result = super().button_draft()
        self.env["ar.promise"]._look_again(*self.sudo().line_ids._ar_get_debtors())
        return result
