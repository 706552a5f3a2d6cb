"""Our team's robots are told that a contingency plan was started."""

from odoo import models

from ....tools.channel import team
from ...channel.team.ar_team_endpoint import TOP, TeamEvent


class ArTeamEndpoint(models.Model):
    _inherit = "ar.team.endpoint"

    def _get_events(self):
        # EXTENDS the room team
        event = TeamEvent(self.env._("A contingency plan was started"), "ar.contingency.run")
        return {**super()._get_events(), "contingency": event}

    def _digest_contingency(self, run):
        """What happens, why, and who does what; nothing once the plan was stopped."""
        if run.state == "cancelled":
            return None
        steps = [run._say_step(line) for line in run.line_ids[:TOP]]
        amount = run.currency_id.format(run.amount)
        return team.Digest(
            url="",
            title=self.env._(
                "%(company)s: the plan “%(plan)s” was started",
                company=run.company_id.name,
                plan=run.plan_id.name,
            ),
            lines=(*([run.reason] if run.reason else []), *steps),
            totals=(
                self.env._(
                    "Customers: %(count)s, open: %(amount)s",
                    count=run.customer_count,
                    amount=amount,
                ),
            ),
            link=self._get_link(run),
            link_words=self.env._("Open the protocol"),
        )
