"""The records behind the figures of the small tables, and what of a record a figure counts."""

from odoo import api, models
from odoo.exceptions import UserError

from ...base import arguments
from .ar_kpi_steps import YIELD_DAYS

# Figures of what was open at the end of the period, and of what came in, or was spent, in it: of
# their records a figure counts a part.
OPEN_THEN = ("bpdso", "add", "overdue_rate", "roll")
IN_PERIOD = ("effectiveness", "cost_to_collect")


class ArKpi(models.AbstractModel):
    """A table is a part of ``get_tables``, and a method ``_find_<table>_behind`` that gives
    (name, model, domain, context) of a figure of one of its rows."""

    _inherit = "ar.kpi"

    @api.model
    @api.readonly
    def get_table_action(self, date_from, date_to, company_ids=None, table=None, key=None, what=""):
        """The action that shows the records behind a figure of the small tables.

        :param table: steps, levels, rolls or costs
        :param key: of its row: level_id, or the bucket; False
        :param what: steps: notices, asked, paid; rolls: earlier, later; costs: spent, collected
        :raise UserError: there is no such figure
        """
        request = self._prepare_request(date_from, date_to, company_ids)
        tables = {
            "steps": self._find_step_behind,
            "levels": self._find_level_behind,
            "rolls": self._find_roll_behind,
            "costs": self._find_cost_behind,
        }
        if not isinstance(table, str) or table not in tables or type(key) not in (int, bool):
            raise self._get_nothing_behind()
        name, model, domain, context = tables[table](request, key, what)
        title = f"{name}, {self._get_period_words(request.periods[0])}"
        return self._get_figure_action({"res_model": model, "domain": domain}, title, context)

    def _get_nothing_behind(self):
        return UserError(
            self.env._("There is nothing behind this figure any more. Open the page anew.")
        )

    def _get_code_context(self, code, period):
        """What the list behind a key figure is told: the days whose part of an item counts."""
        if code in OPEN_THEN:
            return {"figure_day": period.last.isoformat()}
        if code in IN_PERIOD:
            return self._get_days_context(period)
        return {}

    def _get_days_context(self, period):
        return {"figure_first": period.first.isoformat(), "figure_last": period.last.isoformat()}

    def _find_step_behind(self, request, key, what):
        level = self.env["ar.dunning.level"].browse(arguments.to_ids(self.env, [key])).exists()
        if what not in ("notices", "asked", "paid") or not level:
            raise self._get_nothing_behind()
        [period] = request.periods
        sent = [("state", "=", "sent"), ("kind", "=", "item"), ("level_id", "=", level.id)]
        notices = [
            ("company_id", "in", list(request.company_ids)),
            ("state", "=", "sent"),
            ("date", ">=", period.first),
            ("date", "<=", period.last),
        ]
        name = self.env._("Sent: %s", level.display_name)
        if what == "notices":
            return name, "ar.dunning.notice", [*notices, ("line_ids", "any", sent)], {}
        if what == "paid":
            name = self.env._("Asked and paid: %s", level.display_name)
        lines = [*sent, ("notice_id", "any", notices)]
        return name, "ar.dunning.notice.line", lines, {"figure_days": YIELD_DAYS}

    def _find_level_behind(self, request, key, _what):
        level = self.env["ar.dunning.level"].browse([key] if key else []).exists()
        name = level.display_name or self.env._("Overdue, not reminded yet")
        domain = [
            ("company_id", "in", list(request.company_ids)),
            ("days_overdue", ">", 0),
            ("ar_level_id", "=", level.id),
        ]
        return name, "ar.open.item", domain, {}

    def _find_roll_behind(self, request, key, what):
        [facts] = self._read_facts(request, {"aged"}).values()
        if what not in ("earlier", "later") or key not in [roll[0] for roll in facts.get_rolls()]:
            raise self._get_nothing_behind()
        period = facts.period
        start, before = period.get_bucket(period.rolled, key)
        day = period.rolled if what == "earlier" else period.last
        dues = ((">=", start), ("<", before))
        if what == "earlier":
            facts = facts._replace(period=period._replace(last=day), is_now=False)
        model, domain = self._get_open_domain(facts, *dues)
        domain = [*domain, ("date", "<=", period.rolled)]
        return self._get_roll_words(key), model, domain, {"figure_day": day.isoformat()}

    def _find_cost_behind(self, request, _key, what):
        [facts] = self._read_facts(request, {"cube", "costs"}).values()
        context = self._get_days_context(facts.period)
        if what == "spent":
            figure = self._measure_cost_to_collect(facts)
            return self.env._("Cost to Collect"), figure.model, figure.domain, context
        if what != "collected":
            raise self._get_nothing_behind()
        domain = self._get_items_domain(facts, self._get_paid_condition(facts.period))
        return self.env._("Collected"), "account.move.line", domain, context
