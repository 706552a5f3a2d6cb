"""Settings: the aging scheme of the company."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_aging_scheme_id = guarded.Many2one(related="company_id.ar_aging_scheme_id", readonly=False)
