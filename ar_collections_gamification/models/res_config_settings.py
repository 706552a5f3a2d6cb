"""Settings: whether targets are challenges, and earn badges."""

from odoo import models

from odoo.addons.ar_collections.models.base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_gamification = guarded.Boolean(related="company_id.ar_gamification", readonly=False)
