"""Settings: what a reminder costs by each way."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_cost_email = guarded.Monetary(related="company_id.ar_cost_email", readonly=False)
    ar_cost_sms = guarded.Monetary(related="company_id.ar_cost_sms", readonly=False)
    ar_cost_letter = guarded.Monetary(related="company_id.ar_cost_letter", readonly=False)
    ar_cost_call = guarded.Monetary(related="company_id.ar_cost_call", readonly=False)
    ar_cost_visit = guarded.Monetary(related="company_id.ar_cost_visit", readonly=False)
    ar_costs_checked = guarded.Boolean(related="company_id.ar_costs_checked", readonly=False)
