"""How messages say amounts, days and lists, and what a text message says of them."""

from odoo import api, models
from odoo.tools import format_amount, format_date


class ArMessageMixin(models.AbstractModel):
    _inherit = "ar.message.mixin"

    # -- text messages -----------------------------------------------------------------

    def _map_sms_texts(self):
        """{id: text} of the text messages that say it, in the language of the context."""
        return {message.id: message._get_sms_text() for message in self}

    def _get_sms_text(self):
        """What a text message says of it: who writes, what it is, where to read more."""
        self.ensure_one()
        return self._join_sms(
            self.env._(
                "%(company)s: we have a message for you, %(number)s.",
                company=self.company_id.name,
                number=self.name,
            )
        )

    def _join_sms(self, words):
        """The text with the link to the page of the message, where it has one."""
        return " ".join(filter(None, (words, self.text_link)))

    # -- formats -----------------------------------------------------------------------

    def _format_money(self, amount, currency):
        return format_amount(self.env, amount, currency)

    def _format_day(self, day):
        return format_date(self.env, day) if day else ""

    def _get_pay_to_words(self, bank, reference):
        """Where to pay, a sentence; '' where the company has no account."""
        if not bank:
            return ""
        return self.env._(
            "Please pay to account %(account)s of %(holder)s, quoting %(reference)s.",
            **self._prepare_account(bank),
            reference=reference,
        )

    def _format_sums(self, sums):
        """Sums of several currencies as one text: “1,200.00 € and $ 50.00”.

        :param sums: list of (currency, amount)
        """
        return self._join_words([self._format_money(amount, currency) for currency, amount in sums])

    @api.model
    def _join_words(self, parts):
        """“One, two and three”."""
        if len(parts) < 2:
            return parts[0] if parts else ""
        return self.env._("%(first)s and %(last)s", first=", ".join(parts[:-1]), last=parts[-1])
