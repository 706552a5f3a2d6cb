"""The plan on paper: what the agreement says, as plain values."""

from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

REPORT = "ar_collections.report_ar_plan"


class ArPlan(models.Model):
    _inherit = "ar.plan"

    def action_print(self):
        """The PDF: as it was proposed, or as it is now."""
        self.check_access("read")
        sent = self._get_letter()
        if len(self) == 1 and sent and sent.sudo(False).has_access("read"):
            return {
                "type": "ir.actions.act_url",
                "url": f"/web/content/{sent.id}?download=true",
                "target": "download",
            }
        if not self:
            raise UserError(self.env._("No plan is chosen. Choose one in the list."))
        report = self.env.ref("ar_collections.action_report_ar_plan")
        return report.report_action(self, config=False)

    def _get_file_name(self):
        """The name of its file without an ending, in the customer's language."""
        self.ensure_one()
        speaking = self.with_context(lang=self._get_lang())
        return speaking.env._("Payment plan %s", self.name).replace("/", "_")

    def _get_letter(self):
        # EXTENDS the message
        return self.sudo().attachment_id._ar_of(self)

    def _get_letter_words(self):
        # EXTENDS the message
        return self.env._("The payment plan %s was made as a letter.", self.name)

    def _ensure_letters(self):
        # EXTENDS the message
        self._keep_letters(REPORT, lambda one: f"{one._get_file_name()}.pdf")

    # -- what it says ------------------------------------------------------------------

    def _shows_interest(self):
        """Whether interest is named: in China an agreement that names principal and interest takes
        the place of the contractual penalty, and one that is silent keeps the claim."""
        company = self.company_id.sudo()
        if company.ar_plan_interest_shown == "auto":
            return company.country_id.code != "CN"
        return company.ar_plan_interest_shown == "yes"

    def _prepare_agreement(self):
        """All that page and paper show, formatted, in the language of the context.

        :return: {'number', 'date', 'customer_ref', 'items': [{'name', 'due', 'amount'}], 'sum',
            'interest', 'total', 'rows': [{'number', 'date', 'amount'}], 'terms': sentences,
            'pay_to', 'qr', 'collector', 'accepted'}
        """
        self.ensure_one()
        one = self.sudo()
        day = one.date_proposed or one.company_id._ar_today()
        shown = one._shows_interest() and one.interest_amount
        bank = one._get_company_bank(one.currency_id)
        return {
            "number": one.name,
            "date": one._format_day(day),
            "customer_ref": one.partner_id.ref or "",
            "currency": one.currency_id.name,
            "items": one._prepare_items(),
            "sum": one._format_money(one.amount, one.currency_id) if shown else "",
            "interest": one._format_money(one.interest_amount, one.currency_id) if shown else "",
            "interest_words": one._get_interest_words() if shown else "",
            "total": one._format_money(one.amount_total, one.currency_id),
            "rows": [
                {
                    "number": number,
                    "date": one._format_day(row.date),
                    "amount": one._format_money(row.amount, one.currency_id),
                }
                for number, row in enumerate(one._get_rows(), 1)
            ],
            "terms": one._get_terms(),
            "pay_to": one._get_pay_to_words(bank, one.name),
            "qr": one._get_payment_code(
                bank, one.currency_id, one.installment_ids[:1].amount, one.name
            ),
            "collector": one._prepare_collector(),
            "accepted": one._get_accepted_words(),
        }

    def _prepare_items(self):
        """The items as they were agreed, else as they are open now."""
        rows = [(one.name, one.date_due, one.amount) for one in self.item_ids]
        if not rows:
            found = self._read_open().values()
            rows = [(row["name"], row["date_due"], row["residual_currency"]) for row in found]
        return [
            {
                "name": name,
                "due": self._format_day(due),
                "amount": self._format_money(amount, self.currency_id),
            }
            for name, due, amount in rows
        ]

    def _get_interest_words(self):
        """How the interest is made, in a few words."""
        if self.interest_kind == "rate":
            rate = Decimal(str(self.interest_rate))
            words = self.env["ar.interest.rule"]._format_rate(rate)
            return self.env._("%s %% a year on what is still open", words)
        return ""

    def _get_terms(self):
        """The sentences of the agreement."""
        words = [
            self.env._(
                "As long as the instalments are paid, we send no reminders of the items above."
            ),
            self.env._(
                "If an instalment is not paid in full within %s days after its date, the plan "
                "ends, and all that is still open is due at once.",
                self.tolerance_days,
            ),
        ]
        if self.waived_amount and self._shows_interest():
            amount = self._format_money(self.waived_amount, self.currency_id)
            what = f"{amount} ({self.waived_note})" if self.waived_note else amount
            words.append(self.env._("As long as the plan is kept to, we do not ask for %s.", what))
        if not self._shows_interest():
            words.append(self.env._("All rights from late payment stay reserved."))
        words.append(
            self.env._("By accepting this plan you acknowledge that you owe the items above.")
        )
        if self.terms:
            words.append(self.terms)
        return words
