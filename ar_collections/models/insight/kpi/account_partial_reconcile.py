"""What is matched on a day that is over is noted, for what is kept of it."""

from odoo import models

WATCHED = frozenset({"amount", "credit_move_id", "debit_move_id", "exchange_move_id", "max_date"})


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    def _write_multi(self, vals_list):
        # EXTENDS 'base', through which all goes; also the day of what has just been made
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
