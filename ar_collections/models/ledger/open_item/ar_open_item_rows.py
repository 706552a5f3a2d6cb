"""Which journal items count, and what is open of them on a day."""

from odoo import models
from odoo.tools import SQL

# Up to so many customers the matching of their lines is looked up; of more, the matching after
# the day is read from end to end, once.
FEW = 100


class ArOpenItem(models.Model):
    """The one SQL of what is owed: which lines count, and what is open of them."""

    _inherit = "ar.open.item"

    # Columns of the journal item that ``_sql_items`` needs.
    _line_columns = (
        "id",
        "account_id",
        "amount_currency",
        "balance",
        "company_currency_id",
        "company_id",
        "currency_id",
        "date",
        "date_maturity",
        "discount_amount_currency",
        "discount_date",
        "display_type",
        "journal_id",
        "move_id",
        "no_followup",
        "partner_id",
        "payment_id",
    )

    def _sql_lines(self, scope):
        """Posted trade receivable lines with their debtor (``commercial_id``) and what is
        open of them: ``residual`` in the company's currency, ``residual_currency``;
        ``matched_later`` with something that is dated after the day.

        Additive: what is open now, and back to it what of the matching does not count.
        """
        pieces = {
            "columns": self._sql_line_columns(),
            # Literally the condition of the index ``_ar_open_idx``.
            "open": SQL("(aml.amount_residual != 0 OR aml.amount_residual_currency != 0)"),
            "where": self._sql_line_where(scope),
        }
        if not scope.undone:
            return self._sql_lines_as_they_are(pieces)
        if self._is_of_some(scope):
            return self._sql_lines_of_some(pieces)
        return self._sql_lines_undone(pieces, self._sql_undone_source(scope))

    def _sql_line_columns(self):
        return SQL(", ").join(SQL.identifier("aml", name) for name in self._line_columns)

    def _is_of_some(self, scope):
        """Whether a past day of some customers or items is read: from their own lines."""
        return bool(scope.as_of and (scope.partner_ids is not None or scope.ids is not None))

    def _sql_lines_of_some(self, pieces):
        """From ``own`` and ``undone`` of ``_sql_with``."""
        return SQL(
            """
            SELECT %(columns)s, aml.commercial_id,
                   aml.amount_residual + COALESCE(undone.amount, 0) AS residual,
                   aml.amount_residual_currency + COALESCE(undone.amount_currency, 0)
                       AS residual_currency,
                   COALESCE(undone.later, FALSE) AS matched_later
              FROM own AS aml
              LEFT JOIN undone ON undone.line_id = aml.id
             WHERE %(open)s OR undone.line_id IS NOT NULL
            """,
            **pieces,
        )

    def _sql_lines_as_they_are(self, pieces):
        return SQL(
            """
            SELECT %(columns)s, partner.commercial_partner_id AS commercial_id,
                   aml.amount_residual AS residual,
                   aml.amount_residual_currency AS residual_currency,
                   FALSE AS matched_later
              FROM account_move_line aml
              LEFT JOIN res_partner partner ON partner.id = aml.partner_id
             WHERE %(open)s AND %(where)s
            """,
            **pieces,
        )

    def _sql_lines_undone(self, pieces, undone):
        """The second half finds the lines that are open only by what is undone."""
        return SQL(
            """
            SELECT %(columns)s, partner.commercial_partner_id AS commercial_id,
                   aml.amount_residual + COALESCE(undone.amount, 0) AS residual,
                   aml.amount_residual_currency + COALESCE(undone.amount_currency, 0)
                       AS residual_currency,
                   COALESCE(undone.later, FALSE) AS matched_later
              FROM account_move_line aml
              LEFT JOIN res_partner partner ON partner.id = aml.partner_id
              LEFT JOIN %(undone)s ON undone.line_id = aml.id
             WHERE %(open)s AND %(where)s
             UNION ALL
            SELECT %(columns)s, partner.commercial_partner_id,
                   undone.amount,
                   undone.amount_currency,
                   undone.later
              FROM %(undone)s
              JOIN account_move_line aml ON aml.id = undone.line_id
              LEFT JOIN res_partner partner ON partner.id = aml.partner_id
             WHERE NOT %(open)s AND %(where)s
            """,
            undone=undone,
            **pieces,
        )

    def _sql_line_where(self, scope):
        """Which lines the scope asks for, of those that count."""
        conditions = [self._sql_trade_where(scope)]
        if scope.as_of and not scope.include_future:
            conditions.append(SQL("aml.date <= %s", scope.as_of))
        if scope.ids is not None:
            conditions.append(SQL("aml.id IN %s", scope.ids))
        if scope.partner_ids is not None:
            conditions.append(self._sql_of_partners(SQL("aml.partner_id"), scope.partner_ids))
        return SQL(" AND ").join(conditions)

    def _sql_of_partners(self, column, partner_ids):
        """Whether ``column`` is one of these customers, or a contact of one."""
        return SQL(
            """%s IN (
                SELECT debtor.id
                  FROM res_partner asked
                  JOIN res_partner debtor
                    ON debtor.commercial_partner_id = asked.commercial_partner_id
                 WHERE asked.id IN %s)""",
            column,
            partner_ids,
        )

    def _sql_trade_where(self, scope):
        """Which lines count: posted, on a trade receivable account, archived or not."""
        return SQL(
            "aml.parent_state = 'posted' AND aml.account_id = ANY(%s::int[])", scope.accounts
        )

    def _sql_with(self, scope):
        """The WITH clause of ``_sql_items``: of a past day the undone matching is long and
        read twice; of now it is a handful of rows, and a view is best without.

        Of some customers it is read from their own lines (``own``); the lines of
        everybody else are left alone.
        """
        if not (scope.as_of and scope.undone):
            return SQL()
        clauses = [
            SQL("draft AS MATERIALIZED (%s)", self._sql_draft_partials()),
            SQL("exchange AS MATERIALIZED (%s)", self._sql_exchange_lines(scope.as_of)),
        ]
        partials = self._sql_partials_undone(scope)
        if not self._is_of_some(scope):
            undone = self._sql_undone(partials)
        else:
            clauses.append(SQL("own AS MATERIALIZED (%s)", self._sql_own_lines(scope)))
            if len(scope.partner_ids or ()) > FEW:
                clauses.append(SQL("later AS MATERIALIZED (%s)", partials))
                partials = SQL("SELECT * FROM later")
            undone = self._sql_undone_of_own(partials)
        clauses.append(SQL("undone AS MATERIALIZED (%s)", undone))
        return SQL("WITH %s", SQL(", ").join(clauses))

    def _sql_own_lines(self, scope):
        return SQL(
            """
            SELECT %(columns)s, aml.amount_residual, aml.amount_residual_currency,
                   partner.commercial_partner_id AS commercial_id
              FROM account_move_line aml
              LEFT JOIN res_partner partner ON partner.id = aml.partner_id
             WHERE %(where)s
            """,
            columns=self._sql_line_columns(),
            where=self._sql_line_where(scope),
        )

    def _sql_undone_of_own(self, partials):
        """The same as ``_sql_undone`` of the lines in ``own`` only."""
        return SQL(
            """
            SELECT line_id, SUM(amount) AS amount, SUM(amount_currency) AS amount_currency,
                   BOOL_OR(later) AS later
              FROM (SELECT own.id AS line_id, partial.amount,
                           partial.debit_amount_currency AS amount_currency, partial.later
                      FROM own
                      JOIN (%(partials)s) AS partial ON partial.debit_move_id = own.id
                     UNION ALL
                    SELECT own.id, -partial.amount, -partial.credit_amount_currency,
                           partial.later
                      FROM own
                      JOIN (%(partials)s) AS partial ON partial.credit_move_id = own.id
                   ) AS side
             GROUP BY line_id
            """,
            partials=partials,
        )

    def _sql_undone_source(self, scope):
        if scope.as_of:
            return SQL("undone")
        return SQL("(%s) AS undone", self._sql_undone(self._sql_draft_partials()))

    def _sql_undone(self, partials):
        """Per line, what of its matching does not count: (line_id, amount in company
        currency, amount_currency in the line's), to be added to the residual; and whether it
        counts later."""
        return SQL(
            """
            SELECT side.line_id,
                   SUM(side.amount) AS amount,
                   SUM(side.amount_currency) AS amount_currency,
                   BOOL_OR(partial.later) AS later
              FROM (%s) AS partial
              CROSS JOIN LATERAL (VALUES
                (partial.debit_move_id, partial.amount, partial.debit_amount_currency),
                (partial.credit_move_id, -partial.amount, -partial.credit_amount_currency)
              ) AS side (line_id, amount, amount_currency)
             GROUP BY side.line_id
            """,
            partials,
        )

    # -- matching that does not count --------------------------------------------------

    _partial_columns = SQL(
        """partial.id, partial.debit_move_id, partial.credit_move_id, partial.amount,
           partial.debit_amount_currency, partial.credit_amount_currency"""
    )

    def _sql_draft_partials(self):
        """Matching with an entry that was reset to draft. Odoo keeps it for when the entry
        is posted again; until then the ledger does not know the money. Literally the condition
        of the index ``_ar_draft_matched_idx``."""
        return SQL(
            """
            SELECT %s, FALSE AS later
              FROM account_move_line draft
              JOIN account_partial_reconcile partial
                ON draft.id IN (partial.debit_move_id, partial.credit_move_id)
             WHERE draft.parent_state != 'posted'
               AND (draft.amount_residual != draft.balance
                    OR draft.amount_residual_currency != draft.amount_currency)
               AND (draft.reconciled OR draft.amount_residual != 0
                    OR draft.amount_residual_currency != 0)
            """,
            self._partial_columns,
        )

    def _sql_partials_undone(self, scope):
        """Matching that does not count on the day: it came later, or is with a draft. An
        exchange difference is booked later than what caused it, and counts from then.

        From ``draft`` and ``exchange`` of ``_sql_with``.
        """
        began = SQL("TRUE")
        if scope.include_future:
            # Both sides are still to come, and are read: they settle each other.
            began = SQL(
                """EXISTS (SELECT 1 FROM account_move_line side
                            WHERE side.id IN (partial.debit_move_id, partial.credit_move_id)
                              AND side.date <= %s)""",
                scope.as_of,
            )
        return SQL(
            """
            SELECT %(columns)s, partial.id NOT IN (SELECT id FROM draft) AS later
              FROM account_partial_reconcile partial
             WHERE (partial.max_date > %(as_of)s AND %(began)s
                    AND partial.debit_move_id NOT IN (SELECT id FROM exchange)
                    AND partial.credit_move_id NOT IN (SELECT id FROM exchange))
                OR partial.id IN (SELECT id FROM draft)
            """,
            columns=self._partial_columns,
            as_of=scope.as_of,
            began=began,
        )

    def _sql_exchange_lines(self, as_of):
        """Lines of exchange entries booked after ``as_of`` for a cause up to that day, as
        long as the cause itself counts. That it has one at all is said for the planner, who
        else takes every matching for a cause."""
        return SQL(
            """
            SELECT entry_line.id
              FROM account_partial_reconcile cause
              JOIN account_move_line entry_line ON entry_line.move_id = cause.exchange_move_id
             WHERE cause.exchange_move_id IS NOT NULL
               AND cause.max_date <= %(as_of)s AND entry_line.date > %(as_of)s
               AND cause.id NOT IN (SELECT id FROM (%(draft)s) AS draft_cause)
            """,
            as_of=as_of,
            draft=self._sql_draft_partials(),
        )

    # -- matching that does count ------------------------------------------------------

    def _sql_counted(self, scope, date_from):
        """WITH clauses, the last of them ``counted``: the matching that may count in the period.

        ``counted.since`` is the day from which a matching counts: that of its later item, and
        for one with an exchange entry that of what caused the entry. What is left out is said by
        NOT EXISTS, of which the planner knows that hardly anything is: else it expects an eighth of
        the rows, and looks up the items of all of them one by one.
        """
        return SQL(
            """
            draft AS MATERIALIZED (%(draft)s),
            exchange AS MATERIALIZED (
                SELECT line.id AS line_id, line.move_id, MIN(cause.max_date) AS since
                  FROM account_partial_reconcile cause
                  JOIN LATERAL (SELECT id, move_id, date FROM account_move_line
                                 WHERE move_id = cause.exchange_move_id OFFSET 0) AS line ON TRUE
                 WHERE cause.exchange_move_id IS NOT NULL
                   AND cause.max_date <= %(date_to)s AND line.date >= %(date_from)s
                   AND cause.id NOT IN (SELECT id FROM draft)
                 GROUP BY line.id, line.move_id),
            counted AS (
                SELECT partial.*, partial.max_date AS since
                  FROM account_partial_reconcile partial
                 WHERE partial.max_date BETWEEN %(date_from)s AND %(date_to)s
                   AND NOT EXISTS (SELECT FROM exchange
                                    WHERE exchange.line_id = partial.debit_move_id)
                   AND NOT EXISTS (SELECT FROM exchange
                                    WHERE exchange.line_id = partial.credit_move_id)
                   AND NOT EXISTS (SELECT FROM draft WHERE draft.id = partial.id)
                 UNION ALL
                (SELECT DISTINCT ON (partial.id)
                        partial.*, LEAST(partial.max_date, exchange.since)
                   FROM exchange
                   JOIN account_partial_reconcile partial
                     ON exchange.line_id IN (partial.debit_move_id, partial.credit_move_id)
                  WHERE NOT EXISTS (SELECT FROM draft WHERE draft.id = partial.id)
                  ORDER BY partial.id, exchange.since))
            """,
            draft=self._sql_draft_partials(),
            date_from=date_from,
            date_to=scope.as_of,
        )
