"""Our team's robots are told of alerts."""

from odoo import models

from ....tools.channel import team
from ...channel.team.ar_team_endpoint import TeamEvent


class ArTeamEndpoint(models.Model):
    _inherit = "ar.team.endpoint"

    def _get_events(self):
        # EXTENDS the room team
        event = TeamEvent(self.env._("An alert was raised"), "ar.alert")
        return {**super()._get_events(), "alert": event}

    def _digest_alert(self, alert):
        """What crossed which threshold; nothing once it was closed."""
        if alert.state == "closed":
            return None
        return team.Digest(
            url="",
            title=self.env._("Alert: %s", alert.display_name),
            lines=(
                self.env._(
                    "%(value)s, the threshold is %(threshold)s",
                    value=alert.value_text,
                    threshold=alert.threshold_text,
                ),
            ),
            link=self._get_link(alert),
            link_words=self.env._("Open the alert"),
        )
