"""What a provision is made of, read from open items and write-offs, in a few queries."""

from datetime import timedelta
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ....tools.insight.ecl import cohort_days
from ....tools.ledger.aging import bucket_starts
from ...ledger.open_item.ar_open_item_kinds import BILLS

# Securities that pay without a lawsuit; a promise of a parent or a person is another debtor.
COVERING = ("bank", "deposit", "letter")
BOOKED = ("booked", "recovered")


class Cover(NamedTuple):
    """What is secured.

    :param amounts: {customer: amount in the company's currency} on the day
    :param ever: customers who were secured at any time since the first cohort
    """

    amounts: dict
    ever: list


class ArEcl(models.Model):
    """History is read as it was known at the end of a day, which may be past: what was settled
    later was open then, and what was written off later was not lost."""

    _inherit = "ar.ecl"

    # -- what is open ------------------------------------------------------------------

    def _read_balances(self, day, cover, apart, collected_until=None):
        """What was owed at the end of a day, in the company's currency.

        :param apart: ids of journal items that are assessed one by one
        :return: rows (group key, bucket, secured customer or None, amount, of it collected until
            ``collected_until``)
        """
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(self.company_id.ids, as_of=day)
        if items._is_empty(scope):
            return []
        secured = list(cover.amounts)
        key, join = self._sql_group(secured)
        return self.env.execute_query(
            SQL(
                """
                SELECT %(key)s, WIDTH_BUCKET(%(day)s::date - item.date_due, %(starts)s::int[]),
                       CASE WHEN item.partner_id = ANY(%(secured)s) THEN item.partner_id END,
                       SUM(item.residual)::float8,
                       SUM(LEAST(item.residual, COALESCE(later.amount, 0)))::float8
                  FROM %(source)s AS item
                  LEFT JOIN (%(later)s) AS later ON later.line_id = item.id
                  %(join)s
                 WHERE item.residual > 0 AND NOT item.paid_out AND item.id != ALL(%(apart)s)
                 GROUP BY 1, 2, 3
                """,
                key=key,
                join=join,
                day=day,
                starts=self._get_starts(),
                secured=secured,
                source=items._sql_source(scope),
                later=self._sql_later(day, collected_until or day),
                apart=list(apart),
            )
        )

    def _sql_later(self, day, until):
        """SELECT line_id, amount: what money settled after a day."""
        return SQL(
            """SELECT money.line_id, SUM(money.amount) AS amount
                 FROM (%s) AS money
                WHERE money.day > %s AND money.day <= %s
                GROUP BY money.line_id""",
            self.env["ar.open.item"]._sql_money(),
            day,
            until,
        )

    def _read_receivables(self, day):
        """(all that was owed less credits, credits and what we paid out) at the end of a day."""
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(self.company_id.ids, as_of=day)
        if items._is_empty(scope):
            return 0.0, 0.0
        [row] = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(item.residual), 0)::float8,
                       COALESCE(-SUM(item.residual)
                                 FILTER (WHERE item.residual <= 0 OR item.paid_out), 0)::float8
                  FROM %s AS item
                """,
                items._sql_source(scope),
            )
        )
        return row

    # -- what became of what was billed ------------------------------------------------

    def _read_history(self, day, cover, apart):
        """What the cohorts were until the end of ``day``.

        Credit notes and other entries have taken off what they settled; of customers who were
        secured nothing is told, unless they are a group of their own.

        :param apart: ids of documents that are assessed one by one
        :return: rows (group key, month, last bucket reached, 'paid' / 'open' / 'lost', amount, of
            it lost)
        """
        first, last = cohort_days(day, self.cohort_months, self.followed_months)
        hidden = [] if self.group_by == "insurance" else cover.ever
        what = {"day": day, "first": first, "last": last, "apart": list(apart), "hidden": hidden}
        return [*self._read_settled(cover, **what), *self._read_lost(cover, **what)]

    def _read_settled(self, cover, day, first, last, apart, hidden):
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(self.company_id.ids)
        if items._is_empty(scope):
            return []
        key, join = self._sql_group(cover.ever)
        return self.env.execute_query(
            SQL(
                """
                SELECT %(key)s, DATE_TRUNC('month', item.date)::date,
                       WIDTH_BUCKET(LEAST(COALESCE(item.since - 1, %(day)s), %(day)s) - item.due,
                                    %(starts)s::int[]),
                       CASE WHEN item.since <= %(day)s THEN 'paid' ELSE 'open' END,
                       SUM(item.amount)::float8, 0.0::float8
                  FROM (%(pieces)s) AS item
                  JOIN account_move move ON move.id = item.move_id
                  %(join)s
                 WHERE item.date BETWEEN %(first)s AND %(last)s AND item.amount > 0
                   AND move.move_type IN %(bills)s AND item.move_id != ALL(%(apart)s)
                   AND COALESCE(item.partner_id, 0) != ALL(%(hidden)s)
                   AND (item.since IS NULL OR item.since > %(day)s OR item.way = 'money')
                 GROUP BY 1, 2, 3, 4
                """,
                key=key,
                join=join,
                day=day,
                starts=self._get_starts(),
                pieces=items._sql_pieces(scope, first - timedelta(days=1)),
                first=first,
                last=last,
                bills=BILLS,
                apart=apart,
                hidden=hidden,
                to_flush=items._get_fields_read(),
            )
        )

    def _read_lost(self, cover, day, first, last, apart, hidden):
        key, join = self._sql_group(cover.ever)
        return self.env.execute_query(
            SQL(
                """
                SELECT %(key)s, DATE_TRUNC('month', item.date)::date,
                       WIDTH_BUCKET(item.since - 1 - item.due, %(starts)s::int[]), 'lost',
                       SUM(item.gross)::float8, SUM(item.lost)::float8
                  FROM (%(losses)s) AS item
                  %(join)s
                 WHERE item.date BETWEEN %(first)s AND %(last)s
                   AND COALESCE(item.partner_id, 0) != ALL(%(hidden)s)
                 GROUP BY 1, 2, 3
                """,
                key=key,
                join=join,
                starts=self._get_starts(),
                losses=self._sql_losses(day, apart),
                first=first,
                last=last,
                hidden=hidden,
            )
        )

    def _read_lost_since(self, past, day, cover, apart):
        """What was lost after a past day of what was open on it: rows (group key, bucket of the
        past day, amount)."""
        key, join = self._sql_group(list(cover.amounts))
        return self.env.execute_query(
            SQL(
                """
                SELECT %(key)s, WIDTH_BUCKET(%(past)s::date - item.due, %(starts)s::int[]),
                       SUM(item.lost)::float8
                  FROM (%(losses)s) AS item
                  %(join)s
                 WHERE item.date <= %(past)s AND item.since > %(past)s
                 GROUP BY 1, 2
                """,
                key=key,
                join=join,
                past=past,
                starts=self._get_starts(),
                losses=self._sql_losses(day, apart),
            )
        )

    def _sql_losses(self, day, apart):
        """SELECT partner_id, company_id, date, due, since, gross, lost of write-offs that were
        booked until a day and stand.

        A deduction that the customer was right about is no credit loss. Tax is none where it can be
        reclaimed, or was never due; what came in after all is taken off.
        """
        for model in ("ar.writeoff", "ar.writeoff.recovery", "ar.writeoff.tax", "ar.dispute"):
            self.env[model].flush_model()
        for model in ("account.move", "account.move.line", "ar.dispute.item"):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT off.partner_id, off.company_id, line.date,
                   COALESCE(line.date_maturity, line.date) AS due,
                   GREATEST(entry.date, line.date) AS since, off.amount_company AS gross,
                   GREATEST(off.amount_company - COALESCE(
                       CASE WHEN off.tax_relief != 'none' THEN off.tax_company
                            ELSE tax.never_due END, 0) - COALESCE(back.amount, 0), 0) AS lost
              FROM ar_writeoff off
              JOIN account_move_line line ON line.id = off.move_line_id
              JOIN account_move entry ON entry.id = off.entry_id
              %(parts)s
             WHERE off.company_id = %(company)s AND off.state IN %(booked)s
               AND entry.date <= %(day)s AND off.move_id != ALL(%(apart)s)
               AND NOT EXISTS (
                   SELECT 1 FROM ar_dispute_item part
                     JOIN ar_dispute dispute ON dispute.id = part.dispute_id
                    WHERE part.move_line_id = off.move_line_id AND part.kind = 'deduction'
                      AND dispute.state != 'rejected')
            """,
            parts=self._sql_parts(day),
            company=self.company_id.id,
            booked=BOOKED,
            day=day,
            apart=list(apart),
        )

    def _sql_parts(self, day):
        """Joins of ``off``: what of its tax was never due, and what came in after it."""
        return SQL(
            """LEFT JOIN LATERAL (
                   SELECT SUM(one.amount) AS never_due FROM ar_writeoff_tax one
                    WHERE one.writeoff_id = off.id AND one.unexigible) AS tax ON TRUE
               LEFT JOIN LATERAL (
                   SELECT SUM(one.amount_company - COALESCE(one.tax_company, 0)) AS amount
                     FROM ar_writeoff_recovery one
                    WHERE one.writeoff_id = off.id AND one.date <= %s) AS back ON TRUE""",
            day,
        )

    # -- what is secured ---------------------------------------------------------------

    def _read_cover(self, day):
        """The ``Cover`` of a day, and since the first cohort before it."""
        first, _last = cohort_days(day, self.cohort_months, self.followed_months)
        company = self.company_id
        securities = (
            self.env["ar.credit.security"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("kind", "in", COVERING),
                    ("state", "in", ("valid", "released")),
                    ("date_from", "<=", day),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", first),
                ]
            )
        )
        amounts = {}
        for security in securities:
            end = security.released_on or security.date_to
            if not end or end >= day:
                amount = security.currency_id._convert(
                    security.amount, company.currency_id, company, day
                )
                partner = security.partner_id.id
                amounts[partner] = amounts.get(partner, 0.0) + amount
        return Cover(amounts, securities.partner_id.ids)

    def _get_starts(self):
        return bucket_starts(self.company_id._ar_limits())
