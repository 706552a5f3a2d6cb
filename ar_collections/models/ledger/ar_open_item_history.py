"""Who has ever owed, and when items were paid."""

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
              WHERE line.parent_state = 'posted'
                AND account.account_type = 'asset_receivable'
                AND account.non_trade IS NOT TRUE) AS debtor
            """
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
