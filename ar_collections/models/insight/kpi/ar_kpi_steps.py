"""What each dunning step brought and cost, what stands at each level, and what billing took."""

from odoo import models
from odoo.tools import SQL

# Days after a notice in which money counts as its yield.
YIELD_DAYS = 14


class ArKpi(models.AbstractModel):
    _inherit = "ar.kpi"

    def _read_steps(self, request):
        """What was sent of each level in the period, and what came in within ``YIELD_DAYS``.

        Money that came in after two notices counts for both: it is what followed, and no proof
        that the notice was the cause.

        A notice may remind of items of several levels: its cost is that of its own level, once.

        :return: list of {'level_id', 'name', 'policy', 'notices', 'asked', 'paid' in the company's
            currency, 'rate' (percent), 'cost' of the notices, 'per_cost' (what came in for one
            unit of cost; None where a notice costs nothing)}, by policy and level
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT told.level_id, COUNT(*), SUM(told.asked)::float8, SUM(told.paid)::float8,
                       SUM(CASE WHEN notice.level_id = told.level_id THEN %(cost)s ELSE 0 END)
                           ::float8
                  FROM (SELECT item.level_id, item.notice_id AS id, SUM(item.asked) AS asked,
                               SUM(item.paid) AS paid
                          FROM (%(yields)s) AS item
                         GROUP BY item.level_id, item.notice_id) AS told
                  JOIN ar_dunning_notice notice ON notice.id = told.id
                 GROUP BY told.level_id
                """,
                cost=self._sql_notice_cost(request, SQL("told"), SQL("told.level_id")),
                yields=self._sql_yield(request, YIELD_DAYS),
            )
        )
        levels = self.env["ar.dunning.level"].sudo().browse([row[0] for row in rows])
        found = {level_id: values for level_id, *values in rows}
        return [self._get_step(level, *found[level.id]) for level in self._sort_levels(levels)]

    def _sql_yield(self, request, days, profile_id=None):
        """SELECT notice_id, notice_line_id, line_id, level_id, asked, paid of each item that a
        notice sent in the period reminded of: what was asked, and the money that settled it within
        so many days after the notice, the day of the notice among them, up to what was asked; in
        the company's currency.

        :param profile_id: of this customer alone
        """
        [period] = request.periods
        for model in ("ar.dunning.notice", "ar.dunning.notice.line"):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT notice.id AS notice_id, line.id AS notice_line_id,
                   line.move_line_id AS line_id, line.level_id, line.amount_company AS asked,
                   LEAST(COALESCE(money.amount, 0), line.amount_company) AS paid
              FROM ar_dunning_notice notice
              JOIN ar_dunning_notice_line line ON line.notice_id = notice.id
              LEFT JOIN LATERAL (
                    SELECT SUM(money.amount) AS amount
                      FROM (%(money)s) AS money
                     WHERE money.line_id = line.move_line_id
                       AND money.day BETWEEN notice.date AND notice.date + %(days)s) AS money
                   ON TRUE
             WHERE notice.company_id IN %(companies)s AND notice.state = 'sent'
               AND line.state = 'sent' AND line.kind = 'item' AND line.level_id IS NOT NULL
               AND notice.date BETWEEN %(first)s AND %(last)s AND %(mine)s
            """,
            mine=SQL("notice.profile_id = %s", profile_id) if profile_id else SQL("TRUE"),
            money=self.env["ar.open.item"]._sql_money(),
            days=days,
            companies=request.company_ids,
            first=period.first,
            last=period.last,
        )

    def _sort_levels(self, levels):
        return levels.sorted(
            lambda level: (level.policy_id.sequence, level.policy_id.id, level.number)
        )

    def _get_step(self, level, notices, asked, paid, cost):
        return {
            "level_id": level.id,
            "name": level.display_name,
            "policy": level.policy_id.display_name,
            "notices": notices,
            "asked": asked,
            "paid": paid,
            "rate": 100.0 * paid / asked if asked > 0 else None,
            "cost": cost,
            "per_cost": paid / cost if cost > 0 else None,
        }

    def _read_levels(self, request):
        """What is open today at each level, and what nobody was reminded of.

        A notice may remind of items of several levels: its cost is that of its own level, once.

        :return: list of {'level_id', 'name', 'policy', 'count', 'amount'}, by policy and level;
            items without a level last
        """
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(request.company_ids, today=True)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT reminded.ar_level_id, COUNT(*), SUM(item.residual)::float8
                  FROM %(items)s AS item
                  LEFT JOIN (%(reminded)s) AS reminded ON reminded.id = item.id
                 WHERE item.days_overdue > 0
                 GROUP BY reminded.ar_level_id
                """,
                items=items._sql_source(scope),
                reminded=SQL(
                    "SELECT id, ar_level_id FROM account_move_line WHERE ar_level_id IS NOT NULL",
                    to_flush=self.env["account.move.line"]._fields["ar_level_id"],
                ),
            )
        )
        found = {level_id: values for level_id, *values in rows}
        levels = self.env["ar.dunning.level"].sudo().browse([id_ for id_ in found if id_])
        known = [
            {
                "level_id": level.id,
                "name": level.display_name,
                "policy": level.policy_id.display_name,
                "count": found[level.id][0],
                "amount": found[level.id][1],
            }
            for level in self._sort_levels(levels)
        ]
        if None in found:
            count, amount = found[None]
            words = self.env._("Overdue, not reminded yet")
            known.append(
                {"level_id": False, "name": words, "policy": "", "count": count, "amount": amount}
            )
        return known

    def _get_billing(self, request):
        """What billing took in the period, of the key figures: {'invoices', 'delivered', 'sent':
        numbers of invoices, of those with a delivery, of those sent, 'to_invoice', 'to_send': mean
        days, None where there are none}."""
        codes = ("to_invoice", "to_send")
        found = self._measure(request, codes)[None, 0]
        return {
            "invoices": found["to_invoice"]["invoices"],
            "delivered": found["to_invoice"]["denominator"],
            "sent": found["to_send"]["denominator"],
            **{code: found[code]["value"] for code in codes},
        }
