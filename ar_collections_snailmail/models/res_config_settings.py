"""Settings: whether a company lets the post office print its letters."""

from odoo import models

from odoo.addons.ar_collections.models.base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_snailmail = guarded.Boolean(related="company_id.ar_snailmail", readonly=False)
