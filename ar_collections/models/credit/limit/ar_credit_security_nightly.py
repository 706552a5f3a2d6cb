"""Every night: who looks after a customer is told before a security ends."""

from datetime import timedelta

from odoo import api, models

from .ar_credit_four_eyes import TASK

SECURITY_NOTICE = 30  # days


class ArCreditSecurity(models.Model):
    _inherit = "ar.credit.security"

    @api.model
    def _find_ending(self, company):
        today = company._ar_today()
        return self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "valid"),
                ("date_to", ">=", today),
                ("date_to", "<=", today + timedelta(days=SECURITY_NOTICE)),
            ]
        ).filtered(lambda security: security.warned_date != security.date_to)

    def _announce_end(self):
        """Give the collector a task before the security ends, once for each end."""
        self.sudo().warned_date = self.date_to
        profile = self.profile_id
        profile.activity_schedule(
            TASK,
            self.date_to,
            summary=self.env._("%(kind)s %(reference)s ends", **self._words()),
            user_id=profile._get_collector().id,
        )
