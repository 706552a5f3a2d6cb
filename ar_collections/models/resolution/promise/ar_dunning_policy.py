"""On which terms a policy takes promises, and what follows from a broken one."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ArDunningPolicy(models.Model):
    # EXTENDS the room dunning
    _inherit = "ar.dunning.policy"

    promise_days = fields.Integer(
        string="Days Ahead",
        default=90,
        help="How far ahead a collector takes a promise; a manager takes a later one.",
    )
    promise_tolerance = fields.Integer(
        string="Tolerance (days)",
        default=2,
        help="Days after the promised one on which the money may still come. A second promise "
        "about the same debt has none.",
    )
    promise_alone_days = fields.Integer(
        string="Days Ahead without a Person",
        default=14,
        help="What customers promise on their page is taken at once, so many days ahead, unless "
        "they broke a promise within a year. 0: a collector reads each one.",
    )
    promise_alone_share = fields.Float(
        string="Least Share without a Person (%)",
        default=50.0,
        help="Of what is overdue in the currency; who promises less on the page waits for a "
        "collector.",
    )
    promise_firmer = fields.Boolean(
        string="Firmer after a Broken Promise",
        help="The next run takes the next level of what was promised at once, whatever its day.",
    )
    promise_confirmation = fields.Boolean(
        string="Confirm Promises", help="The customer gets a message when a promise is taken."
    )
    promise_thanks = fields.Boolean(
        string="Thank for Kept Promises", help="The customer gets a message when one is kept."
    )

    @api.constrains(
        "promise_days", "promise_tolerance", "promise_alone_days", "promise_alone_share"
    )
    def _check_promises(self):
        for policy in self:
            days = (policy.promise_days, policy.promise_tolerance, policy.promise_alone_days)
            if min(days) < 0 or not 0 <= policy.promise_alone_share <= 100:
                raise ValidationError(
                    self.env._(
                        "The policy %(policy)s takes promises for days below 0, or a share that is "
                        "not between 0 and 100. Enter 0 to switch one off.",
                        policy=policy.name,
                    )
                )
