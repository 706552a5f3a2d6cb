"""Calls: planned for the collector, closed by their outcome."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ArChannelCommon

CALL = "ar_collections.mail_activity_type_ar_call"


@tagged("post_install", "-at_install")
class TestCall(ArChannelCommon):
    def setUp(self):
        super().setUp()
        self.debtor = self._make_debtor("Alpha", days_late=20, amount=1500.0)
        self.notice = self._remind(self.debtor)
        self.call = self.notice.dispatch_ids.filtered(lambda d: d.channel == "call")

    def _log(self, outcome, **values):
        wizard = (
            self.env["ar.dispatch.log_call"]
            .with_user(self.collector)
            .create({"dispatch_id": self.call.id, "outcome": outcome, **values})
        )
        wizard.action_log()

    def test_task_of_the_collector(self):
        activity = self.call.activity_id
        self.assertEqual(activity.activity_type_id, self.env.ref(CALL))
        self.assertEqual(activity.user_id, self.collector)
        self.assertEqual(
            (activity.res_model, activity.res_id), ("ar.profile", self.notice.profile_id.id)
        )
        self.assertEqual(activity.date_deadline, self.notice.date)
        self.assertIn("Alpha", activity.summary)
        self.assertIn("1,500.00", activity.summary)
        self.assertIn("+32 81 81 37 00", activity.note)
        self.assertIn("When will you pay?", activity.note, "The level's script")
        self.assertEqual(self.call.state, "queued")

    def test_reached(self):
        activity = self.call.activity_id
        self._log("will_pay", note="On Friday")
        self.assertEqual((self.call.state, self.call.outcome), ("delivered", "will_pay"))
        self.assertEqual(self.call.note, "On Friday")
        self.assertFalse(activity.active)
        self.assertIn("Reached: will pay. On Friday", activity.feedback)
        self.assertEqual(self.notice.profile_id.message_ids[0].author_id, self.collector.partner_id)

    def test_what_the_customer_said_stands_first(self):
        """The history keeps the customer's words, not the script that was read out."""
        for close in ("wizard", "chatter"):
            with self.subTest(close):
                notice = self._remind(self._make_debtor(f"Told by {close}", days_late=20))
                self.call = notice.dispatch_ids.filtered(lambda d: d.channel == "call")
                self.assertIn("When will you pay?", self.call.activity_id.note)
                if close == "wizard":
                    self._log("will_pay", note="On Friday")
                else:
                    activity = self.call.activity_id.with_user(self.collector)
                    activity.action_feedback(feedback="On Friday")
                body = notice.profile_id.message_ids[0].body
                self.assertIn("On Friday", body)
                self.assertNotIn("When will you pay?", body)

    def test_not_reached_calls_again(self):
        first = self.call.activity_id
        self._log("not_reached")
        self.assertFalse(first.active)
        self.assertEqual((self.call.state, self.call.attempts), ("queued", 2))
        self.assertEqual(str(self.call.call_date), "2026-04-01")
        self.assertNotEqual(self.call.activity_id, first)
        self.assertEqual(str(self.call.activity_id.date_deadline), "2026-04-01")
        self._log("paid")
        self.assertEqual(self.call.state, "delivered")

    def test_wrong_number(self):
        self._log("wrong_number")
        self.assertEqual(self.call.state, "failed")
        self.assertEqual(self.notice.state, "sent", "The e-mail has reached the customer")
        self.assertIn("number was wrong", self.notice.profile_id.stale_contact)
        types = self.notice.profile_id.activity_ids.activity_type_id
        self.assertIn(self.env.ref("ar_collections.mail_activity_type_ar_undelivered"), types)

    def test_follow_up_on_a_day(self):
        self._log("documents", next_date="2026-04-03")
        self.assertEqual(self.call.state, "delivered")
        open_calls = self.notice.profile_id.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(CALL)
        )
        self.assertEqual(str(open_calls.date_deadline), "2026-04-03")

    def test_done_in_the_chatter(self):
        self.call.activity_id.with_user(self.collector).action_feedback(feedback="Spoke to her")
        self.assertEqual((self.call.state, self.call.outcome), ("delivered", "done"))
        self.assertEqual(self.call.note, "Spoke to her")

    def test_marking_it_done_asks_for_the_outcome(self):
        action = self.call.activity_id.with_user(self.collector).action_ar_log_call()
        self.assertEqual(action["res_model"], "ar.dispatch.log_call")
        self.assertEqual(action["context"]["default_dispatch_id"], self.call.id)
        self._log("will_pay")
        other = self.call.profile_id.activity_schedule("mail.mail_activity_data_call")
        self.assertFalse(other.action_ar_log_call(), "a call that is no notice's")

    def test_nobody_is_called_about_what_is_paid(self):
        activity = self.call.activity_id
        self._pay(self.call.notice_id.line_ids.move_id, 1500.0, "2026-03-31")
        self.env["ar.dunning.notice"]._withdraw_calls()
        self.assertEqual(self.call.state, "cancelled")
        self.assertFalse(activity.exists())

    def test_logged_once(self):
        self._log("will_pay")
        with self.assertRaisesRegex(UserError, "already logged"):
            self._log("will_pay")

    def test_no_number(self):
        partner = self._make_debtor("Beta", days_late=20, phone=False)
        notice = self._remind(partner)
        self.assertEqual(self._channels(notice), {"email": "sent", "call": "failed"})
        self.assertEqual(notice.state, "sent")

    def test_one_call_for_two_currencies(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        partner = self._make_debtor("Gamma", days_late=20)
        self._make_overdue(partner, 20, 200.0, currency_id=euro.id)
        notices = self._remind(partner)
        calls = notices.dispatch_ids.filtered(lambda d: d.channel == "call")
        self.assertEqual((len(calls), len(calls.activity_id)), (2, 1))
        self.call = calls[0]
        self._log("will_pay")
        self.assertEqual(set(calls.mapped("state")), {"delivered"})

    def test_access(self):
        """Only collectors see dispatches; nobody writes them but through their buttons."""
        collector = self.call.with_user(self.collector)
        self.assertTrue(collector.has_access("read"))
        for operation in ("create", "unlink"):
            self.assertFalse(collector.has_access(operation), operation)
        with self.assertRaises(AccessError):
            collector.write({"note": "Never called"})
        outsider = self.env["res.users"].create(
            {
                "name": "Out",
                "login": "out",
                "group_ids": [(6, 0, self.env.ref("base.group_user").ids)],
            }
        )
        self.assertFalse(self.call.with_user(outsider).has_access("read"))
