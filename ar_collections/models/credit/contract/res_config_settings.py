"""Settings: how early the company hears that a contract ends."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_contract_notice_days = guarded.Integer(
        related="company_id.ar_contract_notice_days", readonly=False
    )
