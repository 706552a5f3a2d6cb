"""What customers look at is noted; what our own people look at is not."""

from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.tests import freeze_time, new_test_user, tagged

from .common import ArChannelCommon


@tagged("post_install", "-at_install")
class TestSeen(ArChannelCommon):
    def setUp(self):
        super().setUp()
        self.notice = self._remind(self._make_debtor("Reader"))
        user = new_test_user(self.env, "reader", groups="base.group_portal")
        self.seen = self.notice.with_user(user).sudo()

    def _look(self, moment):
        with freeze_time(moment):
            self.seen._note_seen()
        self.env.invalidate_all()

    def test_first_last_and_how_often(self):
        self.assertFalse(self.notice.seen_date)
        self._look("2026-04-01 08:00:00")
        self._look("2026-04-01 08:05:00")
        self.assertEqual(self.notice.seen_times, 1, "The page was loaded again")
        self.assertEqual(str(self.notice.seen_last), "2026-04-01 08:00:00")
        self._look("2026-04-02 09:00:00")
        self.assertEqual(str(self.notice.seen_date), "2026-04-01 08:00:00")
        self.assertEqual(str(self.notice.seen_last), "2026-04-02 09:00:00")
        self.assertEqual(self.notice.seen_times, 2)
        self.assertEqual(self.notice.dispatch_ids.seen_date, self.notice.seen_date)
        self.assertEqual(self.notice.profile_id.seen_date, self.notice.seen_last)

    def test_own_people_do_not_count(self):
        self.notice.with_user(self.collector).sudo()._note_seen()
        self.notice._note_seen()
        self.assertFalse(self.notice.seen_date)

    def test_search(self):
        other = self._remind(self._make_debtor("Other"))
        self._look("2026-04-01 08:00:00")
        both = [("id", "in", (self.notice | other).ids)]
        notices = self.env["ar.dunning.notice"]
        self.assertEqual(notices.search([*both, ("seen_date", "!=", False)]), self.notice)
        self.assertEqual(notices.search([*both, ("seen_date", "=", False)]), other)
        self.assertEqual(notices.search([*both, ("seen_date", ">", "2026-03-01")]), self.notice)

    def test_it_waits_for_nobody(self):
        """A row that another process has, or a conflict: the page is shown all the same."""
        self._look("2026-04-01 08:00:00")
        seen = self.env.registry["ar.seen"]
        with patch.object(seen, "invalidate_model", side_effect=AssertionError):
            query = type(self.env).execute_query

            def fail(env, text):
                if "INSERT INTO ar_seen" in text.code:
                    raise SerializationFailure("Somebody else")
                return query(env, text)

            with patch.object(type(self.env), "execute_query", fail):
                self._look("2026-04-03 08:00:00")
        self.assertEqual(self.notice.seen_times, 1)

    def test_a_second_look_writes_nothing(self):
        """Who loads a page again costs the look at the row."""
        self._look("2026-04-01 08:00:00")
        with freeze_time("2026-04-01 08:01:00"):
            self.seen.mapped("profile_id.company_id")
            with self.assertQueryCount(2):
                self.env["ar.seen"].with_user(self.seen.env.user)._note(
                    self.seen, self.seen.profile_id
                )

    def test_several_of_one_kind(self):
        other = self._remind(self._make_debtor("Reader Two"))
        user = self.seen.env.user
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            (self.notice | other).with_user(user).sudo()._note_seen()
        self.env.invalidate_all()
        self.assertTrue(self.notice.seen_date and other.seen_date)
