"""Levels in the log: all that is set, the texts too."""

from odoo import models

from ...base.ar_guard_mixin import SETTINGS


class ArDunningLevel(models.Model):
    _inherit = "ar.dunning.level"

    _logged = SETTINGS
