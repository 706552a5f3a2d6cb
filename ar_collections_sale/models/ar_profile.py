"""The account shows what orders add to the exposure."""

from odoo import fields, models


class ArProfile(models.Model):
    _inherit = "ar.profile"

    exposure_order = fields.Monetary(string="Orders Not Invoiced", compute="_compute_credit")
