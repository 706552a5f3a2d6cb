"""One page of a customer's open items, and their sums by age."""

from odoo import models
from odoo.tools import SQL

# How the items of one customer may be sorted: {code: (the order, its opposite)}.
ORDERS = {
    "due": (SQL("date_due, id"), SQL("date_due DESC, id DESC")),
    "amount": (SQL("residual DESC, id"), SQL("residual, id")),
    "number": (SQL("name, id"), SQL("name DESC, id DESC")),
}


class ArOpenItem(models.Model):
    # EXTENDS 'ledger': what a page about one customer shows; callers have checked the rights.
    _inherit = "ar.open.item"

    def _read_page(self, company, partner, offset=0, limit=40, order="due", backwards=False):
        """Some of the open items of one customer, and what all of them are together.

        :param order: a key of ``ORDERS``
        :return: (rows as of ``_read_rows``; list of {'currency_id', 'bucket', 'count', 'residual',
            'residual_currency', 'debts', 'overdue'}: sums of all items in the company's and the
            item's currency, credits are negative)
        """
        scope = self._prepare_scope([company.id], [partner.id], today=True)
        source = self._sql_source(scope)
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT * FROM %s AS item ORDER BY %s LIMIT %s OFFSET %s",
                source,
                ORDERS[order][backwards],
                limit,
                offset,
            )
        )
        return rows, self._read_ages(scope)

    def _read_ages(self, scope):
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT currency_id, bucket, COUNT(*) AS count, SUM(residual) AS residual,
                       SUM(residual_currency) AS residual_currency,
                       COALESCE(SUM(residual) FILTER (WHERE residual > 0), 0) AS debts,
                       COUNT(*) FILTER (WHERE days_overdue > 0) AS overdue
                  FROM %s AS item
                 GROUP BY currency_id, bucket
                 ORDER BY currency_id, bucket
                """,
                self._sql_source(scope),
            )
        )
