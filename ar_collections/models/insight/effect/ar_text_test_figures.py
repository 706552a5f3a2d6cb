"""What came of two texts: how many customers paid soon after each."""

from odoo import models
from odoo.tools import SQL

from ....tools.insight.effect import Share, compare
from ....tools.insight.facts import Period
from ..kpi.ar_kpi_request import KpiRequest
from .ar_effect import DAYS, EffectDimension, EffectRequest
from .ar_effect_query import Told


class ArTextTest(models.Model):
    _inherit = "ar.text.test"

    def _read_results(self):
        """{test id: {arm: ``Told`` of customers}}: one reading for each company and way."""
        found, effects = {}, self.env["ar.effect"].sudo()
        begun = self.sudo().filtered("date_from")
        for (company, way), tests in begun.grouped(
            lambda one: (one.company_id, one.channel)
        ).items():
            period = Period(min(tests.mapped("date_from")), company._ar_today())
            dimension = EffectDimension("", SQL("item.tone_reason"), dict, effects._sql_ways())
            request = EffectRequest(KpiRequest((company.id,), (period,)), "text", dimension, DAYS)
            reasons = [f"text_{arm}:{test.id}" for test in tests for arm in ("a", "b")]
            for key, told in effects._read_effects(request, self._sql_first(reasons, way)).items():
                arm, test_id = key.removeprefix("text_").split(":")
                found.setdefault(int(test_id), {})[arm] = told
        return found

    def _sql_first(self, reasons, way):
        """The condition on ``item``: of each customer the first notice of a comparison that left
        by its way."""
        return SQL(
            """item.tone_reason = ANY(%(reasons)s)
               AND %(way)s = ANY(STRING_TO_ARRAY(told_by.ways, '+'))
               AND NOT EXISTS (
                    SELECT 1 FROM ar_dunning_notice earlier
                     WHERE earlier.profile_id = item.profile_id AND earlier.state = 'sent'
                       AND earlier.tone_reason = item.tone_reason
                       AND (earlier.date, earlier.id) < (item.date, item.id))""",
            reasons=reasons,
            way=way,
        )

    def _prepare_result(self, told):
        """Values of the fields that say what came of it."""
        first, second = (told.get(arm, Told()) for arm in ("a", "b"))
        effects = self.env["ar.effect"]
        values = {
            "customers_a": first.notices + first.running,
            "customers_b": second.notices + second.running,
            "share_a": self._say_share(first),
            "share_b": self._say_share(second),
            "result": False,
        }
        gap = compare(Share(second.paid, second.notices), Share(first.paid, first.notices))
        if gap.value is not None:
            leading = self.env._("Text B") if gap.value > 0 else self.env._("Text A")
            words = (
                self.env._("%s is ahead.", leading) if gap.value else self.env._("Both do alike.")
            )
            values["result"] = f"{words} {effects._say_verdict(gap, first)}"
        elif self.state != "draft":
            values["result"] = self.env._(
                "Too early to tell: the %s days after the first notices are not over.", DAYS
            )
        return values

    def _say_share(self, told):
        """“12 of 40, 30 % (18 % to 45 %)”; '' of nothing."""
        if not told.notices:
            return ""
        share = Share(told.paid, told.notices)
        return self.env._(
            "%(paid)s of %(all)s, %(share)s %% (%(interval)s)",
            paid=told.paid,
            all=told.notices,
            share=self.env["ar.effect"]._format_points(share.value),
            interval=self.env["ar.effect"]._say_interval(*share.interval),
        )

    def action_view_a(self):
        """Open the notices with text A."""
        return self._view_arm("a", self.env._("Text A"))

    def action_view_b(self):
        """Open the notices with text B."""
        return self._view_arm("b", self.env._("Text B"))

    def _view_arm(self, arm, name):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_dunning_notice_action"
        )
        return {
            **action,
            "name": f"{self.name}: {name}",
            "domain": [("tone_reason", "=", f"text_{arm}:{self.id}")],
            "context": {"create": False},
        }
