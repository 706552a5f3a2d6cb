"""Payment plans: how they are made, what is refused, how they begin, are paid, and end."""

from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, LockError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .plan_common import TODAY, PlanCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPlan(PlanCommon):
    # -- making ------------------------------------------------------------------------

    def test_own_instalments(self):
        plan = self._plan(*self._thirds())
        self.assertEqual(plan.state, "draft")
        self.assertRegex(plan.name, r"^PP/2026/\d{5}$")
        self.assertEqual((plan.amount, plan.amount_total, plan.interest_amount), (1000, 1000, 0))
        self.assertEqual(plan.currency_id, self.company.currency_id)
        self.assertEqual(plan.installment_ids.mapped("number"), [1, 2, 3])
        self.assertEqual(plan.installment_ids.mapped("state"), ["planned"] * 3)
        self.assertEqual(plan.tolerance_days, 3)

    def test_even_instalments(self):
        cases = [
            ({"installment_count": 3}, [("2026-04-30", 333.33), ("2026-05-30", 333.33)]),
            (
                {"installment_count": 4, "period": "month_end", "date_start": "2026-04-15"},
                [("2026-04-30", 250), ("2026-05-31", 250), ("2026-06-30", 250)],
            ),
            (
                {"installment_count": 2, "period": "week", "first_amount": 400},
                [("2026-03-31", 400), ("2026-04-07", 300), ("2026-04-14", 300)],
            ),
            (
                {"installment_count": 1, "first_amount": 1, "first_date": "2026-04-20"},
                [("2026-04-20", 1), ("2026-05-20", 999)],
            ),
        ]
        for values, want in cases:
            with self.subTest(values=values):
                plan = self._plan(**values)
                rows = [(str(one.date), one.amount) for one in plan.installment_ids]
                self.assertEqual(rows[: len(want)], want)
                self.assertAlmostEqual(sum(plan.installment_ids.mapped("amount")), 1000, 2)
                self.assertFalse(plan.own_schedule)

    def test_terms_make_it_anew(self):
        plan = self._plan(installment_count=3)
        plan.installment_count = 2
        self.assertEqual(plan.installment_ids.mapped("amount"), [500, 500])
        plan.move_line_ids = self._receivable(self.second)
        self.assertEqual(plan.installment_ids.mapped("amount"), [200, 200])
        # A hand has changed one: it is as entered from now on.
        first, last = plan.installment_ids
        plan.installment_ids = [
            Command.update(first.id, {"amount": 150}),
            Command.update(last.id, {"amount": 250}),
        ]
        self.assertTrue(plan.own_schedule)
        plan.action_make_schedule()
        self.assertEqual(plan.installment_ids.mapped("amount"), [200, 200])
        self.assertFalse(plan.own_schedule)

    def test_interest_is_a_line_of_its_own(self):
        # 1,000 for 30 days and 500 for 30 more at 7.3 %: 6.00 + 3.00.
        plan = self._plan(
            installment_count=2,
            date_start="2026-04-30",
            interest_kind="rate",
            interest_rate=7.3,
        )
        self.assertEqual(plan.amount, 1000)
        self.assertEqual(plan.interest_amount, 9)
        self.assertEqual(plan.amount_total, 1009)
        self.assertEqual(plan.installment_ids.mapped("amount"), [504.5, 504.5])
        own = self._plan(
            ("2026-04-30", 500.0),
            ("2026-05-30", 500.0),
            interest_kind="rate",
            interest_rate=7.3,
        )
        self.assertEqual(own.interest_amount, 9)
        self.assertEqual(own.installment_ids.mapped("amount"), [500, 509])

    def test_interest_by_rule(self):
        rule = self.env["ar.interest.rule"].create(
            {"name": "Agreed", "basis": "agreed", "agreed_rate": 7.3, "business_only": True}
        )
        values = {"installment_count": 2, "date_start": "2026-04-30", "interest_kind": "rule"}
        plan = self._plan(**values, interest_rule_id=rule.id)
        self.assertEqual(plan.interest_amount, 9)
        rule.reference_id = self.env["ar.interest.reference"].create({"name": "None yet"})
        rule.basis = "reference"
        with self.assertRaisesRegex(UserError, "has no rate for 04/01/2026"):
            self._plan(**values, interest_rule_id=rule.id)
        with self.assertRaisesRegex(UserError, "no interest rule that holds for Alpha"):
            self._plan(**values)

    def test_form(self):
        action = self.profile.with_user(self.collector).action_make_plan()
        with Form(
            self.env["ar.plan"].with_user(self.collector).with_context(**action["context"])
        ) as form:
            self.assertEqual(form.amount, 1000)
            form.installment_count = 2
            form.date_start = "2026-04-30"
        plan = form.record
        self.assertEqual(plan.installment_ids.mapped("amount"), [500, 500])
        with Form(plan) as form:
            with form.installment_ids.edit(0) as row:
                row.amount = 400
            with form.installment_ids.edit(1) as row:
                row.amount = 600
        self.assertEqual(plan.installment_ids.mapped("amount"), [400, 600])

    def test_what_is_disputed_is_not_proposed_by_itself(self):
        other = self._make_invoice(amount=250, due="2026-02-01")
        lines, own = self._receivable(other), self._receivable(self.first | self.second)
        reason = self.env.ref("ar_collections.ar_dispute_reason_price")
        values = {"profile_id": self.profile.id, "reason_id": reason.id}
        self.env["ar.dispute"].create({**values, "move_line_ids": [Command.set(lines.ids)]})
        profile = self.profile.with_user(self.collector)
        chosen = profile.action_make_plan()["context"]["default_move_line_ids"]
        self.assertEqual(chosen, [Command.set(own.ids)])
        self.env["ar.dispute"].create({**values, "move_line_ids": [Command.set(own.ids)]})
        self.env.invalidate_all()
        chosen = profile.action_make_plan()["context"]["default_move_line_ids"]
        self.assertEqual(set(chosen[0][2]), set((own | lines).ids), "all is disputed")

    def test_from_open_items(self):
        items = self._items().with_user(self.collector)
        action = items.action_make_plan()
        self.assertEqual(action["context"]["default_move_line_ids"], [Command.set(items.ids)])
        other = self._make_invoice(self._make_partner("Beta"), 10)
        mixed = items | self.env["ar.open.item"].browse(self._receivable(other).ids)
        with self.assertRaisesRegex(UserError, "items of one customer"):
            mixed.action_make_plan()
        credit = self._pay_on_account(self.partner, 5, "2026-03-01")
        line = self._receivable(credit.move_id)
        with self.assertRaisesRegex(UserError, "about debts"):
            self.env["ar.open.item"].browse(line.ids).action_make_plan()

    # -- what is refused ---------------------------------------------------------------

    def test_wrong_instalments(self):
        cases = [
            ([("2026-04-10", 300.0)], "add up to .*300.00.*1,000.00.*700.00 are missing"),
            ([("2026-04-10", 1300.0)], "300.00 too much"),
            ([("2026-04-10", 0.0), ("2026-05-10", 1000.0)], "no amount"),
            ([("2026-04-10", -5.0), ("2026-05-10", 1005.0)], "no amount"),
            ([("2026-03-30", 500.0), ("2026-05-10", 500.0)], "in the past"),
            ([("2026-05-10", 500.0), ("2026-04-10", 500.0)], "not after the one before"),
            ([("2026-05-10", 500.0), ("2026-05-10", 500.0)], "not after the one before"),
            ([("2026-05-10", float("nan"))], "no number"),
            ([("2026-05-10", float("inf"))], "no number"),
            ([(fields.Date.add(self._day(TODAY), days=n), 1.0) for n in range(121)], "120"),
        ]
        for rows, words in cases:
            with self.subTest(words=words), self.assertRaisesRegex(ValidationError, words):
                self._plan(*rows)

    def test_wrong_terms(self):
        cases = [
            ({"installment_count": 121}, "more than 120"),
            ({"installment_count": 120, "first_amount": 1}, "more than 120"),
            ({"installment_count": 2, "first_amount": 1000}, "leaves nothing"),
            ({"installment_count": 2, "first_amount": 1500}, "leaves nothing"),
            ({"first_amount": 400}, "how many instalments follow"),
        ]
        for values, words in cases:
            with self.subTest(values=values), self.assertRaisesRegex(UserError, words):
                self._plan(**values)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._plan(first_amount=-5, installment_count=2).flush_recordset()

    def test_wrong_items(self):
        other = self._make_invoice(self._make_partner("Beta"), 10)
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 0.5)])
        foreign = self._make_invoice(amount=10, currency_id=euro.id)
        paid = self._make_invoice(amount=10)
        self._pay(paid, 10, "2026-03-01")
        draft = self._make_invoice(amount=10, post=False)
        cases = [
            (self.first | other, "is not owed by Alpha"),
            (self.first | foreign, "one currency"),
            (self.first | paid, "Nothing is owed of"),
            (self.first | draft, "Nothing is owed of"),
        ]
        for moves, words in cases:
            with (
                self.subTest(words=words),
                self.assertRaisesRegex(ValidationError, words),
                self.env.cr.savepoint(),
            ):
                self._plan(("2026-04-10", 5.0), moves=moves)
        lines = self.first.line_ids - self._receivable(self.first)
        with self.assertRaises(ValidationError):
            self._plan(move_line_ids=[Command.set(lines.ids)])

    def test_an_item_is_in_one_plan(self):
        plan = self._active()
        with self.assertRaisesRegex(UserError, plan.name):
            self._plan(("2026-04-10", 600.0), moves=self.first)
        item = plan.item_ids[0]
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            item.sudo().copy(
                {"plan_id": plan.id, "move_line_id": item.move_line_id.id, "live": True}
            )
        plan.action_cancel()
        self._active(("2026-04-10", 600.0), moves=self.first)

    def test_instalments_entered_one_by_one(self):
        plan = self._plan()
        rows = self.env["ar.plan.installment"].with_user(self.collector)
        rows.create({"plan_id": plan.id, "date": "2026-04-10", "amount": 400})
        with self.assertRaisesRegex(UserError, "600.00 are missing"):
            plan.action_propose()
        rows.create({"plan_id": plan.id, "date": "2026-05-10", "amount": 600})
        self.assertTrue(plan.own_schedule)
        plan.action_propose()
        self._pay(self.first, 100, TODAY)
        plan.action_recompute()
        self.assertEqual(plan.installment_ids.mapped("amount"), [300, 600])

    def test_in_another_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 0.5)])
        invoice = self._make_invoice(amount=100, currency_id=euro.id)
        plan = self._active(("2026-04-10", 50.0), ("2026-05-10", 50.0), moves=invoice)
        self.assertEqual((plan.currency_id, plan.amount), (euro, 100))
        self._pay(invoice, 60, TODAY, currency_id=euro.id)
        self.assertEqual(self._paid(plan), [50, 10])
        # Credits in another currency pay nothing of it.
        self._pay_on_account(self.partner, 500, TODAY)
        self.assertEqual(self._paid(plan), [50, 10])
        self._pay_on_account(self.partner, 40, TODAY, currency=euro)
        self._watch()
        self.assertEqual(plan.state, "done")

    def test_credits_pay_what_is_older(self):
        """A debt that no plan is about, older than those of the plan, is covered before them."""
        self._make_invoice(amount=50, date="2025-12-01", due="2025-12-31")
        plan = self._active()
        self._pay_on_account(self.partner, 80, TODAY)
        self.assertEqual(self._paid(plan), [30, 0, 0])

    def test_by_every_way(self):
        self.partner.write(
            {
                "street": "Main Street 1",
                "city": "Town",
                "zip": "1000",
                "phone": "+32 470 12 34 56",
                "country_id": self.env.ref("base.be").id,
            }
        )
        for way in ("letter", "call", "visit", "sms"):
            with self.subTest(way=way):
                move = self._make_invoice(amount=10)
                plan = self._plan(("2026-04-10", 10.0), moves=move)
                plan.channel = way
                plan.action_propose()
                self.assertFalse(plan.error)
                self.assertEqual(plan.sudo().dispatch_ids.mapped("channel"), [way])

    def test_nothing_to_propose(self):
        empty = self.env["ar.plan"].with_user(self.collector)
        with self.assertRaisesRegex(UserError, "about no item"):
            empty.create({"profile_id": self.profile.id}).action_propose()
        with self.assertRaisesRegex(UserError, "has no instalments"):
            self._plan().action_propose()
        plan = self._plan(*self._thirds())
        with self.assertRaisesRegex(UserError, "is “Draft”"):
            plan.action_activate()

    def test_rights_and_guard(self):
        plan = self._active()
        with self.assertRaises(AccessError):
            plan.amount = 5
        with self.assertRaises(AccessError):
            plan.installment_ids[0].amount = 5
        with self.assertRaises(AccessError):
            plan.installment_ids[0].unlink()
        with self.assertRaises(AccessError):
            plan.installment_ids.create({"plan_id": plan.id, "date": "2027-01-01", "amount": 5})
        for values in ({"state": "done"}, {"acknowledged_on": TODAY}, {"accepted_by": "Me"}):
            with self.assertRaises(AccessError):
                plan.write(values)
            with self.assertRaises(AccessError):
                self._plan(moves=self._make_invoice(amount=5), **values)
        auditor = self._make_user("plan_auditor", "account.group_account_readonly")
        self.assertEqual(plan.with_user(auditor).amount_left, 1000)
        for name in ("action_cancel", "action_fail", "action_propose", "action_activate"):
            with self.assertRaises(AccessError):
                getattr(plan.with_user(auditor), name)()
        with self.assertRaisesRegex(UserError, "part of the history"):
            plan.unlink()
        draft = self._plan(moves=self._make_invoice(amount=5), installment_count=2)
        rows = draft.installment_ids
        draft.unlink()
        self.assertFalse(rows.exists())

    # -- proposed, active --------------------------------------------------------------

    def test_proposal_leaves(self):
        plan = self._plan(*self._thirds())
        plan.action_propose()
        self.assertEqual(plan.state, "proposed")
        self.assertFalse(plan.error)
        self.assertFalse(plan.queued)
        self.assertEqual(plan.sudo().dispatch_ids.channel, "email")
        mail = plan.sudo().dispatch_ids.mail_mail_id
        self.assertIn(plan.name, mail.subject)
        self.assertIn("300.00", mail.body_html)
        self.assertEqual(plan.sudo().attachment_id.res_field, "attachment_id")
        self.assertFalse(self._holds())
        # Twice is once.
        plan.action_propose()
        self.assertEqual(len(plan.sudo().dispatch_ids), 1)

    def test_nobody_to_reach(self):
        self.partner.email = False
        plan = self._plan(*self._thirds())
        told = plan.action_propose()
        self.assertEqual(plan.state, "proposed")
        self.assertIn("was not sent", plan.error)
        self.assertEqual(told["params"]["type"], "warning")
        self.partner.email = "alpha@example.com"
        plan.channel = "email"
        plan.action_send_again()
        self.assertFalse(plan.error)
        self.assertTrue(plan.sent_date)

    def test_a_second_person(self):
        self.company.ar_plan_approval_amount = 999
        approver = self._make_user(
            "plan_boss", "ar_collections.ar_collections_group_credit_approver"
        )
        plan = self._plan(*self._thirds(), user=approver)
        told = plan.action_propose()
        self.assertIn("second person", told["params"]["message"])
        self.assertEqual(plan.state, "draft")
        with self.assertRaisesRegex(UserError, "You wrote"):
            plan.action_approve()
        with self.assertRaisesRegex(AccessError, "credit approver"):
            plan.with_user(self.collector).action_approve()
        other = self._make_user(
            "plan_boss_2", "ar_collections.ar_collections_group_credit_approver"
        )
        plan.with_user(other).action_approve()
        self.assertEqual((plan.state, plan.approver_id), ("proposed", other))
        # What was approved is approved as it was.
        plan.action_recompute()
        self.assertFalse(plan.approver_id)
        small = self._plan(("2026-04-10", 5.0), moves=self._make_invoice(amount=5), user=approver)
        small.action_propose()
        self.assertEqual(small.state, "proposed")

    def test_activated(self):
        plan = self._active()
        self.assertEqual(plan.state, "active")
        self.assertEqual(str(plan.activated_on), TODAY)
        holds = self._holds()
        self.assertEqual(holds.move_line_id, plan.move_line_ids)
        self.assertEqual(holds.mapped("amount"), [0, 0])
        self.assertEqual([hold.origin_ref for hold in holds], [plan, plan])
        self.assertIn(plan.name, holds[0].reason_text)
        self.assertEqual(self.env["ar.hold"]._get_kinds()["plan"].told, "Payment plan")
        self.assertEqual(plan.next_amount, 300)
        # Twice is once.
        plan.action_activate()
        self.assertEqual(self._holds(), holds)

    def test_a_payment_arrives_meanwhile(self):
        plan = self._plan(*self._thirds())
        plan.action_propose()
        self._pay(self.second, 150, TODAY)
        with self.assertRaisesRegex(UserError, "850.00 are open now, .*150.00 less.*Recompute"):
            plan.action_activate()
        plan.action_recompute()
        self.assertEqual(plan.state, "draft")
        self.assertEqual(plan.amount, 850)
        self.assertEqual(plan.installment_ids.mapped("amount"), [150, 300, 400])
        plan.action_propose()
        plan.action_activate()
        self.assertEqual(plan.state, "active")

    def test_an_item_is_paid_meanwhile(self):
        plan = self._plan(installment_count=2)
        plan.action_propose()
        self._pay(self.first, 600, TODAY)
        with self.assertRaisesRegex(UserError, "Nothing is owed of"):
            plan.action_activate()
        plan.action_recompute()
        self.assertEqual(plan.move_line_ids, self._receivable(self.second))
        self.assertEqual(plan.installment_ids.mapped("amount"), [200, 200])
        self._pay(self.second, 400, TODAY)
        with self.assertRaisesRegex(UserError, "Nothing is open any more"):
            plan.action_recompute()
        plan.action_cancel()

    def test_two_collectors_at_once(self):
        plan = self._plan(*self._thirds())
        plan.action_propose()
        with (
            patch.object(
                self.registry["ar.plan"], "lock_for_update", side_effect=LockError("busy")
            ),
            self.assertRaises(LockError),
        ):
            plan.action_activate()
        self.assertFalse(self._holds())

    def test_the_customer_has_to_accept(self):
        self.company.ar_plan_acceptance = True
        plan = self._plan(*self._thirds())
        plan.action_propose()
        with self.assertRaisesRegex(UserError, "has not been accepted"):
            plan.action_activate()

    # -- paid --------------------------------------------------------------------------

    def test_instalment_by_instalment(self):
        plan = self._active()
        self._pay(self.first, 450, "2026-03-31")
        self.assertEqual(self._paid(plan), [300, 150, 0])
        self.assertEqual(self._states(plan), ["paid", "open", "open"])
        self.assertEqual((plan.amount_paid, plan.amount_left), (450, 550))
        self.assertEqual((str(plan.next_date), plan.next_amount), ("2026-05-10", 150))
        # A credit that nobody has allocated counts, too.
        self._pay_on_account(self.partner, 200, "2026-03-31")
        self.assertEqual(self._paid(plan), [300, 300, 50])
        self.assertEqual(plan.state, "active")
        self._watch()
        self.assertEqual(plan.state, "active")

    def test_what_was_paid_before_counts_for_nothing(self):
        self._pay(self.first, 200, "2026-03-01")
        plan = self._active(("2026-04-10", 400.0), ("2026-05-10", 400.0))
        self.assertEqual(self._paid(plan), [0, 0])

    def test_paid_in_full_ends_it(self):
        plan = self._active()
        self._pay(self.first, 600, TODAY)
        self.assertEqual(plan.state, "active")
        payment = self._pay(self.second, 400, TODAY)
        self.assertEqual(plan.state, "done")
        self.assertFalse(self._holds().filtered("in_force"))
        self.assertEqual(self._states(plan), ["paid"] * 3)
        # The payment is undone: it goes on.
        payment.move_id.line_ids.remove_move_reconcile()
        self.env.invalidate_all()
        self.assertEqual(plan.state, "done")  # the money is still there, as a credit
        payment.action_draft()
        payment.action_cancel()
        plan.sudo()._follow()
        self.assertEqual(plan.state, "active")
        self.assertEqual(
            self._holds().filtered("in_force").move_line_id, self._receivable(self.second)
        )
        self.assertEqual(self._paid(plan), [300, 300, 0])

    def test_paid_on_account_ends_it_by_night(self):
        plan = self._active()
        self._pay_on_account(self.partner, 1000, TODAY)
        self._watch()
        self.assertEqual(plan.state, "done")

    def test_interest_is_paid_by_what_is_left_over(self):
        values = {"interest_kind": "rate", "interest_rate": 7.3}
        plan = self._active(("2026-04-30", 500.0), ("2026-05-30", 500.0), **values)
        self._pay(self.first | self.second, 1000, TODAY)
        self.assertEqual(plan.state, "active")
        self.assertEqual(self._paid(plan), [500, 500])
        self._pay_on_account(self.partner, 9, TODAY)
        self.assertEqual(self._paid(plan), [500, 509])
        self._watch()
        self.assertEqual(plan.state, "done")

    def test_a_credit_note_counts(self):
        plan = self._active()
        refund = self._make_invoice(amount=400, date=TODAY, move_type="out_refund")
        (self._receivable(refund) | self._receivable(self.second)).reconcile()
        self.assertEqual(self._paid(plan), [300, 100, 0])

    def test_search_of_states(self):
        plan = self._active()
        installments = self.env["ar.plan.installment"]
        own = [("plan_id", "=", plan.id)]
        with freeze_time("2026-05-12"):
            self.env.invalidate_all()
            for state, want in (
                ("missed", 1),
                ("due", 1),
                ("open", 1),
                ("paid", 0),
                ("planned", 0),
            ):
                with self.subTest(state=state):
                    found = installments.search([*own, ("state", "=", state)])
                    self.assertEqual(len(found), want)
            self.assertEqual(installments.search_count([*own, ("state", "!=", "missed")]), 2)

    def test_figures_are_read_for_all_at_once(self):
        def measure(number):
            plans = self.env["ar.plan"]
            for n in range(number):
                partner = self._make_partner(f"Many {number} {n}")
                move = self._make_invoice(partner, 100, due="2026-02-01")
                profile = self.env["ar.profile"].get_or_create(partner, self.company)
                plan = plans.create(
                    {
                        "profile_id": profile.id,
                        "move_line_ids": [Command.set(self._receivable(move).ids)],
                        "installment_count": 2,
                    }
                ).sudo()
                plan._move_to("proposed")
                plan._activate()
                plans |= plan
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            plans.installment_ids.mapped("amount_paid")
            return self.cr.sql_log_count - before

        few = measure(2)
        self.assertLessEqual(measure(8), few + 1)

    # -- failed, cancelled, replaced ---------------------------------------------------

    def _policy_at_level_one(self):
        self._make_policy(3, 14)
        notices = self._remind(date=TODAY)
        self.assertEqual(notices.line_ids.mapped("level_id.name"), ["Level 1"])
        return notices

    def test_a_missed_instalment_ends_it(self):
        self._policy_at_level_one()
        plan = self._active(waived_amount=25, waived_note="Reminder fees")
        self.assertEqual(plan.item_ids.level_id.name, "Level 1")
        with freeze_time("2026-04-13"):
            self._watch()
            self.assertEqual(plan.state, "active")
            run = self._run(date="2026-04-13")
            self.assertFalse(run.notice_ids)
        with freeze_time("2026-04-14"):
            self.assertEqual(self._states(plan), ["missed", "open", "open"])
            self._watch()
            self.assertEqual(plan.state, "failed")
            self.assertIn("300.00", plan.end_reason)
            self.assertFalse(self._holds().filtered("in_force"))
            self.assertEqual(self._states(plan), ["ended"] * 3)
            task = self.profile.activity_ids.filtered(lambda one: plan.name in (one.summary or ""))
            self.assertIn("25.00", task[-1:].note)
            self.assertIn("Reminder fees", task[-1:].note)
            # The items go on at the level that they had.
            run = self._run(date="2026-04-14")
            self.assertEqual(run.notice_ids.line_ids.move_line_id, plan.move_line_ids)
            self.assertEqual(set(run.notice_ids.line_ids.mapped("level_id.name")), {"Level 2"})

    def test_a_part_of_an_instalment_is_not_enough(self):
        plan = self._active()
        self._pay(self.first, 299.99, TODAY)
        with freeze_time("2026-04-14"):
            self._watch()
            self.assertEqual(plan.state, "failed")

    def test_the_collector_is_asked_first(self):
        self.company.ar_plan_fail = "ask"
        plan = self._active()
        with self.assertRaisesRegex(UserError, "No instalment of"):
            plan.action_fail()
        with freeze_time("2026-04-14"):
            self._watch()
            self._watch()
            self.assertEqual(plan.state, "active")
            tasks = self.profile.activity_ids.filtered(lambda t: "Instalment missed" in t.summary)
            self.assertEqual(len(tasks), 1)
            self.assertEqual(tasks.user_id, self.collector)
            plan.action_fail()
            self.assertEqual(plan.state, "failed")

    def test_cancelled(self):
        plan = self._active()
        with freeze_time("2026-04-05"):
            plan.action_cancel()
            self.assertEqual(plan.state, "cancelled")
            self.assertFalse(self._holds().filtered("in_force"))
            self.assertEqual(len(self._holds()), 2)
            with self.assertRaisesRegex(UserError, "is “Cancelled”"):
                plan.action_activate()

    def test_renegotiated(self):
        plan = self._active()
        self._pay(self.first, 300, TODAY)
        context = plan.action_renegotiate()["context"]
        new = self.env["ar.plan"].with_user(self.collector).with_context(**context).create({})
        self.assertEqual(new.replaces_id, plan)
        self.assertEqual(new.amount, 700)
        new.action_propose()
        self.assertEqual(plan.state, "active")
        new.action_activate()
        self.assertEqual((plan.state, plan.replaced_by_id), ("cancelled", new))
        holds = self._holds().filtered("in_force")
        self.assertEqual([hold.origin_ref for hold in holds], [new, new])

    def test_merged_customer(self):
        other = self._make_partner("Alpha Traders")
        target = self.env["ar.profile"].get_or_create(other, self.company).sudo()
        plan = self._active()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.partner | other).ids, dst_partner=other
        )
        self.env.invalidate_all()
        self.assertEqual(plan.profile_id, target)
        self.assertEqual(plan.partner_id, other)
        self.assertEqual(plan.installment_ids.partner_id, other)
        self.assertEqual(plan.amount_left, 1000)
        self.profile = target
        self._pay(self.first, 600, TODAY)
        self._pay(self.second, 400, TODAY)
        self.assertEqual(plan.state, "done")

    def test_an_item_set_back_to_draft(self):
        plan = self._active()
        self.second.button_draft()
        self._pay(self.first, 600, TODAY)
        self._watch()
        self.assertEqual(plan.state, "active")
        self.assertEqual(self._paid(plan), [300, 300, 0])
        self.assertTrue(
            self.profile.activity_ids.filtered(lambda t: "to be made anew" in (t.summary or ""))
        )

    # -- reminders ---------------------------------------------------------------------

    def test_each_instalment_is_reminded_of(self):
        plan = self._active()
        first = plan.installment_ids[0]
        self._watch()
        self.assertFalse(first.reminder_ids)
        with freeze_time("2026-04-07"):
            self._watch()
            self._watch()
            self.assertEqual(first.reminder_ids.mapped("kind"), ["before"])
            reminder = first.reminder_ids.sudo()
            reminder._lock_bundles()._send()
            self.assertEqual(reminder.state, "sent")
            mail = reminder.dispatch_ids.mail_mail_id
            self.assertIn("300.00", mail.body_html)
            self.assertIn("/pay/", mail.body_html)
        with freeze_time("2026-04-11"):
            self._pay(self.first, 100, "2026-04-11")
            self._watch()
            missed = first.reminder_ids - reminder
            self.assertEqual((missed.kind, missed.amount), ("missed", 200))
            missed._lock_bundles()._send()
            self.assertIn("200.00", missed.dispatch_ids.mail_mail_id.body_html)

    def test_no_reminder_of_what_is_paid(self):
        plan = self._active()
        with freeze_time("2026-04-07"):
            self._watch()
            reminder = plan.installment_ids.reminder_ids.sudo()
            self._pay(self.first, 300, "2026-04-07")
            self.env.invalidate_all()
            reminder._lock_bundles()._send()
            self.assertEqual(reminder.state, "cancelled")
            self.assertFalse(reminder.dispatch_ids)

    def test_no_reminder_of_a_plan_that_ended(self):
        plan = self._active()
        with freeze_time("2026-04-07"):
            self._watch()
            plan.action_cancel()
            self.assertEqual(plan.sudo().installment_ids.reminder_ids.state, "cancelled")
