"""A payment plan begins with ticked open items."""

from odoo import models
from odoo.exceptions import UserError


class ArOpenItem(models.Model):
    # EXTENDS 'ledger'
    _inherit = "ar.open.item"

    def action_make_plan(self):
        """Begin a payment plan over these items.

        :raise UserError: they are of several customers, companies or currencies, or are no debts
        """
        self.check_access("read")
        self.env["ar.plan"].check_access("create")
        if not self or any(item.residual_currency <= 0 for item in self):
            raise UserError(
                self.env._("A payment plan is about debts. Tick open items that are owed, only.")
            )
        profile = self._get_account(
            self.env._(
                "A payment plan is about items of one customer, in one company and currency. "
                "Tick such items."
            ),
            one_currency=True,
        )
        return profile._begin_plan(self.ids)
