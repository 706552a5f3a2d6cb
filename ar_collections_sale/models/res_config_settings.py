"""Settings: whether orders count as exposure."""

from odoo import models

from odoo.addons.ar_collections.models.base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_exposure_order = guarded.Boolean(related="company_id.ar_exposure_order", readonly=False)
