"""Links of messages: forged, old, foreign, revoked; who reads them; how one gets a new one."""

import re
from datetime import date, timedelta

from freezegun import freeze_time
from markupsafe import Markup

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...controllers import answer as pages
from ...tools.base.throttle import Throttle
from ...tools.portal import link
from .answer_common import TODAY, AnswerCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestAnswerLink(AnswerCommon):
    def setUp(self):
        super().setUp()
        for name in ("MISSES", "ANSWERS", "RENEWALS"):
            self.patch(pages, name, Throttle(1000, 600))

    def _token(self, message=None):
        return self._path(message).rpartition("/")[2]

    def _open(self, token):
        return self.url_open(f"/pay/{token}")

    def _plain(self, text):
        """A page without what differs from one request to the next."""
        return re.sub(r'csrf_token: "[^"]*"|name="csrf_token"[^>]*>|/pay/[^"]*', "", text)

    def _mails(self):
        return self.env["mail.mail"].sudo().search([("subject", "like", "new link")])

    # -- what opens --------------------------------------------------------------------

    def test_it_is_short(self):
        self.assertEqual(len(self._token()), 31)
        self.assertEqual(self._open(self._token()).status_code, 200)

    def test_every_message_has_one(self):
        self._make_policy(3)
        notice = self._run().notice_ids
        self.assertTrue(notice.text_link)
        self.assertEqual(self.env["ar.answer.link"]._find(self._token(notice)), notice)
        confirm = self._make_statement(ask_confirmation=True, date_to="2026-02-28")
        confirm.confirmation_ids.action_remind()
        reminder = confirm.confirmation_ids.reminder_ids
        for message in (confirm, reminder):
            self.assertEqual(self.env["ar.answer.link"]._find(self._token(message)), message)
            self.assertEqual(self._get(message).status_code, 200)

    def test_what_opens_nothing(self):
        """Forged, cut off, of nothing: one and the same page."""
        token = self._token()
        swapped = token[:-1] + ("A" if token[-1] != "A" else "Q")
        forged = link.make_token(
            link.Claim(
                self.env["ir.model"]._get_id("ar.statement"),
                self.statement.id,
                0,
                date(2099, 1, 1),
                link.bind(1),
            ),
            b"\0" * 32,
        )
        texts = set()
        for bad in (
            "x",
            "A" * 31,
            token[:-1],
            token + "A",
            swapped,
            token.swapcase(),
            forged,
            "%00",
        ):
            response = self._open(bad)
            self.assertClosed(response)
            texts.add(self._plain(response.text))
        self.assertEqual(len(texts), 1, "the same for all")
        self.assertFalse(self._replies())

    def test_signed_for_a_record_that_is_no_message(self):
        links = self.env["ar.answer.link"]
        for model, record in (
            ("res.partner", self.partner.id),
            ("ar.statement", 2**31 + 5),
            ("ar.statement", 0),
            ("ar.statement", self.statement.id),
        ):
            claim = link.Claim(
                self.env["ir.model"]._get_id(model), record, 0, date(2026, 5, 1), b"abc"
            )
            token = link.make_token(claim, links._digest(claim))
            self.assertIsNone(links._find(token), (model, record))

    def test_it_ends(self):
        token = self._token()
        with freeze_time("2026-05-30 12:00:00"):
            self.assertEqual(self._open(token).status_code, 200)
        with freeze_time("2026-05-31 12:00:00"):
            self.assertClosed(self._open(token))
            self.assertClosed(self._send_raw(token, "other", text="x"))
        self.assertFalse(self._replies())

    def _send_raw(self, token, code, **form):
        page = self.url_open(f"/pay/{token}")
        csrf = re.search(r'csrf_token: "([^"]+)"', page.text).group(1)
        return self.url_open(f"/pay/{token}/{code}", data={"csrf_token": csrf, **form})

    def test_settings(self):
        token = self._token()
        self.company.ar_answer_days = 0
        self.assertFalse(self.statement.sudo()._get_answer_url())
        self.assertClosed(self._open(token))
        self.company.ar_answer_days = 7
        until = link.read_token(self._token())[0].until
        self.assertEqual(until, date.fromisoformat(TODAY) + timedelta(days=7))

    def test_revoked(self):
        token = self._token()
        reader = self._make_user("answer_auditor", "account.group_account_readonly")
        with self.assertRaises(AccessError):
            self.profile.with_user(reader).action_revoke_answer_links()
        self.profile.with_user(self.collector).action_revoke_answer_links()
        self.assertClosed(self._open(token))
        self.assertEqual(self._open(self._token()).status_code, 200, "the next one opens")

    def test_who_got_it_has_moved(self):
        token = self._token()
        self.ann.parent_id = self._make_partner("Competitor")
        self.assertClosed(self._open(token))
        self.assertClosed(self._send_raw(token, "other", text="x"))

    def test_another_addressee(self):
        token = self._token()
        self.statement.sudo().contact_id = self.partner
        self.assertClosed(self._open(token))

    def test_too_many_misses(self):
        self.patch(pages, "MISSES", Throttle(3, 600))
        for _time in range(3):
            self.assertEqual(self._open("A" * 31).status_code, 404)
        with self._quiet():
            self.assertEqual(self._open("A" * 31).status_code, 429)
        self.assertEqual(self._open(self._token()).status_code, 200, "a good one opens")

    # -- a new one ---------------------------------------------------------------------

    def test_a_new_link(self):
        """To the address on file, in the customer's chatter without the link; not again at once."""
        token = self._token()
        with freeze_time("2026-06-30 12:00:00"):
            response = self._send_raw(token, "new", email="evil@example.com")
            self.assertClosed(response, 200)
            self.assertIn("on its way to the e-mail address that we have on file", response.text)
            mail = self._mails()
            self.assertEqual(mail.recipient_ids, self.ann)
            self.assertFalse(mail.email_to)
            new = re.search(r"/pay/([\w-]{31})", mail.body_html).group(1)
            self.assertEqual(self._open(new).status_code, 200)
            self.assertNotIn(new, mail.mail_message_id.body)
            self._send_raw(token, "new")
            self.assertEqual(len(self._mails()), 1)
        with freeze_time("2026-06-30 12:20:00"):
            self._send_raw(token, "new")
            self.assertEqual(len(self._mails()), 2)

    # -- files -------------------------------------------------------------------------

    def test_a_paper_below_the_link(self):
        """The message's own, as long as its link opens."""
        paper = self.statement.sudo().attachment_id
        stranger = self._make_partner("Other")
        self._make_invoice(stranger, date="2026-01-01")
        other = self._make_statement(stranger).sudo().attachment_id
        self.assertTrue(paper and other)
        path = self._path(more=f"/file/{paper.id}")
        response = self.url_open(path)
        self.assertEqual((response.status_code, response.content), (200, paper.raw))
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        for id_ in (other.id, self.first.id, 2**31 - 1, 2**70):
            response = self._get(more=f"/file/{id_}", allow_redirects=False)
            self.assertIn(response.status_code, (303, 404), "Its page, without a word")
        self.assertClosed(self.url_open(f"/pay/{'A' * 31}/file/{paper.id}"))
        self.ann.parent_id = self._make_partner("Competitor")
        self.assertClosed(self.url_open(path))

    def test_a_paper_ends_with_the_link(self):
        path = self._path(more=f"/file/{self.statement.sudo().attachment_id.id}")
        with freeze_time("2027-03-31 12:00:00"):
            self.assertClosed(self.url_open(path))
        self.profile.action_revoke_answer_links()
        self.assertClosed(self.url_open(path))

    def test_a_new_link_of_nothing(self):
        """The answer is the same, and nothing leaves."""
        known = self._send_raw(self._token(), "new").text
        self.assertEqual(len(self._mails()), 1)
        unknown = self._send_raw("A" * 31, "new").text
        self.assertEqual(len(self._mails()), 1)
        self.assertEqual(self._plain(known), self._plain(unknown))

    def test_a_new_link_after_the_addressee_moved(self):
        """It goes to the customer's own address, to the stranger no more."""
        token = self._token()
        self.ann.parent_id = self._make_partner("Competitor")
        self._send_raw(token, "new")
        self.assertEqual(self._mails().recipient_ids, self.partner)

    def test_a_new_link_for_all_who_are_told(self):
        bob = self._make_partner("Bob", parent_id=self.partner.id, is_company=False)
        self._make_policy(3)
        notice = self._run().notice_ids
        self.profile.told_ids = [
            Command.create({"channel": "email", "contact_id": who.id}) for who in (self.ann, bob)
        ]
        self._send_raw(self._token(notice), "new")
        self.assertEqual(self._mails().recipient_ids, self.ann | bob)

    def test_new_links_are_not_asked_for_too_often(self):
        self.patch(pages, "RENEWALS", Throttle(1, 600))
        self._send_raw(self._token(), "new")
        self.assertEqual(self._send_raw(self._token(), "new").status_code, 429)

    # -- who reads it ------------------------------------------------------------------

    def test_e_mails_carry_it(self):
        """In their layout, so that templates that were changed have it, too; not in the chatter."""
        mail = self.statement.sudo().mail_mail_id
        token = re.search(r"/pay/([\w-]{31})", mail.body_html).group(1)
        self.assertEqual(self._open(token).status_code, 200)
        self.assertIn("Pay or answer", mail.body_html)
        self.assertNotIn("/pay/", mail.mail_message_id.body)

    def test_collectors_alone_read_it(self):
        for group in ("account.group_account_readonly", "account.group_account_invoice"):
            user = self._make_user(f"link_{group[-8:]}", group)
            self.assertFalse(self.statement.with_user(user).text_link)
        self.assertTrue(self.statement.with_user(self.collector).text_link)

    def test_an_answer_that_quotes_it(self):
        quote = Markup("<p>See %s</p>") % self._path()
        self.profile.message_post(body=quote, message_type="email")
        self.assertNotIn(self._token(), self.profile.message_ids[0].body)

    def test_letters_carry_it(self):
        """As a code and an address; the paper is the collectors' until the link is over."""
        self._make_policy(3)
        notice = self._run().notice_ids
        notice._ensure_letters()
        letter = notice.sudo().letter_attachment_id
        token = re.search(r"/pay/([\w-]{31})", letter.raw.decode()).group(1)
        self.assertEqual(self.env["ar.answer.link"]._find(token), notice)
        self.assertIn("data:image/png;base64", letter.raw.decode())
        reader = self._make_user("answer_reader", "account.group_account_readonly")
        self.assertTrue(letter.with_user(self.collector).raw)
        with self.assertRaises(AccessError):
            letter.with_user(reader).read(["raw"])
        notice._gc_personal_papers()
        self.assertTrue(letter.res_field, "it still opens")
        with freeze_time("2027-06-01 12:00:00"):
            notice._gc_personal_papers()
        self.assertTrue(letter.with_user(reader).raw)

    def test_letters_without_a_link(self):
        self.company.ar_answer_days = 0
        self._make_policy(3)
        notice = self._run().notice_ids
        notice._ensure_letters()
        letter = notice.sudo().letter_attachment_id
        self.assertNotIn("/pay/", letter.raw.decode())
        self.assertFalse(letter.res_field)
