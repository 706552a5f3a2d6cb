"""A hint that waits for an answer brings its customer into the worklist."""

from odoo import api, models
from odoo.tools import format_date

from ....tools.insight.worklist import Fact
from ..worklist.ar_worklist_rule import RuleKind


class ArWorklistRule(models.Model):
    _inherit = "ar.worklist.rule"

    @api.model
    def _get_kinds(self):
        # EXTENDS the worklist: a colleague waits, so it comes first.
        hint = RuleKind(
            self.env._("Heard by sales"),
            self.env._("Days that it waits"),
            is_task=True,
            unit="days",
        )
        return {"hint": hint, **super()._get_kinds()}

    def _find_hint(self, scope, least):
        """Days that the first hint of a customer waits for an answer."""
        groups = self.env["ar.hint"]._read_group(
            [("company_id", "=", scope.company.id), ("state", "=", "open")],
            ["profile_id"],
            ["create_date:min", "__count"],
        )
        found = {}
        for profile, first, number in groups:
            day = scope.company._ar_day_of(first)
            found[profile.id] = Fact((scope.today - day).days, day, number=number)
        return found

    def _say_hint(self, fact, _company):
        day = format_date(self.env, fact.date)
        return self.env._("Sales has heard something, and waits for an answer since %s.", day)

    def _next_hint(self, _fact, _step):
        return self.env._("Answer the salesperson")
