"""Settings: how long the company takes contact data for good."""

from odoo import models

from ..base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_contact_months = guarded.Integer(related="company_id.ar_contact_months", readonly=False)
