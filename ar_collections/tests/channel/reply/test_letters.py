"""Letters as they come in: five languages, one click each; forged ones, and floods."""

from unittest.mock import patch

from odoo.fields import Date
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReplyCommon, find_pdfs

# language, what is written, kind, day, what the click leaves behind
LETTERS = [
    ("en_US", "Wired it yesterday, ref. TRX-4711.", "paid", "2026-03-30", "Waits for the money."),
    ("en_US", "We'll have it with you by the 15th.", "promise", "2026-04-15", "Promise taken"),
    ("de_DE", "Der Betrag geht am Freitag raus.", "promise", "2026-04-03", "Promise taken"),
    ("de_DE", "Drei Paletten fehlen, wir zahlen das nicht.", "dispute", None, "Dispute opened."),
    ("fr_FR", "Le virement est parti hier.", "paid", "2026-03-30", "Waits for the money."),
    ("fr_FR", "Pourriez-vous me renvoyer la facture ?", "copy", None, "Copies sent"),
    ("es_ES", "Les pagaremos el 10 de abril.", "promise", "2026-04-10", "Promise taken"),
    ("es_ES", "No tenemos liquidez, ¿podemos fraccionar?", "hardship", None, "A call is planned."),
    ("zh_CN", "请不要再给我发这类邮件。", "optout", None, "Gets no more reminders"),
    ("zh_CN", "货少了三箱，请核实。", "dispute", None, "Dispute opened."),
]


@tagged("post_install", "-at_install")
class TestLetters(ReplyCommon):
    def _write(self, text, lang="en_US", number=1, **headers):
        """A letter as RFC 822, with our reminder quoted below; returns what was read."""
        head = {
            "From": "Alpha <answers@example.net>",
            "To": "catchall@example.org",
            "Subject": "Re: reminder",
            "Message-ID": f"<letter-{number}@example.net>",
            "In-Reply-To": self.mail.message_id,
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Language": lang[:2],
            **headers,
        }
        quoted = "\n\nOn Tue, Mar 31, 2026 at 10:00 AM Clara wrote:\n> Please pay at once.\n"
        letter = "\n".join(f"{name}: {value}" for name, value in head.items() if value)
        before = self.env["ar.reply"].search([])
        self.env["mail.thread"].sudo().message_process(False, f"{letter}\n\n{text}{quoted}")
        return self.env["ar.reply"].search([]) - before

    def test_ten_letters_in_five_languages_one_click_each(self):
        for number, (lang, text, kind, day, done) in enumerate(LETTERS):
            self.env["res.lang"]._activate_lang(lang)
            self.debtor.lang = lang
            with self.subTest(text=text):
                reply = self._write(text, lang, number)
                self.assertEqual(len(reply), 1)
                self.assertEqual((reply.kind, reply.date), (kind, Date.to_date(day) or False))
                self.assertEqual((reply.profile_id, reply.is_known), (self.profile, True))
                self.assertNotIn("Please pay", reply.text)
                self.assertTrue(self.profile.held, "Until somebody has read it")
                self.assertTrue(reply.step)
                with patch.object(type(self.env["account.move"]), "_ar_find_pdfs", find_pdfs):
                    reply.with_user(self.collector).action_answer()
                self.assertEqual(reply.state, "handled")
                self.assertIn(done, reply.done)
                self.assertEqual(reply.step, reply.done)

    # -- forged ------------------------------------------------------------------------

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_a_forged_reference_reaches_no_account(self):
        forged = f"<1234-{self.profile.id}-ar.profile@example.org>"
        before = len(self.profile.message_ids)
        reply = self._write("We paid yesterday.", **{"In-Reply-To": forged, "References": forged})
        self.assertFalse(reply)
        self.assertEqual(len(self.profile.message_ids), before)
        self.assertFalse(self.profile.held)

    def test_a_stranger_quotes_our_message(self):
        """It is kept where it points to, warns, and neither holds nor gets anything."""
        reply = self._write("We paid yesterday.", From="Eve <eve@evil.example>")
        self.assertEqual((reply.profile_id, reply.is_known), (self.profile, False))
        self.assertFalse(self.profile.held)
        self.assertFalse(reply.hold_id)

    def test_a_contact_of_another_customer_is_a_stranger(self):
        other = self._make_debtor("Beta", email="beta@example.net")
        reply = self._write("We paid yesterday.", From="Beta <beta@example.net>")
        self.assertEqual((reply.author_id, reply.is_known), (other, False))
        self.assertFalse(self.profile.held)

    def test_two_senders_in_one_header(self):
        reply = self._write("We paid.", From="answers@example.net, eve@evil.example")
        self.assertLessEqual(len(reply), 1)

    # -- floods ------------------------------------------------------------------------

    def _count(self):
        self.env.flush_all()
        return {
            model: self.env[model].sudo().search_count([])
            for model in ("mail.message", "mail.mail", "mail.notification", "ar.reply", "ar.hold")
        }

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_a_letter_bomb_of_one_sender(self):
        for number in range(25):
            self._write("Please send a copy.", number=number)
        before = self._count()
        for number in range(100, 140):
            self._write("Please send a copy.", number=number)
        self.assertEqual(self._count(), before, "No letter, no answer, no notification")
        tasks = self.profile.activity_ids.filtered(lambda one: "flood" in one.summary)
        self.assertEqual((len(tasks), tasks.user_id), (1, self.collector))

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_a_letter_bomb_of_many_senders(self):
        """5,000 letters cost a bounded number of rows, and few questions each."""
        with patch("odoo.addons.ar_collections.models.channel.reply.ar_reply.MOST_KEPT", 10):
            for number in range(12):
                self._write("Hello", number=number, From=f"a{number}@evil.example")
            before = self._count()
            for number in range(100, 105):
                self._write("Hello", number=number, From=f"a{number}@evil.example")
            self.assertEqual(self._count(), before)
            accounts, replies = self.profile.sudo(), self.env["ar.reply"].sudo()
            with self.assertQueryCount(4):
                self.assertTrue(replies._is_bomb(accounts, "z@evil.example"))

    def test_a_machine_that_is_allowed(self):
        self.env["mail.gateway.allowed"].create({"email": "answers@example.net"})
        for number in range(24):
            self._write("Please send a copy.", number=number)
        self.assertEqual(len(self.profile.reply_ids), 20)
        letters = self.profile.message_ids.filtered(lambda one: one.message_type == "email")
        self.assertEqual(len(letters), 24)

    def test_a_huge_letter(self):
        reply = self._write("We will pay on 10 April.\n" + "x " * 400_000)
        self.assertEqual((reply.kind, reply.date), ("promise", Date.to_date("2026-04-10")))
        self.assertLessEqual(len(reply.text), 4_000)

    # -- kinds -------------------------------------------------------------------------

    def test_a_kind_that_is_gone(self):
        reply = self._write("Hello.")
        self.env.cr.execute("UPDATE ar_reply SET kind = 'fax' WHERE id = %s", [reply.id])
        reply.invalidate_recordset()
        self.assertEqual(reply.step, "Done")
        reply.with_user(self.collector).action_answer()
        self.assertEqual(reply.state, "handled")
