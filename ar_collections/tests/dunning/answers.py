"""Who is asked what a customer owes, and that all of them say the same."""

from odoo.tools import float_round


class AnswersMixin:
    """``partner`` of ``company``, whose account is ``profile``."""

    def _run_dry(self):
        return self.env["ar.dunning.run"].simulate(self.company.id, self.company._ar_today())

    def _notices(self):
        return self._run().notice_ids.filtered(lambda n: n.partner_id == self.partner)

    def _asked_lines(self):
        return self._notices().line_ids.filtered(lambda line: line.kind == "item")

    def _asked(self):
        """{currency: what reminders ask, without charges}"""
        asked = {}
        for notice in self._run_dry()["notices"]:
            if notice["partner_id"] == self.partner.id:
                amount = notice["amount_total"] - notice["amount_fee"] - notice["amount_interest"]
                currency = self.env["res.currency"].browse(notice["currency_id"])
                asked[currency] = asked.get(currency, 0.0) + currency.round(amount)
        return asked

    def _statement_overdue(self):
        statement = self.env["ar.statement"].create(
            {
                "kind": "open",
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "date_to": self.company._ar_today(),
            }
        )
        return {
            balance.currency_id: balance.overdue_amount
            for balance in statement.balance_ids
            if balance.overdue_amount
        }

    def _portal_overdue(self):
        sections = self.profile.sudo()._portal_page()["sections"]
        return {
            section["currency"]: float(
                "".join(sign for sign in section["overdue"] if sign in "0123456789.")
            )
            for section in sections
            if section["overdue"]
        }

    def _listed(self):
        """The sum of the list of open items, in the company's currency."""
        domain = [("partner_id", "=", self.partner.id), ("company_id", "=", self.company.id)]
        return sum(self.env["ar.open.item"].search(domain).mapped("residual"))

    def _rule_overdue(self):
        """(what is overdue, days) as the credit rules find them."""
        from ...models.credit.limit.ar_credit_standing import Customers

        rules, pair = self.env["ar.credit.rule"], (self.partner.id, self.company.id)
        customers = Customers(self.env, [pair])
        debt = rules._find_overdue_share(customers)[pair]
        return debt.overdue, rules._find_overdue_days(customers)[pair]

    def assertAnswers(self, overdue, open, asked, days=None, company=None, exposure=None):
        """Everybody says so.

        :param overdue: in the company's currency, or {currency: amount}
        :param open: the balance in the company's currency
        :param company: what is overdue in the company's currency, where ``overdue`` is not
        """

        def amounts(figures):
            if not isinstance(figures, dict):
                figures = {self.company.currency_id: figures}
            return {currency: amount for currency, amount in figures.items() if amount}

        home = overdue if company is None else company
        self.profile.invalidate_recordset()
        self.assertEqual(self._asked(), amounts(asked), "asked")
        self.assertEqual(self._statement_overdue(), amounts(overdue), "statement")
        self.assertEqual(self._portal_overdue(), amounts(overdue), "portal")
        self.assertEqual(self.profile.overdue_amount, home, "account")
        self.assertEqual(self.profile.open_amount, open, "balance")
        self.assertEqual(float_round(self._listed(), 2), open, "list of open items")
        found = self._rule_overdue()
        self.assertEqual(float_round(found[0], 2), home, "credit rule")
        self.assertEqual(self.profile.exposure, open if exposure is None else exposure)
        if days is not None:
            self.assertEqual((self.profile.max_days_overdue, found[1]), (days, days))
