"""What was booked for cases, for the costs of collecting."""

from odoo import models
from odoo.tools import SQL


class ArCase(models.Model):
    _inherit = "ar.case"

    def _sql_booked(self, company_ids):
        """SELECT partner_id, company_id, date, amount of the expenses booked with the accounts of
        cases: lawyers, agencies, courts; negative where a bill was refunded. None where no case has
        an account."""
        [[accounts]] = self.sudo()._read_group(
            [("company_id", "in", list(company_ids)), ("analytic_account_id", "!=", False)],
            [],
            ["analytic_account_id:recordset"],
        )
        if not accounts:
            return None
        self.env["account.analytic.line"].flush_model()
        self.flush_model(["analytic_account_id", "company_id", "partner_id"])
        return SQL(" UNION ALL ").join(
            SQL(
                """
                SELECT own.partner_id, own.company_id, line.date, -line.amount AS amount
                  FROM account_analytic_line line
                  JOIN ar_case own ON own.analytic_account_id = %s
                  LEFT JOIN account_account account ON account.id = line.general_account_id
                 WHERE own.company_id IN %s
                   AND (account.account_type LIKE 'expense%%' OR account.id IS NULL)
                """,
                SQL.identifier("line", plan._column_name()),
                tuple(company_ids),
                to_flush=self.env["account.account"]._fields["account_type"],
            )
            for plan in accounts.plan_id.root_id
        )
