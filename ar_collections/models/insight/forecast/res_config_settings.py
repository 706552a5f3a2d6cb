"""Settings: the forecast of receipts and cash."""

from odoo import models

from ...base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_cash_minimum = guarded.Monetary(related="company_id.ar_cash_minimum", readonly=False)
    ar_financing_rate = guarded.Float(related="company_id.ar_financing_rate", readonly=False)
