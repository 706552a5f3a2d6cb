"""Settings: whether salespeople see what their own customers owe."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_aging_for_sales = guarded.Boolean(related="company_id.ar_aging_for_sales", readonly=False)
