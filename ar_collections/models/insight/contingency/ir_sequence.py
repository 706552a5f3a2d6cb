"""A drill draws no numbers: PostgreSQL would not take them back."""

from odoo import models

from .rehearsal import is_rehearsal, next_number


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _next_do(self):
        # EXTENDS 'base'
        if is_rehearsal(self.env):
            return self.get_next_char(next_number(self, self.number_increment))
        return super()._next_do()
