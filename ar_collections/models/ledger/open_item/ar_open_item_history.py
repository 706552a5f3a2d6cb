"""What happened to a customer's account in a period, so that two balances can be explained; who has
ever owed, since when and in which currencies, and when items were paid."""

from datetime import date, datetime
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL


class Receipt(NamedTuple):
    """A part of a debit item that was settled.

    :param day: the later of the two accounting dates
    :param amount: in the item's currency
    :param kind: payment, credit_note, entry (what neither is: a write-off, a transfer)
    :param credit_id: the journal item that settled it
    :param partial_id: the matching
    :param matched_on: when it was matched, UTC
    """

    day: date
    amount: float
    kind: str
    credit_id: int
    partial_id: int
    matched_on: datetime


class ArOpenItem(models.Model):
    """Balances of a day and the movements between two of them.

    Balance on the day before + movements = balance at the end, per customer and currency
    (and contact, where asked), in the item's currency and in the company's: the reader's own
    identity, which ``ar.statement`` asserts for each statement that it makes.
    """

    _inherit = "ar.open.item"

    def _read_balances(self, company_ids, as_of, partner_ids=None):
        """What is owed at the end of a day, in two queries.

        :return: list of {'partner_id', 'company_id', 'contact_id', 'currency_id', 'balance' in
            the company's currency, 'balance_currency' in the items' own}; credits are negative
        """
        scope = self._prepare_scope(company_ids, partner_ids, as_of)
        if self._is_empty(scope):
            return []
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT partner_id, company_id, contact_id, currency_id,
                       SUM(residual) AS balance, SUM(residual_currency) AS balance_currency
                  FROM %s AS item
                 GROUP BY partner_id, company_id, contact_id, currency_id
                """,
                self._sql_source(scope),
            )
        )

    def _read_movements(self, company_ids, date_from, date_to, partner_ids=None, by_contact=False):
        """All that changed what is owed from ``date_from`` to ``date_to``, in three queries.

        Documents and payments at their accounting date, one row each per currency; and what
        matching moves between balances: money of another currency, another customer's (with
        ``by_contact`` another contact's), and exchange differences at the date of their
        cause. Matching within one balance moves nothing and is not listed.

        :return: list of dicts, by date: 'partner_id', 'company_id', 'contact_id' (None unless
            ``by_contact``), 'currency_id', 'date', 'move_id', 'name', 'ref', 'kind' (invoice,
            credit_note, payment, entry, exchange, transfer), 'date_due' and 'due_count' of
            the instalments, 'amount' in the company's currency, 'amount_currency', and of a
            transfer the other side: 'other_name', 'other_currency_id', 'other_partner_id'
        """
        scope = self._prepare_scope(company_ids, partner_ids, date_to)
        if self._is_empty(scope):
            return []
        rows = self.env.execute_query_dict(self._sql_entries(scope, date_from, by_contact))
        matched = self.env.execute_query_dict(self._sql_transfers(scope, date_from, by_contact))
        rows = self._settle_exchange(rows, [row for row in matched if row["own_move_id"]])
        rows += [row for row in matched if not row["own_move_id"]]
        return sorted(rows, key=lambda row: (row["date"], row["move_id"] or 0, row["order_id"]))

    @staticmethod
    def _settle_exchange(rows, matched):
        """Take off the exchange entries what counted from its cause on already."""
        rest = {}
        for row in matched:
            key = (row["own_move_id"], row["contact_id"], row["currency_id"], row["partner_id"])
            rest.setdefault((*key, row["company_id"]), []).append(row)
        for row in rows:
            key = (row["move_id"], row["contact_id"], row["currency_id"], row["partner_id"])
            for other in rest.pop((*key, row["company_id"]), ()):
                row["amount"] += other["amount"]
                row["amount_currency"] += other["amount_currency"]
        loose = [row for group in rest.values() for row in group]
        return [
            row
            for row in rows + loose
            if row["kind"] != "exchange" or row["amount"] or row["amount_currency"]
        ]

    def _sql_movement_contact(self, by_contact):
        if not by_contact:
            return SQL("NULL::int")
        return SQL(
            """CASE WHEN move.move_type = 'entry' THEN aml.partner_id
                    ELSE COALESCE(move.partner_id, aml.partner_id) END"""
        )

    def _sql_entries(self, scope, date_from, by_contact):
        """The documents, payments and entries dated in the period."""
        return SQL(
            """
            SELECT partner.commercial_partner_id AS partner_id, aml.company_id,
                   %(contact)s AS contact_id, aml.currency_id, aml.date,
                   move.id AS move_id, move.name, move.ref,
                   CASE WHEN move.move_type IN ('out_invoice', 'out_receipt') THEN 'invoice'
                        WHEN move.move_type = 'out_refund' THEN 'credit_note'
                        WHEN move.id IN (SELECT exchange_move_id FROM account_partial_reconcile
                                          WHERE exchange_move_id IS NOT NULL) THEN 'exchange'
                        WHEN journal.type IN ('bank', 'cash', 'credit') THEN 'payment'
                        ELSE 'entry' END AS kind,
                   MIN(COALESCE(aml.date_maturity, aml.date)) AS date_due,
                   COUNT(DISTINCT COALESCE(aml.date_maturity, aml.date)) AS due_count,
                   SUM(aml.balance) AS amount, SUM(aml.amount_currency) AS amount_currency,
                   NULL AS other_name, NULL::int AS other_currency_id,
                   NULL::int AS other_partner_id, MIN(aml.id) AS order_id
              FROM account_move_line aml
              JOIN account_account account ON account.id = aml.account_id
              JOIN account_move move ON move.id = aml.move_id
              JOIN account_journal journal ON journal.id = move.journal_id
              LEFT JOIN res_partner partner ON partner.id = aml.partner_id
             WHERE aml.company_id IN %(companies)s AND aml.date >= %(date_from)s AND %(where)s
             GROUP BY 1, 2, 3, 4, 5, move.id, journal.type
            """,
            contact=self._sql_movement_contact(by_contact),
            companies=tuple(scope.days),
            date_from=date_from,
            where=self._sql_line_where(scope),
            to_flush=[*self._get_fields_read(), self.env["account.journal"]._fields["type"]],
        )

    def _sql_transfers(self, scope, date_from, by_contact):
        """What matching in the period takes from one balance and gives to another.

        ``own_move_id`` is the exchange entry that a row belongs to.
        """
        return SQL(
            """
            WITH %(with)s
            SELECT partner.commercial_partner_id AS partner_id, aml.company_id,
                   %(contact)s AS contact_id, aml.currency_id,
                   GREATEST(aml.date, side.since) AS date,
                   NULL::int AS move_id, exchange.move_id AS own_move_id,
                   MIN(aml.move_name) AS name, MIN(aml.ref) AS ref,
                   CASE WHEN exchange.move_id IS NOT NULL
                             OR BOOL_OR(other.id IN (SELECT line_id FROM exchange))
                        THEN 'exchange' ELSE 'transfer' END AS kind,
                   NULL::date AS date_due, 0 AS due_count,
                   SUM(side.amount) AS amount, SUM(side.amount_currency) AS amount_currency,
                   MIN(other.move_name) AS other_name, MIN(other.currency_id) AS other_currency_id,
                   MIN(payer.commercial_partner_id) AS other_partner_id,
                   MIN(aml.id) AS order_id
              FROM side
              JOIN account_move_line aml ON aml.id = side.line_id
              JOIN account_account account ON account.id = aml.account_id
              JOIN account_move move ON move.id = aml.move_id
              JOIN account_move_line other ON other.id = side.other_id
              LEFT JOIN exchange ON exchange.line_id = aml.id
              LEFT JOIN res_partner partner ON partner.id = aml.partner_id
              LEFT JOIN res_partner payer ON payer.id = other.partner_id
             WHERE aml.company_id IN %(companies)s AND %(where)s
               AND GREATEST(aml.date, side.since) BETWEEN %(date_from)s AND %(date_to)s
             GROUP BY side.partial_id, 1, 2, 3, 4, 5, exchange.move_id
            HAVING SUM(side.amount) <> 0 OR SUM(side.amount_currency) <> 0
            """,
            **{"with": self._sql_sides(scope, date_from)},
            contact=self._sql_movement_contact(by_contact),
            companies=tuple(scope.days),
            date_from=date_from,
            date_to=scope.as_of,
            where=self._sql_line_where(scope),
            to_flush=self._get_fields_read(),
        )

    def _sql_sides(self, scope, date_from):
        """WITH clauses: what matching that may count in the period does to each of its items."""
        return SQL(
            """
            %(counted)s,
            side AS (
                SELECT counted.id AS partial_id, counted.since, one.*
                  FROM counted
                 CROSS JOIN LATERAL (VALUES
                    (counted.debit_move_id, counted.credit_move_id,
                     -counted.amount, -counted.debit_amount_currency),
                    (counted.credit_move_id, counted.debit_move_id,
                     counted.amount, counted.credit_amount_currency)
                 ) AS one (line_id, other_id, amount, amount_currency)
                 WHERE %(own)s)
            """,
            counted=self._sql_counted(scope, date_from),
            own=self._sql_own_side(scope),
        )

    def _sql_own_side(self, scope):
        """Of a month's matching only the few of the customers asked for are looked at."""
        if scope.partner_ids is None:
            return SQL("TRUE")
        return SQL("one.line_id IN (SELECT aml.id %s)", self._sql_lines_of(scope))

    def _sql_debtors(self):
        """Customers with a posted trade receivable line, open or not, as a FROM source with
        the columns partner_id (commercial entity) and company_id."""
        return SQL(
            """
            (SELECT DISTINCT partner.commercial_partner_id AS partner_id, line.company_id
               FROM account_move_line line
               JOIN account_account account ON account.id = line.account_id
               JOIN res_partner partner ON partner.id = line.partner_id
              WHERE line.parent_state = 'posted' AND %s) AS debtor
            """,
            self._sql_is_trade(),
        )

    def _read_settlements(self, ids):
        """When which part of debit items was paid or credited, in one query.

        :param ids: journal items
        :return: {id: [(date, amount)]}, oldest first, in the item's currency; the date is
            that from which it counts (``_sql_counts_from``)
        """
        if not ids:
            return {}
        self.env["account.partial.reconcile"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partial.debit_move_id, %(day)s, SUM(partial.debit_amount_currency)
                  FROM account_partial_reconcile partial
                  JOIN account_move_line debit ON debit.id = partial.debit_move_id
                  JOIN account_move_line credit ON credit.id = partial.credit_move_id
                  JOIN account_move move ON move.id = credit.move_id
                 WHERE partial.debit_move_id IN %(ids)s AND credit.parent_state = 'posted'
              GROUP BY 1, 2
              ORDER BY 1, 2
                """,
                day=self._sql_counts_from(),
                ids=tuple(ids),
            )
        )
        settlements = {}
        for item_id, day, amount in rows:
            settlements.setdefault(item_id, []).append((day, amount))
        return settlements

    def _sql_counts_from(self):
        """From which day a settlement (``partial``) of an item (``debit``) by a document
        (``move``, ``credit``) lowers the debt: the later of the two accounting dates."""
        return SQL("partial.max_date")

    def _read_receipts(self, ids):
        """What came in on debit items, by what it was, in one query.

        Exchange differences are no receipts and are left out, and so is what is matched with
        entries that are not posted.

        :param ids: journal items
        :return: {id: list of ``Receipt``}, oldest first
        """
        if not ids:
            return {}
        self.env["account.partial.reconcile"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partial.debit_move_id, partial.max_date, partial.debit_amount_currency,
                       CASE WHEN move.move_type = 'out_refund' THEN 'credit_note'
                            WHEN journal.type IN ('bank', 'cash', 'credit') THEN 'payment'
                            ELSE 'entry' END,
                       credit.id, partial.id, partial.create_date
                  FROM account_partial_reconcile partial
                  JOIN account_move_line credit ON credit.id = partial.credit_move_id
                  JOIN account_move move ON move.id = credit.move_id
                  JOIN account_journal journal ON journal.id = move.journal_id
                 WHERE partial.debit_move_id IN %s AND credit.parent_state = 'posted'
                   AND NOT EXISTS (SELECT 1 FROM account_partial_reconcile cause
                                    WHERE cause.exchange_move_id = move.id)
              ORDER BY partial.debit_move_id, partial.max_date, partial.id
                """,
                tuple(ids),
                to_flush=[
                    self.env["account.move"]._fields["move_type"],
                    self.env["account.journal"]._fields["type"],
                    self.env["account.move.line"]._fields["parent_state"],
                ],
            )
        )
        receipts = {}
        for item_id, *own in rows:
            receipts.setdefault(item_id, []).append(Receipt(*own))
        return receipts

    def _read_first_date(self, scope):
        """The accounting date of the first trade receivable entry of a scope, or None."""
        # Not MIN(), which would read them all: dates have an index.
        rows = self.env.execute_query(
            SQL("SELECT aml.date %s ORDER BY aml.date LIMIT 1", self._sql_lines_of(scope))
        )
        return rows[0][0] if rows else None

    def _read_currencies_without_rate(self, scope):
        """The foreign currencies of a scope's items, open now, that have no rate.

        Without such currencies no item is read: ``OFFSET 0`` keeps the planner from joining
        the items first.
        """
        companies = self.env["res.company"].sudo().browse(scope.days)
        rows = self.env.execute_query(
            SQL(
                """
                WITH candidate AS MATERIALIZED (
                    SELECT currency.id, company.id AS company_id
                      FROM res_currency currency
                      JOIN (VALUES %(companies)s) AS company (id, root_id, currency_id)
                        ON company.currency_id <> currency.id
                     WHERE currency.active
                       AND NOT EXISTS (
                           SELECT 1 FROM res_currency_rate rate
                            WHERE rate.currency_id = currency.id
                              AND (rate.company_id IS NULL
                                   OR rate.company_id = company.root_id)))
                SELECT DISTINCT candidate.id
                  FROM candidate
                 WHERE EXISTS (
                       SELECT 1 %(lines)s
                          AND aml.company_id = candidate.company_id
                          AND aml.currency_id = candidate.id
                          AND (aml.amount_residual != 0 OR aml.amount_residual_currency != 0)
                       OFFSET 0)
                 ORDER BY candidate.id
                """,
                companies=SQL(", ").join(
                    SQL("(%s, %s, %s)", company.id, company.root_id.id, company.currency_id.id)
                    for company in companies
                ),
                lines=self._sql_lines_of(scope),
                to_flush=[
                    self.env["res.currency"]._fields["active"],
                    self.env["res.currency.rate"]._fields["company_id"],
                ],
            )
        )
        return self.env["res.currency"].sudo().browse([id_ for (id_,) in rows])

    def _sql_lines_of(self, scope):
        """FROM and WHERE of the lines that count, open or not."""
        return SQL(
            """
            FROM account_move_line aml
           WHERE aml.company_id IN %s AND %s""",
            tuple(scope.days),
            self._sql_line_where(scope),
            to_flush=self._get_fields_read(),
        )
