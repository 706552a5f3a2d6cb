"""A payment that is matched, or undone, may end a plan or let it go on."""

from odoo import api, models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'account'
        partials = super().create(vals_list)
        lines = [vals.get("debit_move_id") for vals in vals_list]
        self.env["ar.plan"]._follow_items(lines, "active")
        return partials

    def unlink(self):
        # EXTENDS 'account'
        lines = self.debit_move_id.ids
        result = super().unlink()
        self.env["ar.plan"]._follow_items(lines, "done")
        return result
