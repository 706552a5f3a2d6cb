"""The bank statements of the demo company: what is said to be paid has arrived."""

from datetime import timedelta

from odoo import Command, models
from odoo.tools import float_round

from .ar_demo import XMLID_MODULE
from .bank_tables import LEAST_TO_SUPPLIERS, OPENING_CASH, OUTGO, SPENT_SHARE, SUPPLIERS
from .ledger_tables import OPENING_DAY


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _set_way_of_payments(self, company):
        """Payments stand on this account until the statement has them."""
        journal = self._get_journal(company, "bank")
        chart = self.env["account.chart.template"].with_company(company)
        account = chart.ref("account_journal_payment_debit_account_id")
        journal.inbound_payment_method_line_ids.payment_account_id = account

    def _take_statement(self, told):
        """Take in the bank statement up to yesterday: transfers of customers, month by month and
        currency by currency, each matched with the payments that were booked; and what left."""
        company = told.company
        journal = self._get_journal(company, "bank")
        yesterday = company._ar_today() - timedelta(days=1)
        last = self.env["account.bank.statement.line"].search(
            [("journal_id", "=", journal.id)], order="date desc", limit=1
        )
        since = last.date if last else told.day(OPENING_DAY) - timedelta(days=1)
        arrived = self._find_arrived(journal, yesterday)
        taken = [*self._list_transfers(journal, arrived)]
        left = [*self._list_outgo(since, yesterday)]
        if not last:
            left.append(self._prepare_opening_cash(company, told.day(OPENING_DAY)))
        told.for_suppliers += SPENT_SHARE * sum(arrived.mapped("balance"))
        told.for_suppliers += sum(line["amount"] for line in left if line["amount"] < 0)
        if told.for_suppliers >= LEAST_TO_SUPPLIERS:
            amount = float_round(told.for_suppliers, precision_rounding=100.0)
            told.for_suppliers -= amount
            left.append(self._prepare_outgo(SUPPLIERS, yesterday, amount))
        rows = [*(values for values, _lines in taken), *left]
        if not rows:
            return
        statement = self.env["account.bank.statement"].create(
            {
                "name": f"Statement of {yesterday:%d %b %Y}",
                "line_ids": [Command.create({"journal_id": journal.id, **row}) for row in rows],
            }
        )
        # In the order in which they were told.
        for line, (_values, payments) in zip(statement.line_ids.sorted("id"), taken, strict=False):
            counterpart = line.move_id.line_ids.filtered(
                lambda one, account=payments.account_id: one.account_id == account
            )
            (counterpart + payments).reconcile()

    def _find_arrived(self, journal, until):
        """The booked payments that no statement has yet: their lines on the account of what is on
        its way."""
        return self.env["account.move.line"].search(
            [
                ("journal_id", "=", journal.id),
                (
                    "account_id",
                    "in",
                    journal.inbound_payment_method_line_ids.payment_account_id.ids,
                ),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("date", "<=", until),
            ],
            order="date, id",
        )

    @staticmethod
    def _list_transfers(journal, arrived):
        """Yield (values of a line of the statement, the payments that it is)."""
        own = journal.company_id.currency_id
        months = arrived.grouped(lambda line: (line.date.year, line.date.month, line.currency_id))
        for (_year, _month, currency), payments in months.items():
            values = {
                "date": max(payments.mapped("date")),
                "payment_ref": f"Transfers of customers, {currency.name}",
                "amount": own.round(sum(payments.mapped("balance"))),
                "counterpart_account_id": payments.account_id.id,
            }
            if currency != own:
                values["foreign_currency_id"] = currency.id
                values["amount_currency"] = currency.round(sum(payments.mapped("amount_currency")))
            yield values, payments

    def _list_outgo(self, since, until):
        """Yield the lines of what is paid each month, after a day and up to another one."""
        for number in range(1, (until - since).days + 1):
            day = since + timedelta(days=number)
            for name, day_of_month, every, amount in OUTGO:
                if day.day == day_of_month and not day.month % every:
                    yield self._prepare_outgo(name, day, amount)

    def _prepare_outgo(self, name, day, amount):
        return {
            "date": day,
            "payment_ref": name,
            "amount": -amount,
            "counterpart_account_id": self.env.ref(f"{XMLID_MODULE}.outgo").id,
        }

    def _prepare_opening_cash(self, company, day):
        return {
            "date": day,
            "payment_ref": "Balance brought forward",
            "amount": OPENING_CASH,
            "counterpart_account_id": company.get_unaffected_earnings_account().id,
        }
