"""Settings: when reminders begin, who reviews them, and what a run is never to exceed."""

from odoo import models

from ..base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_dunning_start = guarded.Date(related="company_id.ar_dunning_start", readonly=False)
    ar_dunning_reviewer_id = guarded.Many2one(
        related="company_id.ar_dunning_reviewer_id", readonly=False
    )
    ar_key_approver = guarded.Selection(related="company_id.ar_key_approver", readonly=False)
    ar_dunning_most_times = guarded.Integer(
        related="company_id.ar_dunning_most_times", readonly=False
    )
    ar_dunning_keep_days = guarded.Integer(
        related="company_id.ar_dunning_keep_days", readonly=False
    )
