"""Trap 23: no address, a bad one, a bounce, the blacklist: next channel, or a task."""

from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ArChannelCommon

UNDELIVERED = "ar_collections.mail_activity_type_ar_undelivered"


@tagged("post_install", "-at_install")
class TestDelivery(ArChannelCommon):
    def _tasks(self, notice):
        return notice.profile_id.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(UNDELIVERED)
        )

    def test_addresses(self):
        """Each way in which an e-mail address fails leads to the letter."""
        self.env["mail.blacklist"]._add("black@example.com")
        cases = [
            ("None", False, "has no e-mail address"),
            ("Malformed", "not an address", "is not valid"),
            ("Black", "black@example.com", "on the blacklist"),
        ]
        partners = [self._make_debtor(name, email=email) for name, email, _why in cases]
        notices = self._remind(*partners)
        for (name, _email, why), partner in zip(cases, partners, strict=True):
            with self.subTest(address=name):
                notice = notices.filtered(lambda n, p=partner: n.partner_id == p)
                self.assertEqual(notice.state, "sent")
                self.assertEqual(self._channels(notice), {"email": "failed", "letter": "sent"})
                failed = notice.dispatch_ids.filtered(lambda d: d.channel == "email")
                self.assertIn(why, failed.error)
                self.assertFalse(self._tasks(notice), "The letter arrives: no task")

    def test_no_channel_left(self):
        """Nothing can be delivered: the level does not count and the collector gets a task."""
        partner = self._make_debtor("Nowhere", email=False, street=False, phone=False)
        notice = self._queue(partner)
        self.assertIn("cannot be delivered", notice.reach_warning)
        self._send(notice)
        self.assertEqual(notice.state, "failed")
        self.assertIn("Nowhere has no e-mail address", notice.error)
        self.assertIn("Nowhere has no complete postal address", notice.error)
        self.assertFalse(notice.line_ids.move_line_id.ar_level_id)
        self.assertEqual(self._tasks(notice).user_id, self.collector)

    def test_send_again_after_mending(self):
        partner = self._make_debtor("Mended", email=False, street=False)
        notice = self._remind(partner)
        self.assertEqual(notice.state, "failed")
        partner.email = "mended@example.com"
        notice.action_retry()
        self._send(notice)
        self.assertEqual(notice.state, "sent")
        self.assertEqual(notice.line_ids.move_line_id.ar_level_id, notice.level_id)

    def test_bounce_leads_to_the_fallback(self):
        """A message that comes back: the letter goes out, the address is not used again."""
        partner = self._make_debtor("Bouncing")
        notice = self._remind(partner)
        self.assertEqual(self._channels(notice), {"email": "sent"})
        notice.profile_id._message_receive_bounce("bouncing@example.com", partner)
        self.assertEqual(self._channels(notice), {"email": "bounced", "letter": "queued"})
        self.assertIn("address came back", notice.profile_id.stale_contact)
        self.assertEqual(notice.state, "sent")
        self.env["ar.dunning.notice"]._send_queued_dispatches()
        self.assertEqual(self._channels(notice), {"email": "bounced", "letter": "sent"})
        notice.dispatch_ids.action_mark_printed()
        with freeze_time("2026-04-20 12:00:00"):
            again = self._remind(partner)
        self.assertEqual(self._channels(again)["letter"], "sent")
        self.assertIn(
            "came back", again.dispatch_ids.filtered(lambda d: d.channel == "email").error
        )

    def test_bounce_while_a_call_waits(self):
        """A call to be made is no message: the letter still takes over the e-mail's place."""
        notice = self._remind(self._make_debtor("Bouncing", days_late=20))
        self.assertEqual(self._channels(notice), {"email": "sent", "call": "queued"})
        notice.profile_id._message_receive_bounce("bouncing@example.com", notice.partner_id)
        self.assertEqual(self._channels(notice)["letter"], "queued")

    def test_call_is_the_last_hope(self):
        """No letter possible: the notice stands while the call waits, and falls with it."""
        notice = self._remind(self._make_debtor("Bouncing", days_late=20, street=False))
        notice.profile_id._message_receive_bounce("bouncing@example.com", notice.partner_id)
        self.assertEqual(notice.state, "sent")
        call = notice.dispatch_ids.filtered(lambda d: d.channel == "call")
        call._log_call("wrong_number")
        self.assertEqual(notice.state, "failed")

    def test_bounce_without_fallback(self):
        """No fallback can deliver: the notice failed, its level is taken back."""
        partner = self._make_debtor("Bouncing", street=False, phone=False)
        notice = self._remind(partner)
        item = notice.line_ids.move_line_id
        self.assertEqual(item.ar_level_id, notice.level_id)
        notice.profile_id._message_receive_bounce("bouncing@example.com", partner)
        self.assertEqual(notice.state, "failed")
        self.assertFalse(item.ar_level_id)
        self.assertTrue(self._tasks(notice))

    def test_fallback_is_not_made_when_paid(self):
        partner = self._make_debtor("Bouncing")
        notice = self._remind(partner)
        notice.profile_id._message_receive_bounce("bouncing@example.com", partner)
        self._pay(notice.line_ids.move_id, 1000.0, "2026-03-31")
        if not notice.line_ids.move_line_id.reconciled:
            self.skipTest("The payment is not matched in this edition until the bank says so.")
        self.env["ar.dunning.notice"]._send_queued_dispatches()
        self.assertEqual(self._channels(notice)["letter"], "cancelled")
        self.assertEqual(notice.state, "cancelled", "nothing has reached anybody")
        self.assertFalse(notice.line_ids.move_line_id.ar_level_id)

    def test_fallback_does_not_ask_the_old_sum(self):
        """1,000 asked by e-mail, 600 paid, then it bounces: no letter asks for 1,000."""
        partner = self._make_debtor("Bouncing")
        notice = self._remind(partner)
        notice.profile_id._message_receive_bounce("bouncing@example.com", partner)
        self._pay(notice.line_ids.move_id, 600.0, "2026-03-31")
        self.env["ar.dunning.notice"]._send_queued_dispatches()
        self.assertEqual(self._channels(notice)["letter"], "failed")
        self.assertEqual(notice.state, "failed")
        self.assertFalse(notice.line_ids.move_line_id.ar_level_id)

    def test_nothing_leaves_below_the_minimum(self):
        """1,000 proposed, all but 0.50 paid before it leaves, the minimum is 10."""
        self.policy.min_amount = 10
        partner = self._make_debtor("Nearly")
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        run.action_propose()
        run.action_confirm()
        notice = run.notice_ids.filtered(lambda n: n.partner_id == partner)
        self._pay(notice.line_ids.move_id, 999.5, "2026-03-31")
        notice._lock_bundles()._send()
        self.assertEqual(notice.state, "cancelled")
        self.assertEqual(notice.line_ids.drop_reason, "below_policy_minimum")

    def test_mail_server_fails(self):
        """Our server's fault: no letter instead, the same e-mail is tried again; see
        ``test_answers.py``."""
        notice = self._hand_over(self._queue(self._make_debtor("Refused")))
        mail = notice.dispatch_ids.mail_mail_id
        mail._postprocess_sent_message([], [], failure_reason="Down", failure_type="mail_smtp")
        self.assertEqual(self._channels(notice), {"email": "leaving"})
        self.assertEqual((notice.state, mail.state), ("leaving", "outgoing"))
        self.assertTrue(mail.scheduled_date)
        self.assertEqual(notice.dispatch_ids.error, "Down")

    def test_address_refused_by_the_server(self):
        partner = self._make_debtor("Refused")
        notice = self._remind(partner)
        notice.dispatch_ids.mail_mail_id._postprocess_sent_message(
            [], [], failure_reason="No such user", failure_type="mail_email_invalid"
        )
        self.assertEqual(self._channels(notice), {"email": "failed", "letter": "queued"})

    def test_paid_before_sending(self):
        """Trap 19: what was paid since the proposal is not sent."""
        partner = self._make_debtor("Paid")
        notice = self._queue(partner)
        self._pay(notice.line_ids.move_id, 1000.0, "2026-03-31")
        self._send(notice)
        self.assertEqual(notice.state, "cancelled")
        self.assertFalse(notice.dispatch_ids)

    def test_gate_is_idempotent(self):
        notice = self._remind(self._make_debtor("Gate"))
        dispatch = notice.dispatch_ids.sudo()
        self.assertFalse(dispatch._move_to("sent"))
        self.assertEqual(dispatch._set_undelivered("bounced", "Back"), dispatch)
        self.assertFalse(dispatch._set_undelivered("bounced", "Back"))
        self.assertFalse(dispatch._move_to("delivered"))

    @mute_logger("odoo.sql_db")
    def test_database_allows_one_living_dispatch(self):
        notice = self._remind(self._make_debtor("Once"))
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            notice._queue_dispatches([(notice, "email", "always")])

    def test_preferred_channel(self):
        partner = self._make_debtor("Paper")
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        profile.preferred_channel = "letter"
        self.assertEqual(self._channels(self._remind(partner)), {"letter": "sent"})

    @mute_logger("odoo.addons.ar_collections.models.channel.ar_message_mixin_send")
    def test_one_failing_customer_does_not_stop_the_others(self):
        """What nobody foresaw is no customer's fault: it waits, and a manager is told."""
        good, bad = self._make_debtor("Good"), self._make_debtor("Bad")
        notices = self._queue(good, bad)
        letters = type(self.env["ar.channel.email"])
        recipients = letters._map_recipients

        def fail_for_bad(channel, notices):
            if bad in notices.partner_id:
                raise ZeroDivisionError("boom")
            return recipients(channel, notices)

        with patch.object(letters, "_map_recipients", fail_for_bad):
            self._send(notices)
        states = {notice.partner_id: notice.state for notice in notices}
        self.assertEqual(states, {good: "sent", bad: "queued"})
        waiting = notices.filtered(lambda notice: notice.partner_id == bad)
        self.assertIn("ZeroDivisionError: boom", waiting.error)
        self.assertFalse(self._tasks(waiting))
        [alarm] = self.company.partner_id.activity_ids.filtered("automated")
        self.assertIn("ZeroDivisionError: boom", alarm.note)

    def test_level_without_channels(self):
        self.levels[1].channel_ids.unlink()
        notice = self._remind(self._make_debtor("Silent"))
        self.assertEqual(notice.state, "failed")
        self.assertIn("has no channels", notice.error)

    def test_new_level_has_channels(self):
        level = self.env["ar.dunning.level"].create(
            {"policy_id": self.policy.id, "name": "New", "delay_days": 90, "sequence": 9}
        )
        rows = [(row.channel, row.usage) for row in level.channel_ids]
        self.assertEqual(rows, [("email", "always"), ("letter", "fallback")])

    def test_queries_do_not_grow_with_customers(self):
        """Sending is set-based: the queries of one more customer are few."""
        few = self._queue(*[self._make_debtor(f"Few {n}") for n in range(3)])
        many = self._queue(*[self._make_debtor(f"Many {n}") for n in range(13)])
        self._send(self._queue(self._make_debtor("Warm up")))
        counts = []
        for notices in (few, many):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self._send(notices)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(set((few | many).mapped("state")), {"sent"})
        self.assertLess(counts[1] - counts[0], 10 * 12, counts)
