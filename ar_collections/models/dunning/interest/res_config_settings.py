"""Settings: how large the company is."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_size_class = guarded.Selection(related="company_id.ar_size_class", readonly=False)
    ar_is_trader = guarded.Boolean(related="company_id.ar_is_trader", readonly=False)
