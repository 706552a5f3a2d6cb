from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import ArCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 23:30:00")
class TestNightly(ArCommon):
    """The scheduled run. At 23:30 UTC it is March 31st in Los Angeles, April 1st in Auckland."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "America/Los_Angeles"
        cls.other = cls.setup_other_company(name="Antipodes Ltd")["company"]
        cls.other.partner_id.tz = "Pacific/Auckland"
        cls.policy = cls._make_policy(3, 14, company_id=False)
        cls.beta = cls._make_partner("Beta Works")

    def _cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("ar_collections.ir_cron_dunning_run").method_direct_trigger()
        self.env.invalidate_all()

    def _nightly(self, company=None):
        return self.env["ar.dunning.run"].search(
            [("company_id", "=", (company or self.company).id), ("kind", "=", "nightly")]
        )

    def _late_everywhere(self):
        for company in (self.company, self.other):
            self._make_invoice(due="2026-03-29", company=company)

    def test_trap_22_each_company_on_its_own_day(self):
        """Due on March 29th: 2 days late in Los Angeles, 3 in Auckland."""
        self._late_everywhere()
        # The zone of whoever runs it does not matter.
        self.env.ref("base.user_root").tz = "Pacific/Kiritimati"
        self._cron()
        here, there = self._nightly(), self._nightly(self.other)
        self.assertEqual(
            (here.date, there.date), (self._day("2026-03-31"), self._day("2026-04-01"))
        )
        self.assertEqual((len(here.notice_ids), len(there.notice_ids)), (0, 1))
        self.assertEqual(there.notice_ids.days_overdue, 3)
        self.assertEqual(there.notice_ids.date, self._day("2026-04-01"))
        with freeze_time("2026-04-01 08:00:00"):
            self._cron()
            new = self._nightly() - here
            self.assertEqual((new.date, len(new.notice_ids)), (self._day("2026-04-01"), 1))
            self.assertEqual(self._nightly(self.other), there, "Auckland is still on its April 1st")

    def test_one_run_per_company_and_day(self):
        self._make_invoice(due="2026-03-20")
        self._cron()
        self._cron()
        run = self._nightly()
        self.assertEqual((len(run), run.state, len(run.notice_ids)), (1, "proposed", 1))
        self.assertFalse(run.in_background)

    def test_proposes_and_waits_for_a_person(self):
        self._make_invoice(due="2026-03-20")
        self._cron()
        run = self._nightly()
        self.assertEqual((run.state, run.notice_ids.state), ("proposed", "draft"))

    def test_sends_by_itself_where_policy_and_level_let_it(self):
        by_hand = self._make_policy(3, sequence=0, company_id=False, automatic=False)
        self.policy.automatic = True
        self.policy.level_ids[1].approval = "collector"
        high = self._make_invoice(due="2026-03-01", partner=self._make_partner("High"))
        low = self._make_invoice(due="2026-03-20")
        slow = self._make_invoice(due="2026-03-20", partner=self.beta)
        Profile = self.env["ar.profile"]
        Profile.get_or_create(self.beta, self.company).policy_id = by_hand
        for move in (high, low):
            Profile.get_or_create(move.partner_id, self.company).policy_id = self.policy
        self.policy.step = "age"
        self._cron()
        run = self._nightly()
        states = {notice.partner_id: notice.state for notice in run.notice_ids}
        self.assertEqual(
            states,
            {high.partner_id: "draft", low.partner_id: "queued", slow.partner_id: "draft"},
        )
        self.assertEqual(run.state, "proposed")
        run.action_confirm()
        self.assertEqual(
            (run.state, set(run.notice_ids.mapped("state"))), ("confirmed", {"queued"})
        )

    def test_automatic_run_is_confirmed(self):
        self.policy.automatic = True
        self._make_invoice(due="2026-03-20")
        self._cron()
        self.assertEqual(
            (self._nightly().state, self._nightly().notice_ids.state), ("confirmed", "queued")
        )

    def test_older_proposal_gives_way(self):
        invoice = self._make_invoice(due="2026-03-20")
        self._cron()
        old = self._nightly()
        by_hand = self._run()
        with freeze_time("2026-04-02 12:00:00"):
            self._cron()
            new = self._nightly() - old
            self.assertEqual((old.state, old.notice_ids.state), ("cancelled", "cancelled"))
            self.assertIn(new.name, old.notice_ids.error)
            self.assertEqual(new.line_ids.move_id, invoice)
            self.assertEqual((new.state, new.notice_ids.state), ("proposed", "draft"))
            self.assertEqual(by_hand.state, "proposed", "a person's run is a person's business")

    def test_older_proposal_that_was_half_confirmed(self):
        self._make_invoice(due="2026-03-20")
        self._make_invoice(due="2026-03-20", partner=self.beta)
        self._cron()
        old = self._nightly()
        old.notice_ids[0].action_confirm()
        with freeze_time("2026-04-02 12:00:00"):
            self._cron()
        self.assertEqual(
            (old.state, old.notice_ids.mapped("state")), ("confirmed", ["queued", "cancelled"])
        )
        old.notice_ids[0]._set_sent()
        self.assertEqual(old.state, "done")

    def test_a_killed_run_goes_on(self):
        """What the killed job had committed is kept, the rest is done by the next one."""
        partners = [self._make_partner(f"Batch {number}") for number in range(3)]
        for partner in partners:
            self._make_invoice(due="2026-03-20", partner=partner)
        run = self.env["ar.dunning.run"].sudo()._tonights_run(self.company)
        batch = "odoo.addons.ar_collections.models.dunning.ar_dunning_run_steps.BATCH"
        with patch(batch, 1):
            run._propose_batch()
            self.assertEqual((run.state, run.last_partner_id), ("draft", partners[0].id))
            self._cron()
        self.assertEqual(run.state, "proposed")
        self.assertEqual(set(run.notice_ids.partner_id.ids), {partner.id for partner in partners})
        self.assertEqual(len(run.notice_ids), 3)

    def test_a_run_in_the_background(self):
        self._make_invoice(due="2026-03-20")
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        run.action_propose_in_background()
        self.assertEqual((run.state, run.in_background), ("draft", True))
        self.assertEqual((run.in_progress, run.progress), (True, 0))
        self._cron()
        self.assertFalse(run.in_progress)
        self.assertEqual(
            (run.state, run.in_background, len(run.notice_ids)), ("proposed", False, 1)
        )

    def test_what_a_person_started_waits_for_review(self):
        self.env["ar.dunning.policy"].search([]).automatic = True
        self._make_invoice(due="2026-03-20")
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        run.action_propose_in_background()
        self._cron()
        self.assertEqual((run.state, run.notice_ids.state), ("proposed", "draft"))

    def test_a_customer_that_fails_does_not_stop_the_others(self):
        self._make_invoice(due="2026-03-20")
        self._make_invoice(due="2026-03-20", partner=self.beta)
        original = type(self.env["ar.dunning.run"])._prepare_notice

        def fault(run, plan, draft, number):
            if plan.partner_id == self.beta.id:
                raise ValueError("Broken")
            return original(run, plan, draft, number)

        with patch.object(type(self.env["ar.dunning.run"]), "_prepare_notice", fault):
            self._cron()
        run = self._nightly()
        self.assertEqual((run.state, run.error_count), ("proposed", 1))
        self.assertEqual(run.notice_ids.partner_id, self.partner)

    def test_companies_without_books_are_left_out(self):
        bare = self.env["res.company"].create({"name": "Bare Ltd"})
        self._cron()
        self.assertFalse(self._nightly(bare))
        self.assertTrue(self._nightly() and self._nightly(self.other))
