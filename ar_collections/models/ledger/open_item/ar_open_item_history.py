"""Who has ever owed, since when and in which currencies, and when items were paid."""

from odoo import models
from odoo.tools import SQL


class ArOpenItem(models.Model):
    _inherit = "ar.open.item"

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
            the later of the two accounting dates
        """
        if not ids:
            return {}
        self.env["account.partial.reconcile"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partial.debit_move_id, partial.max_date, SUM(partial.debit_amount_currency)
                  FROM account_partial_reconcile partial
                  JOIN account_move_line credit ON credit.id = partial.credit_move_id
                 WHERE partial.debit_move_id IN %s AND credit.parent_state = 'posted'
              GROUP BY partial.debit_move_id, partial.max_date
              ORDER BY partial.debit_move_id, partial.max_date
                """,
                tuple(ids),
            )
        )
        settlements = {}
        for item_id, day, amount in rows:
            settlements.setdefault(item_id, []).append((day, amount))
        return settlements

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
