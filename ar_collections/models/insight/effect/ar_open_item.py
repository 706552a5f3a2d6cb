"""What fell due and was paid late, told apart by what customers are."""

from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ...ledger.open_item.ar_open_item_kinds import BILLS

# Nobody pays earlier than this before the due date.
EARLIEST_DAYS = 366


class ArOpenItem(models.Model):
    _inherit = "ar.open.item"

    def _read_late(self, company_ids, first, last, key, join):
        """Invoices that fell due in a period, and what of them was or is late, in one query. What
        credit notes and write-offs settled nobody paid late.

        :param first, last: due dates
        :param key, join: SQL of the group, in terms of ``item`` (partner_id, company_id) and
            ``move``, its document
        :return: rows (key, invoices, those late in part or whole, amount, amount late, Σ late
            amount × days late until paid or today); amounts in the company's currency
        """
        scope = self._prepare_scope(company_ids, today=True)
        if self._is_empty(scope):
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT %(key)s, COUNT(DISTINCT item.move_id),
                       COUNT(DISTINCT item.move_id) FILTER (WHERE late.is_late),
                       SUM(item.amount)::float8,
                       COALESCE(SUM(item.amount) FILTER (WHERE late.is_late), 0)::float8,
                       COALESCE(SUM(item.amount * late.days) FILTER (WHERE late.is_late), 0)
                           ::float8
                  FROM (%(pieces)s) AS item
                  JOIN account_move move ON move.id = item.move_id
                  JOIN %(days)s ON day.company_id = item.company_id
                  CROSS JOIN LATERAL (
                        SELECT COALESCE(item.since, day.today) - item.due AS days,
                               COALESCE(item.since, day.today) > item.due
                               AND item.way <> 'other' AS is_late) AS late
                  %(join)s
                 WHERE item.due BETWEEN %(first)s AND %(last)s AND move.move_type IN %(bills)s
                 GROUP BY 1
                """,
                key=key,
                join=join,
                days=self._sql_days(scope),
                pieces=self._sql_pieces(scope, first - timedelta(days=EARLIEST_DAYS)),
                first=first,
                last=last,
                bills=BILLS,
                to_flush=self._get_fields_read(),
            )
        )
