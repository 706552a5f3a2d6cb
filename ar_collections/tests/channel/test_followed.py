"""What is heard of a message after it has left, with a real mail server at the other end."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ...tools.channel.report import ARRIVED, Fate
from ..smtp import Report
from .common import ArChannelCommon
from .smtp_end import smtp_end

UNDELIVERED = "ar_collections.mail_activity_type_ar_undelivered"
GONE = Report("failed", "5.1.1", "550 5.1.1 User unknown")
WAYS = ("email", "always"), ("letter", "fallback"), ("call", "fallback")


@tagged("post_install", "-at_install")
class TestFollowed(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for level in cls.levels:
            level.channel_ids.unlink()
            level.channel_ids = [
                (0, 0, {"channel": code, "usage": usage, "sequence": number})
                for number, (code, usage) in enumerate(WAYS)
            ]

    def _leave(self, *partners, **answers):
        """Remind; the mail server answers, and its reports come in."""
        notices = self._hand_over(self._queue(*partners))
        self._run_queue(**answers)
        return notices

    def _run_queue(self, **answers):
        with (
            mute_logger("odoo.addons.mail.models.mail_mail"),
            smtp_end(self.env, **answers) as end,
        ):
            self.env["mail.mail"].process_email_queue()
        with patch.object(self.env.cr, "commit", lambda: None):
            end.deliver(self.env)
        return end

    def _dispatch(self, notice, code):
        return notice.dispatch_ids.filtered(lambda one: one.channel == code)

    def _tasks(self, notice):
        kind = self.env.ref(UNDELIVERED)
        return notice.profile_id.activity_ids.filtered(lambda one: one.activity_type_id == kind)

    # -- one way after the other -------------------------------------------------------

    def test_a_bounce_becomes_a_letter_and_then_a_call(self):
        notice = self._leave(self._make_debtor("Gone"), **{"gone@example.com": GONE})
        item = notice.line_ids.move_line_id
        self.assertEqual(self._channels(notice), {"email": "bounced", "letter": "queued"})
        self.assertIn("550 5.1.1 User unknown", self._dispatch(notice, "email").error)
        self.assertTrue(notice.profile_id.email_bounced)
        self.assertFalse(self._tasks(notice))
        notification = self._dispatch(notice, "email").mail_message_id.notification_ids
        self.assertEqual(notification.notification_status, "bounce")

        self.env["ar.dunning.notice"]._send_queued_dispatches()
        letter = self._dispatch(notice, "letter")
        letter.action_mark_printed()
        self.assertEqual((letter.state, item.ar_level_id), ("delivered", notice.level_id))

        with freeze_time("2026-04-08 12:00:00"):
            letter.with_user(self.collector).action_came_back()
            self.assertEqual((letter.state, notice.state), ("bounced", "sent"))
            self.assertIn("03/31/2026", letter.error)
            self.env["ar.dunning.notice"]._send_queued_dispatches()
        call = self._dispatch(notice, "call")
        self.assertEqual((call.state, call.activity_id.user_id), ("queued", self.collector))
        self.assertFalse(self._tasks(notice))

        call._log_call("wrong_number")
        self.assertEqual((notice.state, call.state), ("failed", "failed"))
        self.assertEqual(self._tasks(notice).user_id, self.collector)
        self.assertFalse(item.ar_level_id, "Nothing has reached the customer")

    def test_nothing_is_tried_again_until_it_is_changed(self):
        partner = self._make_debtor("Gone")
        notice = self._leave(partner, **{"gone@example.com": GONE})
        self.env["ar.dunning.notice"]._send_queued_dispatches()
        letter = self._dispatch(notice, "letter")
        letter.action_mark_printed()
        letter.action_came_back()
        self.env["ar.dunning.notice"]._send_queued_dispatches()
        self._dispatch(notice, "call")._log_call("wrong_number")
        choice = self.env["ar.channel"]._choose(notice)[notice.id]
        self.assertFalse(choice.channels)
        self.assertIn("came back from Gone, High Street 1", choice.problems["letter"])
        self.assertIn("+32 81 81 37 00 is not a number of Gone", choice.problems["call"])
        for values, way in (
            ({"phone": "+32 81 81 37 01"}, "call"),
            ({"street": "Low Street 2"}, "letter"),
            ({"email": "here@example.com"}, "email"),
        ):
            partner.write(values)
            self.env.invalidate_all()
            choice = self.env["ar.channel"]._choose(notice)[notice.id]
            self.assertEqual(choice.channels[0], way)
        partner.write({"email": "gone@example.com"})
        self.assertIn("email", self.env["ar.channel"]._choose(notice)[notice.id].problems)
        notice.profile_id.action_verify_contact()
        self.assertNotIn("email", self.env["ar.channel"]._choose(notice)[notice.id].problems)

    def test_a_letter_that_nobody_printed_cannot_come_back(self):
        notice = self._remind(self._make_debtor("Paper", email=False))
        letter = self._dispatch(notice, "letter")
        with self.assertRaisesRegex(UserError, "no letter that was printed"):
            letter.action_came_back()
        letter.action_mark_printed()
        reader = self.env.ref("account.group_account_invoice")
        self.collector.group_ids = [(6, 0, reader.ids)]
        with self.assertRaises(AccessError):
            letter.with_user(self.collector).action_came_back()

    def test_a_letter_that_comes_back_beside_an_email(self):
        """Something has reached the customer: the level counts."""
        for level in self.levels:
            level.channel_ids.filtered(lambda row: row.channel == "letter").usage = "always"
        notice = self._leave(self._make_debtor("Both"))
        letter = self._dispatch(notice, "letter")
        letter.action_mark_printed()
        letter.action_came_back()
        self.assertEqual(self._channels(notice), {"email": "sent", "letter": "bounced"})
        self.assertEqual(notice.state, "sent")
        self.assertEqual(notice.line_ids.move_line_id.ar_level_id, notice.level_id)

    # -- reports -----------------------------------------------------------------------

    def test_arrived(self):
        notice = self._leave(
            self._make_debtor("Good"), **{"good@example.com": Report("delivered", "2.0.0")}
        )
        self.assertEqual(self._channels(notice), {"email": "delivered"})
        self.assertFalse(notice.profile_id.email_bounced)
        self.assertFalse(self._dispatch(notice, "email").error)

    def test_late_is_not_lost(self):
        late = Report("delayed", "4.4.1", "connection timed out")
        notice = self._leave(self._make_debtor("Late"), **{"late@example.com": late})
        dispatch = self._dispatch(notice, "email")
        self.assertEqual(self._channels(notice), {"email": "sent"})
        self.assertIn("tries on: 4.4.1 connection timed out", dispatch.error)
        self.assertFalse(notice.profile_id.email_bounced)
        self.assertEqual(notice.partner_id.message_bounce, 0)
        dispatch._note_report([Fate(("late@example.com",), ARRIVED)])
        self.assertEqual((dispatch.state, dispatch.error), ("delivered", False))

    def test_relayed_says_nothing(self):
        notice = self._leave(
            self._make_debtor("On"), **{"on@example.com": Report("relayed", "2.0.0")}
        )
        self.assertEqual(self._channels(notice), {"email": "sent"})

    def test_one_of_two_addresses(self):
        """One report about both: the one is marked, at the other it has arrived."""
        partner = self._make_debtor("Two", email="a@example.com, b@example.com")
        for fate, state in (("delivered", "delivered"), ("failed", "bounced")):
            with self.subTest(fate):
                self.env["ar.refused.address"].sudo().search([]).unlink()
                status = "2.0.0" if fate == "delivered" else "5.1.1"
                with freeze_time("2026-03-31" if fate == "delivered" else "2026-04-30"):
                    notice = self._leave(
                        partner,
                        **{"a@example.com": GONE, "b@example.com": Report(fate, status)},
                    )
                dispatch = self._dispatch(notice, "email")
                self.assertEqual(dispatch.state, state)
                marked = self.env["ar.refused.address"]._read(["a@example.com", "b@example.com"])
                lost = {"a@example.com"} | ({"b@example.com"} if fate == "failed" else set())
                self.assertEqual(marked, lost)

    def test_too_large_marks_no_address(self):
        large = Report("failed", "5.3.4", "552 5.3.4 Message too big")
        notice = self._leave(self._make_debtor("Large"), **{"large@example.com": large})
        self.assertEqual(self._channels(notice), {"email": "bounced", "letter": "queued"})
        self.assertFalse(notice.profile_id.email_bounced)
        self.assertFalse(self.env["ar.refused.address"]._read(["large@example.com"]))

    def test_our_fault_is_told_to_a_manager(self):
        blocked = Report("failed", "5.7.1", "550 5.7.1 Blocked by our policy")
        notice = self._leave(self._make_debtor("Strict"), **{"strict@example.com": blocked})
        self.assertEqual(self._channels(notice), {"email": "bounced", "letter": "queued"})
        self.assertFalse(notice.profile_id.email_bounced)
        [alarm] = self.company.partner_id.activity_ids.filtered("automated")
        self.assertIn("Blocked by our policy", alarm.note)

    def test_a_report_of_a_stranger(self):
        """It names an address to which we have not written: nothing is lost."""
        notice = self._leave(self._make_debtor("Good"))
        dispatch = self._dispatch(notice, "email")
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            end = self._run_queue()
            raw = end.report_of(dispatch.mail_message_id.message_id, ("x@example.org", GONE))
            self.env["mail.thread"].message_process(None, raw)
        self.assertEqual(dispatch.state, "sent")
        self.assertFalse(self.env["ar.refused.address"]._read(["good@example.com"]))

    def test_an_unknown_one_that_arrived(self):
        notice = self._hand_over(self._queue(self._make_debtor("Crash")))
        dispatch = self._dispatch(notice, "email")
        dispatch._set_trying()
        dispatch._note_report([Fate(("crash@example.com",), ARRIVED)])
        self.assertEqual((dispatch.state, notice.state), ("delivered", "sent"))
