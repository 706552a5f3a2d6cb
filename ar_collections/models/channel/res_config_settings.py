"""Settings: when messages may leave, and how a company calls and visits."""

from odoo import models

from ..base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_courtesy = guarded.Boolean(related="company_id.ar_courtesy", readonly=False)
    ar_quiet_from = guarded.Float(related="company_id.ar_quiet_from", readonly=False)
    ar_quiet_until = guarded.Float(related="company_id.ar_quiet_until", readonly=False)
    ar_quiet_weekends = guarded.Boolean(related="company_id.ar_quiet_weekends", readonly=False)
    ar_quiet_holidays = guarded.Boolean(related="company_id.ar_quiet_holidays", readonly=False)
    ar_most_per_week = guarded.Integer(related="company_id.ar_most_per_week", readonly=False)
    ar_once_a_day = guarded.Boolean(related="company_id.ar_once_a_day", readonly=False)
    ar_usual_hour = guarded.Boolean(related="company_id.ar_usual_hour", readonly=False)
    ar_call_tries = guarded.Integer(related="company_id.ar_call_tries", readonly=False)
    ar_map_service = guarded.Selection(related="company_id.ar_map_service", readonly=False)
