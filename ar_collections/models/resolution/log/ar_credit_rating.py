"""Grades in the log: all that is set."""

from odoo import models

from ...base.ar_guard_mixin import SETTINGS


class ArCreditRating(models.Model):
    _inherit = "ar.credit.rating"

    _logged = SETTINGS
