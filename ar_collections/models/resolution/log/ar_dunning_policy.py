"""Policies in the log: all that is set."""

from odoo import models

from ...base.ar_guard_mixin import SETTINGS


class ArDunningPolicy(models.Model):
    _inherit = "ar.dunning.policy"

    _logged = SETTINGS
