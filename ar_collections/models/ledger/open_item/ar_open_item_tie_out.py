"""The general ledger's figures, which open items are tied to."""

from odoo import models
from odoo.tools import SQL

FIGURES = ("ledger", "exchange_pending", "matched_elsewhere")


class ArOpenItem(models.Model):
    """What the general ledger says of a day, to tie what is owed out with.

    What is owed − exchange entries to come − matching with items elsewhere = ledger.
    """

    _inherit = "ar.open.item"

    def _read_tie_out(self, company_ids, as_of, partner_ids=None):
        """The general ledger of that day per customer.

        What is owed − ``exchange_pending`` = ``ledger``, in total, and per customer as long
        as nothing is matched across customers.

        :return: ``{(partner id, company id): {'ledger', 'exchange_pending'}}`` in the
            company's currency: the balance of the trade receivable accounts at the end of
            the day, and what exchange entries booked later for an earlier cause will
            change in it
        """
        scope = self._prepare_scope(company_ids, partner_ids, as_of)
        if self._is_empty(scope):
            return {}
        result = {}
        for column, part in self._sql_ledger_parts(scope).items():
            for partner_id, company_id, amount in self.env.execute_query(
                self._sql_ledger_by_partner(*part)
            ):
                figures = {"ledger": 0.0, "exchange_pending": 0.0}
                result.setdefault((partner_id, company_id), figures)[column] = amount
        return result

    def _sql_ledger_by_partner(self, amount, lines):
        return SQL(
            """
            SELECT partner.commercial_partner_id, line.company_id, SUM(line.amount)
              FROM (SELECT aml.partner_id, aml.company_id, %s AS amount %s) AS line
              LEFT JOIN res_partner partner ON partner.id = line.partner_id
             GROUP BY partner.commercial_partner_id, line.company_id
            """,
            amount,
            lines,
        )

    def _read_ledger(self, scope):
        """The same per company, with ``matched_elsewhere``: what matching with items outside
        of the scope (another customer's, another company's) has taken off its items.

        :return: ``{company id: {'ledger', 'exchange_pending', 'matched_elsewhere'}}``
        """
        figures = {}
        for column, (amount, lines) in self._sql_ledger_parts(scope).items():
            figures[column] = SQL(
                "SELECT aml.company_id, %s, SUM(%s) %s GROUP BY aml.company_id",
                column,
                amount,
                lines,
            )
        if self._can_match_elsewhere(scope):
            figures["matched_elsewhere"] = self._sql_matched_elsewhere(scope)
        result = {}
        for company_id, column, amount in self.env.execute_query(
            SQL(" UNION ALL ").join(figures.values())
        ):
            result.setdefault(company_id, dict.fromkeys(FIGURES, 0.0))[column] = amount
        return result

    def _read_unexplained(self, scope):
        """Items whose residual is not their balance less their matching: the only way in
        which what is owed can differ from the ledger. One query.

        :return: list of {'id', 'move_id', 'name', 'partner_id', 'company_id', 'date', 'residual',
            'expected', 'difference'}, in the company's currency
        """
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT aml.id, aml.move_id, aml.move_name AS name,
                       partner.commercial_partner_id AS partner_id, aml.company_id, aml.date,
                       aml.amount_residual AS residual,
                       aml.balance - matched.amount AS expected,
                       aml.amount_residual - aml.balance + matched.amount AS difference
                  FROM account_move_line aml
                      LEFT JOIN res_partner partner ON partner.id = aml.partner_id
                  JOIN LATERAL (
                        SELECT COALESCE(SUM(CASE WHEN debit_move_id = aml.id THEN amount
                                                 ELSE -amount END), 0) AS amount
                          FROM account_partial_reconcile
                         WHERE debit_move_id = aml.id OR credit_move_id = aml.id
                       ) AS matched ON TRUE
                 WHERE aml.company_id IN %(companies)s
                   AND %(where)s
                   AND aml.amount_residual <> aml.balance - matched.amount
                 ORDER BY aml.date, aml.id
                """,
                companies=tuple(scope.days),
                where=self._sql_line_where(scope),
                to_flush=self._get_fields_read(),
            )
        )

    def _sql_ledger_parts(self, scope):
        """Each figure as (amount of a line ``aml``, FROM and WHERE of these lines)."""
        where = SQL(
            "aml.date <= %s AND aml.company_id IN %s AND %s",
            scope.as_of,
            tuple(scope.days),
            self._sql_line_where(scope._replace(include_future=True)),
            to_flush=self._get_fields_read(),
        )
        return {
            "ledger": (SQL("aml.balance"), SQL("%s WHERE %s", self._sql_ledger_lines(), where)),
            "exchange_pending": self._sql_pending(scope, where),
        }

    def _sql_ledger_lines(self):
        return SQL("FROM account_move_line aml")

    def _sql_pending(self, scope, where):
        """What exchange entries booked later take off the items or put on them. Only as far
        as they are matched: one whose matching was removed is open on its own date."""
        amount = SQL(
            "CASE WHEN exchange.id = partial.debit_move_id THEN partial.amount "
            "ELSE -partial.amount END"
        )
        lines = SQL(
            """
              %(lines)s
              JOIN account_partial_reconcile partial
                ON aml.id IN (partial.debit_move_id, partial.credit_move_id)
              JOIN account_move_line exchange
                ON exchange.id IN (partial.debit_move_id, partial.credit_move_id)
               AND exchange.id <> aml.id
             WHERE exchange.id IN (%(exchange)s)
               AND exchange.parent_state = 'posted'
               AND %(where)s
            """,
            lines=self._sql_ledger_lines(),
            exchange=self._sql_exchange_lines(scope.as_of),
            where=where,
        )
        return amount, lines

    def _can_match_elsewhere(self, scope):
        """Whether items of the scope may be matched with others: those of some customers
        with those of the rest, those of a branch with those of another."""
        if scope.partner_ids is not None:
            return True
        companies = self.env["res.company"].sudo().browse(scope.days)
        tree = companies.with_context(active_test=False).search(
            [("id", "child_of", companies.root_id.ids)]
        )
        return bool(tree - companies)

    def _sql_matched_elsewhere(self, scope):
        """Per company: the matching, known on the day, of items of the scope with items that
        are not of it."""
        outside = [SQL("other.company_id IN %s", tuple(scope.days))]
        if scope.partner_ids is not None:
            outside.append(self._sql_of_partners(SQL("other.partner_id"), scope.partner_ids))
        return SQL(
            """
            SELECT aml.company_id, 'matched_elsewhere', SUM(side.amount)
              FROM account_partial_reconcile AS partial
              CROSS JOIN LATERAL (VALUES
                (partial.debit_move_id, partial.credit_move_id, -partial.amount),
                (partial.credit_move_id, partial.debit_move_id, partial.amount)
              ) AS side (own_id, other_id, amount)
              JOIN account_move_line aml ON aml.id = side.own_id
              JOIN account_move_line other ON other.id = side.other_id
             WHERE partial.max_date <= %(as_of)s
               AND aml.company_id IN %(companies)s AND %(where)s
               AND other.parent_state = 'posted'
               AND (%(outside)s) IS NOT TRUE
             GROUP BY aml.company_id
            """,
            as_of=scope.as_of,
            companies=tuple(scope.days),
            where=self._sql_line_where(scope._replace(include_future=True)),
            outside=SQL(" AND ").join(outside),
        )
