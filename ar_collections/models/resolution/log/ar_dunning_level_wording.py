"""Texts of levels in another tone in the log."""

from odoo import models

from ...base.ar_guard_mixin import SETTINGS


class ArDunningLevelWording(models.Model):
    _inherit = "ar.dunning.level.wording"

    _logged = SETTINGS
