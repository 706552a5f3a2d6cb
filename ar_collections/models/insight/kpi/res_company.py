"""Which accounts losses are booked to says what of a payment is no money."""

from odoo import models

LOSSES = ("ar_bad_debt_account_ids", "ar_writeoff_account_id", "ar_ecl_allowance_account_id")


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        # EXTENDS 'base'
        if vals.keys() & set(LOSSES):
            self.env["ar.kpi.change"]._note_all()
        return super().write(vals)
