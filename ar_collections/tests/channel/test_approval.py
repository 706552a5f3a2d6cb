"""Hard steps to key accounts wait until somebody has approved them."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import TODAY, ArChannelCommon


@freeze_time(TODAY + " 12:00:00")
@tagged("post_install", "-at_install")
class TestApproval(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._make_user(
            "mona", "ar_collections.ar_collections_group_manager", name="Mona Manager"
        )
        cls.seller = cls._make_user(
            "sam", "ar_collections.ar_collections_group_sales", name="Sam Seller"
        )
        cls.company.ar_dunning_reviewer_id = cls.manager
        cls.levels.key_approval = True
        cls.key = cls._make_debtor("Key Trading", user_id=cls.seller.id)
        cls.other = cls._make_debtor("Other Trading")
        cls.profile = cls.env["ar.profile"].get_or_create(cls.key, cls.company)
        cls.profile.key_account = True

    def _run_of(self, *partners):
        """A run that somebody has confirmed: (notice of the key account, those of others)."""
        queued = self._queue(*partners)
        notices = self.env["ar.dunning.notice"].search([("profile_id", "=", self.profile.id)])
        return notices[:1], queued - notices

    def _tasks(self, record):
        return record.sudo().activity_ids.filtered(lambda one: "Approve" in (one.summary or ""))

    def test_waits_while_the_others_leave(self):
        notice, others = self._run_of(self.key, self.other)
        self.assertEqual((notice.state, others.state), ("draft", "queued"))
        self.assertTrue(notice.waits_for_approval)
        self.assertTrue(notice.approval_asked)
        self.assertEqual(notice.run_id.state, "proposed")
        waiting = self.env["ar.dunning.notice"].search([("waits_for_approval", "=", True)])
        self.assertIn(notice, waiting)
        self.assertNotIn(others, waiting)
        self.assertEqual(self._tasks(self.profile).user_id, self.manager)
        # Twice is once.
        notice.run_id.action_confirm()
        self.assertEqual(len(self._tasks(self.profile)), 1)
        self.assertEqual(notice.state, "draft")

    def test_approved_it_leaves(self):
        notice, _others = self._run_of(self.key)
        notice.with_user(self.manager).action_approve()
        self.assertEqual(notice.state, "queued")
        self.assertEqual(notice.key_decided_by_id, self.manager)
        self.assertEqual(str(notice.key_decided_on), TODAY + " 12:00:00")
        self.assertFalse(self._tasks(self.profile))
        self.assertIn("Mona Manager approved", self.profile.message_ids[0].body)
        self.assertEqual(notice.run_id.state, "confirmed")
        with self.assertRaisesRegex(UserError, "Mona Manager approved"):
            notice.with_user(self.manager).action_approve()

    def test_approved_before_somebody_confirms(self):
        run = self.env["ar.dunning.run"].create(
            {"company_id": self.company.id, "profile_ids": [(6, 0, self.profile.ids)]}
        )
        run.action_propose()
        run.notice_ids.with_user(self.manager).action_approve()
        self.assertEqual(run.notice_ids.state, "draft", "Nobody has confirmed it.")
        run.action_confirm()
        self.assertEqual(run.notice_ids.state, "queued")

    def test_what_was_approved_is_what_leaves(self):
        """Another addressee, sentence, tone or level is another message."""
        other = self._make_partner("Somebody Else", parent_id=self.key.id, is_company=False)
        changes = {"contact_id": other.id, "added_text": "Pay at once.", "tone": "firm"}
        notice = self._propose()
        for name, value in changes.items():
            with self.subTest(name):
                notice.with_user(self.manager).action_approve()
                same = notice[name].id if name == "contact_id" else notice[name]
                notice.with_user(self.collector).write({name: same})
                self.assertEqual(notice.key_decision, "approved", "Forms write what is there.")
                notice.with_user(self.collector).write({name: value})
                self.assertFalse(notice.key_decision or notice.key_decided_by_id)
                self.assertTrue(notice.waits_for_approval)
                self.assertIn("Mona Manager approved", self.profile.message_ids[0].body)
        notice.with_user(self.collector).action_confirm()
        self.assertEqual(notice.state, "draft")
        self.assertEqual(len(self._tasks(self.profile)), 1)
        notice.with_user(self.manager).action_approve()
        self.assertEqual(notice.state, "queued")

    def test_what_failed_is_approved_anew(self):
        notice = self._propose()
        notice.with_user(self.manager).action_approve()
        notice.action_confirm()
        notice._set_failed("Nobody there")
        notice.with_user(self.collector).added_text = "Pay at once."
        notice.with_user(self.collector).action_retry()
        self.assertEqual(notice.state, "failed")
        notice.with_user(self.manager).action_approve()
        self.assertEqual(notice.state, "queued")

    def _propose(self):
        run = self.env["ar.dunning.run"].create(
            {"company_id": self.company.id, "profile_ids": [(6, 0, self.profile.ids)]}
        )
        run.action_propose()
        return run.notice_ids

    def test_refused_it_does_not_come_back_tomorrow(self):
        notice, _others = self._run_of(self.key)
        notice.with_user(self.manager).action_refuse()
        self.assertEqual((notice.state, notice.key_decision), ("cancelled", "refused"))
        self.assertIn("Mona Manager refused", notice.error)
        self.assertFalse(self._tasks(self.profile))
        hold = self.profile.hold_ids
        self.assertEqual(str(hold.date_to), "2026-04-14")
        again, _others = self._run_of(self.key)
        self.assertEqual(again, notice)

    def test_a_collector_does_not_decide(self):
        notice, _others = self._run_of(self.key)
        for user in (self.collector, self.seller):
            with self.assertRaises(AccessError):
                notice.with_user(user).action_approve()
        self.assertEqual(notice.state, "draft")
        with self.assertRaises(AccessError):
            notice.with_user(self.manager).key_decision = "approved"

    def test_the_salesperson_decides_where_the_company_wants_it(self):
        """It reads no notices: task and buttons are on the customer."""
        self.company.ar_key_approver = "salesperson"
        notice, _others = self._run_of(self.key)
        self.assertEqual(self._tasks(self.key).user_id, self.seller)
        mine = self.key.with_user(self.seller)
        self.assertIn("waits for your approval", mine.ar_approval_note)
        self.assertFalse(self.key.with_user(self.collector).ar_approval_note)
        with self.assertRaisesRegex(UserError, "No reminder"):
            self.key.with_user(self.collector).action_ar_approve_reminders()
        mine.action_ar_approve_reminders()
        self.assertEqual((notice.state, notice.key_decided_by_id), ("queued", self.seller))
        self.assertFalse(self._tasks(self.key))
        mine.invalidate_recordset()
        self.assertFalse(mine.ar_approval_note)

    def test_without_a_salesperson_the_manager_decides(self):
        self.company.ar_key_approver = "salesperson"
        self.key.user_id = False
        self._run_of(self.key)
        self.assertEqual(self._tasks(self.profile).user_id, self.manager)

    def test_who_reviews_runs_does_not_approve(self):
        self.company.ar_dunning_reviewer_id = self.collector
        notice, _others = self._run_of(self.key)
        self.assertNotEqual(self._tasks(self.profile).user_id, self.collector)
        self.assertTrue(self._tasks(self.profile))
        with self.assertRaises(AccessError):
            notice.with_user(self.collector).action_approve()

    def test_nobody_is_there_to_approve(self):
        """Then it waits, and the run goes on."""
        company = type(self.company)
        with patch.object(company, "_ar_get_manager", lambda company: self.env["res.users"]):
            self.company.ar_dunning_reviewer_id = self.collector
            notice, others = self._run_of(self.key, self.other)
        self.assertEqual((notice.state, others.state), ("draft", "queued"))
        self.assertTrue(notice.approval_asked)

    def test_who_flags_a_key_account(self):
        other = self.env["ar.profile"].get_or_create(self.other, self.company)
        other.with_user(self.collector).key_account = True
        self.assertTrue(other.key_account)
        with self.assertRaisesRegex(AccessError, "Other Trading is a key account"):
            other.with_user(self.collector).key_account = False
        other.with_user(self.collector).write({"key_account": True})
        other.with_user(self.manager).key_account = False
        self.assertFalse(other.key_account)
        with self.assertRaises(AccessError):
            other.with_user(self.seller).key_account = False

    def test_the_salesperson_asks_for_it(self):
        self.profile.key_account = False
        with self.assertRaisesRegex(UserError, "Only the salesperson"):
            self.key.with_user(self.collector).action_ar_ask_key_account()
        self.key.with_user(self.seller).action_ar_ask_key_account()
        self.key.with_user(self.seller).action_ar_ask_key_account()
        tasks = self.profile.sudo().activity_ids
        self.assertEqual(len(tasks), 1)
        self.assertIn("Sam Seller", tasks.note)
        self.assertFalse(self.profile.key_account)

    def test_other_levels_and_customers_wait_for_nobody(self):
        self.levels.key_approval = False
        notice, _others = self._run_of(self.key)
        self.assertEqual(notice.state, "queued")

    def test_a_level_that_asks_for_a_manager_still_does(self):
        self.company.ar_key_approver = "salesperson"
        self.levels.approval = "manager"
        run = self.env["ar.dunning.run"].create(
            {"company_id": self.company.id, "profile_ids": [(6, 0, self.profile.ids)]}
        )
        run.action_propose()
        run.with_user(self.collector).action_confirm()
        self.key.with_user(self.seller).action_ar_approve_reminders()
        self.assertEqual(run.notice_ids.state, "draft")
        run.with_user(self.manager).action_confirm()
        self.assertEqual(run.notice_ids.state, "queued")

    def test_the_night_asks_too(self):
        self.policy.automatic = True
        run = (
            self.env["ar.dunning.run"]
            .sudo()
            .create({"company_id": self.company.id, "kind": "nightly", "in_background": True})
        )
        run._work()
        notice = run.notice_ids.filtered(lambda one: one.profile_id == self.profile)
        self.assertEqual(notice.state, "draft")
        self.assertEqual(self._tasks(self.profile).user_id, self.manager)
        others = run.notice_ids - notice
        self.assertEqual(set(others.mapped("state")), {"queued"})
