from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_exposure_order = fields.Boolean(related="company_id.ar_exposure_order", readonly=False)
