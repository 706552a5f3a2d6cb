"""What a message says: amounts with their last day, one language, columns that add up."""

from lxml import html

from odoo import Command
from odoo.tests import freeze_time, tagged

from .common import ArChannelCommon

NBSP = "\N{NO-BREAK SPACE}"


@tagged("post_install", "-at_install")
class TestMessageWords(ArChannelCommon):
    def _mail(self, notice):
        return notice.dispatch_ids.filtered(lambda d: d.channel == "email").mail_mail_id

    def _make_discounted(self, partner, days=10, date="2026-03-29", **values):
        """1,000 with 2 % off within ``days``; the level before the due date begins at once."""
        self.levels[0].delay_days = -30
        term = self.env["account.payment.term"].create(
            {
                "name": f"2/{days} net 30",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": days,
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})
                ],
            }
        )
        values = {"invoice_payment_term_id": term.id, **values}
        return self._make_invoice(partner, date=date, **values)

    def _text(self, markup):
        return " ".join(html.fromstring(str(markup)).text_content().split())

    def _letter(self, notice):
        report = self.env["ir.actions.report"]
        content = report._render_qweb_html("ar_collections.report_ar_dunning_letter", notice.ids)[0]
        return self._text(content.decode())

    # -- discounts ---------------------------------------------------------------------

    def test_discount_with_its_last_day(self):
        """Due 04/28, 980 until 04/08 alone: item, total and the sentences say so."""
        partner = self._make_partner("Alpha", street="High Street 1", city="Springfield")
        self._make_discounted(partner)
        notice = self._queue(partner)
        self.assertEqual((notice.amount_total, notice.line_ids.amount_discount), (980, 20))
        self.assertEqual(str(notice.line_ids.discount_date), "2026-04-08")
        total = f"${NBSP}980.00 (if paid by 04/08/2026, otherwise ${NBSP}1,000.00)"
        self.assertEqual(notice.text_total, total)
        row = "$ 980.00 if paid by 04/08/2026, $ 1,000.00 after that"
        below = "Without them $ 1,000.00 is to be paid"
        letter = self._letter(notice)
        self._send(notice)
        for text in (letter, self._text(self._mail(notice).body_html)):
            for words in (row, below, "04/28/2026"):
                self.assertIn(words, text)
        self.assertIn(total, self.env["ar.channel.call"]._get_summary(notice, notice))

    def test_discounts_that_end_on_different_days(self):
        partner = self._make_partner("Alpha")
        self._make_discounted(partner)
        self._make_discounted(partner, 14)
        notice = self._queue(partner)
        self.assertEqual(notice.amount_total, 1960)
        self.assertIn("if paid by 04/08/2026; later", notice.text_total)
        self.assertIn("2,000.00", notice.text_total)
        (section,) = notice._prepare_message()["sections"]
        self.assertIn("04/08/2026", section["rows"][0]["discount"])
        self.assertIn("04/12/2026", section["rows"][1]["discount"])

    def test_discount_in_company_currency(self):
        """The total in company currency is of what is asked, too."""
        eur = self.setup_other_currency("EUR", rates=[("2025-01-01", 0.5)])
        partner = self._make_partner("Alpha")
        self._make_discounted(partner)
        self._make_discounted(partner, currency_id=eur.id)
        notices = self._queue(partner)
        self.assertEqual(sorted(notices.mapped("amount_total")), [980, 980])
        self.assertEqual(sorted(notices.mapped("amount_total_company")), [980, 1960])
        self.assertIn(" and ", notices[0].text_total)

    def test_no_discount_no_words(self):
        notice = self._queue(self._make_debtor("Alpha"))
        self.assertEqual(notice.text_total, f"${NBSP}1,000.00")
        (section,) = notice._prepare_message()["sections"]
        self.assertFalse(section["discount"] or section["rows"][0]["discount"])

    def test_discount_that_ran_out_before_the_message_left(self):
        partner = self._make_partner("Alpha")
        self._make_discounted(partner)
        notice = self._queue(partner)
        with freeze_time("2026-04-09 12:00:00"):
            self._send(notice)
        self.assertEqual((notice.amount_total, notice.line_ids.amount_discount), (1000, 0))
        self.assertFalse(notice.line_ids.discount_date)

    def test_overdue_in_texts_is_net_as_the_total_is(self):
        """500 overdue, 400 on account: a text with both figures says 100 and 100."""
        partner = self._make_debtor("Alpha", 20, 500)
        self._pay_on_account(partner, 400, "2026-03-01")
        notice = self._queue(partner)
        self.assertEqual((notice.text_overdue, notice.text_total), (f"${NBSP}100.00",) * 2)

    # -- one language ------------------------------------------------------------------

    def _make_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        partner = self._make_debtor("Alpha", days_late=20)
        contact = self._make_partner("Anne", email="anne@example.com", is_company=False)
        contact.parent_id = partner
        contact.lang = "fr_FR"
        return partner, contact

    def test_interest_follows_the_letter(self):
        """The recipient reads French, the customer English: one message, in French."""
        rule = self.env["ar.interest.rule"].create(
            {"name": "Agreed", "basis": "agreed", "agreed_rate": 3.65, "business_only": False}
        )
        self.levels.interest_rule_id = rule
        partner, contact = self._make_french()
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        profile.contact_id = contact
        notice = self._queue(partner)
        self.assertEqual(notice._get_lang(), "fr_FR")
        self._send(notice)
        text = self._text(self._mail(notice).body_html)
        self.assertIn("12/03/2026", text)
        self.assertNotIn("03/12/2026", text)
        # Shown to somebody who reads English it is English.
        note = notice.with_context(lang="en_US")._prepare_message()["sections"][0]
        self.assertIn("03/12/2026", note["interest_notes"][0])

    def test_language_that_was_switched_off(self):
        """The company's language takes over; nobody's reminder fails."""
        partner, contact = self._make_french()
        (partner | contact | self.collector.partner_id).lang = "fr_FR"
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_lang SET active = FALSE WHERE code = 'fr_FR'")
        self.env.registry.clear_all_caches()
        self.env.invalidate_all()
        self.addCleanup(self.env.registry.clear_all_caches)
        self.levels.interest_rule_id = self.env["ar.interest.rule"].create(
            {"name": "Agreed", "basis": "agreed", "agreed_rate": 3.65, "business_only": False}
        )
        notice = self._remind(partner)
        self.assertEqual((notice.state, notice._get_lang()), ("sent", "en_US"))
        self.assertIn("03/12/2026", notice.line_ids.interest_note)
        self.assertEqual(self._channels(notice)["call"], "queued")
        own = {"partner_id": partner.id, "company_id": self.company.id}
        statement = self.env["ar.statement"].create(
            {**own, "kind": "open", "date_to": "2026-03-31", "ask_confirmation": True}
        )
        statement.action_send()
        self.assertEqual(statement.state, "sent")

    # -- columns -----------------------------------------------------------------------

    def _sums_up(self, notice):
        asked = sum(notice.line_ids.mapped("amount_asked"))
        extra = notice.amount_fee + notice.amount_interest
        self.assertAlmostEqual(asked + extra, notice.amount_total)

    def test_the_column_asked_adds_up(self):
        """Overdue, not yet due and shown, not yet due and reminded, credits, left out."""
        self.levels.show_all_items = True
        partner = self._make_debtor("Alpha", 20, 1000)
        self._make_overdue(partner, -3, 500)
        later = self._make_invoice(partner, 4000, date="2026-03-20", due="2026-05-30")
        self._pay_on_account(partner, 300, "2026-03-01")
        notice = self._queue(partner)
        self.assertEqual(notice.amount_total, 700)
        self._sums_up(notice)
        info = notice.line_ids.filtered(lambda line: line.move_id == later)
        self.assertEqual((info.kind, info.amount, info.amount_open), ("info", 0, 4000))
        (section,) = notice._prepare_message()["sections"]
        self.assertEqual(
            [row["amount"] for row in section["info"]], [f"${NBSP}500.00", f"${NBSP}4,000.00"]
        )
        self._sums_up(self._send(notice))

    def test_the_column_adds_up_where_credits_cover_what_is_late(self):
        partner = self._make_debtor("Covered", 5, 100)
        self._make_overdue(partner, -3, 500)
        self._pay_on_account(partner, 100, "2026-03-20")
        notice = self._queue(partner)
        self.assertEqual(notice.amount_total, 500)
        self._sums_up(notice)

    def test_the_customers_order_number(self):
        """A column in mail and letter where somebody has one."""
        partner = self._make_debtor("Alpha", ref="C-77")
        plain = self._queue(partner)
        (section,) = plain._prepare_message()["sections"]
        self.assertFalse(section["has_refs"])
        self.assertNotIn("Your Reference", self._letter(plain))
        other = self._make_debtor("Beta")
        self._make_overdue(other, 6, ref="PO 4711")
        notice = self._remind(other)
        for text in (self._letter(notice), self._text(self._mail(notice).body_html)):
            self.assertIn("Your Reference", text)
            self.assertIn("PO 4711", text)
