"""A customer answers: the letter is read, holds him, and is done with one click."""

from unittest.mock import patch

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReplyCommon, find_pdfs


@tagged("post_install", "-at_install")
class TestReply(ReplyCommon):
    def _answer(self, text, sender="answers@example.net", number=1):
        """A letter that comes in by the catch-all alias; returns what was read."""
        letter = (
            f"From: {sender}\nTo: catchall@example.org\nSubject: Re: reminder\n"
            f"Message-ID: <answer-{number}@example.net>\nIn-Reply-To: {self.mail.message_id}\n"
            f"Content-Type: text/plain; charset=utf-8\n\n{text}"
        )
        before = self.env["ar.reply"].search([])
        self.env["mail.thread"].sudo().message_process(False, letter)
        return self.env["ar.reply"].search([]) - before

    def test_read_and_held(self):
        reply = self._answer("We will pay 1,000.00 USD on 10 April.\n\n> Please pay")
        self.assertEqual((reply.kind, reply.date), ("promise", Date.to_date("2026-04-10")))
        self.assertEqual((reply.amount, reply.currency_id.name), (1000.0, "USD"))
        self.assertEqual(reply.profile_id, self.profile)
        self.assertEqual(reply.message_id, self.profile.message_ids[:1])
        self.assertNotIn("Please pay", reply.text)
        self.assertTrue(reply.is_known)
        # Tuesday 31 March and three working days.
        self.assertEqual(reply.hold_id.date_to, Date.to_date("2026-04-03"))
        self.assertTrue(self.profile.held)

    def test_an_answer_that_is_dealt_with_holds_no_longer(self):
        reply = self._answer("Thank you for the information.")
        self.assertTrue(self.profile.held)
        reply.with_user(self.collector).action_answer()
        self.assertEqual((reply.state, reply.handled_by_id), ("handled", self.collector))
        self.assertFalse(self.profile.held)

    def test_nothing_to_do(self):
        reply = self._answer("We will not pay.")
        reply.with_user(self.collector).action_ignore()
        self.assertEqual(reply.state, "ignored")
        self.assertFalse(self.profile.held)
        reply.action_answer()
        self.assertEqual(reply.state, "ignored", "Once is once")

    def test_an_absence_is_filed_by_itself(self):
        reply = self._answer("I am out of the office until 7 April.")
        self.assertEqual((reply.kind, reply.state), ("absent", "handled"))
        self.assertFalse(self.profile.held)

    def test_a_promise_without_an_end(self):
        reply = self._answer("We will pay 1,000.00 USD on 31 December 2099.")
        self.assertEqual((reply.kind, reply.date), ("promise", Date.to_date("2099-12-31")))
        with self.assertRaisesRegex(UserError, "more than 90 days ahead.*manager decides"):
            reply.with_user(self.collector).action_answer()
        self.assertEqual(reply.state, "new")
        reply.date = "2026-06-29"
        reply.with_user(self.collector).action_answer()
        self.assertEqual(reply.state, "handled")

    def test_without_a_currency_it_is_that_of_the_invoice(self):
        """A customer who names an invoice need not say in what it is written."""
        euro = self.env.ref("base.EUR")
        euro.active = True
        foreign = self._make_invoice(self.debtor, 300.0, due="2026-03-01", currency_id=euro.id)
        letters = ("We will pay {} on 10 April.", "We will pay 300 for {} on 10 April.")
        for number, words in enumerate(letters):
            with self.subTest(words=words):
                reply = self._answer(words.format(foreign.name), number=10 + number)
                self.assertEqual((reply.kind, reply.currency_id), ("promise", euro))
        self._answer(letters[0].format(foreign.name), number=15).sudo().write(
            {"currency_id": self.company.currency_id.id}
        )
        for reply in self.profile.reply_ids:
            reply.with_user(self.collector).action_answer()
        promises = self.env["ar.promise"].search([("profile_id", "=", self.profile.id)])
        self.assertEqual(promises.move_line_ids, self._receivable(foreign))
        self.assertEqual(promises.currency_id, euro)
        own = self._answer("We will pay on 10 April.", number=20)
        self.assertEqual(own.currency_id, self.company.currency_id)

    def test_a_promise_is_taken(self):
        reply = self._answer("We will pay on 10 April.")
        reply.with_user(self.collector).action_answer()
        hold = self.profile.hold_ids
        self.assertEqual((hold.kind, hold.date_to), ("promise", Date.to_date("2026-04-12")))
        self.assertEqual((hold.origin_ref.source, hold.origin_ref.origin_ref), ("reply", reply))
        self.assertEqual(hold.origin_ref.user_id, self.collector)

    def test_holds_say_why_in_the_language_of_who_reads(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        unread = self._answer("We will pay 1,000.00 USD on 10 April.")
        self.assertEqual(unread.hold_id.display_name, "The customer has answered")
        unread.action_answer()
        promised = self.profile.hold_ids
        self.assertEqual(promised.display_name, "Promised: $\xa01,000.00, 04/10/2026")
        chinese = promised.with_context(lang="zh_CN").reason_text
        self.assertIn("2026", chinese)
        self.assertNotIn("04/10/2026", chinese)

    def test_a_promise_that_names_its_invoice_ends_when_it_is_paid(self):
        invoice = self.notice.line_ids.move_line_id.move_id
        reply = self._answer(f"We will pay {invoice.name} on 10 April.")
        self.assertEqual((reply.kind, reply.move_ids), ("promise", invoice))
        reply.action_answer()
        self.assertEqual(self.profile.hold_ids.move_id, invoice)
        self._pay(invoice, invoice.amount_total, "2026-03-31")
        self.assertFalse(self.profile.hold_ids or self.profile.activity_ids)

    def test_a_promise_needs_a_day(self):
        reply = self._answer("The invoice will be paid. Thank you.")
        self.assertEqual((reply.kind, reply.date), ("promise", False))
        with self.assertRaisesRegex(UserError, "names no day"):
            reply.action_answer()
        reply.with_user(self.collector).date = "2026-03-30"
        with self.assertRaisesRegex(UserError, "is over"):
            reply.action_answer()
        reply.date = "2026-04-10"
        reply.action_answer()
        self.assertEqual(reply.state, "handled")

    def test_a_dispute_holds_the_invoice_that_it_names(self):
        invoice = self.notice.line_ids.move_line_id.move_id
        reply = self._answer(f"Invoice {invoice.name} is wrong: the price was 9, not 10.")
        self.assertEqual(reply.move_ids, invoice)
        reply.action_answer()
        hold = self.profile.hold_ids
        self.assertEqual((hold.kind, hold.move_id), ("dispute", invoice))
        self.assertEqual(self.profile.reason_id.code, "dispute")

    def test_paid_waits_for_the_money(self):
        reply = self._answer("We paid this on 27 March, ref. TRX-1234.")
        self.assertEqual((reply.kind, reply.reference), ("paid", "TRX-1234"))
        reply.action_answer()
        self.assertEqual(self.profile.hold_ids.date_to, Date.to_date("2026-04-05"))
        self.assertIn("TRX-1234", self.profile.activity_ids.summary)

    def test_a_wish_is_noted(self):
        reply = self._answer("Please stop sending me these e-mails.")
        reply.with_user(self.collector).action_answer()
        wish = self.env["ar.optout"].search([("partner_id", "=", self.debtor.id)])
        self.assertEqual((wish.channel, wish.purpose), ("email", "reminder"))

    def test_a_stranger_holds_nothing_and_gets_nothing(self):
        reply = self._answer("Please send a copy of the invoices.", sender="eve@evil.example")
        self.assertFalse(reply.is_known)
        self.assertFalse(self.profile.held)
        with self.assertRaisesRegex(UserError, "no contact of"):
            reply.action_answer()
        wish = self._answer("Stop sending e-mails.", sender="eve@evil.example", number=2)
        with self.assertRaisesRegex(UserError, "no contact of"):
            wish.action_answer()
        reply.action_ignore()
        self.assertEqual(reply.state, "ignored")

    def test_our_own_words_are_not_read(self):
        self.profile.with_user(self.collector).message_post(
            body=Markup("<p>They will pay tomorrow.</p>"), message_type="comment"
        )
        self.assertFalse(self.env["ar.reply"].search_count([]))

    def test_a_flood_is_kept_and_not_read(self):
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            for number in range(25):
                self._answer("Please send a copy.", number=number)
        self.assertLessEqual(len(self.profile.reply_ids), 20)

    def test_what_was_misread_is_put_right_what_was_written_is_not(self):
        reply = self._answer("Hello.").with_user(self.collector)
        reply.kind = "dispute"
        with self.assertRaises(AccessError):
            reply.text = "We pay double."
        reply.action_answer()
        with self.assertRaises(AccessError):
            reply.kind = "other"

    def test_each_kind_has_its_step(self):
        for code in self.env["ar.reply"]._get_kinds():
            self.assertTrue(callable(getattr(self.env["ar.reply"], f"_answer_{code}")), code)

    def test_a_wish_stops_reminders_by_this_channel_alone(self):
        """No e-mails any more: the letter speaks. A legal demand is sent as before."""
        reply = self._answer("Please stop sending me these e-mails.")
        reply.action_answer()
        self._make_overdue(self.debtor, 20, 70.0)
        wishes, email = self.env["ar.optout"], "email"
        problem = wishes._find_unwanted(self.notice, email)[self.notice.id]
        self.assertIn("wants no messages", problem)
        self.assertFalse(wishes._find_unwanted(self.notice, "letter"))
        channels = self.env["ar.channel"]._choose(self.notice)[self.notice.id].channels
        self.assertNotIn(email, channels)
        self.notice.level_id.is_legal = True
        self.assertFalse(wishes._find_unwanted(self.notice, email))
        wishes.search([]).sudo().purpose = "legal"
        self.assertTrue(wishes._find_unwanted(self.notice, email))
        wishes.search([]).active = False
        self.assertFalse(wishes._find_unwanted(self.notice, email))

    def test_a_statement_that_was_asked_for_is_no_reminder(self):
        self.env["ar.optout"]._note(self.debtor, "email", "legal", "By phone")
        statement = self.env["ar.statement"].create(
            {"partner_id": self.debtor.id, "company_id": self.company.id, "kind": "open"}
        )
        self.assertFalse(self.env["ar.optout"]._find_unwanted(statement, "email"))

    def test_copies_go_to_who_asks_and_carry_the_present_pdf(self):
        reply = self._answer("Could you please send us a copy of the invoice?")
        self.assertEqual(reply.kind, "copy")
        with patch.object(type(self.env["account.move"]), "_ar_find_pdfs", find_pdfs):
            reply.with_user(self.collector).action_answer()
        message = self.profile.message_ids[:1]
        self.assertEqual(message.partner_ids, self.debtor)
        self.assertEqual(message.attachment_ids.mapped("name"), ["present.pdf"])
        self.assertEqual(reply.state, "handled")
