from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_exposure_open = fields.Boolean(related="company_id.ar_exposure_open", readonly=False)
    ar_exposure_draft = fields.Boolean(related="company_id.ar_exposure_draft", readonly=False)
    ar_exposure_deposit = fields.Boolean(related="company_id.ar_exposure_deposit", readonly=False)
    ar_credit_cap = fields.Monetary(related="company_id.ar_credit_cap", readonly=False)
    ar_credit_portfolio = fields.Monetary(related="company_id.ar_credit_portfolio")
