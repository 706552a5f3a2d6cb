"""Text messages: by Odoo's queue and the seam that all providers have."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.sms.tools.sms_api import SmsApi

from .common import TODAY, ArChannelCommon

UNDELIVERED = "ar_collections.mail_activity_type_ar_undelivered"
MOBILE = "+32 470 12 34 56"
E164 = "+32470123456"


class ArSmsCommon(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels[1].channel_ids = [
            (5,),
            (0, 0, {"sequence": 1, "channel": "sms", "usage": "always"}),
            (0, 0, {"sequence": 2, "channel": "letter", "usage": "fallback"}),
        ]

    @contextmanager
    def _provider(self, answer="success", error=None):
        """A provider that answers so to each number; gives what it was told: (number, text)."""
        told = []

        def send(api, messages, delivery_reports_url=False):
            found = [
                (one["number"], one["uuid"], message["content"])
                for message in messages
                for one in message["numbers"]
            ]
            told.extend((number, text) for number, _uuid, text in found)
            if error:
                raise error
            answers = answer if isinstance(answer, dict) else {}
            return [
                {"uuid": uuid, "state": answers.get(number, "success") if answers else answer}
                for number, uuid, _text in found
            ]

        with (
            patch.object(SmsApi, "_send_sms_batch", send),
            patch.object(
                self.env.registry["ir.cron"],
                "_commit_progress",
                lambda *args, **options: float("inf"),
            ),
        ):
            yield told

    def _let_leave(self, **how):
        """What Odoo's scheduled action does; returns what the provider was told."""
        with self._provider(**how) as told:
            self.env["sms.sms"]._process_queue()
        return told

    def _wait(self, name, days_late=5, **values):
        """A notice whose text message waits in the queue."""
        debtor = self._make_debtor(name, days_late, **{"phone": MOBILE, **values})
        return self._hand_over(self._queue(debtor))

    def _sms(self, notice):
        return self._own(notice).sms_uuid and self.env["sms.sms"].search(
            [("uuid", "=", self._own(notice).sms_uuid)]
        )

    def _own(self, notice):
        return notice.sudo().dispatch_ids.filtered(lambda one: one.channel == "sms")

    def _report(self, notice, status=None, error=None):
        """What a provider reports later."""
        tracker = (
            self.env["sms.tracker"].sudo().search([("sms_uuid", "=", self._own(notice).sms_uuid)])
        )
        if error:
            tracker._action_update_from_provider_error(error)
        else:
            tracker._action_update_from_sms_state(status)

    def _tasks(self, notice):
        wanted = self.env.ref(UNDELIVERED)
        return notice.profile_id.activity_ids.filtered(lambda a: a.activity_type_id == wanted)

    def _alarms(self):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "=", self.company.partner_id.id),
                ("summary", "=", "Text messages do not leave"),
            ]
        )


@freeze_time(TODAY + " 12:00:00")
@tagged("post_install", "-at_install")
class TestSms(ArSmsCommon):
    # -- it leaves ---------------------------------------------------------------------

    def test_it_leaves(self):
        notice = self._wait("Texted Ltd")
        own = self._own(notice)
        self.assertEqual((notice.state, own.state, own.recipient), ("leaving", "leaving", E164))
        [(number, text)] = self._let_leave()
        self.assertEqual(number, E164)
        self.assertTrue(text.startswith(f"{self.company.name}: "), text)
        self.assertIn("1,000.00", text)
        self.assertNotIn("\u00a0", text)
        self.assertNotIn("{{", text)
        self.assertEqual((notice.state, own.state), ("sent", "sent"))
        self._report(notice, "sent")
        self.assertEqual(own.state, "delivered")
        # It is not told twice.
        self.assertFalse(self._let_leave())

    def test_the_chatter_has_it(self):
        notice = self._wait("Kept Ltd")
        message = self._own(notice).mail_message_id
        self.assertEqual((message.model, message.message_type), ("ar.profile", "sms"))
        self.assertEqual(message.notification_ids.notification_status, "ready")
        self._let_leave()
        self.assertEqual(message.notification_ids.notification_status, "pending")

    def test_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.levels[1].with_context(
            lang="fr_FR"
        ).sms_text = "Payez {{ text_total }} : {{ text_days }}"
        notice = self._wait("Français SA", lang="fr_FR")
        self.assertIn("Payez $ 1 000,00", self._sms(notice).body)
        self.assertTrue(self._sms(notice).body.endswith(": 5"))

    def test_without_words(self):
        self.levels[1].sms_text = False
        notice = self._wait("Wordless Ltd")
        self.assertIn("1,000.00 is to be paid", self._sms(notice).body)

    def test_the_link(self):
        notices = self.env.registry["ar.dunning.notice"]
        with patch.object(notices, "_get_answer_url", lambda one: "https://x.example/a/1"):
            notice = self._wait("Linked Ltd")
        self.assertTrue(self._sms(notice).body.endswith(": https://x.example/a/1"))
        without = self._wait("No Link Ltd")
        with patch.object(notices, "_get_answer_url", lambda one: ""):
            without.invalidate_recordset(["text_link"])
            text = self.env["ar.channel.sms"]._map_texts(without)[without.id]
        self.assertFalse(text.endswith(":"), text)

    def test_one_for_a_bundle(self):
        debtor = self._make_debtor("Two Currencies", phone=MOBILE)
        other = self.env.ref("base.EUR")
        other.active = True
        self._make_overdue(debtor, 6, 300.0, currency_id=other.id)
        self.policy.grouping = "customer"
        notices = self._hand_over(self._queue(debtor))
        self.assertEqual(len(notices), 2)
        self.assertEqual(len(set(notices.dispatch_ids.mapped("sms_uuid"))), 1)
        self.assertEqual(len(self._let_leave()), 1)
        self.assertEqual(set(notices.mapped("state")), {"sent"})

    # -- to whom -----------------------------------------------------------------------

    def test_only_mobiles(self):
        for number, words in (
            ("+32 2 507 68 11", "is no mobile"),
            ("ask at the desk", "is not valid"),
            (False, "has no phone number"),
            ("+999 12 34 56 78", "Nobody can tell which country"),
        ):
            with self.subTest(number=number):
                notice = self._wait(f"Fixed {number}", phone=number)
                self.assertEqual(self._channels(notice), {"sms": "failed", "letter": "sent"})
                self.assertIn(words, self._own(notice).error)

    def test_perhaps_a_mobile(self):
        usa = self.env.ref("base.us").id
        notice = self._wait("American Inc", phone="(201) 555-0123", country_id=usa)
        self.assertEqual(self._own(notice).recipient, "+12015550123")

    def test_the_customers_own_mobile(self):
        debtor = self._make_debtor("Head Office", phone=MOBILE)
        contact = self._make_partner("Nobody", parent_id=debtor.id, is_company=False)
        self.env["ar.profile"].get_or_create(debtor, self.company).contact_id = contact
        notice = self._hand_over(self._queue(debtor))
        own = self._own(notice)
        self.assertEqual((own.recipient, own.contact_id), (E164, debtor))
        self.assertIn("Nobody has no mobile number", own.hint)

    def test_a_black_list_of_marketing(self):
        """It must not stop a demand."""
        self.env["phone.blacklist"].sudo().create({"number": E164})
        notice = self._wait("Black Ltd")
        self.assertEqual(len(self._let_leave()), 1)
        self.assertEqual(notice.state, "sent")

    # -- it does not arrive ------------------------------------------------------------

    def test_wrong_number(self):
        notice = self._wait("Wrong Ltd")
        self._let_leave(answer="wrong_number_format")
        own = self._own(notice)
        self.assertEqual(own.state, "failed")
        self.assertIn("no number that the provider can reach", own.error)
        self.assertTrue(notice.profile_id.phone_wrong)
        self.assertFalse(self._alarms())
        self.env["ar.dunning.notice"]._send_queued_dispatches()
        self.assertEqual(self._channels(notice), {"sms": "failed", "letter": "sent"})
        # Not tried again until it is corrected.
        profile, channel = notice.profile_id, self.env["ar.channel.sms"]
        self.assertIn("did not arrive", channel._get_problems(notice)[notice.id])
        profile.partner_id.phone = "+32 470 12 34 57"
        self.assertFalse(channel._get_problems(notice))

    def test_bounced_later(self):
        notice = self._wait("Bouncing Ltd")
        self._let_leave()
        self._report(notice, error="invalid_destination")
        self.assertEqual(self._own(notice).state, "bounced")
        self.assertTrue(notice.profile_id.phone_wrong)
        self.env["ar.dunning.notice"]._send_queued_dispatches()
        self.assertEqual(self._channels(notice)["letter"], "sent")

    def test_a_landline_after_all(self):
        notice = self._wait("Landline Ltd")
        self._let_leave()
        self._report(notice, error="not_allowed")
        self.assertFalse(notice.profile_id.phone_wrong, "It is right for calls")
        self.assertTrue(self.env["ar.channel.sms"]._get_problems(notice))

    def test_not_delivered(self):
        notice = self._wait("Off Ltd")
        self._let_leave()
        self._report(notice, error="not_delivered")
        self.assertEqual(self._own(notice).state, "failed")
        self.assertFalse(notice.profile_id.phone_wrong)

    def test_delivered_is_not_undone(self):
        notice = self._wait("Late Ltd")
        self._let_leave()
        self._report(notice, "sent")
        self._report(notice, error="not_delivered")
        self.assertEqual(self._own(notice).state, "delivered")
        self._report(notice, "pending")
        self.assertEqual(self._own(notice).state, "delivered")

    def test_out_of_credit(self):
        """One alarm for us, nothing for the collector; they leave later by themselves."""
        notices = self._wait("Waiting 1") | self._wait("Waiting 2", phone="+32 470 12 34 57")
        self._let_leave(answer="insufficient_credit")
        self.assertEqual(set(notices.mapped("state")), {"leaving"})
        self.assertEqual(set(notices.dispatch_ids.mapped("state")), {"leaving"})
        self.assertEqual(len(self._alarms()), 1)
        self.assertFalse(self._tasks(notices[0]))
        self.assertFalse(self._let_leave(), "Not at once")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=6)):
            self.assertEqual(len(self._let_leave()), 2)
        self.assertEqual(set(notices.mapped("state")), {"sent"})
        self.assertEqual(len(self._alarms()), 1)

    def test_later_keeps_to_the_hours(self):
        """What is tried again in the night waits for the morning."""
        self.company.ar_courtesy = True
        notice = self._wait("Sleeping Ltd")
        self._let_leave(answer="server_error")
        with freeze_time(TODAY + " 23:30:00"):
            self.assertFalse(self._let_leave())
            self.assertEqual(self._own(notice).state, "leaving")
            self.assertGreater(self._own(notice).next_try, fields.Datetime.now())
        with freeze_time("2026-04-01 12:00:00"):
            self.assertEqual(len(self._let_leave()), 1)

    def test_server_error(self):
        notice = self._wait("Busy Ltd")
        self._let_leave(answer="server_error")
        self.assertEqual((notice.state, self._own(notice).state), ("leaving", "leaving"))
        self.assertTrue(self._own(notice).next_try)
        self.assertFalse(self._alarms())

    def test_some_of_a_batch(self):
        good, bad = self._wait("Good Ltd"), self._wait("Bad Ltd", phone="+32 470 12 34 57")
        self._let_leave(answer={"+32470123457": "wrong_number_format"})
        self.assertEqual((good.state, self._own(bad).state), ("sent", "failed"))

    # -- nobody knows ------------------------------------------------------------------

    @mute_logger("odoo.addons.sms.models.sms_sms")
    def test_no_answer(self):
        notice = self._wait("Silent Ltd")
        self._let_leave(error=AccessError("timed out"))
        own = self._own(notice)
        self.assertEqual((notice.state, own.state), ("sent", "unknown"))
        self.assertIn("may have left", own.error)
        self.assertTrue(self._tasks(notice))
        self.assertFalse(self._let_leave(), "It is not sent again by itself")
        own.action_mark_lost()
        self.assertEqual(own.state, "failed")

    @mute_logger("odoo.addons.sms.models.sms_sms")
    def test_no_connection(self):
        notice = self._wait("Offline Ltd")
        self._let_leave(error=ConnectionRefusedError())
        self.assertEqual(self._own(notice).state, "leaving")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=16)):
            self.assertEqual(len(self._let_leave()), 1)

    @mute_logger("odoo.addons.sms.models.sms_sms")
    def test_our_settings(self):
        notice = self._wait("Unset Ltd")
        self._let_leave(error=UserError("The account has no identifier."))
        self.assertEqual(self._own(notice).state, "leaving")
        self.assertEqual(len(self._alarms()), 1)
        self.assertIn("The account has no identifier.", self._alarms().note)

    def test_killed(self):
        """Begun, and nobody came back: it is in doubt, and does not leave again."""
        notice = self._wait("Killed Ltd")
        own = self._own(notice)
        own._set_trying()
        self.assertFalse(self._let_leave(), "Somebody may be at it")
        self.assertEqual(own.state, "unknown")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=20)):
            self.assertFalse(self._let_leave())
        self.assertIn("may have left", own.error)
        self.assertEqual(self._sms(notice).state, "canceled")

    # -- a second look -----------------------------------------------------------------

    def test_paid_meanwhile(self):
        notice = self._wait("Paid Ltd")
        self._pay(notice.line_ids.move_id, 1000.0, TODAY)
        self.assertFalse(self._let_leave())
        self.assertEqual((self._own(notice).state, notice.state), ("cancelled", "cancelled"))
        self.assertEqual(self._sms(notice).state, "canceled")

    def test_held_meanwhile(self):
        notice = self._wait("Held Ltd")
        self.env["ar.hold"].create({"profile_id": notice.profile_id.id, "reason": "Talks"})
        self.assertFalse(self._let_leave())
        self.assertEqual(self._own(notice).state, "cancelled")

    def test_stopped_meanwhile(self):
        notice = self._wait("Stopping Ltd")
        self.env["ar.optout"]._note_stop(E164)
        self.assertFalse(self._let_leave())
        self.assertEqual(self._own(notice).state, "failed")
        self.env["ar.dunning.notice"]._send_queued_dispatches()
        self.assertEqual(self._channels(notice)["letter"], "sent")

    def test_another_number_meanwhile(self):
        notice = self._wait("Moving Ltd")
        notice.partner_id.phone = "+32 470 12 34 57"
        self.assertEqual([number for number, _text in self._let_leave()], ["+32470123457"])
        self.assertEqual(self._own(notice).recipient, "+32470123457")

    def test_too_old(self):
        notice = self._wait("Old Ltd")
        with freeze_time(fields.Datetime.now() + timedelta(days=4)):
            self.assertFalse(self._let_leave())
        self.assertEqual(self._own(notice).state, "cancelled")

    # -- what people do to the queue ---------------------------------------------------

    def test_cancelled_in_the_queue(self):
        notice = self._wait("Cancelled Ltd")
        self._sms(notice).action_set_canceled()
        self.assertEqual((notice.state, self._own(notice).state), ("failed", "cancelled"))
        self.assertIn("was cancelled in the queue by", notice.error)
        self.assertTrue(self._tasks(notice))

    def test_deleted_from_the_queue(self):
        notice = self._wait("Deleted Ltd")
        self._sms(notice).unlink()
        self.assertEqual(self._own(notice).state, "cancelled")
        self.assertIn("was deleted from the queue by", notice.error)

    def test_what_nobody_told(self):
        """Rows that were changed past Odoo are found by the watch."""
        notices = {state: self._wait(f"Row {state}") for state in ("canceled", "pending", "gone")}
        for state, notice in notices.items():
            row = self._sms(notice)
            self.env.flush_all()
            if state == "gone":
                self.env.cr.execute("DELETE FROM sms_sms WHERE id = %s", (row.id,))
            else:
                self.env.cr.execute("UPDATE sms_sms SET state = %s WHERE id = %s", (state, row.id))
        self.env.invalidate_all()
        with self._provider():
            self.env["ar.dispatch"]._watch_mails()
        self.assertEqual(
            {state: self._own(notice).state for state, notice in notices.items()},
            {"canceled": "cancelled", "pending": "sent", "gone": "cancelled"},
        )

    def test_by_hand(self):
        """A button of the queue does not send: the scheduled action does, which may commit."""
        notice = self._wait("Button Ltd")
        with self._provider() as told:
            self._sms(notice).send()
        self.assertFalse(told)
        self.assertEqual(self._sms(notice).state, "outgoing")

    def test_failed_ones_do_not_come_back(self):
        notice = self._wait("Resent Ltd")
        row = self._sms(notice)
        self._let_leave(answer="wrong_number_format")
        with self._provider() as told:
            row.resend_failed()
            self.env["sms.sms"]._process_queue()
        self.assertFalse(told)
        self.assertEqual(row.state, "canceled")

    def test_others_leave_as_before(self):
        other = self.env["sms.sms"].create({"number": E164, "body": "Not ours"})
        self.assertEqual(self._let_leave(), [(E164, "Not ours")])
        self.assertEqual(other.state, "pending")

    # -- other messages ----------------------------------------------------------------

    def test_statement(self):
        debtor = self._make_debtor("Stated Ltd", phone=MOBILE)
        values = {"partner_id": debtor.id, "company_id": self.company.id, "date_to": TODAY}
        statement = self.env["ar.statement"].create({**values, "channel": "sms"})
        statement.action_send()
        [(number, text)] = self._let_leave()
        self.assertEqual(number, E164)
        self.assertIn("Statement of Open Items", text)
        self.assertIn("1,000.00", text)
        self.assertEqual(statement.dispatch_ids.state, "sent")

    def test_confirmation(self):
        debtor = self._make_debtor("Asked Ltd", phone=MOBILE)
        values = {"partner_id": debtor.id, "company_id": self.company.id, "date_to": TODAY}
        statement = self.env["ar.statement"].create(
            {**values, "channel": "sms", "ask_confirmation": True}
        )
        statement.action_send()
        [(_number, text)] = self._let_leave()
        link = statement.confirmation_ids._get_answer_url()
        self.assertIn("please confirm the balance", text)
        self.assertIn(link, text)
        self.assertNotIn(link, statement.dispatch_ids.mail_message_id.body)
        statement.confirmation_ids.action_remind()
        [(_number, text)] = self._let_leave()
        self.assertIn("a reminder to confirm the balance", text)
        self.assertIn(link, text)

    # -- words -------------------------------------------------------------------------

    def test_placeholders(self):
        self.levels[1].sms_text = "{{ text_total }} {{ text_link }}"
        with self.assertRaisesRegex(ValidationError, "text_totl"):
            self.levels[1].sms_text = "{{ text_totl }}"

    def test_shipped_words(self):
        """Each level has its own, of two messages at most."""
        default = self.env.ref("ar_collections.ar_dunning_policy_default")
        self.assertEqual(len(set(default.level_ids.mapped("sms_text"))), 5)
        for level in default.level_ids:
            with self.subTest(level=level.name):
                self.assertRegex(level.sms_size, r"^\d+ characters, (one message|2 messages)$")

    def test_length(self):
        level = self.levels[1]
        for text, words in (
            ("a" * 160, "160 characters, one message"),
            ("a" * 161, "161 characters, 2 messages"),
            ("请" * 71, "71 characters of the large alphabet, 2 messages"),
            (False, ""),
        ):
            level.sms_text = text
            self.assertEqual(level.sms_size or "", words)

    def test_preview(self):
        notice = self._queue(self._make_debtor("Previewed Ltd", phone=MOBILE))
        self.assertIn("1,000.00", notice.preview_sms)
        self.assertIn("one message", notice.preview_sms_size)
        self.assertFalse(notice.preview_mail)

    def test_send_again(self):
        debtor = self._make_debtor("Again Ltd", phone=MOBILE)
        values = {"partner_id": debtor.id, "company_id": self.company.id, "date_to": TODAY}
        statement = self.env["ar.statement"].create({**values, "channel": "sms"})
        statement.action_send()
        statement.action_send_again()
        self.assertEqual(set(statement.dispatch_ids.mapped("state")), {"cancelled", "leaving"})
        self.assertEqual(len(self._let_leave()), 1)

    # -- the way of a collector --------------------------------------------------------

    def test_collector(self):
        notice = self._wait("Seen Ltd").with_user(self.collector)
        self._let_leave()
        self.assertEqual(notice.dispatch_ids.state, "sent")


@freeze_time(TODAY + " 12:00:00")
@tagged("post_install", "-at_install")
class TestStop(ArSmsCommon):
    def _stops(self, partner):
        return self.env["ar.optout"].search([("partner_id", "=", partner.id)])

    def test_stop(self):
        debtor = self._make_debtor("Stopped Ltd", phone="0470 12 34 56")
        other = self._make_partner("Same Number", phone=MOBILE)
        self._make_partner("Another Number", phone="+32 470 12 34 57")
        wishes = self.env["ar.optout"]._note_stop("0032470123456")
        self.assertFalse(wishes, "A provider gives numbers with +")
        wishes = self.env["ar.optout"]._note_stop(E164)
        self.assertEqual(wishes.partner_id, debtor | other)
        self.assertEqual(set(wishes.mapped("purpose")), {"all"})
        self.assertEqual(wishes, self.env["ar.optout"]._note_stop(E164), "Twice is once")
        notice = self._hand_over(self._queue(debtor))
        self.assertEqual(self._channels(notice), {"sms": "failed", "letter": "sent"})

    def test_legal_demands_and_statements_too(self):
        debtor = self._make_debtor("Legal Ltd", phone=MOBILE)
        self.env["ar.optout"]._note_stop(E164)
        self.levels[1].is_legal = True
        notice = self._hand_over(self._queue(debtor))
        self.assertEqual(self._own(notice).state, "failed")
        values = {"partner_id": debtor.id, "company_id": self.company.id, "date_to": TODAY}
        statement = self.env["ar.statement"].create({**values, "channel": "sms"})
        with self.assertRaisesRegex(UserError, "wants no messages by this channel"):
            statement.action_send()

    def test_a_new_contact_with_the_number(self):
        debtor = self._make_debtor("Stopped Ltd", phone=MOBILE)
        self.env["ar.optout"]._note_stop(E164)
        notice = self._wait("Heir Ltd")
        self.assertIn("has stopped text messages", self._own(notice).error)
        self._stops(debtor).active = False
        self.assertFalse(self.env["ar.channel.sms"]._get_problems(notice), "Taken back")

    def test_an_earlier_wish(self):
        debtor = self._make_debtor("Wishing Ltd", phone=MOBILE)
        self.env["ar.optout"].create({"partner_id": debtor.id, "channel": "sms"})
        self.env["ar.optout"]._note_stop(E164)
        self.assertEqual(self._stops(debtor).purpose, "all")

    def test_who_was_told_there(self):
        """The contact has another number now; it was told at the one that says STOP."""
        notice = self._wait("Moved Ltd")
        self._let_leave()
        notice.partner_id.phone = "+32 470 12 34 57"
        self.assertEqual(self.env["ar.optout"]._note_stop(E164).partner_id, notice.partner_id)

    def test_nonsense(self):
        for number in ("", "STOP", "0470", False, "+"):
            self.assertFalse(self.env["ar.optout"]._note_stop(number))

    def test_other_channels_go_on(self):
        self._make_debtor("Mailed Ltd", phone=MOBILE)
        self.env["ar.optout"]._note_stop(E164)
        self.levels[1].channel_ids = [(5,), (0, 0, {"channel": "email"})]
        notice = self._remind(self.env["res.partner"].search([("name", "=", "Mailed Ltd")]))
        self.assertEqual(notice.state, "sent")

    def test_button(self):
        debtor = self._make_debtor("Pressed Ltd", phone=MOBILE)
        profile = self.env["ar.profile"].get_or_create(debtor, self.company)
        profile.with_user(self.collector).action_stop_sms()
        self.assertEqual(self._stops(debtor).number, E164)
        debtor.phone = False
        with self.assertRaisesRegex(UserError, "has no mobile number"):
            profile.with_user(self.collector).action_stop_sms()
