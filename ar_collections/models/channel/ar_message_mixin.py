"""What all that is said to a customer has in common: language, sender, formats, where to pay."""

from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_amount, format_date
from odoo.tools.misc import get_lang

STRONG = Markup("<strong>{}</strong>")


class ArMessageMixin(models.AbstractModel):
    """A record that is said to a customer: a notice, a statement.

    It has ``partner_id``, ``contact_id``, ``company_id``, ``profile_id``, ``collector_id`` and
    ``name``. Numbers and dates are formatted here, in the language of the context; templates
    only place them. What templates may use without the rights of an editor are its fields
    ``text_…``.
    """

    _name = "ar.message.mixin"
    _description = "What Is Said to a Customer"

    @api.model
    def mail_allowed_qweb_expressions(self):
        # EXTENDS 'mail': placeholders that need no rights of a template editor.
        names = [name for name in self._fields if name.startswith("text_")]
        allowed = (f"object.{name}" for name in [*names, "name"])
        return (*super().mail_allowed_qweb_expressions(), *allowed)

    # ------------------------------------------------------------------
    # Who speaks to whom
    # ------------------------------------------------------------------
    def _get_lang(self):
        """The language that the customer is spoken to in, one that is installed."""
        self.ensure_one()
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        wanted = (self.contact_id.lang, self.partner_id.lang, self.company_id.partner_id.lang)
        return next((lang for lang in wanted if lang in installed), get_lang(self.env).code)

    def _get_collector(self):
        """The user who answers for what is said; never empty."""
        self.ensure_one()
        return self.profile_id._get_collector(self.collector_id)

    def _prepare_collector(self):
        """Whom the customer asks: name, e-mail and phone, of the company where he has none."""
        collector = self._get_collector().sudo()
        return {
            "name": collector.name,
            "email": collector.email or self.company_id.email or "",
            "phone": collector.phone or self.company_id.phone or "",
        }

    # ------------------------------------------------------------------
    # Where to pay
    # ------------------------------------------------------------------
    def _get_company_bank(self, currency):
        """The company's account for payments in ``currency``, else its first.

        Whoever may write contacts may give the company another account, ahead of its own. Where
        there are accounts that somebody has looked at, trusted ones or those of journals, our
        customers are told of no other.
        """
        banks = self.company_id.sudo().partner_id.bank_ids.filtered(
            lambda account: not account.company_id or account.company_id == self.company_id
        )
        banks = banks.filtered(lambda one: one.allow_out_payment or one.journal_id) or banks
        return (banks.filtered(lambda account: account.currency_id == currency) or banks)[:1]

    @api.model
    def _prepare_account(self, bank):
        """An account as the sentences on paying name it: its number with the bank, its holder."""
        names = ", ".join(filter(None, (bank.bank_id.name, bank.bank_id.bic)))
        return {
            "account": STRONG.format(f"{bank.acc_number} ({names})" if names else bank.acc_number),
            "holder": bank.acc_holder_name or bank.partner_id.name,
        }

    def _get_payment_reference(self, moves):
        """What to quote when paying ``moves``: if it is one, its own reference, else our number."""
        moves = moves.sudo()
        if len(moves) == 1:
            return moves.payment_reference or moves.name
        return self.name

    # ------------------------------------------------------------------
    # Formats
    # ------------------------------------------------------------------
    def _format_money(self, amount, currency):
        return format_amount(self.env, amount, currency)

    def _format_day(self, day):
        return format_date(self.env, day) if day else ""

    def _format_sums(self, sums):
        """Sums of several currencies as one text: “1,200.00 € and $ 50.00”.

        :param sums: list of (currency, amount)
        """
        parts = [self._format_money(amount, currency) for currency, amount in sums]
        if len(parts) < 2:
            return parts[0] if parts else ""
        return self.env._("%(first)s and %(last)s", first=", ".join(parts[:-1]), last=parts[-1])

    # ------------------------------------------------------------------
    # Paper
    # ------------------------------------------------------------------
    def _store_pdfs(self, report, get_name):
        """Make the PDFs of these records and keep them.

        :param report: the report's name
        :param get_name: function that gives a record's file name
        :return: attachments, as superuser, in the order of ``self``
        """
        pdfs = self.env["ar.channel.letter"]._make_pdfs(self, report)
        values = [
            {
                "name": get_name(record),
                "raw": pdfs[record.id],
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": record.id,
            }
            for record in self
        ]
        return self.env["ir.attachment"].sudo().create(values)
