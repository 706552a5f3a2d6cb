"""Whose fault it is that an e-mail does not leave, with a real mail server at the other end."""

from unittest.mock import patch

from odoo import SUPERUSER_ID, fields
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..smtp import BYE, DROP
from .common import ArChannelCommon
from .smtp_end import smtp_end

UNDELIVERED = "ar_collections.mail_activity_type_ar_undelivered"
LOGGERS = (
    "odoo.addons.mail.models.mail_mail",
    "odoo.addons.base.models.ir_mail_server",
    "odoo.addons.ar_collections.models.channel.ar_message_mixin_send",
)


@tagged("post_install", "-at_install")
class TestAnswers(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels.channel_ids.filtered(lambda row: row.channel == "call").unlink()

    def _wait(self, *partners):
        """The e-mails wait in the mail queue."""
        return self._hand_over(self._queue(*partners))

    def _run_queue(self, at=None, **answers):
        with mute_logger(*LOGGERS), smtp_end(self.env, **answers) as server:
            with freeze_time(at or "2026-03-31 12:00:00"):
                self.env["mail.mail"].with_user(SUPERUSER_ID).process_email_queue()
        return [address for address, _text in server.taken]

    def _mail(self, notice):
        return notice.dispatch_ids.filtered(lambda one: one.channel == "email").mail_mail_id

    def _tasks(self, *notices):
        kind = self.env.ref(UNDELIVERED)
        tasks = [one.profile_id.activity_ids for one in notices]
        return [task for found in tasks for task in found if task.activity_type_id == kind]

    def _alarms(self):
        return self.company.partner_id.activity_ids.filtered("automated")

    def test_refused_for_good(self):
        """550: the address is marked, the letter goes, and the address is not tried again."""
        notice, good = (
            self._wait(self._make_debtor("Gone")),
            self._wait(self._make_debtor("Good")),
        )
        taken = self._run_queue(**{"gone@example.com": "550 5.1.1 User unknown"})
        self.assertEqual(taken, ["good@example.com"])
        self.assertEqual(self._channels(notice), {"email": "failed", "letter": "queued"})
        failed = notice.dispatch_ids.filtered("error")
        self.assertEqual(failed.error, "gone@example.com: 550 5.1.1 User unknown")
        self.assertTrue(notice.profile_id.email_bounced)
        self.assertFalse(good.profile_id.email_bounced)
        self.assertFalse(self._alarms())
        self.env["ar.dunning.notice"]._send_queued_dispatches()
        self.assertEqual((notice.state, self._channels(notice)["letter"]), ("sent", "sent"))
        notice.dispatch_ids.action_mark_printed()
        with freeze_time("2026-04-20 12:00:00"):
            again = self._remind(notice.partner_id)
            again.dispatch_ids.action_mark_printed()
        self.assertEqual(self._channels(again)["letter"], "delivered")
        self.assertEqual(self._channels(again)["email"], "failed")
        notice.profile_id.action_verify_contact()
        with freeze_time("2026-05-20 12:00:00"):
            verified = self._remind(notice.partner_id)
        self.assertEqual(self._channels(verified)["email"], "sent")

    def test_refused_for_now(self):
        """451: the same e-mail is tried again, later each time; then the letter goes."""
        notice = self._wait(self._make_debtor("Busy"))
        mail, busy = self._mail(notice), {"busy@example.com": "451 4.3.0 Try later"}
        self._run_queue(**busy)
        dispatch = notice.dispatch_ids
        self.assertEqual(
            (notice.state, dispatch.state, mail.state), ("leaving", "leaving", "outgoing")
        )
        self.assertEqual(str(dispatch.next_try), "2026-03-31 12:15:00")
        self.assertEqual(dispatch.error, "busy@example.com: 451 4.3.0 Try later")
        self.assertFalse(self._tasks(notice) or self._alarms())
        self.assertEqual(self._run_queue("2026-03-31 12:10:00"), [], "not yet")
        self.assertEqual(self._run_queue("2026-03-31 12:16:00"), ["busy@example.com"])
        self.assertEqual(
            (dispatch.state, dispatch.next_try, dispatch.error), ("sent", False, False)
        )
        self.assertFalse(mail.exists(), "it has left")

    def test_tried_again_when_the_customer_may_be_written_to(self):
        """Handed over just before the quiet hours and refused for now: the next morning."""
        self.company.ar_courtesy = True
        late = {"late@example.com": "451 4.3.0 Try later", "far@example.com": "451 4.3.0 Later"}
        with freeze_time("2026-03-31 17:55:00"):  # 19:55 in Brussels, and 12:55 in Houston
            houston = {"country_id": self.env.ref("base.us").id, "tz": "America/Chicago"}
            notices = self._wait(self._make_debtor("Late"), self._make_debtor("Far", **houston))
            self.assertEqual(notices.mapped("state"), ["leaving", "leaving"])
        self._run_queue("2026-03-31 17:56:00", **late)
        tries = {one.recipient: one for one in notices.dispatch_ids}
        first, second = tries["late@example.com"], tries["far@example.com"]
        self.assertEqual(str(first.next_try), "2026-04-01 06:00:00")
        self.assertEqual(str(second.next_try), "2026-03-31 18:11:00")
        self.assertEqual(first.mail_mail_id.scheduled_date, first.next_try)
        self.assertEqual(self._run_queue("2026-03-31 18:15:00"), ["far@example.com"])
        self.assertEqual(self._run_queue("2026-04-01 06:01:00"), ["late@example.com"])

    def test_stood_in_the_queue_into_the_quiet_hours(self):
        """Handed over by day, the mail queue comes at night: it waits for the morning, and is no
        further try. Who sends it by hand wants it now."""
        self.company.ar_courtesy = True
        with freeze_time("2026-03-31 17:00:00"):
            late, by_hand = (self._wait(self._make_debtor(name)) for name in ("Late", "Hand"))
        mail = self._mail(late)
        with freeze_time("2026-03-31 20:30:00"), smtp_end(self.env):
            self._mail(by_hand).send()
        self.assertEqual(by_hand.dispatch_ids.state, "sent")
        self.assertEqual(self._run_queue("2026-03-31 20:30:00"), [])
        dispatch = late.dispatch_ids
        self.assertEqual((dispatch.state, dispatch.attempts), ("leaving", 1))
        self.assertEqual(str(mail.scheduled_date), "2026-04-01 06:00:00")
        self.assertEqual(self._run_queue("2026-04-01 06:01:00"), ["late@example.com"])

    def test_refused_for_now_too_often(self):
        notice = self._wait(self._make_debtor("Busy"))
        dispatch = notice.dispatch_ids
        for _number in range(5):
            self._run_queue(dispatch.next_try, **{"busy@example.com": "450 4.2.0 Greylisted"})
            self.assertEqual(dispatch.state, "leaving")
        self._run_queue(dispatch.next_try, **{"busy@example.com": "450 4.2.0 Greylisted"})
        self.assertEqual(self._channels(notice), {"email": "failed", "letter": "queued"})
        self.assertFalse(notice.profile_id.email_bounced, "the address may be right")

    def test_our_fault(self):
        """Relay denied: one task for a manager, the e-mails stay in the queue, no letters."""
        notices = self._wait(*[self._make_debtor(f"Many{n}") for n in range(4)])
        denied = {f"many{n}@example.com": "554 5.7.1 Relay access denied" for n in range(4)}
        self.assertEqual(self._run_queue(**denied), [])
        self.assertEqual(set(notices.dispatch_ids.mapped("state")), {"leaving"})
        self.assertEqual(set(notices.dispatch_ids.mapped("channel")), {"email"})
        self.assertEqual(set(notices.dispatch_ids.mail_mail_id.mapped("state")), {"outgoing"})
        self.assertEqual(len(self._alarms()), 1)
        self.assertIn("Relay access denied", self._alarms().note)
        self.assertFalse(self._tasks(*notices))
        moment = max(notices.dispatch_ids.mapped("next_try"))
        self.assertEqual(len(self._run_queue(moment)), 4)

    def test_no_server_there(self):
        notices = self._wait(*[self._make_debtor(f"Many{n}") for n in range(3)])
        with mute_logger(*LOGGERS), smtp_end(self.env) as server:
            server.stop()
            self.env["mail.mail"].process_email_queue()
        self.assertEqual(set(notices.dispatch_ids.mapped("state")), {"leaving"})
        self.assertEqual(set(notices.dispatch_ids.mail_mail_id.mapped("state")), {"outgoing"})
        self.assertEqual(len(self._alarms()), 1)
        self.assertFalse(self._tasks(*notices))

    def test_connection_is_dropped(self):
        """In the middle, or after all was handed over: the same e-mail once more, with its id."""
        for answers in ({"DATA": DROP}, {"drop@example.com": DROP}, {"drop@example.com": BYE}):
            with self.subTest(answers):
                notice = self._wait(self._make_debtor("Drop"))
                other = self._wait(self._make_debtor("Other"))
                mail, other_mail = self._mail(notice), self._mail(other)
                before = mail.message_id
                self._run_queue(**answers)
                self.assertEqual(mail.message_id, before)
                dispatch = notice.dispatch_ids
                self.assertEqual((dispatch.state, mail.state), ("leaving", "outgoing"))
                self.assertTrue(dispatch.next_try)
                self._run_queue("2026-03-31 14:00:00")
                self.assertFalse((mail | other_mail).exists(), "they have left")
                self.assertEqual(dispatch.state, "sent")
                self.assertFalse(self._tasks(notice, other))

    def test_one_of_two_addresses_is_refused(self):
        both = "a@example.com, b@example.com"
        notice = self._wait(self._make_debtor("Two", email=both))
        taken = self._run_queue(**{"a@example.com": "550 5.1.1 User unknown"})
        self.assertEqual(taken, ["b@example.com"])
        dispatch = notice.dispatch_ids
        self.assertEqual((dispatch.state, dispatch.taken), ("sent", "b@example.com"))
        self.assertIn("a@example.com: 550", dispatch.error)
        with freeze_time("2026-04-20 12:00:00"):
            again = self._remind(notice.partner_id)
        self.assertEqual(
            again.dispatch_ids.filtered(lambda d: d.state == "sent").recipient, "b@example.com"
        )

    def test_one_of_two_addresses_is_refused_for_now(self):
        """The one that has got it does not get it again."""
        notice = self._wait(self._make_debtor("Two", email="a@example.com, b@example.com"))
        taken = self._run_queue(**{"a@example.com": "451 Later"})
        self.assertEqual(taken, ["b@example.com"])
        self.assertEqual(self._mail(notice).state, "outgoing")
        self.assertEqual(self._run_queue("2026-03-31 13:00:00"), ["a@example.com"])
        self.assertEqual((self._mail(notice).state, notice.state), ("sent", "sent"))

    def test_a_copy_that_is_refused(self):
        """It does not keep the customer from getting the message, and marks no address of his."""
        self.company.email = "boss@example.com"
        notice = self._queue(self._make_debtor("Copied"))
        notice.level_id._get_mail_template().email_cc = "boss@example.com"
        self._hand_over(notice)
        taken = self._run_queue(**{"boss@example.com": "550 5.1.1 User unknown"})
        self.assertEqual(taken, ["copied@example.com"])
        self.assertEqual(self._channels(notice), {"email": "sent"})
        self.assertIn("boss@example.com: 550", notice.dispatch_ids.error)
        self.assertFalse(notice.profile_id.email_bounced)

    # -- before the queue --------------------------------------------------------------

    @mute_logger(*LOGGERS)
    def test_full_disk(self):
        """What is no customer's fault is one task for a manager; the messages wait, and go."""
        notices = self._queue(*[self._make_debtor(f"Many{n}", days_late=35) for n in range(3)])
        letters = self.env.registry["ar.channel.letter"]
        full = OSError(28, "No space left on device")
        with patch.object(letters, "_make_pdfs", side_effect=full):
            self._send(notices)
        self.assertEqual(set(notices.mapped("state")), {"queued"})
        self.assertIn("No space left", notices[0].error)
        self.assertEqual(len(self._alarms()), 1)
        self.assertFalse(self._tasks(*notices))
        self.assertEqual(str(notices[0].next_try), "2026-03-31 12:05:00")
        self.assertFalse(self.env["ar.dunning.notice"]._take_next(50, set()) & notices)
        with freeze_time("2026-03-31 12:06:00"):
            self._send(notices)
        self.assertFalse(set(notices.mapped("state")) - {"leaving", "sent"})

    def test_template_gone(self):
        notices = self._queue(*[self._make_debtor(f"Many{n}") for n in range(3)])
        self.env.ref("ar_collections.mail_template_ar_reminder").unlink()
        self._send(notices)
        self.assertEqual(set(notices.mapped("state")), {"queued"})
        self.assertIn("has been deleted", self._alarms().note)
        self.assertEqual(len(self._alarms()), 1)
        self.assertFalse(self._tasks(*notices))

    def test_template_that_fails(self):
        template = self.env.ref("ar_collections.mail_template_ar_reminder")
        # As an update of another add-on may leave it: people are refused when they save it.
        self.env.cr.execute(
            "UPDATE mail_template SET subject = %s WHERE id = %s",
            ['{"en_US": "{{ object.nothing_of_the_kind }}"}', template.id],
        )
        template.invalidate_recordset()
        notices = self._queue(*[self._make_debtor(f"Many{n}") for n in range(3)])
        self._send(notices)
        self.assertEqual(set(notices.mapped("state")), {"queued"})
        self.assertEqual(len(self._alarms()), 1)

    def test_no_pdf_program(self):
        """Letters only: the notices wait for the program. An e-mail goes without it."""
        self.levels.channel_ids.filtered(lambda row: row.channel == "email").unlink()
        notices = self._queue(*[self._make_debtor(f"Many{n}") for n in range(3)])
        reports = self.env.registry["ir.actions.report"]
        with patch.object(reports, "get_wkhtmltopdf_state", lambda model: "install"):
            self._send(notices)
        self.assertEqual(set(notices.mapped("state")), {"queued"})
        self.assertEqual(len(self._alarms()), 1)
        self.assertFalse(self._tasks(*notices))

    @mute_logger(*LOGGERS, "odoo.addons.ar_collections.models.base.ar_job_mixin")
    def test_fallback_waits_for_us(self):
        notice = self._wait(self._make_debtor("Gone"))
        self._run_queue(**{"gone@example.com": "550 5.1.1 User unknown"})
        letters = self.env.registry["ar.channel.letter"]
        with patch.object(letters, "_make_pdfs", side_effect=OSError(28, "No space left")):
            self.env["ar.dunning.notice"]._send_queued_dispatches()
        self.assertEqual(self._channels(notice)["letter"], "queued")
        self.assertFalse(self._tasks(notice))
        self.assertEqual(len(self._alarms()), 1)
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), minutes=6)):
            self.env["ar.dunning.notice"]._send_queued_dispatches()
        self.assertEqual(self._channels(notice)["letter"], "sent")
