"""From ticked open items to a case or a write-off."""

from odoo import models
from odoo.exceptions import UserError


class ArOpenItem(models.Model):
    # EXTENDS 'ledger'
    _inherit = "ar.open.item"

    def action_hand_over(self):
        """Prepare a case of the chosen items."""
        return self._get_one_account()._ask_hand_over(self.move_line_id)

    def action_write_off(self):
        """Ask what of the chosen items is written off, and why."""
        return self._get_one_account()._ask_write_off(self.move_line_id)

    def _get_one_account(self):
        """The account of the one customer that all items are of.

        :raise UserError: they are of several, or of none
        """
        self.check_access("read")
        pairs = {(item.partner_id, item.company_id) for item in self}
        if len(pairs) != 1 or not all(partner for partner, _company in pairs):
            raise UserError(
                self.env._(
                    "Choose items of one customer in one company: a case and a write-off belong "
                    "to one account."
                )
            )
        [(partner, company)] = pairs
        return self.env["ar.profile"].get_or_create(partner, company)
