"""The invoices that an e-mail links lie below its personal link."""

import re

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ...controllers import answer as pages
from ...tools.base.throttle import Throttle
from .answer_common import TODAY, AnswerCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestAnswerInvoice(AnswerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        template = cls.env.ref("ar_collections.mail_template_ar_reminder")
        cls._make_policy({"delay_days": 3, "mail_template_id": template.id})
        told = {"channel": "email", "contact_id": cls.ann.id}
        cls.profile.told_ids = [Command.create(told)]

    def setUp(self):
        super().setUp()
        self.patch(pages, "MISSES", Throttle(1000, 600))
        self.notice = self._remind()
        self.mail = self.notice.dispatch_ids.mail_mail_id

    def _remind(self, partner=None):
        profile = self.env["ar.profile"].get_or_create(partner or self.partner, self.company)
        notices = self._run(profile_ids=[Command.set(profile.ids)], confirm=True).notice_ids
        notices._lock_bundles()._send()
        return notices

    def _link(self, move, message=None, more=""):
        return self._path(message or self.notice, f"/invoice/{move.id}{more}")

    def _follow(self, path, **values):
        """Where a link leads to."""
        with self._quiet():
            response = self.url_open(path, allow_redirects=False, **values)
        self.assertEqual(response.status_code, 303, path)
        return response.headers["Location"].partition("/my/")[2]

    def assertOpensNothing(self, path):
        """The page of the message at most: no invoice, and no key for one."""
        with self._quiet():
            response = self.url_open(path, allow_redirects=False)
        self.assertNotIn("/my/", response.headers.get("Location", ""))
        self.assertNotIn("access_token", response.headers.get("Location", "") + response.text)
        self.assertIn(response.status_code, (303, 404), path)
        self._no_keys()

    def _no_keys(self):
        moves = self.env["account.move"].search([("company_id", "=", self.company.id)])
        moves.invalidate_recordset(["access_token"])
        self.assertFalse(moves.filtered("access_token"))

    # -- what leaves -------------------------------------------------------------------

    def test_the_e_mail_makes_and_carries_no_key(self):
        body = self.mail.body_html
        self.assertIn(self._link(self.first), body)
        self.assertNotIn("access_token", body)
        self._no_keys()
        kept = self.mail.mail_message_id.body
        self.assertNotIn("/pay/", kept)
        self.assertIn(f"/my/invoices/{self.first.id}", kept, "who may read it finds it there")

    def test_reading_makes_no_key(self):
        seen = self.notice.with_user(self.collector)
        self.assertIn(self._link(self.first), seen.text_items)
        biller = self._make_user("invoice_biller", "account.group_account_invoice")
        text = self.notice.with_user(biller).text_items
        self.assertNotIn("/pay/", text)
        self.assertIn(f"/my/invoices/{self.first.id}", text)
        self._no_keys()

    def test_without_personal_links(self):
        """As Odoo links invoices: by a key of each."""
        self.company.ar_answer_days = 0
        other = self._make_partner("Other", email="other@example.com")
        move = self._make_invoice(other, date="2026-01-01", due="2026-01-31")
        body = self._remind(other).dispatch_ids.mail_mail_id.body_html
        move.invalidate_recordset(["access_token"])
        self.assertIn(move.access_token, body)
        self.assertNotIn("/pay/", body)

    # -- what opens --------------------------------------------------------------------

    def test_a_stranger_with_the_link(self):
        """Opens exactly that invoice, and it counts as looked at."""
        where = self._follow(self._link(self.first))
        self.first.invalidate_recordset(["access_token"])
        self.assertTrue(self.first.access_token)
        self.assertEqual(where, f"invoices/{self.first.id}?access_token={self.first.access_token}")
        self.assertFalse(self.second.access_token)
        page = self.url_open(self._link(self.first))
        self.assertIn(self.first.name, page.text)
        self.assertNotIn(self.second.name, page.text)
        self.notice.invalidate_recordset(["seen_date"])
        self.assertTrue(self.notice.seen_date)
        response = self.url_open(self._link(self.first), allow_redirects=False)
        self.assertIn("no-store", response.headers["Cache-Control"])
        self.assertIn("no-referrer", response.headers["Referrer-Policy"])

    def test_the_key_stays(self):
        """What was made once is used again: links of before go on."""
        first = self._follow(self._link(self.first))
        self.assertEqual(self._follow(self._link(self.first)), first)
        self.assertIn("report_type=pdf", self._follow(self._link(self.first, more="/pdf")))
        self.assertIn("download=true", self._follow(self._link(self.first, more="/pdf")))

    def test_another_invoice(self):
        """Of a stranger, of nobody; of the customer, but not named."""
        other = self._make_partner("Other")
        foreign = self._make_invoice(other, date="2026-01-01", due="2026-01-31")
        later = self._make_invoice(amount=7, date="2026-03-30", due="2026-06-30")
        for id_ in (foreign.id, later.id, self.notice.id + 10**6, 2**31 - 1, 2**70, 0):
            self.assertOpensNothing(self._path(self.notice, f"/invoice/{id_}"))
        self.assertOpensNothing(self._path(self.notice, "/invoice/x"))
        # A statement names no invoice by a link.
        self.assertOpensNothing(self._link(self.first, self.statement))

    def test_a_line_that_points_at_another_customer(self):
        other = self._make_partner("Other")
        foreign = self._make_invoice(other, date="2026-01-01", due="2026-01-31")
        self.env.flush_all()
        line = self.notice.line_ids.filtered(lambda one: one.move_id == self.first)
        self.env.cr.execute(
            "UPDATE ar_dunning_notice_line SET move_id = %s, move_line_id = %s WHERE id = %s",
            [foreign.id, self._receivable(foreign).id, line.id],
        )
        self.env.invalidate_all()
        self.assertOpensNothing(self._link(foreign))

    def test_what_is_no_invoice_any_more(self):
        self.first.button_draft()
        self.assertOpensNothing(self._link(self.first))
        self.first.button_cancel()
        self.assertOpensNothing(self._link(self.first))

    def test_another_company(self):
        """Whose link it is decides, not what a number says."""
        self.env.flush_all()
        company = self.env["res.company"].sudo().create({"name": "Another"})
        self.env.cr.execute(
            "UPDATE account_move SET company_id = %s WHERE id = %s", [company.id, self.first.id]
        )
        self.env.invalidate_all()
        self.assertOpensNothing(self._link(self.first))

    def test_forged_old_revoked(self):
        path = self._link(self.first)
        token = path.split("/")[2]
        for bad in (token[:-1], "A" * 31, token[:-1] + ("A" if token[-1] != "A" else "Q")):
            closed = path.replace(token, bad)
            self.assertOpensNothing(closed)
            self.assertClosed(self.url_open(closed))
        with freeze_time(f"{self._day(self.company.ar_answer_days + 1)} 12:00:00"):
            self.assertOpensNothing(path)
            self.assertClosed(self.url_open(path))
        self.profile.action_revoke_answer_links()
        self.assertClosed(self.url_open(path))
        self._no_keys()

    def test_who_got_it_has_moved(self):
        path = self._link(self.first)
        self.ann.parent_id = self._make_partner("Competitor")
        self.assertOpensNothing(path)
        self.assertClosed(self.url_open(path))

    def test_too_many_misses(self):
        self.patch(pages, "MISSES", Throttle(1, 600))
        path = f"/pay/{'A' * 31}/invoice/{self.first.id}"
        with self._quiet():
            self.assertEqual(
                [self.url_open(path).status_code for _try in range(3)], [404, 429, 429]
            )

    def test_a_message_that_no_e_mail_carried(self):
        """A text message with the link names no invoice: its page shows what is open."""
        self.notice.sudo().dispatch_ids.channel = "sms"
        self.assertOpensNothing(self._link(self.first))

    def test_cancelled_since(self):
        """Paid, and the reminder taken back: the e-mail lies with the customer all the same."""
        self._pay(self.first, 1000, TODAY)
        self.notice._set_cancelled("Paid")
        self.assertIn(f"invoices/{self.first.id}?", self._follow(self._link(self.first)))

    def test_all_notices_of_an_e_mail(self):
        """The e-mail says the invoices of two currencies by one link."""
        euro = self.env.ref("base.EUR")
        euro.active = True
        other = self._make_partner("Other", email="other@example.com")
        days = {"date": "2026-01-01", "due": "2026-01-31"}
        moves = [
            self._make_invoice(other, 100, **days),
            self._make_invoice(other, 300, currency_id=euro.id, **days),
        ]
        notices = self._remind(other)
        self.assertEqual(len(notices), 2)
        lead = notices._group_messages()[0][0]
        for move in moves:
            path = self._link(move, lead)
            self.assertIn(path, notices.dispatch_ids.mail_mail_id.body_html)
            self.assertIn(f"invoices/{move.id}?", self._follow(path))

    # -- who follows it ----------------------------------------------------------------

    def test_our_own_people(self):
        """They read it by their own rights, and give it no key."""
        self.authenticate("answer_collector", "answer_collector")
        self.assertEqual(self._follow(self._link(self.first)), f"invoices/{self.first.id}")
        self._no_keys()
        self.notice.invalidate_recordset(["seen_date"])
        self.assertFalse(self.notice.seen_date)
        self.logout(keep_db=True)
        self.assertEqual(self._follow(self._link(self.first)), f"invoices/{self.first.id}")
        self._no_keys()

    def _log_in(self, login, partner):
        values = {
            "name": login,
            "login": login,
            "password": login,
            "partner_id": partner.id,
            "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            "company_id": self.company.id,
            "company_ids": [Command.set(self.company.ids)],
        }
        self.env["res.users"].with_context(no_reset_password=True).create(values)
        self.authenticate(login, login)

    def test_the_customer_logged_in(self):
        """Needs no key; who is another customer is a holder of the link."""
        self._log_in("invoice_ann", self.ann)
        self.assertEqual(self._follow(self._link(self.first)), f"invoices/{self.first.id}")
        self._no_keys()
        self.assertIn(self.first.name, self.url_open(self._link(self.first)).text)
        self._log_in("invoice_sid", self._make_partner("Stranger"))
        self.assertIn("access_token=", self._follow(self._link(self.first)))

    def test_links_of_a_new_day(self):
        """What is sent again later has the link of that day, and both open."""
        before = self._link(self.first)
        with freeze_time(f"{self._day(1)} 12:00:00"):
            after = self._link(self.first)
        self.assertNotEqual(before, after)
        for path in (before, after):
            self.assertTrue(re.match(r"invoices/\d+", self._follow(path)))
