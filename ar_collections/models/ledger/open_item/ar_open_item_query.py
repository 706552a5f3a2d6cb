"""The readers of open items, for other rooms and for the screen."""

from datetime import date
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ....tools.ledger.aging import bucket_starts
from ...base import live


class Scope(NamedTuple):
    """What a reading covers.

    :param days: {company id: the day on which its items are read}
    :param limits: bucket limits in days
    :param as_of: past (or future) day whose end is read; None reads the live ledger
    :param include_future: also items dated after their company's day
    :param pending: whether money on its way is looked for: only known of now
    :param partner_ids: customers or contacts of customers; None for all
    :param ids: journal items; None for all
    :param accounts: the trade receivable accounts, of all companies
    :param undone: whether there is matching that does not count in this reading
    """

    days: dict
    limits: tuple
    accounts: list
    undone: bool
    as_of: date | None = None
    include_future: bool = False
    pending: bool = True
    partner_ids: tuple | None = None
    ids: tuple | None = None


class ArOpenItem(models.Model):
    """The one SQL of what is owed: its readers, and what is said of an open item.

    Which lines are open, and how much of them, is in ``ar_open_item_rows.py``.
    """

    _inherit = "ar.open.item"

    # -- readers for other code: no record rules, callers check ------------------------

    def _read_rows(
        self,
        company_ids,
        partner_ids=None,
        as_of=None,
        include_future=False,
        ids=None,
        today=False,
    ):
        """The open items as dicts, oldest due first, in two queries.

        :param company_ids: companies whose items to read
        :param partner_ids: customers or contacts of customers; None for all
        :param as_of: the end of that day; None for now, each company on its own day
        :param include_future: also items dated after that day
        :param ids: only these journal items; None for all
        :param today: see ``_prepare_scope``
        :return: keys are the fields and ``id``, relations are ids, what is empty is None;
            ``residual`` in the company's currency, ``*_currency`` in the item's own
        """
        scope = self._prepare_scope(company_ids, partner_ids, as_of, include_future, ids, today)
        if self._is_empty(scope):
            return []
        return self.env.execute_query_dict(
            SQL("SELECT * FROM %s AS item ORDER BY date_due, id", self._sql_source(scope))
        )

    def _prepare_scope(
        self,
        company_ids,
        partner_ids=None,
        as_of=None,
        include_future=False,
        ids=None,
        today=False,
    ):
        """What to read, see ``Scope``.

        :param today: as of today (or of ``as_of`` to come): what is matched with an entry of a
            later date is open, as the ledger of the day says. Else it is settled already
        """
        companies = self.env["res.company"].sudo().browse(company_ids)
        days = {company.id: as_of or company._ar_today() for company in companies}
        pending = today or not as_of
        if today and days:
            # Where the days differ, each company's own ends its items.
            as_of = max(days.values())
        # The ways are the same for everybody.
        env = self.sudo().env
        ways = live.keep(env, live.PAGE, ("ways", as_of), lambda: self._read_ways(as_of))
        accounts, undone = ways
        return Scope(
            days=days,
            limits=self.env.company._ar_limits(),
            accounts=accounts,
            undone=undone,
            as_of=as_of,
            include_future=include_future,
            pending=pending,
            partner_ids=None if partner_ids is None else tuple(partner_ids),
            ids=None if ids is None else tuple(ids),
        )

    def _read_ways(self, as_of):
        """What makes the reading short, in one query that is short itself.

        - the accounts: their ids lead into the index of open items, past the lines of bank
          accounts in it, which a join would read
        - whether there may be matching to undo: most often there is none on the day itself,
          and what is open is what the lines say

        :return: (ids, bool)
        """
        later = SQL("FALSE")
        if as_of:
            # Matching is dated by the later of its lines. There is an index of their dates by
            # account, which PostgreSQL takes for the latest of each; else it might read the table
            # to its end.
            later = SQL(
                """EXISTS (SELECT 1
                             FROM account_account account
                            CROSS JOIN LATERAL (
                                  SELECT line.date
                                    FROM account_move_line line
                                   WHERE line.account_id = account.id AND line.date > %s
                                     AND (line.amount_residual != line.balance
                                          OR line.amount_residual_currency != line.amount_currency)
                                   ORDER BY line.date DESC LIMIT 1) AS latest
                            WHERE %s)""",
                as_of,
                self._sql_is_trade(),
            )
        [ways] = self.env.execute_query(
            SQL(
                """
                SELECT ARRAY(SELECT account.id FROM account_account account
                              WHERE %(trade)s ORDER BY account.id),
                       %(later)s OR EXISTS (SELECT 1 FROM (%(draft)s) AS draft_partial)
                """,
                trade=self._sql_is_trade(),
                later=later,
                draft=self._sql_draft_partials(),
                to_flush=self._get_fields_read(),
            )
        )
        return ways

    def _sql_is_trade(self):
        return SQL("account.account_type = 'asset_receivable' AND account.non_trade IS NOT TRUE")

    def _is_empty(self, scope):
        """Whether the scope cannot hold an item (and SQL's IN cannot say so)."""
        return not scope.days or scope.partner_ids == () or scope.ids == ()

    # -- the SQL -----------------------------------------------------------------------

    def _sql_source(self, scope):
        """The items as a source for FROM, with the fields that must be flushed before."""
        return SQL("(%s)", self._sql_items(scope), to_flush=self._get_fields_read())

    def _get_fields_read(self):
        return [
            self.env[model]._fields[name]
            for model, names in self._depends.items()
            for name in names
        ]

    def _sql_items(self, scope):
        """SELECT of the open items, one row each, with the columns of the model."""
        return SQL(
            """
            %(with)s
            SELECT %(columns)s
              FROM (%(lines)s) AS line
              JOIN %(days)s ON day.company_id = line.company_id
              LEFT JOIN account_move move ON move.id = line.move_id
              LEFT JOIN account_payment_term term ON term.id = move.invoice_payment_term_id
              LEFT JOIN res_partner customer ON customer.id = line.commercial_id
             WHERE %(where)s
            """,
            **{"with": self._sql_with(scope)},
            columns=self._sql_columns(scope),
            lines=self._sql_lines(scope),
            days=self._sql_days(scope),
            where=self._sql_where(scope),
        )

    def _sql_columns(self, scope):
        """The columns of the model, in terms of the joins of ``_sql_items``."""
        columns = {
            "id": SQL("line.id"),
            "name": SQL("move.name"),
            "ref": SQL("move.ref"),
            "move_id": SQL("line.move_id"),
            "move_line_id": SQL("line.id"),
            "move_type": SQL("move.move_type"),
            # Merged or re-parented contacts: always the debtor of today.
            "partner_id": SQL("line.commercial_id"),
            "contact_id": SQL(
                """CASE WHEN move.move_type = 'entry' THEN line.partner_id
                        ELSE COALESCE(move.partner_id, line.partner_id) END"""
            ),
            "company_id": SQL("line.company_id"),
            "currency_id": SQL("line.currency_id"),
            "company_currency_id": SQL("line.company_currency_id"),
            "account_id": SQL("line.account_id"),
            "journal_id": SQL("line.journal_id"),
            "salesperson_id": SQL("COALESCE(move.invoice_user_id, customer.user_id)"),
            "country_id": SQL("customer.country_id"),
            "date": SQL("line.date"),
            "invoice_date": SQL("move.invoice_date"),
            "date_due": self._sql_due(),
            "amount": SQL("line.balance"),
            "amount_currency": SQL("line.amount_currency"),
            "residual": SQL("line.residual"),
            "residual_currency": SQL("line.residual_currency"),
            "asked_currency": SQL(
                """CASE WHEN %s THEN line.discount_amount_currency
                        ELSE line.residual_currency END""",
                self._sql_discount(),
            ),
            "discount_date": SQL("CASE WHEN %s THEN line.discount_date END", self._sql_discount()),
            "days_overdue": self._sql_days_overdue(),
            "bucket": self._sql_bucket(scope),
            "no_followup": SQL("line.no_followup IS TRUE"),
            "paid_out": self._sql_paid_out(),
            "payment_pending": self._sql_payment_pending(scope),
        }
        return SQL(", ").join(
            SQL("%s AS %s", expression, SQL.identifier(name))
            for name, expression in columns.items()
        )

    def _sql_days_overdue(self):
        # What an exchange difference has left in one currency is not owed.
        return SQL(
            """CASE WHEN LEAST(line.residual, line.residual_currency) <= 0 OR %s THEN 0
                    ELSE GREATEST(day.today - %s, 0) END""",
            self._sql_paid_out(),
            self._sql_due(),
        )

    def _sql_due(self):
        """An entry without due date (opening balance, payment) is due on its date."""
        return SQL("COALESCE(line.date_maturity, line.date)")

    def _sql_bucket(self, scope):
        # By age, credits too: the columns of an aging add up to the balance.
        return SQL(
            "LPAD(WIDTH_BUCKET(day.today - %s, %s::int[])::text, 2, '0')",
            self._sql_due(),
            bucket_starts(scope.limits),
        )

    def _sql_discount(self):
        """Whether the early payment discount can be taken, as ``account`` decides it:
        the term grants one, its last day has not passed, nothing is matched yet."""
        return SQL(
            """(term.early_discount IS TRUE
                AND move.move_type IN ('out_invoice', 'out_receipt')
                AND line.display_type = 'payment_term'
                AND line.discount_date >= day.today
                AND line.residual_currency = line.amount_currency)"""
        )

    def _sql_paid_out(self):
        """Whether we paid it to the customer: a refund. Looked for among the lines of payments,
        which are few that are debits."""
        return SQL(
            """(line.payment_id IS NOT NULL AND line.residual > 0 AND EXISTS (
                SELECT 1 FROM account_payment origin
                 WHERE origin.id = line.payment_id AND origin.payment_type = 'outbound'))"""
        )

    def _sql_payment_pending(self, scope):
        """Whether money is on its way to the document that the ledger does not show yet.

        - a payment that has no journal entry (no outstanding account): while in process,
          and once validated by hand, as long as no bank line is matched with the item.
          With an entry, the item is matched and not open.
        - an online transaction that is pending, authorized, or done but not yet turned
          into a payment. Not so a pending wire transfer ("custom" provider): the customer
          has only seen our bank details, and must still be reminded.
        - a payment or credit note of a later date that is matched with it already.
        """
        if not scope.pending:
            return SQL("FALSE")
        return SQL(
            """(line.matched_later OR EXISTS (
                SELECT 1
                  FROM account_move__account_payment rel
                  JOIN account_payment payment ON payment.id = rel.payment_id
                 WHERE rel.invoice_id = line.move_id
                   AND payment.move_id IS NULL
                   AND (payment.state = 'in_process'
                        OR (payment.state = 'paid'
                            AND line.residual_currency = line.amount_currency))
            ) OR EXISTS (
                SELECT 1
                  FROM account_invoice_transaction_rel rel
                  JOIN payment_transaction tx ON tx.id = rel.transaction_id
                  JOIN payment_provider provider ON provider.id = tx.provider_id
                 WHERE rel.invoice_id = line.move_id
                   AND tx.operation IS DISTINCT FROM 'refund'
                   AND tx.operation IS DISTINCT FROM 'validation'
                   AND ((tx.state IN ('pending', 'authorized')
                         AND provider.code NOT IN ('none', 'custom'))
                        OR (tx.state = 'done'
                            AND tx.is_post_processed IS NOT TRUE
                            AND tx.payment_id IS NULL))
            ))"""
        )

    def _sql_days(self, scope):
        """Each company's own day, as a table ``day(company_id, today)``."""
        values = SQL(", ").join(SQL("(%s, %s::date)", *pair) for pair in scope.days.items())
        return SQL("(VALUES %s) AS day (company_id, today)", values)

    def _sql_where(self, scope):
        conditions = [SQL("(line.residual <> 0 OR line.residual_currency <> 0)")]
        if not scope.include_future:
            conditions.append(SQL("line.date <= day.today"))
        return SQL(" AND ").join(conditions)
