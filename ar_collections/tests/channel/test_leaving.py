"""What is handed over has not left: the mail queue says what becomes of it."""

import runpy
import smtplib
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import TODAY, ArChannelCommon

UNDELIVERED = "ar_collections.mail_activity_type_ar_undelivered"
MAIL = "odoo.addons.mail.models.mail_mail"


@tagged("post_install", "-at_install")
class TestLeaving(ArChannelCommon):
    def _wait(self, name, days_late=5, **values):
        """A notice whose e-mail waits in the mail queue."""
        return self._hand_over(self._queue(self._make_debtor(name, days_late, **values)))

    def _mail(self, notice):
        return notice.sudo().dispatch_ids.mail_mail_id

    def _email(self, notice):
        return notice.sudo().dispatch_ids.filtered(lambda d: d.channel == "email")

    def _item(self, notice):
        return notice.line_ids.filtered(lambda line: line.kind == "item").move_line_id

    def _tasks(self, notice):
        wanted = self.env.ref(UNDELIVERED)
        return notice.profile_id.activity_ids.filtered(lambda a: a.activity_type_id == wanted)

    def _compare(self):
        """What the watch does, without its commits."""
        dispatches = self.env["ar.dispatch"].sudo()
        for own in dispatches.search(dispatches._get_told_apart())._by_mail():
            own._compare()

    def _assert_not_said(self, notice, state, reason):
        self.assertEqual(notice.state, state)
        self.assertIn(reason, notice.error)
        self.assertFalse(self._item(notice).ar_level_id)

    # -- what has left -----------------------------------------------------------------

    def test_what_waits_counts_nothing(self):
        notice = self._wait("Waiting")
        self.assertEqual((notice.state, self._email(notice).state), ("leaving", "leaving"))
        self.assertFalse(self._item(notice).ar_level_id)
        self.assertFalse(notice.sent_date)
        self.assertEqual(notice.run_id.state, "confirmed")

    def test_no_further_level_before_it_has_left(self):
        """Day after day the queue stands still: the customer stays where he is."""
        notice = self._wait("Standing")
        profile = notice.profile_id
        for day in ("2026-04-03", "2026-04-14", "2026-05-14"):
            with self.subTest(day=day), freeze_time(day + " 12:00:00"):
                run = self.env["ar.dunning.run"].create(
                    {"company_id": self.company.id, "profile_ids": [(6, 0, profile.ids)]}
                )
                run.action_propose()
                self.assertFalse(run.notice_ids)
                self.assertEqual(set(run.line_ids.mapped("reason")), {"queued"})

    def test_it_leaves(self):
        """Also where Odoo deletes the row of what has left."""
        for keep in (True, False):
            with self.subTest(keep=keep):
                notice = self._wait(f"Leaving {keep}")
                mail = self._mail(notice)
                mail.auto_delete = not keep
                with self._mail_server() as taken:
                    mail.send()
                self.assertEqual(len(taken), 1)
                self.assertEqual(bool(mail.exists()), keep)
                self.assertEqual((notice.state, self._email(notice).state), ("sent", "sent"))
                self.assertEqual(self._item(notice).ar_level_id, notice.level_id)
                self.assertEqual(notice.run_id.state, "done")
                self._compare()
                self.assertEqual(notice.state, "sent")

    def test_a_letter_beside_it_has_left(self):
        notice = self._wait("Both", days_late=35)
        self.assertEqual(self._channels(notice), {"letter": "sent", "email": "leaving"})
        self.assertEqual(notice.state, "sent")

    def test_credit_hold_waits(self):
        self.levels.credit_hold = True
        notice = self._wait("Held", days_late=5)
        holds = self.env["ar.credit.hold"].search([("notice_id", "=", notice.id)])
        self.assertFalse(holds)
        self._email(notice)._set_left()
        self.assertTrue(self.env["ar.credit.hold"].search([("notice_id", "=", notice.id)]))

    # -- what somebody does to the queue -----------------------------------------------

    def test_cancelled_in_the_queue(self):
        notice = self._wait("Cancelled")
        self._mail(notice).cancel()
        self._assert_not_said(notice, "failed", "was cancelled in the mail queue by")
        self.assertEqual(self._channels(notice), {"email": "cancelled"})
        self.assertEqual(self._tasks(notice).user_id, self.collector)

    def test_deleted_from_the_queue(self):
        notice = self._wait("Deleted")
        self._mail(notice).unlink()
        self._assert_not_said(notice, "failed", "was deleted from the mail queue by")
        self.assertTrue(self._tasks(notice))

    def test_what_nobody_told(self):
        """Rows that were changed past Odoo are found by the watch."""
        notices = {
            name: self._wait(name) for name in ("gone", "cancel", "exception", "sent", "outgoing")
        }
        for name, notice in notices.items():
            mail_id = self._mail(notice).id
            if name == "gone":
                self.env.cr.execute("DELETE FROM mail_mail WHERE id = %s", [mail_id])
            else:
                self.env.cr.execute(
                    "UPDATE mail_mail SET state = %s WHERE id = %s", [name, mail_id]
                )
        self.env.invalidate_all()
        self._compare()
        states = {name: notice.state for name, notice in notices.items()}
        self.assertEqual(
            states,
            {
                "gone": "failed",
                "cancel": "failed",
                # By no fault of the customer's: it is tried again.
                "exception": "leaving",
                "sent": "sent",
                "outgoing": "leaving",
            },
        )
        self.assertTrue(self._tasks(notices["gone"]) and self._tasks(notices["cancel"]))
        self.assertEqual(self._mail(notices["exception"]).state, "outgoing")
        for name in ("gone", "cancel"):
            self.assertTrue(notices[name].error, name)
            self.assertFalse(self._item(notices[name]).ar_level_id, name)

    def test_the_watch_commits_each(self):
        notice = self._wait("Watched")
        self.env.cr.execute("DELETE FROM mail_mail WHERE id = %s", [self._mail(notice).id])
        self.env.invalidate_all()
        cron = self.env.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", lambda *args, **options: float("inf")):
            self.env["ar.mailed.mixin"]._cron_watch()
        self.assertEqual(notice.state, "failed")

    @mute_logger(MAIL)
    def test_the_server_hangs_up(self):
        notice = self._wait("Hung Up")
        mail = self._mail(notice)
        hung_up = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
        # Not assertRaises, which would roll back.
        with self._mail_server(hung_up), suppress(smtplib.SMTPServerDisconnected):
            mail.send()
        self.assertEqual((notice.state, mail.state), ("leaving", "outgoing"), "it is tried again")
        self.assertIn("unexpectedly closed", self._email(notice).error)
        self.assertFalse(self._item(notice).ar_level_id)

    # -- a second look -----------------------------------------------------------------

    def _leave_on(self, day, *notices):
        """The queue sends on a later day; returns what the mail server took."""
        mails = self.env["mail.mail"].union(*(self._mail(notice) for notice in notices))
        with freeze_time(day + " 12:00:00"), self._mail_server() as taken:
            mails.send()
        return taken

    def test_what_changed_does_not_leave(self):
        same, paid, less, held, credited = (
            self._wait(name) for name in ("Same", "Paid", "Less", "Held", "Credited")
        )
        self._pay(paid.line_ids.move_id, 1000.0, TODAY)
        self._pay(less.line_ids.move_id, 600.0, TODAY)
        self.env["ar.hold"].create(
            {
                "profile_id": held.profile_id.id,
                "reason": "Talks",
                "date_from": TODAY,
            }
        )
        self._pay_on_account(credited.partner_id, 100.0, TODAY)
        taken = self._leave_on("2026-04-01", same, paid, less, held, credited)
        self.assertEqual(len(taken), 1)
        self.assertEqual(same.state, "sent")
        for notice, why in (
            (paid, "Paid in the meantime"),
            (less, "amounts are no longer right"),
            (held, "not asked any more"),
            (credited, "amounts are no longer right"),
        ):
            self._assert_not_said(notice, "cancelled", why)
            self.assertEqual(self._email(notice).state, "cancelled")
            self.assertEqual(self._mail(notice).state, "cancel")
        self.assertFalse(self._tasks(less), "The next run looks anew: nobody has to do anything")
        with freeze_time("2026-04-02 12:00:00"):
            again = self._queue(less.partner_id)
        self.assertEqual((len(again), again.amount_total), (1, 400.0))

    def test_too_old(self):
        """The queue stood still for two weeks and goes on."""
        notice = self._wait("Old")
        self.assertEqual(self._leave_on("2026-04-14", notice), [])
        self._assert_not_said(notice, "cancelled", "waited too long")
        with freeze_time("2026-04-15 12:00:00"):
            again = self._hand_over(self._queue(notice.partner_id))
        self.assertEqual(len(self._leave_on("2026-04-15", again)), 1)

    def test_newer(self):
        notice = self._wait("Overtaken")
        newer = self._remind(self._make_debtor("Newer"))
        newer.sudo().write({"profile_id": notice.profile_id.id, "date": "2026-04-01"})
        self.assertEqual(self._leave_on("2026-04-01", notice), [])
        self._assert_not_said(notice, "cancelled", "newer message")

    def test_one_mail_of_two_notices(self):
        """What speaks of several notices leaves as a whole, or not at all."""
        self.policy.grouping = "invoice"
        partner = self._make_debtor("Two")
        self._make_overdue(partner, 5, 300.0)
        notices = self._hand_over(self._queue(partner))
        self._email(notices).mail_mail_id = self._mail(notices)[:1]
        self._pay(notices[0].line_ids.move_id, notices[0].amount_total, TODAY)
        self.assertEqual(self._leave_on("2026-04-01", notices[0]), [])
        self.assertEqual(notices.mapped("state"), ["cancelled", "cancelled"])

    @mute_logger(MAIL)
    def test_retry_of_what_failed_long_ago(self):
        """The button on failed e-mails, and by force: the old ones do not leave."""
        notice = self._wait("Retried", street=False)
        mail = self._mail(notice)
        with self._mail_server(OSError("SMTPDataError: (554, b'Not that')")):
            mail.send()
        self.assertEqual(notice.state, "failed")
        mail.mark_outgoing()
        self.assertEqual(self._leave_on("2026-04-01", notice), [])
        self.assertEqual(mail.state, "cancel")
        # One that the server took before does not leave twice, either.
        other = self._wait("Twice")
        self.assertEqual(len(self._leave_on("2026-04-01", other)), 1)
        self._mail(other).mark_outgoing()
        self.assertEqual(self._leave_on("2026-04-01", other), [])
        self.assertEqual(other.state, "sent")

    def test_letter_is_looked_at_when_printed(self):
        partner = self._make_debtor("Paper", email=False)
        notice = self._remind(partner)
        self._pay(notice.line_ids.move_id, 600.0, TODAY)
        notice.dispatch_ids.filtered(lambda d: d.channel == "letter").action_print_letters()
        self._assert_not_said(notice, "cancelled", "amounts are no longer right")

    def test_calls_are_looked_at(self):
        notice = self._remind(self._make_debtor("Called", days_late=20))
        call = notice.dispatch_ids.filtered(lambda d: d.channel == "call")
        self.env["ar.dunning.notice"]._withdraw_calls()
        self.assertEqual(call.state, "queued")
        self._pay(notice.line_ids.move_id, 1000.0, TODAY)
        self.env["ar.dunning.notice"]._withdraw_calls()
        self.assertEqual(call.state, "cancelled")
        self.assertEqual(notice.state, "sent", "The e-mail has left")

    @mute_logger("odoo.addons.ar_collections.models.base.ar_job_mixin")
    def test_what_cannot_be_judged_waits_alone(self):
        good, bad = self._wait("Good"), self._wait("Bad")
        other = self.env["mail.mail"].create(
            {"subject": "Not ours", "email_to": "other@example.com", "email_from": "a@example.com"}
        )
        notices = self.env.registry["ar.dunning.notice"]
        find = notices._find_change

        def fail(notice, facts, day):
            if notice == bad:
                raise ZeroDivisionError("boom")
            return find(notice, facts, day)

        with patch.object(notices, "_find_change", fail), self._mail_server() as taken:
            (self._mail(good) | self._mail(bad) | other).send()
        self.assertEqual(len(taken), 2)
        self.assertEqual((good.state, bad.state), ("sent", "leaving"))
        self.assertEqual(self._mail(bad).state, "outgoing")

    def test_looked_at_together(self):
        """The queries of one more e-mail are few."""
        few = [self._wait(f"Few {n}") for n in range(3)]
        many = [self._wait(f"Many {n}") for n in range(13)]
        counts = []
        for notices in (few, many):
            mails = self.env["mail.mail"].union(*(self._mail(notice) for notice in notices))
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            mails._ar_look_again()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLess(counts[1] - counts[0], 10, counts)

    def test_upgrade(self):
        """What was called sent before stays so, unless its e-mail is there and says otherwise."""
        left, waits, failed, old = (
            self._remind(self._make_debtor(name)) for name in ("Left", "Waits", "Failed", "Old")
        )
        with mute_logger("odoo.models.unlink"):
            self._mail(left).unlink()
        for notice in (failed, old):
            self._mail(notice).state = "exception"
        self._email(old).date = "2026-01-01"
        self._email(failed).date = fields.Datetime.now()
        self.env.flush_all()
        [script] = Path(__file__).parents[2].glob("migrations/*/post-leaving.py")
        # The database's own clock.
        recent = "UPDATE ar_dispatch SET date = now() AT TIME ZONE 'UTC' WHERE id = %s"
        self.env.cr.execute(recent, [self._email(failed).id])
        runpy.run_path(str(script))["migrate"](self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        states = [notice.state for notice in (left, waits, failed, old)]
        self.assertEqual(states, ["sent", "leaving", "leaving", "sent"])
        self.assertFalse(self._item(waits).ar_level_id)
        self._compare()
        states = [notice.state for notice in (left, waits, failed, old)]
        self.assertEqual(states, ["sent", "leaving", "leaving", "sent"])
        self.assertEqual(self._mail(failed).state, "outgoing", "it is tried again")

    # -- between the mail server and our commit ----------------------------------------

    def _crash(self, notice):
        """The process died after it had begun to send."""
        self._email(notice)._set_trying()

    def test_begun_and_not_known(self):
        notice = self._wait("Crashed")
        self._crash(notice)
        # At this moment another process may be sending it.
        self.assertEqual(self._leave_on(TODAY, notice), [])
        self.assertEqual(self._mail(notice).state, "outgoing")
        self.assertFalse(self._tasks(notice))
        self.assertEqual(self._leave_on("2026-04-01", notice), [])
        email = self._email(notice)
        self.assertEqual((email.state, notice.state), ("unknown", "sent"))
        self.assertIn("may have left", email.error)
        self.assertEqual(len(self._tasks(notice)), 1)
        email.with_user(self.collector).action_mark_lost()
        self.assertEqual(self._channels(notice), {"email": "failed", "letter": "queued"})

    def test_begun_and_arrived(self):
        notice = self._wait("Crashed")
        self._crash(notice)
        self._leave_on("2026-04-01", notice)
        self._email(notice).with_user(self.collector).action_mark_arrived()
        self.assertEqual((self._email(notice).state, notice.state), ("sent", "sent"))

    def test_what_is_being_sent_is_not_sent_again(self):
        notice = self._wait("Sending")
        self._crash(notice)
        self.assertFalse(self.env["ar.channel.email"]._withdraw(self._email(notice)))

    def test_message_id_is_of_what_it_says(self):
        email = self.env["ar.channel.email"]
        notice = self._wait("Same")
        first = self._mail(notice)
        self.assertTrue(first.message_id.endswith("@example.com>"))
        self.assertIn(f"openerp-{notice.profile_id.id}-ar.profile@", first.message_id)
        self.assertEqual(first.mail_message_id.message_id, first.message_id)

        def make(repeat=0, **values):
            said = {"subject": first.subject, "body": first.body, **values}
            return email._make_message_id(notice, notice, repeat, said, "a@example.com")

        self.assertEqual(len({make(), make(1), make(body="Other"), make(subject="Other")}), 4)
        # Handed over once more, saying the same.
        first.cancel()
        notice.action_retry()
        self._hand_over(notice)
        second = self._mail(notice) - first
        self.assertEqual(second.message_id, first.message_id)

    def test_patience_is_in_days(self):
        notice = self._wait("Weekend")
        handed = self._email(notice).handed_date
        self.assertEqual(fields.Datetime.now() - handed, timedelta(0))
        self.assertEqual(len(self._leave_on("2026-04-03", notice)), 1)
