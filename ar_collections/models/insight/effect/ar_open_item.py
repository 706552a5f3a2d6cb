"""What fell due and was paid late, told apart by what customers are."""

from datetime import date

from odoo import models
from odoo.tools import SQL


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
        scope = self._prepare_scope(company_ids)
        if self._is_empty(scope):
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT %(key)s, COUNT(DISTINCT item.move_id),
                       COUNT(DISTINCT item.move_id) FILTER (WHERE days > 0),
                       SUM(item.billed)::float8,
                       COALESCE(SUM(item.amount) FILTER (WHERE days > 0), 0)::float8,
                       COALESCE(SUM(item.amount * days) FILTER (WHERE days > 0), 0)::float8
                  FROM (%(parts)s OFFSET 0) AS item
                  JOIN account_move move ON move.id = item.move_id
                  %(join)s
                 WHERE item.kind = 'bill'
                 GROUP BY 1
                """,
                key=key,
                join=join,
                parts=self._sql_late(scope, first, last),
                to_flush=self._get_fields_read(),
            )
        )

    def _sql_late(self, scope, first, last):
        """What fell due, in ``billed``; and what of it was paid, or is open, so many days late.

        The kind is asked of what was found (OFFSET 0): of it PostgreSQL expects next to nothing.
        """
        return SQL(
            """
            SELECT partner_id, company_id, move_id, kind, due, amount AS billed, 0 AS amount,
                   0 AS days
              FROM %(billed)s AS billed
             UNION ALL
            SELECT open.partner_id, open.company_id, open.move_id, open.kind, open.due, 0,
                   open.amount, day.today - open.due
              FROM %(open)s AS open
              JOIN %(days)s ON day.company_id = open.company_id
             WHERE open.due BETWEEN %(first)s AND %(last)s
             UNION ALL
            SELECT partner_id, company_id, move_id, kind, due, 0, amount, since - due
              FROM %(paid)s AS paid
             WHERE way = 'money'
            """,
            first=first,
            last=last,
            billed=self._sql_billed(scope, more=self._sql_due_in(scope, "aml", first, last)),
            open=self._sql_open_pieces(scope),
            days=self._sql_days(scope),
            paid=self._sql_settled_pieces(
                scope, date.min, more=self._sql_due_in(scope, "debit", first, last)
            ),
        )

    def _read_late_amounts(self, lines):
        """{journal item id: what of an invoice was paid late, or is open and late}."""
        scope = self._prepare_scope(lines.sudo().company_id.ids)
        if not lines or self._is_empty(scope):
            return {}
        paid = self._sql_settled_pieces(scope, date.min, more=SQL("debit.id = ANY(%s)", lines.ids))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT piece.id, SUM(piece.amount)::float8
                  FROM (SELECT id, kind, way, since, due, amount FROM %(paid)s AS paid
                         WHERE way = 'money'
                         UNION ALL
                        SELECT open.id, open.kind, open.way, day.today, open.due, open.amount
                          FROM %(open)s AS open
                          JOIN %(days)s ON day.company_id = open.company_id
                         WHERE open.id = ANY(%(ids)s)) AS piece
                 WHERE piece.kind = 'bill' AND piece.since > piece.due
                 GROUP BY piece.id
                """,
                paid=paid,
                open=self._sql_open_pieces(scope),
                days=self._sql_days(scope),
                ids=lines.ids,
                to_flush=self._get_fields_read(),
            )
        )
        return dict(rows)

    def _sql_due_in(self, scope, alias, first, last):
        """That an item fell due in a period, said so that the index of due dates is used."""
        due, day = SQL.identifier(alias, "date_maturity"), SQL.identifier(alias, "date")
        return SQL(
            """(%s = ANY(%s)
                AND (%s BETWEEN %s AND %s OR (%s IS NULL AND %s BETWEEN %s AND %s)))""",
            SQL.identifier(alias, "account_id"),
            scope.accounts,
            due,
            first,
            last,
            due,
            day,
            first,
            last,
        )
