"""Whether orders count as exposure."""

from odoo import models

from odoo.addons.ar_collections.models.base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_exposure_order = guarded.Boolean(
        string="Count Orders Not Invoiced", default=True, groups=guarded.SETTINGS
    )
