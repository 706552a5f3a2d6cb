"""Credit without any limit is above every amount: two people decide on it, whatever the way."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .limit_common import LimitCommon

APPROVER = "ar_collections.ar_collections_group_credit_approver"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestUnlimited(LimitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._user("approver")
        cls.second = cls._user("approver")
        cls.company.ar_credit_four_eyes_amount = 10000

    def _draft(self, amount):
        return self._make_invoice(amount=amount, date="2026-03-31", post=False)

    def _ask(self, records, user=None):
        return records.with_user(user or self.first)

    # -- not checked -------------------------------------------------------------------

    def test_one_person_alone_exempts_nobody(self):
        self._rule("over_limit")
        self._limit(100)
        profile = self._ask(self.profile)
        profile.credit_exempt = True
        profile.write({"credit_exempt": True})
        profile.action_exempt()
        self.assertFalse(self.profile.credit_exempt)
        self.assertEqual(self.profile.unlimited_by_id, self.first)
        self.assertEqual(self._decision(101), "block")
        task = self.profile.unlimited_task_id
        self.assertEqual(task.user_id, self.second)
        self._ask(self.profile, self.second).action_exempt()
        self.assertTrue(self.profile.credit_exempt)
        self.assertEqual(self._decision(101), "ok")
        self.assertFalse(self.profile.unlimited_by_id)
        self.assertFalse(task.exists() and task.active, "the task is done")
        profile.credit_exempt = False
        self.assertEqual(self._decision(101), "block", "one person is enough to check again")

    def test_exempt_from_birth(self):
        profile = self._ask(self.env["ar.profile"]).create(
            {"partner_id": self._make_partner("Newcomer").id, "credit_exempt": True}
        )
        self.assertFalse(profile.credit_exempt)
        self.assertEqual(profile.sudo().unlimited_by_id, self.first)

    def test_what_is_written_beside_it_is_kept(self):
        self._ask(self.profile).write({"credit_exempt": True, "grace_pinned": True})
        self.assertTrue(self.profile.grace_pinned)
        self.assertFalse(self.profile.credit_exempt)

    def test_asking_is_taken_back(self):
        self._ask(self.profile).credit_exempt = True
        self._ask(self.profile, self.second).action_keep_check()
        self.assertFalse(self.profile.unlimited_by_id)
        self._ask(self.profile, self.second).credit_exempt = True
        self.assertFalse(self.profile.credit_exempt, "who asks now is the first again")
        self._ask(self.profile, self.second).credit_exempt = False
        self.assertFalse(self.profile.unlimited_by_id)

    def test_others_do_not_take_it_back(self):
        """Whoever saves the account with the box as it is leaves the request alone."""
        self._ask(self.profile).credit_exempt = True
        collector = self._ask(self.profile, self._user("collector"))
        collector.write({"credit_exempt": False, "note": "Called"})
        self.assertEqual(self.profile.unlimited_by_id, self.first)

    def test_others_do_not_ask(self):
        collector = self._ask(self.profile, self._user("collector"))
        with self.assertRaises(AccessError):
            collector.credit_exempt = True
        with self.assertRaises(AccessError):
            collector.action_exempt()
        with self.assertRaises(AccessError):
            collector.action_keep_check()
        self.assertFalse(self.profile.unlimited_by_id)

    # -- documents ---------------------------------------------------------------------

    def test_a_large_document_needs_a_release(self):
        self._rule("over_limit")
        self._limit(100)
        invoice = self._draft(10001)
        with self.assertRaisesRegex(UserError, "release"), self.env.cr.savepoint():
            self._ask(invoice, self._biller()).ar_credit_excluded = True
        small = self._draft(10000)
        self._ask(small, self._biller()).ar_credit_excluded = True
        small.action_post()
        self.assertEqual(small.state, "posted")

    def test_a_document_that_grew_is_checked(self):
        self._rule("over_limit")
        self._limit(100)
        invoice = self._draft(500)
        self._ask(invoice, self._biller()).ar_credit_excluded = True
        invoice.write(
            {"invoice_line_ids": [Command.update(invoice.invoice_line_ids.id, {"price_unit": 2e4})]}
        )
        with self.assertRaisesRegex(UserError, "credit check"):
            invoice.action_post()

    def _biller(self):
        return self._user(f"account.group_account_invoice,{APPROVER}")

    # -- the last limit ----------------------------------------------------------------

    def test_one_person_alone_does_not_end_the_last_limit(self):
        limit = self._limit(100)
        for _twice in range(2):
            self._ask(limit).action_end()
            self.assertEqual((limit.state, limit.unlimited_by_id), ("active", self.first))
        self._ask(limit, self.second).action_end()
        self.assertEqual(limit.state, "ended")
        self.assertFalse(limit.unlimited_by_id)

    def test_it_may_stand(self):
        limit = self._limit(100)
        self._ask(limit).action_end()
        self._ask(limit, self.second).action_keep()
        self.assertFalse(limit.unlimited_by_id)
        self._ask(limit).action_end()
        self._limit(200)
        self.assertEqual(limit.state, "ended", "replaced")
        self.assertFalse(limit.unlimited_by_id, "nobody is asked any more")

    def test_one_person_ends_what_is_not_the_last(self):
        self._limit(100)
        temporary = self._limit(300, kind="temporary", date_to="2026-06-30")
        self._ask(temporary).action_end()
        self.assertEqual(temporary.state, "ended")

    def test_a_group_limit_is_ended_by_two(self):
        self._limit(100)
        group = self._limit(1000, kind="group")
        self._ask(group).action_end()
        self.assertEqual(group.state, "active", "others of the group may have none")

    def test_a_limit_that_runs_out_waits(self):
        """A limit of the same amount that ends tomorrow leaves nothing the day after."""
        self._limit(100)
        values = {"profile_id": self.profile.id, "amount": 100, "reason": "x"}
        limits = self._ask(self.env["ar.credit.limit"])
        short = limits.create({**values, "date_to": "2026-04-01"})
        self.assertEqual(short.state, "waiting")
        with self.assertRaisesRegex(UserError, "after its last day"):
            short.action_approve()
        self._ask(short, self.second).action_approve()
        self.assertEqual(short.state, "active")
        longer = limits.create({**values, "date_to": "2026-12-31"})
        self.assertEqual(longer.state, "active", "it lasts longer than the one before")

    # -- the amount itself -------------------------------------------------------------

    def test_who_raises_the_amount_is_seen(self):
        self.company.partner_id.message_ids.sudo().unlink()
        settings = self.env["res.config.settings"].with_user(
            self._user("base.group_system,ar_collections.ar_collections_group_manager")
        )
        settings.create({"ar_credit_four_eyes_amount": 9000}).execute()
        self.assertFalse(self.company.partner_id.message_ids, "lower is stricter")
        settings.create({"ar_credit_four_eyes_amount": 90000}).execute()
        message = self.company.partner_id.message_ids
        self.assertRegex(message.body, r"9,000.*90,000")
        self.assertIn(self.second.partner_id, message.notified_partner_ids)
