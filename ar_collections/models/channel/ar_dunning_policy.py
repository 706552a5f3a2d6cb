"""When the messages of a policy may leave."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Days of a month that may be paused, at its end and at its beginning together: some day is left.
MOST_PAUSED = 20
HOURS = 24


class ArDunningPolicy(models.Model):
    _inherit = "ar.dunning.policy"

    own_hours = fields.Boolean(
        string="Own Quiet Hours",
        help="The notices of this policy keep to the hours, days and numbers below. Otherwise to "
        "those in Settings.",
    )
    quiet_from = fields.Float(
        default=20.0, help="Hour of the customer's day, in its own time zone."
    )
    quiet_until = fields.Float(
        default=8.0,
        help="Hour of the customer's day. The same as Quiet From: there are no quiet hours.",
    )
    quiet_weekends = fields.Boolean(
        string="Not on Weekends", default=True, help="Those of the customer's country."
    )
    quiet_holidays = fields.Boolean(
        string="Not on Public Holidays",
        default=True,
        help="The days off in the company's working hours, and those of companies of ours in the "
        "customer's country.",
    )
    most_per_week = fields.Integer(
        string="Most Messages a Week",
        default=3,
        help="No notice leaves to a customer who got so many messages of any kind in seven days. "
        "0: any number.",
    )
    pause_last = fields.Integer(
        string="Pause at Month End",
        help="On the last so many days of a month no notice leaves, but for legal demands. 0: "
        "none.",
    )
    pause_first = fields.Integer(
        string="Pause at Month Start",
        help="On the first so many days of a month no notice leaves, but for legal demands. 0: "
        "none.",
    )

    @api.constrains("quiet_from", "quiet_until", "most_per_week", "pause_last", "pause_first")
    def _check_courtesy(self):
        for policy in self:
            hours = (policy.quiet_from, policy.quiet_until)
            if not all(0 <= hour < HOURS for hour in hours) or policy.most_per_week < 0:
                raise ValidationError(
                    self.env._(
                        "The quiet hours of the policy %(policy)s must lie between 0:00 and 23:59, "
                        "and its most messages a week cannot be negative.",
                        policy=policy.name,
                    )
                )
            pauses = (policy.pause_last, policy.pause_first)
            if min(pauses) < 0 or sum(pauses) > MOST_PAUSED:
                raise ValidationError(
                    self.env._(
                        "The policy %(policy)s may pause for %(most)s days of a month at most, at "
                        "its end and at its beginning together. Enter fewer days.",
                        policy=policy.name,
                        most=MOST_PAUSED,
                    )
                )

    @api.constrains("active", "level_ids")
    def _check_empty_threats(self):
        self._check_threats()

    def _get_courtesy(self, company):
        """The policy's ``Rules`` in a company."""
        rules = company._ar_get_courtesy()
        policy = self.sudo()
        if policy.own_hours:
            rules = rules._replace(
                quiet_from=policy.quiet_from,
                quiet_until=policy.quiet_until,
                weekends=policy.quiet_weekends,
                holidays=policy.quiet_holidays,
                per_week=policy.most_per_week,
            )
        return rules._replace(pause_last=policy.pause_last, pause_first=policy.pause_first)
