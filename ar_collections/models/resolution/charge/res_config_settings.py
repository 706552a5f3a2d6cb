"""Settings: what becomes of interest, fees and compensation."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_charge_mode = guarded.Selection(related="company_id.ar_charge_mode", readonly=False)
    ar_charge_start = guarded.Date(related="company_id.ar_charge_start", readonly=False)
    ar_charge_min_amount = guarded.Monetary(
        related="company_id.ar_charge_min_amount",
        readonly=False,
    )
    ar_charge_lapse_days = guarded.Integer(
        related="company_id.ar_charge_lapse_days", readonly=False
    )
    ar_charge_claim_auto = guarded.Boolean(
        related="company_id.ar_charge_claim_auto", readonly=False
    )
    ar_charge_waive_amount = guarded.Monetary(
        related="company_id.ar_charge_waive_amount",
        readonly=False,
    )
    ar_charge_journal_id = guarded.Many2one(
        related="company_id.ar_charge_journal_id", readonly=False
    )
    ar_interest_account_id = guarded.Many2one(
        related="company_id.ar_interest_account_id", readonly=False
    )
    ar_fee_account_id = guarded.Many2one(related="company_id.ar_fee_account_id", readonly=False)
    ar_interest_tax_id = guarded.Many2one(related="company_id.ar_interest_tax_id", readonly=False)
    ar_fee_tax_id = guarded.Many2one(related="company_id.ar_fee_tax_id", readonly=False)
    ar_allocation_order = guarded.Selection(
        related="company_id.ar_allocation_order", readonly=False
    )
    ar_allocation_auto = guarded.Boolean(related="company_id.ar_allocation_auto", readonly=False)
    ar_interest_on_statements = guarded.Boolean(
        related="company_id.ar_interest_on_statements", readonly=False
    )
