"""Customers who are not checked: two people decide, as it is credit without a limit."""

from odoo import models
from odoo.exceptions import AccessError


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def action_exempt(self):
        """Let the credit check pass the customers; where nobody has asked yet, ask."""
        self._check_exempting()
        self.write({"credit_exempt": True})

    def action_keep_check(self):
        """Go on checking the customers, whom somebody asked not to check."""
        self._check_exempting()
        for profile in self._close_unlimited():
            profile._message_log(
                body=self.env._("The credit check stays."), author_id=self.env.user.partner_id.id
            )

    def _check_exempting(self):
        self.check_access("write")
        if not self._may_decide_unlimited():
            raise AccessError(
                self.env._("Credit approvers decide who is not checked. Ask one of them.")
            )
