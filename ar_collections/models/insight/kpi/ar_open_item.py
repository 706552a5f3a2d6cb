"""Pieces of items from days that are kept, and what of an item came in."""

from datetime import date, timedelta

from odoo import models
from odoo.tools import SQL


class ArOpenItem(models.Model):
    _inherit = "ar.open.item"

    def _read_came_in(self, lines, first=None, last=None):
        """{journal item id: money that settled it on these days}, as key figures count it.

        :param lines: debts, in any number of companies
        :param first, last: days; None for all
        """
        scope = self._prepare_scope(lines.sudo().company_id.ids)
        if not lines or self._is_empty(scope):
            return {}
        mine = SQL("debit.id = ANY(%s)", lines.ids)
        return dict(self.env.execute_query(self._sql_came_in(scope, first, last, mine)))

    def _sql_came_in(self, scope, first=None, last=None, more=None):
        """SELECT id of the item, amount: see ``_read_came_in``.

        :param more: a condition on ``debit``, the item
        """
        before = first - timedelta(days=1) if first else date.min
        return SQL(
            """
            SELECT piece.id, SUM(piece.amount)::float8 AS amount
              FROM %s AS piece
             WHERE piece.way = 'money' AND piece.since <= %s
             GROUP BY piece.id
            """,
            self._sql_settled_pieces(scope, before, more=more),
            last or date.max,
            to_flush=self._get_fields_read(),
        )

    def _read_payers(self, company_ids, first, last, most):
        """[(customer id, money that settled debts on these days)]: those who paid most, in one
        query; in the company's currency."""
        scope = self._prepare_scope(company_ids)
        if self._is_empty(scope):
            return []
        kept, before = self._find_kept(scope), first - timedelta(days=1)
        pieces = [
            self._sql_settled_pieces(scope, before, kept),
            *self._sql_kept_pieces(scope, kept, before, False),
        ]
        return self.env.execute_query(
            SQL(
                """
                SELECT piece.partner_id, SUM(piece.amount)::float8
                  FROM (%s) AS piece
                 WHERE piece.way = 'money' AND piece.since <= %s
                 GROUP BY 1
                 ORDER BY 2 DESC, 1
                 LIMIT %s
                """,
                SQL(" UNION ALL ").join(pieces),
                last,
                most,
                to_flush=self._get_fields_read(),
            )
        )

    # -- days that are kept ------------------------------------------------------------

    def _find_kept(self, scope):
        # OVERRIDES the reader, which keeps nothing
        if scope.as_of or scope.include_future or scope.partner_ids is not None or scope.ids:
            return ()
        return self.env["ar.kpi.day"]._find_true(tuple(scope.days))

    def _sql_kept_pieces(self, scope, kept, after, whole):
        if not kept or kept[-1].last <= after:
            return []
        return [
            SQL(
                """
                SELECT NULL::int, %s, piece.company_id, NULL::int, piece.kind, piece.date,
                       piece.due, piece.day, piece.way, piece.amount, NULL::int
                  FROM %s
                 WHERE piece.way <> 'billed' AND piece.day > %s AND %s
                """,
                *self._sql_kept_source(whole),
                after,
                self._sql_kept_where(scope, kept, whole),
            )
        ]

    def _sql_kept_billed(self, scope, kept, whole):
        if not kept:
            return []
        return [
            SQL(
                """
                SELECT %s, piece.company_id, NULL::int, piece.kind, piece.date, piece.due,
                       piece.amount
                  FROM %s
                 WHERE piece.way = 'billed' AND %s
                """,
                *self._sql_kept_source(whole),
                self._sql_kept_where(scope, kept, whole),
            )
        ]

    def _sql_kept_source(self, whole):
        """(the customer and contact, the source)."""
        if whole:
            return SQL("NULL::int, NULL::int"), SQL("ar_kpi_piece piece")
        return SQL("partner.commercial_partner_id, piece.partner_id"), SQL(
            """ar_kpi_piece piece
               LEFT JOIN res_partner partner ON partner.id = piece.partner_id"""
        )

    def _sql_kept_where(self, scope, kept, whole):
        return SQL(
            "piece.company_id IN %s AND %s AND (%s)",
            tuple(scope.days),
            SQL("piece.whole") if whole else SQL("NOT piece.whole"),
            SQL(" OR ").join(SQL("piece.day BETWEEN %s AND %s", *days) for days in kept),
        )
