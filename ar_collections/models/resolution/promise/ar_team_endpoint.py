"""Our team's robots are told of promises that were broken."""

from odoo import models
from odoo.tools import format_amount, format_date

from ....tools.channel import team
from ...channel.team.ar_team_endpoint import TeamEvent


class ArTeamEndpoint(models.Model):
    _inherit = "ar.team.endpoint"

    def _get_events(self):
        # EXTENDS the room team
        event = TeamEvent(self.env._("A promise to pay was broken"), "ar.promise")
        return {**super()._get_events(), "promise_broken": event}

    def _digest_promise_broken(self, promise):
        """What was promised, and what of it has not come; nothing once the money has come."""
        if promise.state != "broken":
            return None
        missing = promise.amount - promise.amount_paid
        left = format_amount(self.env, missing, promise.currency_id)
        return team.Digest(
            url="",
            title=self.env._(
                "%(customer)s has broken a promise", customer=promise.partner_id.display_name
            ),
            lines=(
                self.env._(
                    "Promised by %(day)s, has not come: %(amount)s",
                    day=format_date(self.env, promise.date),
                    amount=left,
                ),
            ),
            link=self._get_link(promise.profile_id),
            link_words=self.env._("Open the customer account"),
        )
