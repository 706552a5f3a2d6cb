"""Dunning levels in the credit check, and levels that put a customer on credit hold."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..credit.limit.limit_common import LimitCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestDunningCredit(LimitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._make_policy(3, {"delay_days": 14, "credit_hold": True})
        cls.invoice = cls._make_invoice(amount=100, due="2026-03-26")

    def test_highest_level(self):
        self._rule("level", level_number=2)
        self.assertEqual(self._decision(1), "ok")
        self._remind()
        self.assertEqual(self._decision(1), "ok", "level 1")
        self._rule("level", level_number=1)
        result = self._check(1)
        self.assertEqual(result["decision"], "block")
        self.assertIn("level 1", result["reasons"][0]["message"])
        self._pay(self.invoice, 100, "2026-03-31")
        self.assertEqual(self._decision(1), "ok", "paid")
        with self.assertRaises(ValidationError):
            self._rule("level").level_number = 0

    def test_the_level_is_what_was_said(self):
        """A biller may write journal items, and not what was said about them; and the rule reads
        what was said."""
        self._rule("level", level_number=1)
        self._remind()
        item = self.invoice.line_ids.filtered("ar_level_id")
        billing = self._user("billing")
        for record, values in (
            (item, {"ar_level_id": False}),
            (item, {"ar_last_notice_date": False}),
            (self.invoice, {"ar_level_id": False}),
            (self.invoice, {"line_ids": [Command.update(item.id, {"ar_level_id": False})]}),
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    record.with_user(billing).write(values)
            self.env.invalidate_all()
        born = self.invoice.with_user(billing).with_context(default_ar_level_id=item.ar_level_id.id)
        self.assertFalse(born.copy().sudo().ar_level_id)
        item.sudo().ar_level_id = False
        self.assertEqual(self._decision(1), "block")

    def test_hold_by_a_level(self):
        self._rule("hold")
        self._remind()
        self.assertEqual(self._decision(1), "ok")
        with freeze_time("2026-04-10 12:00:00"):
            notice = self._remind()
            self.assertEqual(notice.level_id, self.policy.level_ids[1])
            hold = self.profile.credit_hold_ids
            self.assertEqual((hold.cause, hold.notice_id), ("level", notice))
            self.assertEqual(self._decision(1), "block")
            self._pay(self.invoice, 100, "2026-04-10")
            self.assertEqual(self._decision(1), "ok", "released by payment")

    def test_level_that_does_not_arrive(self):
        self._rule("hold")
        self._remind()
        with freeze_time("2026-04-10 12:00:00"):
            notice = self._remind()
            self.assertEqual(self._decision(1), "block")
            notice._set_failed("Bounced")
            self.assertEqual(self._decision(1), "ok")
            self.assertEqual(self.profile.credit_hold_ids.state, "released")

    def test_one_hold_at_a_time(self):
        self.policy.level_ids.credit_hold = True
        self._remind()
        with freeze_time("2026-04-10 12:00:00"):
            self._remind()
        self.assertEqual(len(self.profile.credit_hold_ids), 1)

    def test_rule_that_holds_from_a_level(self):
        self._rule("level", "off", level_number=1, sets_hold=True)
        self._remind()
        self.env["ar.credit.limit"]._watch(self.company)
        self.profile.invalidate_recordset()
        self.assertTrue(self.profile.credit_hold)

    # -- reviews -----------------------------------------------------------------------

    def _reviews(self):
        return self.profile.review_ids.filtered(lambda review: review.kind == "event")

    def _grade(self):
        self.profile.sudo().rating_id = self.env["ar.credit.rating"].search([], limit=1)

    def test_level_that_opens_a_review(self):
        self.policy.level_ids[0].opens_review = True
        self._remind()
        review = self._reviews()
        self.assertEqual(review.state, "draft")
        self.assertIn(self.policy.level_ids[0].display_name, review.reason)
        with freeze_time("2026-04-10 12:00:00"):
            self._remind()
        self.assertEqual(self._reviews(), review, "one open review")

    def test_jump_of_two_levels_opens_a_review(self):
        """From level 1 to 3; from 1 to 2 is the usual way."""
        self.policy.write({"step": "age", "level_ids": [(0, 0, {"name": "3", "delay_days": 28})]})
        self._grade()
        self._remind()
        with freeze_time("2026-04-10 12:00:00"):
            self.assertEqual(self._remind().level_id.number, 2)
        self.assertFalse(self._reviews())
        self._pay(self.invoice, 100, "2026-04-10")
        # A new invoice is reminded of at level 1, and then only at level 3.
        self._make_invoice(amount=100, due="2026-04-10")
        with freeze_time("2026-04-14 12:00:00"):
            self.assertEqual(self._remind().level_id.number, 1)
        self.assertFalse(self._reviews())
        with freeze_time("2026-05-20 12:00:00"):
            self.assertEqual(self._remind().level_id.number, 3)
        self.assertIn("from level 1 to level 3", self._reviews().reason)

    def test_first_notice_is_no_jump(self):
        self.policy.write({"step": "age", "level_ids": [(0, 0, {"name": "3", "delay_days": 28})]})
        self._grade()
        with freeze_time("2026-05-20 12:00:00"):
            self.assertEqual(self._remind().level_id.number, 3)
        self.assertFalse(self._reviews())

    def test_jump_of_nobody_we_have_judged(self):
        self.policy.write({"step": "age", "level_ids": [(0, 0, {"name": "3", "delay_days": 28})]})
        self._remind()
        with freeze_time("2026-05-20 12:00:00"):
            self._remind()
        self.assertFalse(self._reviews())

    def test_review_that_fails_leaves_the_notice_sent(self):
        self.policy.level_ids[0].opens_review = True

        def fail(profiles, kind, reason):
            raise ValueError("Broken")

        self.patch(type(self.profile), "_open_review", fail)
        notice = self._remind()
        self.assertEqual(notice.state, "sent")
        self.assertIn("Broken", self.profile.message_ids[0].body)
