"""A letter counts from the day on which it is posted."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TODAY, ArChannelCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestPost(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.formal = cls.levels[3]
        cls.formal.channel_ids = [(5,), (0, 0, {"channel": "letter"})]
        cls.alpha = cls._make_debtor("Alpha", days_late=35)

    def _letter(self, notice):
        return notice.dispatch_ids.filtered(lambda one: one.channel == "letter")

    def _decide(self):
        run = self._run()
        lines = run.line_ids.filtered(lambda line: line.partner_id == self.alpha)
        return run, lines.mapped("reason"), lines.level_id.mapped("number")

    def test_deadline_and_level_count_from_the_posting(self):
        notice = self._remind(self.alpha)
        letter = self._letter(notice)
        self.assertEqual((notice.deadline, notice.waits_for_post), (self._day("2026-04-10"), True))
        self.levels[4].min_interval_days = 10
        with freeze_time("2026-04-20 12:00:00"):
            run, reasons, _numbers = self._decide()
            self.assertEqual(reasons, ["unposted"], "not before the letter has left")
            self.assertEqual(run.unposted_count, 1)
            self.assertEqual(
                run.action_view_unposted()["domain"][-1], ("notice_id", "in", notice.ids)
            )
            letter.with_user(self.collector).action_mark_printed()
            self.assertEqual(
                (letter.state, letter.posted_date), ("delivered", self._day("2026-04-20"))
            )
            self.assertEqual(notice.date, self._day("2026-04-20"))
            self.assertEqual(notice.deadline, self._day("2026-04-30"))
            item = self._receivable(notice.line_ids.move_id)
            self.assertEqual(item.ar_last_notice_date, self._day("2026-04-20"))
            self.assertFalse(self._run().unposted_count)
        with freeze_time("2026-04-29 12:00:00"):
            self.assertEqual(self._decide()[1:], (["interval"], [5]))
        with freeze_time("2026-04-30 12:00:00"):
            self.assertEqual(self._decide()[1:], (["level_due"], [5]))

    def test_printed_and_posted_are_two_things(self):
        notice = self._remind(self.alpha)
        letter = self._letter(notice)
        letter.with_user(self.collector).action_note_printed()
        self.assertEqual((letter.state, letter.printed_date), ("sent", self._day(TODAY)))
        self.assertTrue(notice.waits_for_post)
        with freeze_time("2026-04-02 12:00:00"):
            letter._mark_posted(self._day("2026-04-01"))
        self.assertEqual(letter.printed_date, self._day(TODAY))
        self.assertEqual((letter.posted_date, notice.date), (self._day("2026-04-01"),) * 2)

    def test_days_that_cannot_be(self):
        letter = self._letter(self._remind(self.alpha))
        for day in ("2026-03-30", "2026-04-01"):
            with self.assertRaisesRegex(UserError, "posted on"):
                letter._mark_posted(self._day(day))

    def test_an_e_mail_that_has_left_counts(self):
        self.formal.channel_ids = [(0, 0, {"channel": "email", "sequence": 20})]
        notice = self._remind(self.alpha)
        self.assertFalse(notice.waits_for_post)
        with freeze_time("2026-04-05 12:00:00"):
            self._letter(notice).action_mark_printed()
            self.assertEqual(notice.date, self._day(TODAY))

    def test_it_waits_again_when_the_e_mail_comes_back(self):
        self.formal.channel_ids = [(0, 0, {"channel": "email", "sequence": 20})]
        notice = self._remind(self.alpha)
        email = notice.dispatch_ids.filtered(lambda one: one.channel == "email")
        email._set_undelivered("bounced", "No such user")
        self.assertTrue(notice.waits_for_post)

    def test_a_letter_printed_later_is_of_that_day(self):
        notice = self._remind(self.alpha)
        letter = self._letter(notice)
        self.assertIn("04/10/2026", letter.attachment_id.raw.decode())
        with freeze_time("2026-04-03 12:00:00"):
            letter._renew_letters()
            text = letter.attachment_id.raw.decode()
            self.assertIn("04/13/2026", text)
            self.assertNotIn("04/10/2026", text)
            self.assertEqual(notice.date, self._day("2026-04-03"))
            self.assertTrue(notice.waits_for_post, "it is not posted")

    def test_beside_what_was_said_on_the_day_of_posting(self):
        """The database lets one notice of a customer leave a day; a letter joins it."""
        notice = self._remind(self.alpha)
        with freeze_time("2026-04-05 12:00:00"):
            self._make_overdue(self.alpha, 5)
            other = self._remind(self.alpha)
            self.assertEqual((other.state, other.date), ("sent", self._day("2026-04-05")))
            self._letter(notice).action_mark_printed()
            self.assertEqual(notice.date, other.date)

    def test_collectors_are_told_once_until_it_is_posted(self):
        notice = self._remind(self.alpha)
        for day in ("2026-04-01", "2026-04-02"):
            with freeze_time(day + " 12:00:00"):
                run = self.env["ar.dunning.run"].sudo()._tonights_run(self.company)
                run._work()
                tasks = run._find_post_tasks()
                self.assertEqual((len(tasks), tasks.user_id), (1, self.collector))
        self.assertIn("Alpha", tasks.note)
        with freeze_time("2026-04-02 12:00:00"):
            self._letter(notice).with_user(self.collector).action_mark_printed()
        self.assertFalse(tasks.exists().filtered("active"))
