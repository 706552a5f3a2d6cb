"""What the account offers of parts that are switched off: nothing."""

from odoo import models


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _prepare_actions(self):
        # EXTENDS the cockpit: the right to do it by other ways stays.
        switch, known = self.env["ar.switch"], self._get_item_actions()
        return [
            action
            for action in super()._prepare_actions()
            if switch._shows(known[action["code"]].model)
        ]

    def _show_credit(self):
        # EXTENDS the cockpit: what is limited or stopped is told in any case.
        told = self.has_credit_limit or self.credit_hold
        if not told and not self.env["ar.switch"]._shows("ar.credit.limit"):
            return None
        return super()._show_credit()
