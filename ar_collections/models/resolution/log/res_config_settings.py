"""Settings: to whom seals of the log are sent."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_log_auditor = guarded.Char(related="company_id.ar_log_auditor", readonly=False)
    ar_log_auditor_rhythm = guarded.Selection(
        related="company_id.ar_log_auditor_rhythm", readonly=False
    )
