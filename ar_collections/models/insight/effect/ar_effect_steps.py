"""Which step is slow, and which customers go overdue."""

import json
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, json_default

from ....tools.insight import effect as tools
from ...base import arguments
from ..kpi.ar_kpi_request import KpiDimension

# The list of items with what of each is late.
LATE = "ar_collections.account_move_line_view_list_aging_late"
# Customers told apart as key figures do, who may pay late.
LATE_BY = ("grade", "country", "salesperson", "collector")


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

    # -- who pays late -----------------------------------------------------------------

    def _get_late_dimensions(self):
        """{name: KpiDimension} of what customers and their invoices are told apart by."""
        known = self.env["ar.kpi"]._get_dimensions()
        terms = KpiDimension(
            self.env._("Payment Terms"),
            self.env._("Without payment terms"),
            SQL(
                "move.invoice_payment_term_id",
                to_flush=self.env["account.move"]._fields["invoice_payment_term_id"],
            ),
            "account.payment.term",
            "invoice_payment_term_id",
            "move",
        )
        return {**{name: known[name] for name in LATE_BY}, "terms": terms}

    @api.model
    @api.readonly
    def get_late(self, date_from, date_to, company_ids=None, by="grade"):
        """Which customers pay late: of the invoices that fell due in a period.

        :param date_from, date_to: due dates; what is due later than today is not late
        :param by: grade, country, salesperson, collector, terms
        :return: {'by', 'label', 'dimensions': {name: label}, 'rows': [{'key', 'name', 'invoices',
            'late', 'share', 'low', 'high', 'gap', 'gap_low', 'gap_high', 'differs', 'billed',
            'late_amount', 'amount_share', 'days' (of what was late, weighted by amount)}]}, the
            largest late amount first
        """
        base = self.env["ar.kpi"]._prepare_request(date_from, date_to, company_ids)
        dimensions = self._get_late_dimensions()
        if not isinstance(by, str) or by not in dimensions:
            raise UserError(
                self.env._(
                    "Who pays late is not told by “%(by)s”. Choose one of %(choices)s.",
                    by=arguments.quote(by),
                    choices=", ".join(dimensions),
                )
            )
        return {
            "by": by,
            "label": dimensions[by].label,
            "dimensions": {name: one.label for name, one in dimensions.items()},
            "rows": self._get_late_rows(base, dimensions[by]),
        }

    def _get_late_rows(self, base, dimension):
        [period] = base.periods
        found = self.env["ar.open.item"]._read_late(
            base.company_ids, *period, dimension.key, dimension.join
        )
        names = self.env["ar.kpi"]._get_names(dimension, {row[0] or False for row in found})
        every, late = sum(row[1] for row in found), sum(row[2] for row in found)
        rows = []
        for key, invoices, own_late, billed, late_amount, product in found:
            share = tools.Share(own_late, invoices)
            low, high = share.interval
            others = tools.Share(late - own_late, every - invoices)
            rows.append(
                {
                    "key": key or False,
                    "name": names.get(key or False) or str(key),
                    "invoices": invoices,
                    "late": own_late,
                    "share": share.value,
                    "low": low,
                    "high": high,
                    "billed": billed,
                    "late_amount": late_amount,
                    "amount_share": late_amount / billed if billed > 0 else None,
                    "days": product / late_amount if late_amount > 0 else None,
                    **self._prepare_gap(tools.compare(share, others)),
                }
            )
        return sorted(rows, key=lambda row: (-row["late_amount"], row["name"].casefold()))

    @api.model
    @api.readonly
    def get_late_action(self, date_from, date_to, company_ids=None, by="grade", key=None):
        """The action that shows the items behind a row of ``get_late``: all that fell due.

        :param key: of the row
        """
        base = self.env["ar.kpi"]._prepare_request(date_from, date_to, company_ids)
        dimensions = self._get_late_dimensions()
        if not isinstance(by, str) or by not in dimensions or type(key) not in (int, bool):
            raise UserError(
                self.env._("There is nothing behind this figure any more. Open the page anew.")
            )
        return self._get_late_action(base, dimensions[by], key)

    def _get_late_action(self, base, dimension, key):
        kpis, [period] = self.env["ar.kpi"], base.periods
        if dimension.of == "move":
            group = [(f"move_id.{dimension.field}", "=", key)]
        else:
            request = base._replace(dimension=dimension)
            group = list(kpis._get_group_domain(request, "account.move.line", key))
        domain = [
            ("parent_state", "=", "posted"),
            ("account_type", "=", "asset_receivable"),
            ("move_id.move_type", "in", ("out_invoice", "out_receipt")),
            ("company_id", "in", list(base.company_ids)),
            ("date_maturity", ">=", period.first),
            ("date_maturity", "<=", period.last),
            *group,
        ]
        name = kpis._get_names(dimension, {key}).get(key) or dimension.label
        figure = {"res_model": "account.move.line", "domain": domain}
        title = self.env._("Fell due: %s", name)
        return kpis._get_figure_action(figure, title, view=LATE)
