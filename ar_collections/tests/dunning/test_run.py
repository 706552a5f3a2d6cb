from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ...models.dunning import ar_dunning_run_steps
from ..common import ArCommon

PROPOSE = "odoo.addons.ar_collections.models.dunning.ar_dunning_run_steps"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestRun(ArCommon):
    """Propose, review, confirm; 2026-03-31 is "today"."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._make_policy(3, 14, 30)
        cls.beta = cls._make_partner("Beta Works")
        cls.gamma = cls._make_partner("Gamma Stores")

    def _late(self, days, amount=100.0, partner=None, **values):
        due = fields.Date.subtract(self.company._ar_today(), days=days)
        return self._make_invoice(partner, amount, date="2026-01-01", due=due, **values)

    def _reasons(self, run):
        return {line.move_id: line.reason for line in run.line_ids}

    # -- propose, confirm, done --------------------------------------------------------

    def test_from_proposal_to_done(self):
        invoice = self._late(20, 500)
        self._late(2, 70)
        run = self._run()
        self.assertEqual(run.state, "proposed")
        self.assertEqual(run.line_ids.move_id, invoice, "2 days late has passed no level")
        notice = run.notice_ids
        self.assertEqual(notice.name, f"{run.name}/00001")
        self.assertEqual((notice.state, notice.level_id), ("draft", self.policy.level_ids[0]))
        self.assertEqual(notice.amount_overdue, 570, "a notice lists all that is overdue")
        self.assertEqual(set(notice.line_ids.mapped("kind")), {"overdue", "item"})
        self.assertFalse(invoice.ar_level_id, "a level counts when it was sent")
        run.action_confirm()
        self.assertEqual((run.state, notice.state), ("confirmed", "queued"))
        self.assertEqual(set(notice.line_ids.mapped("state")), {"queued"})
        self.assertFalse(invoice.ar_level_id)
        self.assertEqual(self._reasons(self._run()), {invoice: "queued"})
        notice._set_sent()
        self.assertEqual((run.state, notice.state), ("done", "sent"))
        item = self._receivable(invoice)
        self.assertEqual(item.ar_level_id, self.policy.level_ids[0])
        self.assertEqual(item.ar_last_notice_date, self._day("2026-03-31"))
        self.assertEqual(invoice.ar_level_id, item.ar_level_id)
        self.assertEqual(self._reasons(self._run()), {invoice: "contacted_today"})

    def test_doing_it_twice_does_nothing(self):
        self._late(20)
        run = self._run(confirm=True)
        notice = run.notice_ids
        run.action_confirm()
        self.assertEqual(len(run.notice_ids), 1)
        self.assertFalse(notice._set_queued())
        self.assertTrue(notice._set_sent())
        sent = notice.sent_date
        self.assertFalse(notice._set_sent() | notice._set_queued() | notice._set_cancelled("x"))
        self.assertEqual((notice.state, notice.sent_date), ("sent", sent))

    def test_every_item_past_a_level_has_a_reason(self):
        remind = self._late(20)
        excluded = self._late(20)
        excluded.no_followup = True
        held = self._late(20)
        self.env["ar.hold"].create({"move_id": held.id, "reason": "Goods returned"})
        by_hand = self._late(20, partner=self.beta)
        self.env["ar.profile"].get_or_create(self.beta, self.company).reminder_mode = "manual"
        covered = self._late(20, 100, partner=self.gamma)
        self._pay_on_account(self.gamma, 100, "2026-03-01")
        run = self._run()
        self.assertEqual(
            self._reasons(run),
            {
                remind: "level_due",
                excluded: "no_followup",
                held: "held",
                by_hand: "manual_customer",
                covered: "covered_by_credit",
            },
        )
        line = run.line_ids.filtered(lambda line: line.move_id == held)
        self.assertEqual(line.reason_text, "On hold: Goods returned")
        self.assertEqual(
            (run.notice_count, run.skipped_count, run.error_count, run.amount_total),
            (1, 4, 0, 100),
        )

    def test_a_person_may_remind_a_customer_who_is_reminded_by_hand(self):
        self._late(20)
        profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
        profile.reminder_mode = "manual"
        self._late(20, partner=self.beta)
        action = profile.action_remind()
        run = self.env["ar.dunning.run"].browse(action["res_id"])
        self.assertEqual(run.notice_ids.partner_id, self.partner)

    def test_cancel(self):
        invoice = self._late(20)
        run = self._run()
        run.action_cancel()
        self.assertEqual((run.state, run.notice_ids.state), ("cancelled", "cancelled"))
        self.assertEqual(run.notice_ids.error, "The dunning run was cancelled.")
        run = self._run(confirm=True)
        self.assertEqual(self._reasons(run), {invoice: "level_due"})
        run.action_cancel()
        self.assertEqual((run.state, run.notice_ids.state), ("cancelled", "cancelled"))
        run = self._run(confirm=True)
        run.notice_ids._set_sent()
        with self.assertRaisesRegex(UserError, f"{run.name} is done"):
            run.action_cancel()

    def test_cancelled_run_keeps_what_was_sent(self):
        self._late(20)
        self._late(20, partner=self.beta)
        run = self._run(confirm=True)
        first, second = run.notice_ids
        first._set_sent()
        run.action_cancel()
        self.assertEqual((run.state, first.state, second.state), ("cancelled", "sent", "cancelled"))
        first._set_failed("It came back.")
        with self.assertRaisesRegex(UserError, f"{first.name} was cancelled"):
            first.action_retry()
        first.action_confirm()
        self.assertEqual((run.state, first.state), ("cancelled", "failed"))

    def test_history_is_not_deleted(self):
        self._late(20)
        run = self._run(confirm=True)
        with self.assertRaisesRegex(UserError, run.name):
            run.unlink()
        with self.assertRaisesRegex(UserError, run.notice_ids.name):
            run.notice_ids.unlink()
        level = run.notice_ids.level_id
        with self.assertRaisesRegex(UserError, level.name):
            level.unlink()

    def test_two_proposals_of_one_day_make_one_notice(self):
        self._late(20)
        first, second = self._run(), self._run()
        first.action_confirm()
        second.action_confirm()
        self.assertEqual((first.notice_ids.state, second.notice_ids.state), ("queued", "cancelled"))
        self.assertIn("Another run", second.notice_ids.error)
        self.assertEqual((first.state, second.state), ("confirmed", "done"))

    def test_a_proposal_that_another_day_overtook(self):
        """Not the customer and day, but the item and level stop it."""
        self._late(20)
        self._late(20, partner=self.beta)
        old = self._run("2026-03-30")
        self._run(confirm=True, profile_ids=[Command.set(self._profile(self.partner).ids)])
        old.action_confirm()
        states = {notice.partner_id: notice.state for notice in old.notice_ids}
        self.assertEqual(states, {self.partner: "cancelled", self.beta: "queued"})

    def _profile(self, partner):
        return self.env["ar.profile"].get_or_create(partner, self.company)

    # -- bad input ---------------------------------------------------------------------

    def test_run_in_the_future(self):
        with self.assertRaisesRegex(ValidationError, "04/01/2026.*in the future.*Simulate"):
            self._run("2026-04-01")

    def test_company_without_receivable_account(self):
        bare = self.env["res.company"].create({"name": "Bare Ltd"})
        run = self.env["ar.dunning.run"].create({"company_id": bare.id})
        with self.assertRaisesRegex(UserError, "Bare Ltd has no receivable account"):
            run.action_propose()
        self.assertEqual(run.state, "draft")

    def test_steps_in_the_wrong_order(self):
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        with self.assertRaisesRegex(UserError, f"{run.name} has no proposal"):
            run.action_confirm()
        run.action_propose()
        with self.assertRaisesRegex(UserError, f"{run.name} was already proposed"):
            run.action_propose()

    def test_nothing_is_owed(self):
        run = self._run()
        self.assertFalse(run.notice_ids)
        self.assertFalse(run.line_ids)
        run.action_confirm()
        self.assertEqual(run.state, "done")

    def test_policy_that_cannot_work(self):
        for levels, words in (
            ((), "Test policy has no levels"),
            ((14, 3), "Level 2 \\(3 days\\) comes after Level 1 \\(14 days\\)"),
            ((3, 3), "comes after"),
            (({"delay_days": 3, "min_interval_days": -1},), "Level 1"),
            (({"delay_days": 3, "min_share": 101},), "Level 1"),
        ):
            with self.subTest(levels=levels), self.assertRaisesRegex(ValidationError, words):
                self._make_policy(*levels)
        with self.assertRaisesRegex(ValidationError, "Test policy cannot be negative"):
            self._make_policy(3, grace_days=-1)
        with self.assertRaisesRegex(ValidationError, "comes after"):
            self.policy.level_ids[2].delay_days = 5

    def test_policy_whose_levels_are_gone(self):
        """Levels can vanish past the constraint; the run says why nobody is reminded."""
        invoice = self._late(20)
        self.policy.level_ids.unlink()
        run = self._run()
        self.assertEqual(self._reasons(run), {invoice: "empty_policy"})
        self.assertEqual(run.line_ids.detail, "Test policy")

    def test_no_policy_fits(self):
        self.env["ar.dunning.policy"].search([]).active = False
        invoice = self._late(20)
        self.assertEqual(self._reasons(self._run()), {invoice: "no_policy"})
        profile = self._profile(self.partner)
        self.assertFalse(profile.policy_id)
        self.assertIn("No policy fits", profile.policy_reason)

    # -- policies ----------------------------------------------------------------------

    def test_which_policy_and_why(self):
        tag = self.env["res.partner.category"].create({"name": "Public sector"})
        france = self.env.ref("base.fr")
        user = new_test_user(self.env, "sally", groups="base.group_user")
        by_country = self._make_policy(5, sequence=0, country_ids=[Command.set(france.ids)])
        by_tag = self._make_policy(6, sequence=0, category_ids=[Command.set(tag.ids)])
        by_user = self._make_policy(7, sequence=0, user_ids=[Command.set(user.ids)])
        profile = self._profile(self.partner)
        for values, policy, words in (
            ({}, self.policy, "applies to everybody"),
            ({"user_id": user.id}, by_user, "salesperson sally"),
            ({"category_id": [Command.set(tag.ids)]}, by_tag, "a customer tag"),
            ({"country_id": france.id}, by_country, "country France"),
        ):
            self.partner.write(values)
            with self.subTest(values=values):
                self.assertEqual(profile.policy_id, policy)
                self.assertIn(words, profile.policy_reason)
        profile.policy_id = self.policy
        profile.invalidate_recordset()
        self.assertEqual(profile.policy_id, self.policy)
        self.assertIn("by hand", profile.policy_reason)
        invoice = self._late(4)
        self.assertEqual(self._run().line_ids.policy_id, self.policy)
        # A pin that is archived holds no more.
        self._make_policy(1, sequence=50)
        self.policy.active = False
        self.assertEqual(profile.policy_id, by_country)
        self.assertFalse(self._reasons(self._run()), f"{invoice.name} is not 5 days late")

    def test_grades_of_policies_decide_in_the_run(self):
        self._late(20)
        self._late(20, partner=self.beta)
        strict = self._make_policy(1, 2, 3, sequence=9, step="age")
        self._profile(self.beta).policy_id = strict
        levels = {n.partner_id: n.level_id.delay_days for n in self._run().notice_ids}
        self.assertEqual(levels, {self.partner: 3, self.beta: 3})
        self.assertEqual(
            {n.partner_id: n.policy_id for n in self._run().notice_ids},
            {self.partner: self.policy, self.beta: strict},
        )

    # -- review ------------------------------------------------------------------------

    def test_items_left_out_and_taken_back(self):
        first, second = self._late(20, 100), self._late(10, 30)
        run = self._run()
        notice = run.notice_ids
        line = run.line_ids.filtered(lambda line: line.move_id == first)
        line.action_leave_out()
        self.assertEqual((line.decision, line.reason), ("skip", "by_hand"))
        self.assertEqual(notice.amount_total, 30)
        line.action_take_back()
        self.assertEqual((line.decision, line.reason), ("notice", "level_due"))
        self.assertEqual(notice.amount_total, 130)
        line.action_leave_out()
        contact = self._make_partner("Accounts", parent_id=self.partner.id, is_company=False)
        notice.contact_id = contact
        run.action_confirm()
        self.assertEqual((notice.state, notice.contact_id), ("queued", contact))
        with self.assertRaisesRegex(UserError, "already confirmed"):
            notice.line_ids.action_drop()
        notice._set_sent()
        self.assertFalse(first.ar_level_id)
        self.assertEqual(second.ar_level_id, self.policy.level_ids[0])

    def test_all_items_left_out(self):
        self._late(20)
        run = self._run()
        run.line_ids.action_leave_out()
        self.assertEqual((run.notice_ids.state, run.notice_ids.amount_total), ("draft", 0))
        run.action_confirm()
        self.assertEqual((run.state, run.notice_ids.state), ("done", "cancelled"))

    def test_highest_level_leaves_the_notice(self):
        self.policy.write({"step": "age"})
        self.policy.level_ids[2].deadline_days = 7
        high, _low = self._late(40, 100), self._late(5, 30)
        run = self._run()
        notice = run.notice_ids
        self.assertEqual(notice.level_id, self.policy.level_ids[2])
        self.assertEqual(notice.deadline, self._day("2026-04-07"))
        run.line_ids.filtered(lambda line: line.move_id == high).action_leave_out()
        self.assertEqual(notice.level_id, self.policy.level_ids[0])
        self.assertFalse(notice.deadline)

    # -- who may confirm ---------------------------------------------------------------

    def test_approvals(self):
        self.policy.level_ids[0].approval = "manager"
        self._late(20)
        collector = self._make_user("collie", "ar_collections.ar_collections_group_collector")
        run = self._run()
        run.with_user(collector).action_confirm()
        self.assertEqual((run.state, run.notice_ids.state), ("proposed", "draft"))
        self.assertIn("wait for a manager", run.message_ids[0].body)
        self.assertIn(self.partner.name, run.message_ids[0].body)
        self.policy.level_ids[0].approval = "collector"
        run.with_user(collector).action_confirm()
        self.assertEqual(run.notice_ids.state, "queued")
        run.action_cancel()
        self.policy.level_ids[0].approval = "manager"
        run = self._run(confirm=True)
        self.assertEqual(run.notice_ids.state, "queued")

    # -- faults and batches ------------------------------------------------------------

    def test_a_customer_that_fails_is_recorded(self):
        invoices = [self._late(20, partner=p) for p in (self.partner, self.beta, self.gamma)]
        fault = self._fault_for(self.beta)
        with patch.object(type(self.env["ar.dunning.run"]), "_prepare_notice", fault):
            run = self._run()
        self.assertEqual(run.state, "proposed")
        self.assertEqual(run.notice_ids.partner_id, self.partner | self.gamma)
        self.assertEqual(run.error_count, 1)
        line = run.line_ids.filtered(lambda line: line.decision == "error")
        self.assertEqual((line.partner_id, line.detail), (self.beta, "No address"))
        self.assertIn("No address", self._profile(self.beta).message_ids[0].body)
        self.assertEqual(len(run.line_ids), len(invoices))
        self.assertEqual(len(set(run.notice_ids.mapped("name"))), 2)

    def _fault_for(self, partner):
        original = type(self.env["ar.dunning.run"])._prepare_notice

        def fault(run, plan, draft, number):
            if plan.partner_id == partner.id:
                raise ValueError("No address")
            return original(run, plan, draft, number)

        return fault

    def test_items_without_customer_that_fail_are_recorded(self):
        self._make_entry(100, "2026-01-01", no_followup=False)
        planner = type(self.env["ar.dunning.planner"])
        with patch.object(planner, "_debtors", side_effect=ValueError("Broken")):
            run = self._run()
        self.assertEqual(run.line_ids.mapped("decision"), ["error"])
        self.assertEqual(run.line_ids.name, "Items without a customer")

    def test_batches(self):
        partners = [self._make_partner(f"Batch {n}") for n in range(5)]
        for partner in partners:
            self._late(20, partner=partner)
        for size in (1, 2, 4, 5, 6):
            with self.subTest(size=size), patch(f"{PROPOSE}.BATCH", size):
                run = self._run()
                self.assertEqual(len(run.notice_ids.partner_id), 5)
                self.assertEqual(len(run.notice_ids), 5)
                self.assertEqual((run.customers_done, run.customers_total), (5, 5))
                self.assertEqual(run.state, "proposed")
                names = run.notice_ids.sorted("id").mapped("name")
                self.assertEqual(names, [f"{run.name}/{n:05}" for n in range(1, 6)])
                simulated = self.env["ar.dunning.run"].simulate(self.company.id, run.date)
                self.assertEqual(len(simulated["notices"]), 5)

    def test_notices_are_counted_before_their_lines_refer_to_them(self):
        # Else PostgreSQL, which had planned the check of the foreign key for a handful of them,
        # looks for each line's notice among all: 43,000 items took twice as long.
        for number in range(3):
            self._late(20, partner=self._make_partner(f"Batch {number}"))
        counted = SQL("SELECT reltuples::int FROM pg_class WHERE relname = 'ar_dunning_notice'")
        self.env.cr.execute("ANALYZE ar_dunning_notice")
        [(before,)] = self.env.execute_query(counted)
        with patch(f"{PROPOSE}.MANY", 3):
            self._run()
        self.assertEqual(self.env.execute_query(counted), [(before,)])
        with patch(f"{PROPOSE}.MANY", 2):
            self._run()
        self.assertEqual(self.env.execute_query(counted), [(before + 6,)])

    def test_a_run_that_was_killed_goes_on(self):
        partners = [self._make_partner(f"Batch {n}") for n in range(3)]
        for partner in partners:
            self._late(20, partner=partner)
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        with patch(f"{PROPOSE}.BATCH", 2):
            self.assertEqual(run._propose_batch(), 1)
            self.assertEqual((run.state, len(run.notice_ids)), ("draft", 2))
            self.assertEqual(run.last_partner_id, partners[1].id)
            run.action_propose()
        self.assertEqual(run.state, "proposed")
        self.assertEqual(run.notice_ids.partner_id, partners[0] | partners[1] | partners[2])
        self.assertEqual(len(run.notice_ids), 3)

    def test_large_ledgers_are_proposed_in_the_background(self):
        for number in range(3):
            self._late(20, partner=self._make_partner(f"Batch {number}"))
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        with patch.object(ar_dunning_run_steps, "BATCH", 1):
            run.button_propose()
        self.assertEqual((run.state, run.in_background), ("draft", True))
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        run.button_propose()
        self.assertEqual(run.state, "proposed")
