"""Disputes, in the settings."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_dispute_days = guarded.Integer(related="company_id.ar_dispute_days", readonly=False)
    ar_deduction_amount = guarded.Monetary(related="company_id.ar_deduction_amount", readonly=False)
    ar_deduction_percent = guarded.Float(related="company_id.ar_deduction_percent", readonly=False)
