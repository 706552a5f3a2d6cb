"""Dunning levels in the credit check, and levels that put a customer on credit hold."""

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..credit.limit_common import LimitCommon


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
