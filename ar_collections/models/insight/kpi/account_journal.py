"""What is money is decided by the kind of the journal."""

from odoo import models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def _write_multi(self, vals_list):
        # EXTENDS 'base'
        if any("type" in vals for vals in vals_list):
            self.env["ar.kpi.change"]._note_all()
        return super()._write_multi(vals_list)
