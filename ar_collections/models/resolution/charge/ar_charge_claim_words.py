"""What a claim of charges says: formatted once, for e-mail, letter and screen."""

from odoo import models

from ...channel.ar_message_mixin import STRONG


class ArChargeClaim(models.Model):
    _inherit = "ar.charge.claim"

    def _prepare_message(self):
        """All that the claim shows, as plain values, in the language of the context."""
        self.ensure_one()
        charges = self.charge_ids.filtered(lambda one: one.amount_left > 0)
        charges = charges.sorted(lambda one: (one.origin_name or "", one.date_from, one.id))
        return {
            "number": self.name,
            "date": self._format_day(self.date or self.company_id._ar_today()),
            "customer_ref": self.partner_id.ref or "",
            "rows": [self._prepare_row(charge.with_env(self.env)) for charge in charges],
            "total": self._format_money(sum(charges.mapped("amount_left")), self.currency_id),
            "deadline": self._get_deadline_words(),
            "pay_to": self._get_pay_words(),
            "collector": self._prepare_collector(),
        }

    def _prepare_row(self, charge):
        waived = charge.amount_waived
        return {
            "title": charge._get_title(),
            "notes": (charge.interest_note or "").splitlines(),
            "waived": self.env._("%s of it waived", self._format_money(waived, self.currency_id))
            if waived
            else "",
            "amount": self._format_money(charge.amount_left, self.currency_id),
        }

    def _get_deadline_words(self):
        if not self.deadline:
            return ""
        day = STRONG.format(self._format_day(self.deadline))
        return self.env._("Please pay by %(date)s.", date=day)

    def _get_pay_words(self):
        """Where to pay, a sentence; "" where the company has no account."""
        bank = self._get_company_bank(self.currency_id)
        return self._get_pay_to_words(bank, STRONG.format(self.name))
