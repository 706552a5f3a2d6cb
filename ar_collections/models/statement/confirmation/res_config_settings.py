"""How balances are confirmed, in the settings."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_confirm_days = guarded.Integer(related="company_id.ar_confirm_days", readonly=False)
    ar_confirm_reminder_days = guarded.Integer(
        related="company_id.ar_confirm_reminder_days", readonly=False
    )
    ar_confirm_reminders = guarded.Integer(
        related="company_id.ar_confirm_reminders", readonly=False
    )
    ar_confirm_task_days = guarded.Integer(
        related="company_id.ar_confirm_task_days", readonly=False
    )
