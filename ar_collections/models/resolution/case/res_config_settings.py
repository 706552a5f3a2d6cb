"""Settings of cases and write-offs."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_case_approval_amount = guarded.Monetary(
        related="company_id.ar_case_approval_amount", readonly=False
    )
    ar_writeoff_account_id = guarded.Many2one(
        related="company_id.ar_writeoff_account_id", readonly=False
    )
    ar_bad_debt_account_ids = guarded.Many2many(
        related="company_id.ar_bad_debt_account_ids", readonly=False
    )
    ar_writeoff_tax_account_id = guarded.Many2one(
        related="company_id.ar_writeoff_tax_account_id", readonly=False
    )
    ar_writeoff_recovery_account_id = guarded.Many2one(
        related="company_id.ar_writeoff_recovery_account_id", readonly=False
    )
    ar_writeoff_journal_id = guarded.Many2one(
        related="company_id.ar_writeoff_journal_id", readonly=False
    )
    ar_writeoff_collector_amount = guarded.Monetary(
        related="company_id.ar_writeoff_collector_amount", readonly=False
    )
    ar_writeoff_four_eyes_amount = guarded.Monetary(
        related="company_id.ar_writeoff_four_eyes_amount", readonly=False
    )
