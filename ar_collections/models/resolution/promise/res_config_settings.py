"""Settings: up to where collectors decide on deferrals."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_deferral_days = guarded.Integer(related="company_id.ar_deferral_days", readonly=False)
    ar_deferral_amount = guarded.Monetary(
        related="company_id.ar_deferral_amount",
        readonly=False,
    )
