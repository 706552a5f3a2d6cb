"""When a message may leave: quiet hours, quiet days, how often, and what a person may do."""

from datetime import datetime

from odoo import Command
from odoo.tests import freeze_time, tagged

from .common import TODAY, ArChannelCommon

# In Tokyo, where it is nine hours later than UTC, it is half past nine in the evening.
EVENING = TODAY + " 12:30:00"


@freeze_time(EVENING)
@tagged("post_install", "-at_install")
class TestCourtesy(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.ar_courtesy = True
        cls.japan = cls.env.ref("base.jp")
        cls.tokyo = cls._make_debtor("Tokyo Trading", country_id=cls.japan.id)
        cls.brussels = cls._make_debtor("Brussels Trading")

    def _wait(self, notice):
        return notice.state, notice.next_try, notice.wait_code

    def test_quiet_hours_at_the_customer(self):
        """In one batch one leaves, the other waits until eight o'clock of its own day."""
        notices = self._queue(self.tokyo, self.brussels)
        self._hand_over(notices)
        far, near = notices.sorted(lambda one: one.partner_id == self.brussels)
        self.assertEqual(near.state, "leaving")
        self.assertEqual(self._wait(far), ("queued", datetime(2026, 3, 31, 23, 0), "quiet_hours"))
        self.assertIn("quiet hours at the customer", far.wait_note)
        self.assertFalse(far.dispatch_ids)
        self.assertFalse(near.wait_note)

    def test_leaves_when_it_may(self):
        notice = self._hand_over(self._queue(self.tokyo))
        ready = self.env["ar.dunning.notice"]._get_ready()
        self.assertNotIn(notice, notice.search(ready))
        with freeze_time("2026-03-31 23:00:00"):
            self.assertIn(notice, notice.search(notice._get_ready()))
            self._hand_over(notice)
            self.assertEqual((notice.state, notice.wait_code), ("leaving", False))
            self.assertFalse(notice.next_try)

    def test_wakes_the_sender(self):
        cron = self.env.ref("ar_collections.ir_cron_dunning_send")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self._hand_over(self._queue(self.tokyo))
        new = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]) - triggers
        self.assertIn(datetime(2026, 3, 31, 23, 0), new.mapped("call_at"))

    def test_switched_off_all_leave(self):
        self.company.ar_courtesy = False
        notice = self._hand_over(self._queue(self.tokyo))
        self.assertEqual(notice.state, "leaving")

    def test_letters_have_their_own_day(self):
        """Who has no e-mail address gets the letter at any hour."""
        self.tokyo.email = False
        notice = self._hand_over(self._queue(self.tokyo))
        self.assertEqual(self._channels(notice)["letter"], "sent")

    def test_hours_of_who_is_told_by_that_way(self):
        """The accounts department is in Tokyo; the addressee is not."""
        account = self.env["ar.profile"].get_or_create(self.brussels, self.company)
        office = self.env["res.partner"].create(
            {
                "name": "Office",
                "parent_id": self.brussels.id,
                "country_id": self.japan.id,
                "type": "other",
                "email": "office@example.com",
            }
        )
        account.told_ids = [Command.create({"channel": "email", "contact_id": office.id})]
        notice = self._hand_over(self._queue(self.brussels))
        self.assertEqual(notice.contact_id, self.brussels)
        self.assertEqual(
            self._wait(notice), ("queued", datetime(2026, 3, 31, 23, 0), "quiet_hours")
        )

    def test_weekend_of_the_country(self):
        riyadh = self._make_debtor("Riyadh Trading", country_id=self.env.ref("base.sa").id)
        notices = self._queue(riyadh, self.brussels)
        with freeze_time("2026-04-03 12:00:00"):  # a Friday
            self._hand_over(notices)
        by_partner = {one.partner_id: one for one in notices}
        self.assertEqual(by_partner[self.brussels].state, "leaving")
        # Sunday at eight.
        self.assertEqual(
            self._wait(by_partner[riyadh]), ("queued", datetime(2026, 4, 5, 5, 0), "weekend")
        )

    def test_public_holiday(self):
        self.env["resource.calendar.leaves"].sudo().create(
            {
                "name": "Founders' day",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": "2026-03-31 00:00:00",
                "date_to": "2026-03-31 23:00:00",
            }
        )
        notice = self._hand_over(self._queue(self.brussels))
        self.assertEqual(self._wait(notice), ("queued", datetime(2026, 4, 1, 6, 0), "holiday"))

    def test_somebodys_vacation_is_no_holiday(self):
        resource = self.env["resource.resource"].sudo().create({"name": "Ann"})
        self.env["resource.calendar.leaves"].sudo().create(
            {
                "resource_id": resource.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-03-31 00:00:00",
                "date_to": "2026-03-31 23:00:00",
            }
        )
        self.assertEqual(self._hand_over(self._queue(self.brussels)).state, "leaving")

    def test_pause_of_the_policy(self):
        self.policy.pause_last = 2
        notice = self._hand_over(self._queue(self.brussels))
        self.assertEqual(self._wait(notice), ("queued", datetime(2026, 4, 1, 6, 0), "pause"))

    def test_hours_of_the_policy(self):
        self.policy.write({"own_hours": True, "quiet_from": 14.0, "quiet_until": 15.0})
        notice = self._hand_over(self._queue(self.brussels))
        self.assertEqual(
            self._wait(notice), ("queued", datetime(2026, 3, 31, 13, 0), "quiet_hours")
        )

    def test_legal_demands_keep_to_quiet_hours_alone(self):
        self.policy.pause_last = 2
        self.policy.level_ids.is_legal = True
        notice = self._hand_over(self._queue(self.brussels))
        self.assertEqual(notice.state, "leaving")

    def _make_statement(self, partner, day=TODAY):
        return self.env["ar.statement"].create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "date_to": day,
                "channel": "email",
            }
        )

    def test_one_message_a_day_over_all_kinds(self):
        """A statement in the morning: the reminder waits for the next day, the other way round
        too."""
        self._make_statement(self.brussels).action_send()
        notice = self._hand_over(self._queue(self.brussels))
        self.assertEqual(self._wait(notice), ("queued", datetime(2026, 4, 1, 6, 0), "said_today"))

    def test_two_of_one_kind_in_one_round(self):
        statements = self._make_statement(self.brussels)
        statements |= self.env["ar.statement"].create(
            {
                "partner_id": self.brussels.id,
                "company_id": self.company.id,
                "kind": "activity",
                "date_to": TODAY,
                "channel": "email",
            }
        )
        statements._queue()
        statements._lock_bundles()._send()
        self.assertEqual(statements.mapped("state"), ["sent", "draft"])
        self.assertEqual(statements[1].wait_code, "said_today")
        self.assertTrue(statements[1].queued)

    def test_most_messages_a_week(self):
        self.company.ar_most_per_week = 1
        with freeze_time("2026-03-27 12:00:00"):
            self._make_statement(self.brussels, "2026-03-26").action_send()
        notice = self._hand_over(self._queue(self.brussels))
        self.assertEqual(self._wait(notice), ("queued", datetime(2026, 4, 3, 6, 0), "week_full"))

    def test_what_failed_does_not_count(self):
        self.company.ar_most_per_week = 1
        statement = self._make_statement(self.brussels)
        statement.action_send()
        statement.sudo().dispatch_ids._set_undelivered("bounced", "Nobody there")
        self.env["ar.refused.address"].sudo().search([]).unlink()
        self.assertEqual(self._hand_over(self._queue(self.brussels)).state, "leaving")

    def test_notices_of_one_run_are_one_word(self):
        """A policy that splits by invoice says all of it on one day."""
        self.policy.grouping = "invoice"
        self._make_overdue(self.brussels, 6)
        notices = self._hand_over(self._queue(self.brussels))
        self.assertEqual(notices.mapped("state"), ["leaving", "leaving"])

    def test_a_person_sends_it_now(self):
        notice = self._hand_over(self._queue(self.tokyo))
        action = notice.with_user(self.collector).action_send_now()
        self.assertIn("Asia/Tokyo", action["params"]["message"])
        self.assertIn("quiet hours", action["params"]["message"])
        self._hand_over(notice)
        self.assertEqual(notice.state, "leaving")
        self.assertIn("Clara Collector", notice.profile_id.message_ids[0].body)

    def test_a_statement_sent_by_hand_tells_the_hour(self):
        action = self._make_statement(self.tokyo).action_send()
        self.assertIn("quiet hours", action["params"]["message"])
        self.assertTrue(self._make_statement(self.brussels).action_send())

    def test_the_run_says_what_waits(self):
        notices = self._hand_over(self._queue(self.tokyo, self.brussels))
        run = notices.run_id
        self.assertEqual(run.later_count, 1)
        self.assertIn("quiet hours at the customer (1)", run.later_note)
        self.assertEqual(run.action_view_later()["domain"][0], ("run_id", "in", run.ids))

    def test_the_check_does_not_complain(self):
        """What waits over a holiday is no sender that stands still."""
        notice = self._hand_over(self._queue(self.tokyo))
        notice.sudo().next_try = "2026-04-20 00:00:00"
        self.env.flush_all()
        self.env.cr.execute("UPDATE ar_dunning_notice SET write_date = '2026-03-20'")
        self.env.invalidate_all()
        checks = self.env["ar.check"]._ensure(self.company)
        check = checks.filtered(lambda one: one.code == "notices_waiting")
        self.assertFalse(notice.filtered_domain(check._find_notices_waiting().domain))

    def test_fallbacks_keep_to_the_hours(self):
        """The letter comes back in the evening: the e-mail leaves the next morning."""
        rows = self.levels.channel_ids
        rows.filtered(lambda one: one.channel == "letter").write({"usage": "always", "sequence": 1})
        rows.filtered(lambda one: one.channel == "email").write({"usage": "fallback"})
        notice = self._hand_over(self._queue(self.brussels))
        letter = notice.sudo().dispatch_ids.filtered(lambda one: one.channel == "letter")
        with freeze_time("2026-03-31 21:00:00"):
            letter._set_undelivered("failed", "Came back")
            fallback = notice.sudo().dispatch_ids - letter
            notice._send_fallbacks(fallback)
            self.assertEqual((fallback.channel, fallback.state), ("email", "queued"))
            self.assertEqual(fallback.next_try, datetime(2026, 4, 1, 6, 0))
        with freeze_time("2026-04-01 06:00:00"):
            notice._send_fallbacks(fallback)
            self.assertEqual(fallback.state, "leaving")

    # -- the usual hour ----------------------------------------------------------------

    def _nightly(self):
        self.policy.automatic = True
        run = (
            self.env["ar.dunning.run"]
            .sudo()
            .create({"company_id": self.company.id, "kind": "nightly", "in_background": True})
        )
        run.action_propose()
        run._confirm_automatic()
        return run.notice_ids.filtered(lambda one: one.partner_id == self.brussels)

    def test_nightly_runs_wait_for_half_past_nine(self):
        with freeze_time("2026-03-31 06:20:00"):  # 8:20 in Brussels
            notice = self._hand_over(self._nightly())
            self.assertEqual(
                self._wait(notice), ("queued", datetime(2026, 3, 31, 7, 30), "usual_hour")
            )

    def test_or_for_the_hour_that_somebody_chose(self):
        """Also where reminders do not wait for usual hours."""
        self.company.ar_usual_hour = False
        profile = self.env["ar.profile"].get_or_create(self.brussels, self.company)
        profile.preferred_hour = 11.5
        with freeze_time("2026-03-31 06:20:00"):
            notice = self._hand_over(self._nightly())
            self.assertEqual(
                self._wait(notice), ("queued", datetime(2026, 3, 31, 9, 30), "usual_hour")
            )

    def test_or_for_the_hour_of_the_customer(self):
        profile = self.env["ar.profile"].get_or_create(self.brussels, self.company)
        for day in ("2026-01-12 12:40:00", "2026-02-12 13:10:00", "2026-03-12 09:00:00"):
            with freeze_time(day):
                self.env["ar.reply"].sudo().create(
                    {
                        "profile_id": profile.id,
                        "kind": "other",
                        "date_received": day,
                        "currency_id": self.company.currency_id.id,
                    }
                )
        with freeze_time("2026-03-31 06:20:00"):
            notice = self._hand_over(self._nightly())
        # The median is 13:40 in Brussels: half past one.
        self.assertEqual(notice.next_try, datetime(2026, 3, 31, 11, 30))

    def test_or_when_it_looks_at_our_pages(self):
        """Each page that was looked at: the first time and the last."""
        profile = self.env["ar.profile"].get_or_create(self.brussels, self.company)
        seen = self.env["ar.seen"].with_user(self.env.ref("base.public_user")).sudo()
        notice = self._queue(self.brussels)
        for day in ("2026-01-12 12:40:00", "2026-02-12 13:10:00"):
            with freeze_time(day):
                seen._note(notice, profile)
        with freeze_time("2026-03-12 09:00:00"):
            seen._note(profile, profile)
        habits = profile._read_habits(datetime(2026, 3, 31))[profile.id]
        self.assertEqual(
            [one.strftime("%m-%d %H:%M") for one in sorted(habits)],
            ["01-12 12:40", "02-12 13:10", "03-12 09:00"],
        )
        self.assertFalse(profile._read_habits(datetime(2027, 3, 31)))

    def test_what_a_person_started_does_not_wait_for_it(self):
        with freeze_time("2026-03-31 06:20:00"):
            self.assertEqual(self._hand_over(self._queue(self.brussels)).state, "leaving")

    # -- the last level is said again --------------------------------------------------

    def _remind_on(self, day):
        """A run of the day, handed over; returns the notices that it made."""
        with freeze_time(day + " 12:00:00"):
            notices = self._queue(self.brussels)
            self._hand_over(notices)
            notices.sudo().dispatch_ids.filtered(lambda one: one.state == "leaving")._set_left()
        return notices

    def _make_repeating(self, every, most):
        level = {"delay_days": 3, "repeat_every_days": every, "repeat_most": most}
        self._make_policy(level, sequence=0)

    def test_said_again_at_most_so_often(self):
        self._make_repeating(7, 2)
        days = ("2026-03-31", "2026-04-03", "2026-04-07", "2026-04-14", "2026-04-21")
        made = [self._remind_on(day) for day in days]
        self.assertEqual([len(notices) for notices in made], [1, 0, 1, 1, 0])
        self.assertEqual({one.state for notices in made for one in notices}, {"sent"})

    def test_said_again_within_the_weeks_most(self):
        """It waits until the week has room, and is not proposed a second time meanwhile."""
        self.company.ar_most_per_week = 1
        self._make_repeating(3, 5)
        self._remind_on("2026-03-31")
        again = self._remind_on("2026-04-03")
        self.assertEqual(self._wait(again), ("queued", datetime(2026, 4, 7, 6, 0), "week_full"))
        self.assertFalse(self._remind_on("2026-04-06"))
        with freeze_time("2026-04-07 06:00:00"):
            self._hand_over(again)
            self.assertEqual(again.state, "leaving")

    # -- cost and settings -------------------------------------------------------------

    def test_no_query_per_message(self):
        partners = [self._make_debtor(f"Debtor {number}") for number in range(12)]
        few = self._queue(*partners[:3])
        many = self._queue(*partners[3:])
        counts = []
        for notices in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            notices._read_courtesy()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_settings_are_checked(self):
        with self.assertRaisesRegex(Exception, "may pause for 20 days"):
            self.policy.write({"pause_last": 15, "pause_first": 10})
        with self.assertRaisesRegex(Exception, "between 0:00 and 23:59"):
            self.policy.quiet_from = 24

    def test_who_begins_minds_hours_who_updates_goes_on(self):
        self.company.ar_courtesy = False
        self._send(self._queue(self.brussels))
        new = self.env["res.company"].create({"name": "New Ltd", "ar_courtesy": False})
        self.env["res.company"]._ar_begin_courtesy()
        self.assertFalse(self.company.ar_courtesy)
        self.assertTrue(new.ar_courtesy)

    def test_a_new_company_minds_hours(self):
        new, chosen = self.env["res.company"].create(
            [{"name": "Later Ltd"}, {"name": "At Once Ltd", "ar_courtesy": False}]
        )
        self.assertTrue(new.ar_courtesy)
        self.assertFalse(chosen.ar_courtesy)

    def test_confirmations_are_reminded_of_by_day(self):
        with freeze_time("2026-03-20 12:00:00"):
            statement = self._make_statement_for_confirmation()
        confirmation = statement.confirmation_ids
        self.company.write({"ar_confirm_reminders": 2, "ar_confirm_reminder_days": 5})
        confirmation._remind_safely()
        self.assertFalse(confirmation.reminder_count)
        note = confirmation.with_user(self.collector).remind_note
        self.assertRegex(note, "reminder waits until .*: quiet hours at the customer")
        with freeze_time("2026-03-31 23:30:00"):
            confirmation.invalidate_recordset(["remind_note"])
            self.assertFalse(confirmation.remind_note)
            confirmation._remind_safely()
            self.assertEqual(confirmation.reminder_count, 1)

    def _make_statement_for_confirmation(self):
        statement = self.env["ar.statement"].create(
            {
                "partner_id": self.tokyo.id,
                "company_id": self.company.id,
                "date_to": "2026-03-15",
                "channel": "email",
                "ask_confirmation": True,
            }
        )
        statement.action_send()
        return statement
