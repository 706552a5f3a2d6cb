"""Settings: what the company decides about the worklist."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_worklist_amount = guarded.Monetary(related="company_id.ar_worklist_amount", readonly=False)
    ar_worklist_minimum = guarded.Float(related="company_id.ar_worklist_minimum", readonly=False)
    ar_worklist_cap = guarded.Integer(related="company_id.ar_worklist_cap", readonly=False)
