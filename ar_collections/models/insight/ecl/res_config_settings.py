"""Settings: accounts of the provision."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_ecl_expense_account_id = guarded.Many2one(
        related="company_id.ar_ecl_expense_account_id", readonly=False
    )
    ar_ecl_allowance_account_id = guarded.Many2one(
        related="company_id.ar_ecl_allowance_account_id", readonly=False
    )
    ar_ecl_journal_id = guarded.Many2one(related="company_id.ar_ecl_journal_id", readonly=False)
