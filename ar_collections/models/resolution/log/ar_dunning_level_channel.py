"""Channels of levels in the log."""

from odoo import models

from ...base.ar_guard_mixin import SETTINGS


class ArDunningLevelChannel(models.Model):
    _inherit = "ar.dunning.level.channel"

    _logged = SETTINGS
