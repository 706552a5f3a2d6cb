"""What a provision is made of, read from open items and losses, in a few queries."""

from datetime import timedelta
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ....tools.insight.ecl import cohort_days
from ....tools.ledger.aging import bucket_starts
from ...ledger.open_item.ar_open_item_kinds import BILLS

# Securities that pay without a lawsuit; a promise of a parent or a person is another debtor.
COVERING = ("bank", "deposit", "letter")
PERCENT = 100.0


class Cover(NamedTuple):
    """What is secured.

    :param amounts: {customer: amount in the company's currency} on the day
    :param insured: {customer: (limit, share that the insurer pays) of each insurer} on the day
    :param ever: customers who were secured or insured at any time since the first cohort
    """

    amounts: dict
    insured: dict
    ever: list

    @property
    def customers(self):
        return sorted({*self.amounts, *self.insured})


class ArEcl(models.Model):
    """History is read as it was known at the end of a day, which may be past: what was settled
    later was open then, and what was lost later was not lost.

    A reading is a ``_sql_…`` with the id of each item, for the records behind a figure, and a
    ``_read_…`` that adds it up.
    """

    _inherit = "ar.ecl"

    # -- what is open ------------------------------------------------------------------

    def _read_balances(self, day, cover, apart, collected_until=None):
        """What was owed at the end of a day, in the company's currency.

        :param apart: ids of journal items that are assessed one by one
        :return: rows (group key, bucket, secured customer or None, amount, of it collected until
            ``collected_until``)
        """
        balances = self._sql_balances(day, cover, apart, collected_until)
        if not balances:
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT item.key, item.bucket, item.secured, SUM(item.residual)::float8,
                       SUM(item.later)::float8
                  FROM (%s) AS item
                 GROUP BY 1, 2, 3
                """,
                balances,
            )
        )

    def _sql_balances(self, day, cover, apart, collected_until=None):
        """SELECT id, key, bucket, secured (customer or NULL), residual, later (collected) of what
        was open at the end of a day; None where nothing can be."""
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(self.company_id.ids, as_of=day)
        if items._is_empty(scope):
            return None
        key, join = self._sql_group(cover.customers)
        return SQL(
            """
            SELECT item.id, %(key)s AS key,
                   WIDTH_BUCKET(%(day)s::date - item.date_due, %(starts)s::int[]) AS bucket,
                   CASE WHEN item.partner_id = ANY(%(secured)s) THEN item.partner_id END AS secured,
                   item.residual, LEAST(item.residual, COALESCE(later.amount, 0)) AS later
              FROM %(source)s AS item
              LEFT JOIN (%(later)s) AS later ON later.line_id = item.id
              %(join)s
             WHERE item.residual > 0 AND NOT item.paid_out AND item.id != ALL(%(apart)s)
            """,
            key=key,
            join=join,
            day=day,
            starts=self._get_starts(),
            secured=cover.customers,
            source=items._sql_source(scope),
            later=self._sql_later(day, collected_until or day),
            apart=list(apart),
        )

    def _sql_later(self, day, until):
        """SELECT line_id, amount: what money settled after a day."""
        if until <= day:
            return SQL("SELECT NULL::int AS line_id, 0.0 AS amount WHERE FALSE")
        return SQL(
            """SELECT money.line_id, SUM(money.amount) AS amount
                 FROM (%s) AS money
                WHERE money.day > %s AND money.day <= %s
                GROUP BY money.line_id""",
            self.env["ar.open.item"]._sql_money(),
            day,
            until,
        )

    def _read_apart(self, day, collected_until=None):
        """{id: (customer, open at the end of the day, of it collected later)} of the items that are
        assessed one by one."""
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(
            self.company_id.ids, ids=self.item_ids.move_line_id.ids, as_of=day
        )
        if items._is_empty(scope):
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT item.id, item.partner_id, item.residual::float8,
                       LEAST(item.residual, COALESCE(later.amount, 0))::float8
                  FROM %s AS item
                  LEFT JOIN (%s) AS later ON later.line_id = item.id
                 WHERE item.residual > 0 AND NOT item.paid_out
                """,
                items._sql_source(scope),
                self._sql_later(day, collected_until or day),
            )
        )
        return {id_: own for id_, *own in rows}

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
        history = self._sql_history(day, cover, apart)
        if not history:
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT item.key, item.month, item.bucket, item.way, SUM(item.amount)::float8,
                       SUM(item.lost)::float8
                  FROM (%s) AS item
                 GROUP BY 1, 2, 3, 4
                """,
                history,
            )
        )

    def _sql_history(self, day, cover, apart):
        """SELECT id, key, month, bucket, way, amount, lost of each piece of the cohorts; None where
        there can be none."""
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(self.company_id.ids)
        if items._is_empty(scope):
            return None
        first, last = cohort_days(day, self.cohort_months, self.followed_months)
        key, join = self._sql_group(cover.ever)
        what = {
            "key": key,
            "join": join,
            "day": day,
            "first": first,
            "last": last,
            "starts": self._get_starts(),
            "bills": BILLS,
            "apart": list(apart),
            "hidden": [] if self.group_by == "insurance" else cover.ever,
        }
        pieces = items._sql_pieces(scope, first - timedelta(days=1))
        return SQL(
            "%s UNION ALL %s",
            self._sql_settled(pieces, **what),
            self._sql_lost(self._sql_losses(day), **what),
        )

    def _sql_settled(self, pieces, **what):
        """Of the cohorts: what was paid, and what is still open."""
        return SQL(
            """
            SELECT item.id, %(key)s AS key, DATE_TRUNC('month', item.date)::date AS month,
                   WIDTH_BUCKET(LEAST(COALESCE(item.since - 1, %(day)s), %(day)s) - item.due,
                                %(starts)s::int[]) AS bucket,
                   CASE WHEN item.since <= %(day)s THEN 'paid' ELSE 'open' END AS way,
                   item.amount, 0.0 AS lost
              FROM (%(pieces)s) AS item
              JOIN account_move move ON move.id = item.move_id
              %(join)s
             WHERE item.date BETWEEN %(first)s AND %(last)s AND item.amount > 0
               AND move.move_type IN %(bills)s AND item.move_id != ALL(%(apart)s)
               AND COALESCE(item.partner_id, 0) != ALL(%(hidden)s)
               AND (item.since IS NULL OR item.since > %(day)s OR item.way = 'money')
            """,
            pieces=pieces,
            to_flush=self.env["ar.open.item"]._get_fields_read(),
            **what,
        )

    def _sql_lost(self, losses, **what):
        """Of the cohorts: what was lost."""
        return SQL(
            """
            SELECT item.line_id, %(key)s, DATE_TRUNC('month', item.date)::date,
                   WIDTH_BUCKET(item.since - 1 - item.due, %(starts)s::int[]), 'lost',
                   item.gross, item.lost
              FROM (%(losses)s) AS item
              JOIN account_move move ON move.id = item.move_id
              %(join)s
             WHERE item.date BETWEEN %(first)s AND %(last)s AND item.since <= %(day)s
               AND move.move_type IN %(bills)s AND item.move_id != ALL(%(apart)s)
               AND COALESCE(item.partner_id, 0) != ALL(%(hidden)s)
            """,
            losses=losses,
            **what,
        )

    def _read_lost_since(self, past, day, cover, apart):
        """What was lost after a past day of what was open on it: rows (group key, bucket of the
        past day, amount)."""
        return self.env.execute_query(
            SQL(
                """
                SELECT item.key, item.bucket, SUM(item.lost)::float8 FROM (%s) AS item
                 GROUP BY 1, 2
                """,
                self._sql_lost_since(past, day, cover, apart),
            )
        )

    def _sql_lost_since(self, past, day, cover, apart):
        """SELECT id, key, bucket, lost: the same, item by item."""
        key, join = self._sql_group(cover.customers)
        return SQL(
            """
            SELECT item.line_id AS id, %(key)s AS key,
                   WIDTH_BUCKET(%(past)s::date - item.due, %(starts)s::int[]) AS bucket, item.lost
              FROM (%(losses)s) AS item
              %(join)s
             WHERE item.date <= %(past)s AND item.since > %(past)s AND item.since <= %(day)s
               AND item.move_id != ALL(%(apart)s)
            """,
            key=key,
            join=join,
            past=past,
            day=day,
            starts=self._get_starts(),
            losses=self._sql_losses(day),
            apart=list(apart),
        )

    def _sql_losses(self, day):
        """``_sql_losses`` of ``ar.writeoff`` until the end of a day, without deductions: what a
        customer was right to keep is no credit loss."""
        for model in ("ar.dispute", "ar.dispute.item"):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT loss.*
              FROM (%s) AS loss
             WHERE NOT EXISTS (
                   SELECT 1 FROM ar_dispute_item part
                     JOIN ar_dispute dispute ON dispute.id = part.dispute_id
                    WHERE part.move_line_id = loss.line_id AND part.kind = 'deduction'
                      AND dispute.state != 'rejected')
            """,
            self.env["ar.writeoff"]._sql_losses(self.company_id.ids, day),
        )

    # -- what is secured ---------------------------------------------------------------

    def _read_cover(self, day):
        """The ``Cover`` of a day, and since the first cohort before it."""
        first, _last = cohort_days(day, self.cohort_months, self.followed_months)
        company = self.company_id
        securities = self._find_covering("ar.credit.security", first, day).filtered(
            lambda one: one.kind in COVERING
        )
        limits = self._find_covering("ar.credit.limit", first, day).filtered(
            lambda one: one.kind == "insured"
        )
        amounts, insured = {}, {}
        for security in securities:
            if self._stands_on(security, day):
                amount = security.currency_id._convert(
                    security.amount, company.currency_id, company, day
                )
                partner = security.partner_id.id
                amounts[partner] = amounts.get(partner, 0.0) + amount
        for limit in limits:
            if self._stands_on(limit, day):
                own = insured.setdefault(limit.partner_id.id, [])
                own.append((limit.amount, limit.cover_percent / PERCENT))
        return Cover(amounts, insured, (securities.partner_id | limits.partner_id).ids)

    def _find_covering(self, model, first, day):
        """Securities or limits of the company that were in force between two days; what was given
        back or ended since is archived, or has its state."""
        found = (
            self.env[model]
            .sudo()
            .with_context(active_test=False)
            .search([("company_id", "=", self.company_id.id), ("date_from", "<=", day)])
        )
        return found.filtered(lambda one: self._stands_on(one, first, since=True))

    def _stands_on(self, one, day, since=False):
        """Whether a security or limit stands at the end of a day.

        :param since: or stood after it
        """
        ended = {"released": "released_on", "ended": "ended_on"}
        if one.state not in ("valid", "active", *ended):
            return False
        end = one[ended[one.state]] if one.state in ended else None
        is_begun = since or one.date_from <= day
        return is_begun and (not one.date_to or one.date_to >= day) and (not end or end > day)

    def _get_starts(self):
        return bucket_starts(self.company_id._ar_limits())
