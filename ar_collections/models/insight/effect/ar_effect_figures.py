"""Measured truly: who was reminded against who was held out by lot, and two texts of a level."""

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from ....tools.insight.effect import NEARLY_ALL, Share, compare, least_to_tell
from ...base import arguments
from .ar_effect import DAYS
from .ar_effect_query import Told


class ArEffect(models.AbstractModel):
    _inherit = "ar.effect"

    @api.model
    @api.readonly
    def get_holdout(self, date_from, date_to, company_ids=None, days=DAYS):
        """Customers who were reminded against those who were held out, by policy.

        Counted is each customer once, as the lot fell in the first run of the period that was
        confirmed, whether the notice left or not: leaving out who paid before it left would make
        reminders look worse than they are. Looked at are the days in which nobody who was held out
        was reminded yet, at most those asked for.

        :param date_from, date_to: days of the runs
        :param company_ids, days: see ``get_effects``
        :return: list of {'policy_id', 'name', 'days', 'reached': a row, 'held_out': a row, 'gap',
            'gap_low', 'gap_high', 'differs', 'words'}; rows as of ``get_effects``, whose notices
            are customers
        """
        request = self._prepare_request(date_from, date_to, company_ids, "level", days)
        found, windows = self._read_holdout(request)
        policies = self.env["ar.dunning.policy"].sudo().browse(windows)
        return [
            self._prepare_holdout(policy, found, windows[policy.id])
            for policy in policies.sorted(lambda one: (one.sequence, one.id))
        ]

    def _prepare_holdout(self, policy, found, days):
        nothing = Told()
        reached, held_out = (
            found.get((policy.id, arm), nothing) for arm in ("reached", "held_out")
        )
        gap = compare(*(Share(one.paid, one.notices) for one in (reached, held_out)))
        return {
            "policy_id": policy.id,
            "name": policy.display_name,
            "days": days,
            "reached": self._prepare_row(reached),
            "held_out": self._prepare_row(held_out),
            **self._prepare_gap(gap),
            "words": self._say_holdout(reached, held_out, gap, days),
        }

    def _say_holdout(self, reached, held_out, gap, days):
        """What it comes to, in sentences."""
        if gap.value is None:
            return self.env._(
                "Too early to tell: the %s days of nobody who was reminded, or of nobody who was "
                "held out, are over.",
                days,
            )
        words = self.env._(
            "Of %(reached)s customers who were reminded %(share)s %% paid within %(days)s days, of "
            "%(held)s who were held out %(other)s %%.",
            reached=reached.notices,
            share=self._format_points(reached.paid / reached.notices),
            held=held_out.notices,
            other=self._format_points(held_out.paid / held_out.notices),
            days=days,
        )
        return f"{words} {self._say_verdict(gap, held_out)}"

    def _say_verdict(self, gap, other):
        """Whether a difference of shares is more than chance; how many would tell, if not.

        :param other: ``Told`` of the second one
        """
        values = {
            "gap": self._format_points(abs(gap.value)),
            "low": self._format_points(gap.low),
            "high": self._format_points(gap.high),
        }
        if gap.is_more_than_chance:
            return self.env._(
                "The difference of %(gap)s points (95 %%: %(low)s to %(high)s) is more than "
                "chance.",
                **values,
            )
        needed = least_to_tell(other.paid / other.notices, gap.value) if other.notices else None
        words = self.env._(
            "The difference of %(gap)s points (95 %%: %(low)s to %(high)s) may be chance.", **values
        )
        if not needed:
            return words
        more = self.env._(
            "If it is that large, %s on each side would show it in four of five cases.",
            formatLang(self.env, needed, digits=0),
        )
        return f"{words} {more}"

    @api.model
    def _format_points(self, share):
        return formatLang(self.env, 100 * share, digits=1)

    @api.model
    @api.readonly
    def get_holdout_action(
        self,
        date_from,
        date_to,
        company_ids=None,
        policy_id=None,
        arm=None,
        what="notices",
        days=DAYS,
    ):
        """The action that shows the decisions behind a figure of a side, customer by customer.

        :param policy_id, arm, days: of ``get_holdout``; the arm is reached or held_out
        :param what: notices, paid, running
        """
        request = self._prepare_request(date_from, date_to, company_ids, "level", days)
        if what not in ("notices", "paid", "running"):
            raise self.env["ar.kpi"]._get_nothing_behind()
        ids = arguments.to_ids(self.env, [policy_id] if policy_id else [])
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_dunning_run_line_action"
        )
        return {
            **action,
            "domain": [("id", "in", self._find_drawn(request, ids, arm, what))],
            "context": {"group_by": "profile_id"},
        }

    # -- SQL ---------------------------------------------------------------------------

    def _read_holdout(self, request):
        """({(policy id, arm): ``Told`` of customers}, {policy id: days that are looked at})."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT policy_id, arm, window_days, COUNT(*) FILTER (WHERE is_over),
                       COUNT(*) FILTER (WHERE is_over AND items_paid = items),
                       COALESCE(SUM(items) FILTER (WHERE is_over), 0)::int,
                       COALESCE(SUM(items_paid) FILTER (WHERE is_over), 0)::int,
                       COALESCE(SUM(asked) FILTER (WHERE is_over), 0),
                       COALESCE(SUM(came_in) FILTER (WHERE is_over), 0),
                       COUNT(*) FILTER (WHERE NOT is_over)
                  FROM (%s) AS drawn
                 GROUP BY policy_id, arm, window_days
                """,
                self._sql_drawn(request),
            )
        )
        found = {(policy_id, arm): Told(*values) for policy_id, arm, _days, *values in rows}
        return found, {policy_id: days for policy_id, _arm, days, *_values in rows}

    def _find_drawn(self, request, policy_ids, arm, what):
        """The ids of the decisions that are counted on a side."""
        conditions = {
            "notices": SQL("is_over"),
            "paid": SQL("is_over AND items_paid = items"),
            "running": SQL("NOT is_over"),
        }
        rows = self.env.execute_query(
            SQL(
                """SELECT UNNEST(line_ids) FROM (%s) AS drawn
                    WHERE policy_id = ANY(%s) AND arm = %s AND %s""",
                self._sql_drawn(request),
                list(policy_ids),
                "held_out" if arm == "held_out" else "reached",
                conditions[what],
            )
        )
        return [id_ for (id_,) in rows]

    def _sql_drawn(self, request):
        """SELECT a row for each policy and customer, of its first run in the period (who came back
        would count twice): of what was reminded or held out, what was paid in the days in which
        both can be compared."""
        for model in ("ar.dunning.run", "ar.dunning.run.line", "ar.dunning.policy"):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT DISTINCT ON (line.policy_id, line.profile_id)
                   line.policy_id, line.arm, line.run_id, line.profile_id, window_days,
                   BOOL_AND(run.date + window_days < own.today) AS is_over, COUNT(*) AS items,
                   ARRAY_AGG(line.id) AS line_ids,
                   COUNT(*) FILTER (
                       WHERE COALESCE(money.amount, 0) >= line.amount_company * %(nearly)s
                   ) AS items_paid,
                   SUM(line.amount_company)::float8 AS asked,
                   SUM(LEAST(COALESCE(money.amount, 0), line.amount_company))::float8 AS came_in
              FROM ar_dunning_run_line line
              JOIN ar_dunning_run run ON run.id = line.run_id
              JOIN (SELECT id AS rule_id, LEAST(holdout_days - 1, %(days)s) AS window_days
                      FROM ar_dunning_policy) AS rule ON rule.rule_id = line.policy_id
              JOIN (VALUES %(own)s) AS own (company_id, today, zone)
                ON own.company_id = line.company_id
              LEFT JOIN LATERAL (
                    SELECT SUM(money.amount) AS amount
                      FROM (%(money)s) AS money
                     WHERE money.line_id = line.move_line_id
                       AND money.day BETWEEN run.date AND run.date + window_days) AS money ON TRUE
             WHERE line.arm IS NOT NULL AND line.company_id IN %(companies)s
               AND run.state IN ('confirmed', 'done')
               AND run.date BETWEEN %(first)s AND %(last)s
             GROUP BY line.policy_id, line.arm, line.run_id, line.profile_id, window_days, run.date
             ORDER BY line.policy_id, line.profile_id, run.date, line.run_id
            """,
            nearly=NEARLY_ALL,
            days=request.days,
            own=self._sql_own(request.company_ids),
            money=self.env["ar.open.item"]._sql_money(),
            companies=request.company_ids,
            first=request.period.first,
            last=request.period.last,
        )
