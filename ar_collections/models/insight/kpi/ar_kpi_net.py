"""What collecting costs: reminders by what a notice of their level, or the ways that it went, cost;
cases by what was booked for them."""

from collections import defaultdict

from odoo import models
from odoo.tools import SQL

# States of dispatches of what has left, or may have.
LEFT = ("sent", "delivered", "unknown")


class ArKpi(models.AbstractModel):
    _inherit = "ar.kpi"

    def _read_costs(self, request, _scope):
        """Costs of the notices sent in the period, and what was booked for cases in it."""
        found = defaultdict(lambda: [0.0, 0.0])
        readings = (self._read_reminder_costs(request), self._read_case_costs(request))
        for number, rows in enumerate(readings):
            for key, place, amount in rows:
                found[key, place][number] = amount
        return {place: {"costs": tuple(own)} for place, own in found.items()}

    def _read_reminder_costs(self, request):
        """Rows (group, index of the period, amount)."""
        cost = self._sql_notice_cost(request, SQL("item"), SQL("item.level_id"))
        return self._read_grouped(
            request,
            "ar_dunning_notice",
            SQL("item.date BETWEEN period.first AND period.last"),
            SQL("SUM(%s)::float8", cost),
            SQL("item.state = 'sent'"),
            ["company_id", "date", "level_id", "partner_id", "state"],
        )

    def _read_case_costs(self, request):
        """Rows (group, index of the period, amount)."""
        booked = self.env["ar.case"]._sql_booked(request.company_ids)
        if not booked:
            return []
        return self._read_by_period(
            request,
            SQL("(%s)", booked),
            SQL("item.date BETWEEN period.first AND period.last"),
            SQL("SUM(item.amount)::float8"),
        )

    # -- SQL ---------------------------------------------------------------------------

    def _sql_notice_cost(self, request, notice, level):
        """What a notice costs in the company's currency: as its level says, else what the ways cost
        by which it went.

        :param notice: SQL of a row of ``ar_dunning_notice``
        :param level: SQL of the id of the level
        """
        self.env["ar.dispatch"].flush_model(["channel", "company_id", "notice_id", "state"])
        return SQL(
            """COALESCE(
                   (SELECT own.cost FROM (VALUES %(levels)s) AS own (level_id, cost)
                     WHERE own.level_id = %(level)s),
                   (SELECT SUM(way.cost)
                      FROM ar_dispatch dispatch
                      JOIN (VALUES %(ways)s) AS way (company_id, channel, cost)
                        ON way.company_id = dispatch.company_id AND way.channel = dispatch.channel
                     WHERE dispatch.notice_id = %(notice)s.id AND dispatch.state IN %(left)s),
                   0)""",
            level=level,
            levels=self._sql_level_costs(request),
            left=LEFT,
            notice=notice,
            ways=self._sql_way_costs(request),
        )

    def _sql_level_costs(self, request):
        """Rows (level, cost), of those that cost something; one at least."""
        company = self.env["res.company"].sudo().browse(request.company_ids[0])
        day = max(period.last for period in request.periods)
        # A policy for all companies costs what it says in the company's own currency.
        levels = self.env["ar.dunning.level"].sudo().with_company(company)
        levels = levels.with_context(active_test=False)
        rows = [(0, 0.0)]
        for level in levels.search([("cost_per_notice", ">", 0)]):
            currency = level.currency_id or company.currency_id
            cost = currency._convert(level.cost_per_notice, company.currency_id, company, day)
            rows.append((level.id, cost))
        return SQL(", ").join(SQL("(%s, %s::numeric)", *row) for row in rows)

    def _sql_way_costs(self, request):
        """Rows (company, way, cost); one at least."""
        rows = [(0, "", 0.0)]
        for company in self.env["res.company"].sudo().browse(request.company_ids):
            rows += [(company.id, *pair) for pair in company._ar_get_way_costs().items()]
        return SQL(", ").join(SQL("(%s, %s, %s::numeric)", *row) for row in rows)

    # -- in words ----------------------------------------------------------------------

    def _say_costs(self, request):
        """Whose costs nobody has checked, in a sentence; '' if none."""
        companies = self.env["res.company"].sudo().browse(request.company_ids)
        names = companies.filtered(lambda one: not one.ar_costs_checked).mapped("name")
        if not names:
            return ""
        return self.env._(
            "What an e-mail, a letter or a call costs is an example that nobody of %s has checked "
            "(Settings › Key Figures).",
            ", ".join(names),
        )

    def _get_costs(self, request):
        """What collecting cost in the period: {'reminders', 'cases', 'collected', 'value': what
        100 collected cost, None where nothing came in, 'note': a sentence or ''}."""
        found = self._measure(request, ("cost_to_collect",))[None, 0]["cost_to_collect"]
        return {
            "reminders": found["reminders"],
            "cases": found["cases"],
            "collected": found["denominator"],
            "value": found["value"],
            "note": self._say_costs(request),
        }
