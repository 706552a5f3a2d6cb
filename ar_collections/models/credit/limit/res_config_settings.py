"""Settings: what the company counts as exposure, its cap, and who approves."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_exposure_open = guarded.Boolean(related="company_id.ar_exposure_open", readonly=False)
    ar_exposure_draft = guarded.Boolean(related="company_id.ar_exposure_draft", readonly=False)
    ar_exposure_deposit = guarded.Boolean(related="company_id.ar_exposure_deposit", readonly=False)
    ar_credit_cap = guarded.Monetary(related="company_id.ar_credit_cap", readonly=False)
    ar_credit_portfolio = guarded.Monetary(related="company_id.ar_credit_portfolio")
    ar_credit_four_eyes_amount = guarded.Monetary(
        related="company_id.ar_credit_four_eyes_amount",
        readonly=False,
    )
    ar_credit_approver_id = guarded.Many2one(
        related="company_id.ar_credit_approver_id", readonly=False
    )
