from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_aging_limits = fields.Char(related="company_id.ar_aging_limits", readonly=False)
