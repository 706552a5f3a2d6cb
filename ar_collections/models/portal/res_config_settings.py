"""The page without a login, in the settings."""

from odoo import models

from ..base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_answer_days = guarded.Integer(related="company_id.ar_answer_days", readonly=False)
