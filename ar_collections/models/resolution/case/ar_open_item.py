"""From ticked open items to a case or a write-off."""

from odoo import models


class ArOpenItem(models.Model):
    # EXTENDS 'ledger'
    _inherit = "ar.open.item"

    def action_hand_over(self):
        """Prepare a case of the chosen items."""
        return self._get_debtor()._ask_hand_over(self.move_line_id)

    def action_write_off(self):
        """Ask what of the chosen items is written off, and why."""
        return self._get_debtor()._ask_write_off(self.move_line_id)

    def _get_debtor(self):
        return self._get_account(
            self.env._(
                "Choose items of one customer in one company: a case and a write-off belong "
                "to one account."
            )
        )
