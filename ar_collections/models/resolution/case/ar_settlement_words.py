"""What a settlement offer says: formatted once, for e-mail, letter and page."""

from odoo import models


class ArSettlement(models.Model):
    _inherit = "ar.settlement"

    def _prepare_offer(self):
        """All that e-mail, letter and page show, formatted, in the language of the context.

        :return: {'number', 'date', 'customer_ref', 'items': [{'name', 'due', 'amount'}],
            'credits' (what covers of them, '' for nothing), 'claim', 'amount', 'until', 'offer',
            'accept', 'terms': sentences, 'pay_to', 'code', 'collector', 'accepted'}
        """
        self.ensure_one()
        one = self.sudo()
        offer = one.offer_id
        bank = one._get_company_bank(one.currency_id)
        claim = offer._get_claim()
        credits = one.currency_id.round(claim - offer.case_id.open_amount)
        return {
            "number": one.name,
            "date": one._format_day(one.company_id._ar_today()),
            "customer_ref": one.partner_id.ref or "",
            "items": one._prepare_items(),
            "credits": one._format_money(credits, one.currency_id) if credits else "",
            "claim": one._format_money(claim, one.currency_id),
            "amount": one._format_money(offer.amount, one.currency_id),
            "until": one._format_day(offer.date_until),
            "offer": one._get_offer_words(),
            "accept": self.env._(
                "Please read and accept the offer on the page, until %s.",
                one._format_day(offer.date_until),
            ),
            "terms": one._get_terms(),
            "pay_to": one._get_pay_to_words(bank, one.name),
            "code": one._get_payment_code(bank, one.currency_id, offer.amount, one.name) or "",
            "collector": one._prepare_collector(),
            "accepted": offer.with_env(self.env).sudo()._get_accepted_words(),
        }

    def _prepare_items(self):
        """The items of the case that are open now."""
        case = self.offer_id.case_id
        rows = self.env["ar.open.item"]._read_rows(
            case.company_id.ids, ids=case.move_line_ids.ids, include_future=True
        )
        currencies = self.env["res.currency"]
        return [
            {
                "name": row["name"],
                "due": self._format_day(row["date_due"]),
                "amount": self._format_money(
                    row["residual_currency"], currencies.browse(row["currency_id"])
                ),
            }
            for row in rows
        ]

    def _get_offer_words(self):
        offer = self.offer_id
        return self.env._(
            "We offer to settle all of it for %(amount)s, to be paid by %(day)s.",
            amount=self._format_money(offer.amount, self.currency_id),
            day=self._format_day(offer._get_pay_day()),
        )

    def _get_terms(self):
        """The sentences of the offer."""
        offer = self.offer_id
        words = [
            self.env._(
                "The offer holds until %s. If you do not accept it by then, it falls away.",
                self._format_day(offer.date_until),
            ),
            self.env._(
                "When %(amount)s are with us in full by %(day)s, we do not ask for the rest.",
                amount=self._format_money(offer.amount, self.currency_id),
                day=self._format_day(offer._get_pay_day()),
            ),
            self.env._(
                "If less is with us by then, the whole claim stands, less what you have paid. All "
                "rights from late payment stay reserved."
            ),
            self.env._("By accepting the offer you acknowledge that you owe the items above."),
        ]
        if offer.terms:
            words.append(offer.terms)
        return words
