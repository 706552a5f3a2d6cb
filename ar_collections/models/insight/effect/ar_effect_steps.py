"""Which step is slow."""

import json
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, json_default

from ....tools.insight import effect as tools


class Step(NamedTuple):
    """From one day of an item to another.

    :param label: what it is called
    :param formula: what is counted, in a sentence
    :param first, last: SQL of the two days, in terms of ``item``
    """

    label: str
    formula: str
    first: SQL
    last: SQL


class ArEffect(models.AbstractModel):
    _inherit = "ar.effect"

    # -- slow steps --------------------------------------------------------------------

    def _get_steps(self):
        """{code: ``Step``}, in the order of the way of an item."""
        due, told, answered = SQL("item.due"), SQL("item.told"), SQL("item.answered")
        promised, paid = SQL("item.promised"), SQL("item.paid")
        return {
            "told": Step(
                self.env._("Due date to first reminder"),
                self.env._("Days from the due date to the first reminder of an item."),
                due,
                told,
            ),
            "answered": Step(
                self.env._("First reminder to answer"),
                self.env._("Days from an item's first reminder to the customer's next answer."),
                told,
                answered,
            ),
            "promised": Step(
                self.env._("Answer to promise"),
                self.env._("Days from the answer to the customer's next promise."),
                answered,
                promised,
            ),
            "kept": Step(
                self.env._("Promise to payment"),
                self.env._("Days from that promise to the money that settled the item."),
                promised,
                paid,
            ),
            "paid": Step(
                self.env._("First reminder to payment"),
                self.env._("Days from an item's first reminder to the money that settled it."),
                told,
                paid,
            ),
            "whole": Step(
                self.env._("Due date to payment"),
                self.env._("Days from the due date to the money that settled the item."),
                due,
                paid,
            ),
        }

    @api.model
    @api.readonly
    def get_slow_steps(self, date_from, date_to, company_ids=None):
        """How long each step takes, of the items that were first reminded of in a period.

        :param date_from, date_to, company_ids: see ``get_effects``
        :return: list of {'code', 'name', 'formula', 'count' (items whose step is over), 'median'
            and 'slow' in days: nine of ten are not slower; None where no step is over}
        """
        return self._get_slow_steps(
            self.env["ar.kpi"]._prepare_request(date_from, date_to, company_ids)
        )

    def _get_slow_steps(self, base):
        steps = self._get_steps()
        counted = SQL(", ").join(
            SQL(
                """COUNT(%(days)s),
                   PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %(days)s),
                   PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY %(days)s)""",
                days=SQL("(%s - %s)", step.last, step.first),
            )
            for step in steps.values()
        )
        [row] = self.env.execute_query(
            SQL("SELECT %s FROM (%s) AS item", counted, self._sql_way(base))
        )
        return [
            {
                "code": code,
                "name": step.label,
                "formula": step.formula,
                "count": row[3 * place],
                "median": row[3 * place + 1],
                "slow": row[3 * place + 2],
            }
            for place, (code, step) in enumerate(steps.items())
        ]

    @api.model
    @api.readonly
    def get_step_action(self, date_from, date_to, company_ids=None, code="whole"):
        """The action that shows the items whose step is over.

        :param code: of a row of ``get_slow_steps``
        """
        base = self.env["ar.kpi"]._prepare_request(date_from, date_to, company_ids)
        step, [period] = self._get_step(code), base.periods
        question = [*period, list(base.company_ids), code]
        domain = [("ar_step_of", "=", json.dumps(question, default=json_default))]
        return self.env["ar.kpi"]._get_figure_action(
            {"res_model": "account.move.line", "domain": domain}, step.label
        )

    def _get_step(self, code):
        steps = self._get_steps()
        if not isinstance(code, str) or code not in steps:
            raise UserError(
                self.env._("There is nothing behind this figure any more. Open the page anew.")
            )
        return steps[code]

    def _find_step_items(self, date_from, date_to, company_ids, code):
        """The query of the items whose step is over, asked by a list: all is checked anew."""
        base = self.env["ar.kpi"]._prepare_request(date_from, date_to, company_ids)
        step = self._get_step(code)
        return SQL(
            "(SELECT item.id FROM (%s) AS item WHERE %s - %s IS NOT NULL)",
            self._sql_way(base),
            step.last,
            step.first,
        )

    def _sql_way(self, base):
        """SELECT id, due, told, answered, promised, paid (days, NULL where it has not come to that)
        of the items whose first reminder was sent in the period. Answers and promises are those
        of the customer, before the item was paid."""
        [period] = base.periods
        for model in ("ar.dunning.notice", "ar.dunning.notice.line", "ar.reply", "ar.promise"):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT first.move_line_id AS id, first.due, first.told, answer.day AS answered,
                   promise.day AS promised, money.day AS paid
              FROM (SELECT line.move_line_id, notice.profile_id, MIN(line.date_due) AS due,
                           MIN(notice.date) AS told, MAX(line.amount_company) AS asked
                      FROM ar_dunning_notice_line line
                      JOIN ar_dunning_notice notice ON notice.id = line.notice_id
                     WHERE %(sent)s AND notice.company_id IN %(companies)s
                       AND notice.date BETWEEN %(first)s AND %(last)s
                       AND line.move_line_id IS NOT NULL
                       AND NOT EXISTS (
                            SELECT 1 FROM ar_dunning_notice_line earlier
                             WHERE earlier.move_line_id = line.move_line_id
                               AND earlier.kind = 'item' AND earlier.state = 'sent'
                               AND earlier.date < %(first)s)
                     GROUP BY line.move_line_id, notice.profile_id) AS first
              LEFT JOIN LATERAL (
                    SELECT MAX(money.day) AS day
                      FROM (%(money)s) AS money
                     WHERE money.line_id = first.move_line_id AND money.day >= first.told
                    HAVING SUM(money.amount) >= first.asked * %(nearly)s) AS money ON TRUE
              LEFT JOIN LATERAL (
                    SELECT MIN(reply.date_received)::date AS day FROM ar_reply reply
                     WHERE reply.profile_id = first.profile_id
                       AND reply.kind NOT IN ('absent', 'rating')
                       AND reply.date_received >= first.told
                       AND (money.day IS NULL OR reply.date_received::date <= money.day)
                   ) AS answer ON TRUE
              LEFT JOIN LATERAL (
                    SELECT MIN(promise.taken_on) AS day FROM ar_promise promise
                     WHERE promise.profile_id = first.profile_id
                       AND promise.taken_on >= COALESCE(answer.day, first.told)
                       AND (money.day IS NULL OR promise.taken_on <= money.day)
                   ) AS promise ON TRUE
            """,
            sent=SQL("notice.state = 'sent' AND line.state = 'sent' AND line.kind = 'item'"),
            companies=base.company_ids,
            first=period.first,
            last=period.last,
            nearly=tools.NEARLY_ALL,
            money=self.env["ar.open.item"]._sql_money(),
        )
