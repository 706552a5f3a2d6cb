"""Who has ever owed."""

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
