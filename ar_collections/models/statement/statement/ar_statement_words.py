"""What a statement shows, formatted once for paper, e-mail and preview."""

from functools import cache

from odoo import api, models

from ....tools.ledger.aging import bucket_labels, parse_limits
from ...channel.ar_message_mixin import STRONG


class ArStatement(models.Model):
    _inherit = "ar.statement"

    @api.depends_context("lang")
    @api.depends("kind", "date_from", "date_to", "contact_id", "balance_ids.closing_balance")
    def _compute_texts(self):
        persons = self._map_persons()
        for statement in self:
            statement.text_contact = persons[statement.id].name or statement.partner_id.name
            statement.text_company = statement.company_id.name
            statement.text_title = statement._get_title()
            statement.text_period = statement._get_period_words()
            statement.text_balance = statement._get_balance_words()
            statement.text_collector = statement._get_collector().sudo().name

    def _get_sms_text(self):
        # EXTENDS the message
        return self._join_sms(
            self.env._(
                "%(company)s: %(title)s %(period)s, balance %(balance)s.",
                company=self.text_company,
                title=self.text_title,
                period=self.text_period,
                balance=self.text_balance,
            )
        )

    def _get_title(self):
        if self.part_key:
            # Who reads the balance has to know that it is not all.
            return self.env._("Statement of Chosen Items")
        if self.kind == "open":
            return self.env._("Statement of Open Items")
        return self.env._("Statement of Account")

    def _get_period_words(self):
        if self.kind == "open":
            return self.env._("as of %s", self._format_day(self.date_to))
        return self.env._(
            "from %(start)s to %(end)s",
            start=self._format_day(self.date_from),
            end=self._format_day(self.date_to),
        )

    def _get_balance_words(self):
        """The closing balances: “1,200.00 € and $ 50.00”."""
        return self._format_sums(self._sum_by_currency())

    # -- paper -------------------------------------------------------------------------

    def _prepare_print(self):
        """All that the page shows, as plain values in the language of the context."""
        self.ensure_one()
        return {
            "number": self.name,
            "date": self._format_day(self.company_id._ar_today()),
            "title": self._get_title(),
            "period": self._get_period_words(),
            "customer_ref": self.partner_id.ref or "",
            "corrects": self._get_corrects_words(),
            "sections": [self._prepare_section(balance) for balance in self.balance_ids],
            "several": len(self.balance_ids) > 1,
            "totals": self._prepare_totals(),
            "payments": [self._prepare_payment(*pair) for pair in self._get_payable()],
            "collector": self._prepare_collector(),
            "charges": self._get_charge_words(),
            "reservation": self._get_reservation_words(),
        }

    def _get_charge_words(self):
        """What is asked for in interest and fees beside the balance, a sentence; "" where the
        company does not tell it, and where there is nothing. What is booked is in the balance."""
        if not self.company_id.sudo().ar_interest_on_statements:
            return ""
        asked = [
            ("profile_id", "=", self.profile_id.id),
            ("state", "=", "claimed"),
            ("claimed_on", "<=", self.date_to),
        ]
        groups = (
            self.env["ar.charge"].sudo()._read_group(asked, ["currency_id"], ["amount_left:sum"])
        )
        sums = [(currency, left) for currency, left in groups if not currency.is_zero(left)]
        if not sums:
            return ""
        return self.env._(
            "Interest and fees for late payment of %s are asked for besides. They are not in this "
            "balance.",
            self._format_sums(sums),
        )

    def _get_reservation_words(self):
        """That the claim to interest stays. In China a statement that names principal and interest
        takes the place of what the contract says of late payment; ours names no interest, unless
        the company wants it."""
        if self.company_id.sudo().country_id.code != "CN":
            return ""
        if self.company_id.sudo().ar_interest_on_statements:
            return self.env._(
                "Interest and fees that are named here are no settlement of our claims. Further "
                "claims to interest and damages for late payment under contract and law are "
                "reserved."
            )
        return self.env._(
            "This statement shows the principal only. Our claims to interest and damages for late "
            "payment under contract and law are reserved."
        )

    def _get_corrects_words(self):
        if not self.replaced_id:
            return ""
        return self.env._("This statement replaces %s.", self.replaced_id.name)

    def _prepare_section(self, balance):
        lines = balance.line_ids
        owed = lines.filtered(lambda line: self.kind == "activity" or line.residual >= 0)
        closing = balance.closing_balance
        return {
            "heading": self._get_heading(balance),
            "opening": self._format_money(balance.opening_balance, balance.currency_id),
            "opening_day": self._format_day(self.date_from),
            "rows": self._prepare_rows(owed),
            "credits": self._prepare_rows(lines - owed),
            "debit": self._format_money(balance.debit, balance.currency_id),
            "credit": self._format_money(balance.credit, balance.currency_id),
            "closing": self._format_money(closing, balance.currency_id),
            "closing_day": self._format_day(self.date_to),
            "in_favour": balance.currency_id.compare_amounts(closing, 0) < 0,
            "aging": self._prepare_aging(balance),
        }

    def _get_heading(self, balance):
        currency = self.env._("Items in %(currency)s", currency=balance.currency_id.name)
        if not self.by_contact:
            return currency
        contact = balance.contact_id or self.partner_id
        return f"{contact.name or contact.display_name} – {currency}"

    def _prepare_rows(self, lines):
        """The lines as the page shows them; thousands of lines have few days."""
        format_day = cache(self._format_day)
        return [
            {
                "date": format_day(line.date),
                "name": line.name or "",
                "ref": line.ref or "",
                "label": line._get_label(),
                "due": format_day(line.date_due),
                "days": str(line.days_overdue) if line.days_overdue else "",
                **self._prepare_amounts(line),
            }
            for line in lines
        ]

    def _prepare_amounts(self, line):
        """The amounts of the columns that a statement of its kind has."""

        def money(amount):
            return self._format_money(amount, line.currency_id)

        if self.kind == "open":
            return {"amount": money(line.amount), "residual": money(line.residual)}
        return {
            "debit": money(line.debit) if line.debit else "",
            "credit": money(line.credit) if line.credit else "",
            "balance": money(line.balance),
        }

    def _prepare_aging(self, balance):
        """[(label, amount)] of the buckets; nothing where all of it is not due or nil."""
        labels = self._get_bucket_labels(balance)
        if not any(balance.aging or ()):
            return []
        return [
            (label, self._format_money(amount, balance.currency_id))
            for label, amount in zip(labels, balance.aging, strict=True)
        ]

    def _get_bucket_labels(self, balance):
        return bucket_labels(
            parse_limits(balance.limits),
            not_due=self.env._("Not due"),
            over=self.env._("Over %s"),
        )

    def _prepare_totals(self):
        """The balance of each currency over the contacts, where they are shown apart."""
        if not self.by_contact:
            return []
        return [
            self.env._(
                "Balance in %(currency)s: %(amount)s",
                currency=currency.name,
                amount=self._format_money(amount, currency),
            )
            for currency, amount in self._sum_by_currency()
        ]

    def _sum_by_currency(self):
        """[(currency, closing balance)] over the contacts."""
        groups = self.balance_ids.grouped("currency_id")
        return [
            (currency, currency.round(sum(balances.mapped("closing_balance"))))
            for currency, balances in groups.items()
        ]

    # -- how to pay --------------------------------------------------------------------

    def _get_payable(self):
        """(currency, amount) of the balances that the customer has to pay."""
        return [
            (currency, amount)
            for currency, amount in self._sum_by_currency()
            if currency.compare_amounts(amount, 0) > 0
        ]

    def _prepare_payment(self, currency, amount):
        """Account, holder, reference and code for paying ``amount``; {} without an account."""
        bank = self._get_company_bank(currency)
        if not bank:
            return {}
        reference = self._get_payment_reference(self._get_open_moves(currency))
        return {
            "words": self.env._(
                "To settle the balance of %(amount)s, please pay to account %(account)s of "
                "%(holder)s, quoting %(reference)s.",
                amount=STRONG.format(self._format_money(amount, currency)),
                **self._prepare_account(bank),
                reference=STRONG.format(reference),
            ),
            "overdue": self._get_overdue_words(currency),
            "qr": self._get_payment_code(bank, currency, amount, reference),
        }

    def _get_overdue_words(self, currency):
        """How much of a currency is overdue, '' if nothing is: after the credits, and so never
        more than the balance beside it."""
        balances = self.balance_ids.filtered(lambda balance: balance.currency_id == currency)
        # Statements of an earlier version kept it before the credits.
        overdue = currency.round(
            min(sum(balances.mapped("overdue_amount")), sum(balances.mapped("closing_balance")))
        )
        if overdue <= 0:
            return ""
        amount = STRONG.format(self._format_money(overdue, currency))
        credit = currency.round(sum(balances.mapped("credit_amount")))
        if not credit:
            return self.env._("%s of the balance is overdue.", amount)
        return self.env._(
            "%(overdue)s of the balance is overdue, after %(credit)s that is not yet allocated.",
            overdue=amount,
            credit=self._format_money(credit, currency),
        )

    def _get_open_moves(self, currency):
        """The documents of a currency that the customer has to pay."""
        owed = self.line_ids.filtered(
            lambda line: line.currency_id == currency and line.residual > 0
        )
        return owed.move_id
