"""What the page without a login shows of an account, and what is revoked of its links."""

from odoo import models
from odoo.tools import format_date, format_datetime

from .ar_profile import MOST_ROWS


class ArProfile(models.Model):
    _inherit = "ar.profile"

    # -- sections of a page ------------------------------------------------------------

    def _portal_currencies(self, rows):
        """The currencies of what is open, the company's own first; it where nothing is."""
        currencies = self.env["res.currency"].browse({row["currency_id"] for row in rows})
        own = self.company_id.currency_id
        return currencies.sorted(lambda currency: (currency != own, currency.name)) or own

    def _portal_sections(self, rows):
        """The figures and items of each currency, see ``_portal_section``."""
        return [
            self._portal_section(
                currency, [row for row in rows if row["currency_id"] == currency.id]
            )
            for currency in self._portal_currencies(rows)
        ]

    # -- the page without a login ------------------------------------------------------

    def _portal_answer_page(self, message, online):
        """All that the page of a personal link shows, formatted.

        Nothing of it leads to what needs a login, and nothing is told of other messages.

        :param message: the message that the link came with, as superuser
        :param online: whether the customer can pay online
        """
        rows = self._portal_rows()
        sections = self._portal_sections(rows) if rows else []
        for section in sections:
            for row in (*section["rows"], *section["credits"]):
                row["invoice"], row["url"] = bool(row["url"]), ""
            section["pay_to"] = self._portal_pay_to(section, message, rows)
            section["pays"] = online and section["payable"]
        return {
            "company": self.company_id.name,
            "customer": self.partner_id.name,
            "title": self.env._("Your account with %s", self.company_id.name),
            "day": format_date(self.env, self.company_id._ar_today()),
            "about": self._portal_about(message),
            "sections": sections,
            "owed": any(section["rows"] for section in sections),
            "held": any(row["clarifying"] and not row["elsewhere"] for row in rows),
            "payments": self._portal_payments(),
            "promised": self._portal_promised(),
            "told": self._portal_told(message),
            "contact": self._portal_collector(),
        }

    def _portal_about(self, message):
        """Which message the customer came from, a whole sentence."""
        day = self.company_id._ar_day_of(message.create_date)
        return self.env._(
            "You came here by our message %(number)s of %(day)s. This is what is open today.",
            number=message.display_name,
            day=format_date(self.env, getattr(message, "date", None) or day),
        )

    def _portal_told(self, message):
        """What the customer answered to this message, newest first."""
        replies = self.env["ar.reply"].search(
            [("profile_id", "=", self.id), ("answered_ref", "=", f"{message._name},{message.id}")],
            limit=MOST_ROWS,
        )
        kinds = self.env["ar.reply"]._get_kinds()
        zone = self.company_id._ar_zone_name()
        return [
            {
                "code": reply.kind,
                "kind": kinds[reply.kind].name if reply.kind in kinds else "",
                "when": format_datetime(self.env, reply.date_received, tz=zone, dt_format="short"),
                "words": ", ".join(filter(None, (reply._get_figures(), reply.phone))),
                "numbers": ", ".join(filter(None, reply.move_ids.mapped("name"))),
                "read": reply.state == "handled",
            }
            for reply in replies
            if reply.state != "ignored"
        ]

    # -- by bank transfer --------------------------------------------------------------

    def _portal_pay_to(self, section, message, rows):
        """Where to transfer what a section asks for first: {'words', 'code', 'amount'}, or None
        where nothing is to be paid or the company has no account for it."""
        currency = section["currency"]
        choices = [choice for choice in section["choices"] if not choice["covered"]]
        voice = self._portal_voice()
        bank = voice._get_company_bank(currency)
        if not choices or not bank:
            return None
        choice = self._portal_choose(currency, scope=choices[0]["scope"], rows=rows)
        owed = [row["move_id"] for row in choice["rows"] if row["residual_currency"] > 0]
        moves = self.env["account.move"].sudo().browse(dict.fromkeys(owed))
        reference = message._get_payment_reference(moves)
        return {
            "amount": choices[0]["amount"],
            "words": voice._get_pay_to_words(bank, reference),
            "code": voice._get_payment_code(bank, currency, choice["amount"], reference) or "",
        }

    # -- revoked -----------------------------------------------------------------------

    def action_revoke_answer_links(self):
        """Let none of the links open that messages have carried so far: one was forwarded to
        somebody whom it does not concern."""
        self.check_access("write")
        for profile in self.sudo():
            profile.answer_version += 1
            profile._message_log(
                body=self.env._(
                    "The links of all messages so far were revoked. The next message carries a "
                    "new one."
                )
            )
        return True
