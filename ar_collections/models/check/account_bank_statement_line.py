"""Bank lines that nobody has reconciled: money that may be a customer's payment."""

from odoo import api, models
from odoo.fields import Domain

from ...tools.check import receipts


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    @api.model
    def _ar_get_unreconciled_domain(self, company, day):
        """Posted lines of a company, dated up to ``day``, that are not reconciled."""
        return (
            Domain("company_id", "=", company.id)
            & Domain("is_reconciled", "=", False)
            & Domain("state", "=", "posted")
            & Domain("date", "<=", day)
        )

    @api.model
    def _ar_sum_up(self, domain, company):
        """(number, amount) of lines: money in and out alike, in the company's currency, at
        the rates of today. One query."""
        count, amount = 0, 0.0
        today = company._ar_today()
        for sign in (1, -1):
            groups = self._read_group(
                domain & Domain("amount", ">" if sign > 0 else "<=", 0),
                ["currency_id"],
                ["__count", "amount:sum"],
            )
            for currency, number, total in groups:
                count += number
                amount += sign * currency._convert(total, company.currency_id, company, today)
        return count, amount

    def _ar_as_receipt(self):
        """What the line tells of who paid, as a value row."""
        self.ensure_one()
        return receipts.Receipt(
            id=self.id,
            partner_id=self.partner_id.commercial_partner_id.id or None,
            name=self.partner_name or "",
            account=self.account_number or "",
            text=self.payment_ref or "",
        )

    def action_ar_open_entry(self):
        """Open the journal entry of the line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
