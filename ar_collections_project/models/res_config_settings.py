"""Settings: whether somebody is asked to invoice milestones, and by when."""

from odoo import models

from odoo.addons.ar_collections.models.base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_milestone_ask = guarded.Boolean(related="company_id.ar_milestone_ask", readonly=False)
    ar_milestone_soon_days = guarded.Integer(
        related="company_id.ar_milestone_soon_days", readonly=False
    )
    ar_milestone_soon_percent = guarded.Integer(
        related="company_id.ar_milestone_soon_percent", readonly=False
    )
    ar_milestone_tell = guarded.Boolean(related="company_id.ar_milestone_tell", readonly=False)
    ar_milestone_days = guarded.Integer(related="company_id.ar_milestone_days", readonly=False)
