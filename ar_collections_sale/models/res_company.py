from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_exposure_order = fields.Boolean(string="Count Orders Not Invoiced", default=True)
