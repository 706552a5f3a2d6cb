"""What is matched on a day that is over is noted, for what is kept of it."""

from odoo import api, models

WATCHED = frozenset({"amount", "credit_move_id", "debit_move_id", "exchange_move_id", "max_date"})


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'account': what is made comes with its day, and is written nowhere later. Both
        # items may have been there for long.
        partials = super().create(vals_list)
        if partials:
            self.env["ar.kpi.change"]._note_partials(partials.ids)
        return partials

    def _write_multi(self, vals_list):
        # EXTENDS 'base', through which all goes that is written
        if WATCHED.isdisjoint(name for vals in vals_list for name in vals):
            return super()._write_multi(vals_list)
        changes = self.env["ar.kpi.change"]
        changes._note_partials(self.ids)
        result = super()._write_multi(vals_list)
        changes._note_partials(self.ids)
        return result

    def unlink(self):
        # EXTENDS 'account'
        if self:
            self.env["ar.kpi.change"]._note_partials(self.ids)
        return super().unlink()
