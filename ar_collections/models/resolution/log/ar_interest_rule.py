"""Interest rules in the log: all that is set."""

from odoo import models

from ...base.ar_guard_mixin import SETTINGS


class ArInterestRule(models.Model):
    _inherit = "ar.interest.rule"

    _logged = SETTINGS
