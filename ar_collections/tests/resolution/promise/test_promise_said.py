"""Promises from the page, and what customers are told of them."""

import runpy
from pathlib import Path

from odoo.exceptions import UserError
from odoo.fields import Date
from odoo.tests import freeze_time

from .common import TODAY, ArPromiseCommon

SCRIPT = Path(__file__).parents[3] / "migrations" / "19.0.1.5.0" / "post-promise.py"


@freeze_time(TODAY)
class TestPromiseSaid(ArPromiseCommon):
    def setUp(self):
        super().setUp()
        self.invoice = self._make_invoice(amount=1000, date="2026-02-01", due="2026-03-01")
        self.notice = self._remind()

    def _say(self, day="2026-04-10", amount=0.0, **values):
        """What the customer enters on the page."""
        said = {"date": Date.to_date(day), "amount": amount, "text": "Soon", **values}
        return self.env["ar.reply"]._take_answer(self.notice, "promise", said)

    def test_taken_at_once(self):
        reply = self._say()
        promise = self.profile.promise_ids
        self.assertEqual((reply.state, reply.handled_by_id.id), ("handled", False))
        self.assertFalse(reply.hold_id or reply.task_id)
        self.assertEqual((promise.source, promise.amount, promise.state), ("page", 1000, "open"))
        self.assertEqual(promise.origin_ref, reply)

    def test_part_of_what_is_overdue(self):
        self._say(amount=500)
        self.assertEqual(self.profile.promise_ids.amount, 500)

    def test_read_by_a_person(self):
        cases = (
            ("too far off", {"day": "2026-04-15"}),
            ("too little", {"amount": 499}),
            ("above the debt", {"amount": 1001}),
        )
        for name, said in cases:
            with self.subTest(name):
                reply = self._say(text=name, **said)
                self.assertEqual(reply.state, "new")
                self.assertTrue(reply.hold_id and reply.task_id)
                self.assertFalse(self.profile.promise_ids)

    def test_never_without_a_person(self):
        self.policy.promise_alone_days = 0
        self.assertEqual(self._say(TODAY).state, "new")

    def test_who_broke_one_is_read(self):
        promise = self._promise("2026-04-01")
        self._night("2026-04-04")
        self.assertEqual(promise.state, "broken")
        with freeze_time("2026-04-04 12:00:00"):
            reply = self._say()
            self.assertEqual(reply.state, "new")
            reply.with_user(self.collector).action_answer()
            self.assertEqual(self.profile.promise_ids.sorted("id")[-1].level, 2)

    def test_another_day_takes_the_place(self):
        """By phone or in writing: who names another day has one promise, the later one."""
        first = self._promise("2026-04-02")
        reply = self._say("2026-04-09")
        self.assertEqual(reply.state, "new", "a person reads the second")
        reply.with_user(self.collector).action_answer()
        self.assertEqual((first.state, first.replaced_by_id.level), ("withdrawn", 2))
        self.assertEqual(self.profile.promise_id, first.replaced_by_id)

    def test_two_parts(self):
        first = self._promise("2026-04-02", 500)
        self._say("2026-04-09", 500).with_user(self.collector).action_answer()
        self.assertEqual(self.profile.promise_ids.mapped("state"), ["open", "open"])
        self.assertFalse(first.replaced_by_id)

    def test_invoices_that_are_paid(self):
        self._pay(self.invoice, 1000, TODAY)
        reply = self._say(moves=self.invoice)
        self.assertEqual(reply.state, "new")
        with self.assertRaisesRegex(UserError, "is open of .* any more"):
            reply.with_user(self.collector).action_answer()

    def test_holds_are_carried_over(self):
        """What stood in holds before promises were records of their own."""
        self.policy.promise_alone_days = 0
        reply = self._say(amount=700)
        reply._close("handled", "Promise taken")
        hold = self.env["ar.hold"].create(
            {"profile_id": self.profile.id, "date_from": "2026-03-25", "reason": "Promised"}
        )
        hold.sudo().write(
            {"kind": "promise", "date_to": "2026-04-12", "origin_ref": f"ar.reply,{reply.id}"}
        )
        for _time in range(2):
            self.env.flush_all()
            runpy.run_path(str(SCRIPT))["migrate"](self.env.cr, "19.0.1.4.0")
            self.env.invalidate_all()
        promise = self.profile.promise_ids
        self.assertEqual((promise.amount, promise.origin_ref, promise.source), (700, reply, "page"))
        self.assertEqual((str(promise.taken_on), str(promise.date)), ("2026-03-25", "2026-04-10"))
        self.assertEqual(str(hold.date_to), "2026-03-30", "released")
        self.assertEqual(self._held(promise), {self.invoice: 700})
        self.assertEqual(
            self.env.ref("ar_collections.ir_cron_promise_watch").code, "model._cron_watch()"
        )

    # -- what is told ------------------------------------------------------------------

    def _messages(self):
        return self.env["ar.promise.message"].search([("profile_id", "=", self.profile.id)])

    def test_said_nothing(self):
        self._promise()
        self._pay(self.invoice, 1000, TODAY)
        self.assertFalse(self._messages())

    def test_confirmed_and_thanked(self):
        self.policy.write({"promise_confirmation": True, "promise_thanks": True})
        self._promise()
        message = self._messages()
        self.assertEqual((message.kind, message.state), ("confirmation", "queued"))
        message.sudo()._send()
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertIn("your payment by 04/10/2026", mail.subject)
        self.assertIn("1,000.00", mail.body_html)
        self._pay(self.invoice, 1000, TODAY)
        thanks = self._messages() - message
        self.assertEqual(thanks.kind, "thanks")
        thanks.sudo()._send()
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertIn("reached us as you promised", mail.body_html)
        # Undone and paid again: the customer is thanked once.
        self._undo(self.invoice)
        self._pay(self.invoice, 0.01, TODAY)
        self.assertEqual(self._messages(), message | thanks)

    def test_taken_back_before_it_leaves(self):
        self.policy.promise_confirmation = True
        promise = self._promise()
        promise._withdraw("Misheard")
        message = self._messages()
        message.sudo()._send()
        self.assertEqual(message.state, "cancelled")
        self.assertIn("stands differently", message.error)

    def test_words_of_a_text_message(self):
        self.policy.promise_confirmation = True
        self._promise()
        words = self._messages()._get_sms_text()
        self.assertIn("we have noted that you pay $\xa01,000.00 by 04/10/2026", words)
