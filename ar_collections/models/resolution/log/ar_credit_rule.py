"""Credit rules in the log: all that is set."""

from odoo import models

from ...base.ar_guard_mixin import SETTINGS


class ArCreditRule(models.Model):
    _inherit = "ar.credit.rule"

    _logged = SETTINGS
