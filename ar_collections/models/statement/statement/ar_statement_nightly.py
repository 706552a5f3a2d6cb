"""Courtesy of statements: those of rules wait for the customer's hour."""

from odoo import models


class ArStatement(models.Model):
    _inherit = "ar.statement"

    def _leaves_by_itself(self):
        # EXTENDS the message
        return bool(self._get_origin())
