"""Which accounts count is asked when days are kept, and noted when that changes."""

from odoo import models


class AccountAccount(models.Model):
    _inherit = "account.account"

    def _write_multi(self, vals_list):
        # EXTENDS 'base'
        if any(vals.keys() & {"account_type", "non_trade"} for vals in vals_list):
            self.env["ar.kpi.change"]._note_accounts(self.ids)
        return super()._write_multi(vals_list)
