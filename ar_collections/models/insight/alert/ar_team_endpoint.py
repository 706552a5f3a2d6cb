"""Our team's robots are told of alerts."""

from odoo import models

from ....tools.channel import team
from ...channel.team.ar_team_endpoint import TOP, TeamEvent


class ArTeamEndpoint(models.Model):
    _inherit = "ar.team.endpoint"

    def _get_events(self):
        # EXTENDS the room team
        event = TeamEvent(self.env._("Alerts were raised"), "ar.alert")
        return {**super()._get_events(), "alert": event}

    def _digest_alert(self, alert):
        """What a look at the rules has raised: all that is told with its first alert, the rules
        in their order; nothing once all of it was closed."""
        told = (alert.told_ids or alert).filtered(lambda one: one.state != "closed")
        if not told:
            return None
        told = told.sorted(lambda one: (one.rule_id.sequence, one.rule_id.id, one.id))
        lines = [self._say_alert(one) for one in told[:TOP]]
        if left := len(told) - len(lines):
            lines.append(self.env._("and %s more", left))
        several = len(told) > 1
        title = self.env._(
            "%(company)s: %(count)s alerts", company=alert.company_id.name, count=len(told)
        )
        if not several:
            title = self.env._("Alert: %s", told.display_name)
        return team.Digest(
            url="",
            title=title,
            lines=tuple(lines),
            totals=tuple(
                f"{rule.name}: {len(own)}" for rule, own in told.grouped("rule_id").items()
            )
            if several
            else (),
            link=self._get_list_link(alert) if several else self._get_link(told),
            link_words=self.env._("Open the alerts") if several else self.env._("Open the alert"),
        )

    def _say_alert(self, alert):
        """Who, what, and from where on it is told."""
        return self.env._(
            "%(alert)s: %(value)s, the threshold is %(threshold)s",
            alert=alert.display_name,
            value=alert.value_text,
            threshold=alert.threshold_text,
        )

    def _get_list_link(self, record):
        """The page of all alerts; whoever opens it logs in."""
        return f"{record.get_base_url()}/odoo/action-ar_collections.ar_alert_action"
