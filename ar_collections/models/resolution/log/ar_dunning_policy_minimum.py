"""Minimums of policies in the log."""

from odoo import models

from ...base.ar_guard_mixin import SETTINGS


class ArDunningPolicyMinimum(models.Model):
    _inherit = "ar.dunning.policy.minimum"

    _logged = SETTINGS
