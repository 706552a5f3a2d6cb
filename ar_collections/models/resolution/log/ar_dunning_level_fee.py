"""Fees of levels in the log."""

from odoo import models

from ...base.ar_guard_mixin import SETTINGS


class ArDunningLevelFee(models.Model):
    _inherit = "ar.dunning.level.fee"

    _logged = SETTINGS
