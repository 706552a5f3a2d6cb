import runpy
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .charge_common import ChargeCommon

JOB = "odoo.addons.ar_collections.models.base.ar_job_mixin"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestCharge(ChargeCommon):
    """Interest accrues day by day, and stays when the invoice is paid."""

    # -- the night ---------------------------------------------------------------------

    def test_interest_accrues_on_what_is_late(self):
        invoice = self._make_invoice(due="2026-03-21")
        self._make_invoice(due="2026-04-30")
        self._accrue()
        charge = self._of(invoice)
        self.assertEqual(
            self._says(charge), [("interest", "2026-03-22", "2026-03-31", 10, "accrued")]
        )
        self.assertEqual((charge.profile_id, charge.company_id), (self.profile, self.company))
        self.assertIn("10 days on", charge.interest_note)
        self.assertEqual(len(self.charges.search([])), 1)

    def test_the_next_night_goes_on_with_the_same_charge(self):
        invoice = self._make_invoice(due="2026-03-21")
        self._accrue()
        charge = self._of(invoice)
        self._accrue()
        with freeze_time("2026-04-02 01:00:00"):
            self._accrue()
        self.assertEqual(self._of(invoice), charge)
        self.assertEqual((str(charge.date_to), charge.amount), ("2026-04-02", 12))

    def test_a_charge_survives_its_invoice(self):
        invoice = self._make_invoice(due="2026-03-01")
        self._pay(invoice, 1000, "2026-03-11")
        self._accrue()
        expected = [("interest", "2026-03-02", "2026-03-11", 10, "accrued")]
        self.assertEqual(self._says(self._of(invoice)), expected)
        with freeze_time("2026-04-20 01:00:00"):
            self._accrue()
        self.assertEqual(self._says(self._of(invoice)), expected)
        self.assertTrue(self._of(invoice).item_settled)

    def test_part_payments_and_credit_notes_split_the_period(self):
        invoice = self._make_invoice(due="2026-03-01")
        self._pay(invoice, 400, "2026-03-11")
        note = self._make_invoice(amount=500, date="2026-03-21", move_type="out_refund")
        (self._receivable(invoice) | self._receivable(note)).reconcile()
        self._accrue()
        charge = self._of(invoice)
        # 10 days on 1,000, 10 on 600, 10 on 100.
        self.assertEqual((str(charge.date_to), charge.amount), ("2026-03-31", 17))
        self.assertEqual(len(charge.interest_lines), 3)

    def test_instalments_are_charged_one_by_one(self):
        term = self._instalment_term((50, 10), (50, 20))
        invoice = self._make_invoice(date="2026-03-01", invoice_payment_term_id=term.id)
        self._accrue()
        self.assertEqual(
            [(str(one.date_from), one.amount) for one in self._of(invoice)],
            [("2026-03-12", 10), ("2026-03-22", 5)],
        )

    def test_who_pays_in_time_is_charged_nothing(self):
        invoice = self._make_invoice(due="2026-03-21")
        self._pay(invoice, 1000, "2026-03-21")
        self._accrue()
        self.assertFalse(self._of(invoice))

    def test_a_credit_on_account_covers_the_oldest(self):
        invoice = self._make_invoice(due="2026-03-01")
        self._pay_on_account(self.partner, 400, "2026-03-11")
        self._accrue()
        self.assertEqual(self._of(invoice).amount, 10 + 0.6 * 20)

    def test_what_is_held_waits_and_is_charged_afterwards(self):
        invoice = self._make_invoice(due="2026-03-21")
        hold = self.env["ar.hold"].create(
            {"profile_id": self.profile.id, "move_id": invoice.id, "reason": "Asked for a copy"}
        )
        self._accrue()
        self.assertFalse(self._of(invoice))
        hold.action_release()
        self._accrue()
        self.assertEqual(self._of(invoice).amount, 10)

    def test_what_is_held_in_part_accrues_on_the_rest(self):
        invoice = self._make_invoice(due="2026-03-21")
        values = {
            "profile_id": self.profile.id,
            "move_id": invoice.id,
            "reason": "Asked for a copy",
        }
        hold = self.env["ar.hold"].create({**values, "amount": 400})
        self._accrue()
        self.assertEqual(self._of(invoice).amount, 6)
        hold.action_release()
        self._accrue()
        self.assertEqual(self._of(invoice).amount, 10)

    def test_a_hold_on_a_part_takes_nothing_back(self):
        invoice = self._make_invoice(due="2026-03-21")
        self._accrue()
        claimed = self._of(invoice)
        claimed.sudo()._move_to("claimed")
        values = {
            "profile_id": self.profile.id,
            "move_id": invoice.id,
            "reason": "Asked for a copy",
        }
        hold = self.env["ar.hold"].create({**values, "amount": 400})
        with freeze_time("2026-04-10 12:00:00"):
            self._accrue()
            self.assertEqual(
                self._says(self._of(invoice)),
                [
                    ("interest", "2026-03-22", "2026-03-31", 10, "claimed"),
                    ("interest", "2026-04-01", "2026-04-10", 6, "accrued"),
                ],
            )
            hold.action_release()
            self._accrue()
            self.assertEqual([one.amount for one in self._of(invoice)], [10, 10])

    def test_compounded_interest_of_what_was_held(self):
        """Rests of 30 days from 15 February: 25 until 11 March, held, and 30 + 15 × 1.03 = 45.45
        until 31 March, as though it never had been held; half of it while half is held."""
        self.rule.compounding = "30"
        invoice = self._make_invoice(due="2026-02-14")
        values = {"profile_id": self.profile.id, "move_id": invoice.id, "reason": "A copy"}
        with freeze_time("2026-03-11 12:00:00"):
            self._accrue()
            self._of(invoice).sudo()._move_to("claimed")
            hold = self.env["ar.hold"].create(values)
        self._accrue()
        self.assertEqual([one.amount for one in self._of(invoice)], [25])
        hold.action_release()
        half = self.env["ar.hold"].create({**values, "amount": 500})
        self._accrue()
        # Five days on 500, fifteen on 515.
        self.assertEqual([one.amount for one in self._of(invoice)], [25, 10.23])
        half.action_release()
        self._accrue()
        self.assertEqual(
            self._says(self._of(invoice)),
            [
                ("interest", "2026-02-15", "2026-03-11", 25, "claimed"),
                ("interest", "2026-03-12", "2026-03-31", 20.45, "accrued"),
            ],
        )

    def test_compounded_interest_of_a_deferred_item(self):
        """The first rest begins on the day after the agreed one: 30 + 15 × 1.03."""
        self.rule.compounding = "30"
        invoice = self._make_invoice(date="2025-12-01", due="2025-12-31")
        deferral = self.env["ar.deferral"].create(
            {
                "move_line_id": self._receivable(invoice).id,
                "date": "2026-04-01",
                "reason": "New plant",
            }
        )
        deferral.sudo().action_approve()
        with freeze_time("2026-05-16 12:00:00"):
            self._accrue()
        self.assertEqual(
            self._says(self._of(invoice)),
            [("interest", "2026-04-02", "2026-05-16", 45.45, "accrued")],
        )

    def test_what_a_dispute_credits_was_never_owed(self):
        """A justified complaint costs no interest, not even for the days before it was heard."""
        invoice = self._make_invoice(due="2026-03-01")
        dispute = self.env["ar.dispute"].create(
            {
                "profile_id": self.profile.id,
                "move_line_ids": [Command.set(self._receivable(invoice).ids)],
                "amount": 300,
                "reason_id": self.env["ar.dispute.reason"].search([], limit=1).id,
            }
        )
        self._accrue()
        self.assertEqual(self._of(invoice).amount, 21)
        dispute.action_credit()
        dispute.credit_note_ids.action_post()
        self._accrue()
        self.assertEqual(self._of(invoice).amount, 21)

    def test_a_deferred_item_bears_interest_from_the_agreed_day(self):
        invoice = self._make_invoice(due="2026-03-01")
        deferral = self.env["ar.deferral"].create(
            {
                "move_line_id": self._receivable(invoice).id,
                "date": "2026-04-05",
                "reason": "New plant",
            }
        )
        deferral.sudo().action_approve()
        self._accrue()
        self.assertFalse(self._of(invoice))
        with freeze_time("2026-04-15 12:00:00"):
            self._accrue()
        self.assertEqual(
            self._says(self._of(invoice)), [("interest", "2026-04-06", "2026-04-15", 10, "accrued")]
        )

    def _agree(self, invoice, **values):
        """An active plan: all of it on 2026-04-20."""
        plan = self.env["ar.plan"].create(
            {
                "profile_id": self.profile.id,
                "move_line_ids": [Command.set(self._receivable(invoice).ids)],
                "installment_ids": [Command.create({"date": "2026-04-20", "amount": 1000})],
                **values,
            }
        )
        plan.action_propose()
        plan.action_activate()
        return plan

    def test_a_plan_that_is_kept_costs_no_late_interest(self):
        invoice = self._make_invoice(due="2026-03-21")
        plan = self._agree(invoice)
        with freeze_time("2026-04-20 12:00:00"):
            self._pay(invoice, 1000, "2026-04-20")
            self.assertEqual(plan.state, "done")
            self._accrue()
        # Nine days until the day on which the plan began.
        self.assertEqual(
            self._says(self._of(invoice)), [("interest", "2026-03-22", "2026-03-30", 9, "accrued")]
        )

    def test_a_plan_that_fails_costs_all_days(self):
        invoice = self._make_invoice(due="2026-03-21")
        plan = self._agree(invoice)
        with freeze_time("2026-05-20 12:00:00"):
            plan.action_fail()
            self._accrue()
        self.assertEqual(sum(self._of(invoice).mapped("amount")), 60)

    def test_what_a_plan_waives_is_waived_when_it_was_kept(self):
        invoice = self._make_invoice(due="2026-03-21")
        self._accrue()
        charge = self._of(invoice)
        charge.sudo()._move_to("claimed")
        self._agree(invoice, waived_amount=4)
        self.assertEqual(charge.amount_left, 10)
        with freeze_time("2026-04-20 12:00:00"):
            self._pay(invoice, 1000, "2026-04-20")
        self.assertEqual((charge.amount_waived, charge.amount_left), (4, 6))

    def test_a_waiver_that_fails_costs_no_payment(self):
        """Somebody else works on the charge at this moment: the plan is paid, and the account says
        what was not waived."""
        invoice = self._make_invoice(due="2026-03-21")
        self._accrue()
        charge = self._of(invoice)
        plan = self._agree(invoice, waived_amount=4)
        error = UserError("Somebody else has it.")
        with freeze_time("2026-04-20 12:00:00"):
            with patch.object(type(charge), "_waive", side_effect=error):
                self._pay(invoice, 1000, "2026-04-20")
        self.assertEqual((plan.state, charge.amount_waived), ("done", 0))
        self.assertIn("Somebody else has it", self.profile.message_ids[0].body)

    def test_a_complaint_that_was_rejected_costs_all_days(self):
        invoice = self._make_invoice(due="2026-03-01")
        dispute = self.env["ar.dispute"].create(
            {
                "profile_id": self.profile.id,
                "move_line_ids": [Command.set(self._receivable(invoice).ids)],
                "amount": 300,
                "reason_id": self.env["ar.dispute.reason"].search([], limit=1).id,
            }
        )
        dispute.action_reject()
        self._accrue()
        self.assertEqual(self._of(invoice).amount, 30)

    def test_whom_interest_is_not_for(self):
        person = self._make_partner("Person", is_company=False)
        theirs = self._make_invoice(person, due="2026-03-01")
        excluded = self._make_invoice(due="2026-03-01")
        excluded.no_followup = True
        self._accrue()
        self.assertFalse(self._of(theirs, excluded))

    def test_a_policy_without_interest_charges_none(self):
        self.policy.level_ids.interest_rule_id = False
        self.policy.level_ids.charge_compensation = False
        invoice = self._make_invoice(due="2026-03-01")
        self._accrue()
        self.assertFalse(self._of(invoice))

    def test_what_is_older_than_the_start_is_left_to_people(self):
        self.company.ar_charge_start = "2026-03-15"
        old = self._make_invoice(due="2026-03-10")
        paid = self._make_invoice(due="2026-03-10")
        self._pay(paid, 1000, "2026-03-20")
        new = self._make_invoice(due="2026-03-15")
        self._accrue()
        self.assertFalse(self._of(old, paid))
        self.assertEqual(self._of(new).amount, 16)

    def test_an_upgrade_begins_with_the_day(self):
        paid = self._make_invoice(due="2026-03-01")
        self._pay(paid, 1000, "2026-03-11")
        script = Path(__file__).parents[3] / "migrations" / "19.0.1.5.0" / "post-charge.py"
        runpy.run_path(str(script))["migrate"](self.env.cr, "19.0.1.4.0")
        self.assertEqual(str(self.company.ar_charge_start), "2026-03-31")
        new = self._make_invoice(due="2026-03-31")
        with freeze_time("2026-04-10 12:00:00"):
            self._accrue()
        self.assertFalse(self._of(paid))
        self.assertEqual(self._of(new).amount, 10)

    def test_a_missing_rate_makes_a_task_and_costs_nothing_for_ever(self):
        reference = self.env["ar.interest.reference"].create(
            {
                "name": "Test rate",
                "months": 6,
                "rate_ids": [Command.create({"date_from": "2026-01-01", "rate": 36.5})],
            }
        )
        self.rule.write({"basis": "reference", "reference_id": reference.id})
        old = self._make_invoice(due="2025-12-21", date="2025-12-01")
        new = self._make_invoice(due="2026-03-21")
        self._accrue()
        self.assertFalse(self._of(old))
        self.assertEqual(self._of(new).amount, 10)
        self.assertEqual(len(reference.activity_ids), 1)
        reference.rate_ids = [Command.create({"date_from": "2025-07-01", "rate": 36.5})]
        self._accrue()
        self.assertEqual(self._of(old).amount, 100)

    def test_one_customer_who_fails_keeps_no_other_back(self):
        beta = self._make_partner("Beta")
        mine = self._make_invoice(due="2026-03-21")
        theirs = self._make_invoice(beta, due="2026-03-21")
        compute = type(self.rule)._interest_for_items

        def fail(rule, items, day):
            if any(item.key.partner_id == self.partner for item in items):
                raise ValueError("no figure")
            return compute(rule, items, day)

        with patch.object(type(self.rule), "_interest_for_items", fail), mute_logger(JOB):
            self._accrue()
        self.assertFalse(self._of(mine))
        self.assertEqual(self._of(theirs).amount, 10)
        self.assertIn("no figure", self.profile.message_ids[0].body)

    def test_a_night_that_was_stopped_goes_on(self):
        beta = self._make_partner("Beta")
        self._make_invoice(due="2026-03-21")
        theirs = self._make_invoice(beta, due="2026-03-21")
        self.company.sudo().ar_charges_reached = self.partner.id
        self._accrue()
        self.assertEqual(self.charges.search([]), self._of(theirs))
        self.assertEqual(self.company.ar_charges_reached, 0)
        self.assertTrue(self.company.ar_charges_read_on)

    def test_queries_do_not_grow_with_the_customers(self):
        def make(number):
            return [
                self._make_invoice(self._make_partner(f"Customer {at}"), due="2026-03-21")
                for at in range(number)
            ]

        def count(invoices):
            ids = [invoice.partner_id.id for invoice in invoices]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.charges.sudo()._accrue_for(self.company, ids)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few, many = make(2), make(12)
        count(make(1))
        self.assertLessEqual(count(many), count(few) + 2)

    def test_foreign_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0)])
        invoice = self._make_invoice(due="2026-03-21", currency_id=euro.id)
        self._accrue()
        charge = self._of(invoice)
        self.assertEqual((charge.currency_id, charge.amount), (euro, 10))
        self.assertEqual(charge.left_company, 5)
        self.assertEqual(self.profile.charge_amount, 5)

    # -- what happens to the invoice ---------------------------------------------------

    def test_a_payment_undone_goes_on_with_the_days(self):
        invoice = self._make_invoice(due="2026-03-01")
        payment = self._pay(invoice, 1000, "2026-03-11")
        self._accrue()
        payment.action_draft()
        self._accrue()
        self.assertEqual(
            self._says(self._of(invoice)), [("interest", "2026-03-02", "2026-03-31", 30, "accrued")]
        )

    def test_a_payment_that_becomes_known_late_lowers_the_claim(self):
        invoice = self._make_invoice(due="2026-03-01")
        self._remind()
        claimed = self._of(invoice).filtered(lambda one: one.kind == "interest")
        self.assertEqual((claimed.state, claimed.amount), ("claimed", 30))
        self._pay(invoice, 1000, "2026-03-11")
        self._accrue()
        self.assertEqual((claimed.state, claimed.amount), ("claimed", 10))
        self.assertIn("Lowered by", claimed.note)

    def test_reset_to_draft_takes_back_what_nobody_was_told(self):
        invoice = self._make_invoice(due="2026-03-21")
        self._accrue()
        invoice.button_draft()
        self._step("_lapse")
        self.assertFalse(self._of(invoice))

    def test_a_cancelled_invoice_lets_its_claims_lapse(self):
        invoice = self._make_invoice(due="2026-03-21")
        self._remind()
        charges = self._of(invoice)
        self.assertEqual(set(charges.mapped("state")), {"claimed"})
        invoice.button_draft()
        invoice.button_cancel()
        self._step("_lapse")
        self.assertEqual(set(charges.mapped("state")), {"lapsed"})
        self.assertFalse(self.profile.charge_amount)

    def test_a_due_date_that_moves_makes_it_early(self):
        invoice = self._make_invoice(due="2026-03-21")
        self._accrue()
        self._receivable(invoice).date_maturity = "2026-04-15"
        self._step("_lapse")
        self.assertFalse(self._of(invoice))

    def test_old_charges_lapse(self):
        invoice = self._paid_late()
        self.company.ar_charge_lapse_days = 10
        self._step("_lapse")
        self.assertEqual(self._of(invoice).state, "accrued", "ten days since the last one")
        with freeze_time("2026-04-01 12:00:00"):
            self._step("_lapse")
        charge = self._of(invoice)
        self.assertEqual((charge.state, charge.amount_left), ("lapsed", 0))
        self.assertIn("10 days", charge.note)

    def test_accounts_that_merge_bring_their_charges(self):
        beta = self._make_partner("Beta")
        theirs = self._paid_late(partner=beta)
        mine = self._paid_late()
        self._step("_claim_rest")
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (beta | self.partner).ids, self.partner
        )
        charges = self._of(mine, theirs)
        self.assertEqual(charges.profile_id, self.profile)
        self.assertEqual(charges.partner_id, self.partner)
        self.assertEqual(self.profile.charge_amount, 40)
        drafts = self.profile.charge_claim_ids.filtered(lambda one: one.state == "draft")
        self.assertEqual(len(drafts), 1)

    # -- once means once ---------------------------------------------------------------

    def test_the_database_refuses_a_second_charge_for_a_day(self):
        invoice = self._make_invoice(due="2026-03-21")
        self._remind()
        charge = self._of(invoice).filtered(lambda one: one.kind == "interest")
        item = self._receivable(invoice)
        values = self.charges._prepare_origin(item)
        values.update(kind="interest", profile_id=self.profile.id, amount=1)
        for first, last in (("2026-03-22", "2026-03-31"), ("2026-03-31", "2026-04-02")):
            with (
                self.subTest(first),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(IntegrityError, "ar_charge_days_once"),
                self.env.cr.savepoint(),
            ):
                charge.sudo().create({**values, "date_from": first, "date_to": last})
        charge.sudo().create({**values, "date_from": "2026-04-01", "date_to": "2026-04-02"})

    def test_never_negative(self):
        charge = self._of(self._paid_late())
        for values in ({"amount": -1}, {"amount_waived": -1}, {"amount_waived": 21}):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                charge.sudo().write(values)
                charge.flush_recordset()

    def test_people_write_nothing(self):
        charge = self._of(self._paid_late())
        with self.assertRaises(AccessError):
            charge.amount = 1
        with self.assertRaises(AccessError):
            self.charges.create({"kind": "fee", "profile_id": self.profile.id, "amount": 5})

    # -- notices -----------------------------------------------------------------------

    def test_a_notice_claims_what_it_printed(self):
        invoice = self._make_invoice(due="2026-03-21")
        self._accrue()
        notice = self._remind()
        self.assertEqual((notice.amount_interest, notice.amount_fee), (10, 5))
        self.assertEqual(
            self._says(self._of(invoice)),
            [
                ("interest", "2026-03-22", "2026-03-31", 10, "claimed"),
                ("fee", "2026-03-31", "2026-03-31", 5, "claimed"),
            ],
        )
        self.assertEqual(self._of(invoice).notice_id, notice)

    def test_the_next_notice_claims_the_days_since(self):
        invoice = self._make_invoice(due="2026-03-21")
        self._remind()
        with freeze_time("2026-04-10 12:00:00"):
            self._accrue()
            notice = self._remind()
        self.assertEqual(notice.amount_interest, 20, "all days so far, as before")
        self.assertEqual(notice.line_ids.charged_amount, 10)
        self.assertEqual(len(notice.line_ids.interest_note.splitlines()), 1)
        interest = self._of(invoice).filtered(lambda one: one.kind == "interest")
        self.assertEqual(
            self._says(interest),
            [
                ("interest", "2026-03-22", "2026-03-31", 10, "claimed"),
                ("interest", "2026-04-01", "2026-04-10", 10, "claimed"),
            ],
        )
        # The second level asks for no fee, but for the compensation.
        self.assertEqual(notice.amount_fee, 40)
        compensation = self._of(invoice).filtered(lambda one: one.kind == "compensation")
        self.assertEqual(compensation.amount, 40)

    def test_what_was_waived_or_booked_is_not_printed_again(self):
        self._set_accounts()
        waived = self._make_invoice(due="2026-03-21")
        booked = self._make_invoice(due="2026-03-21")
        self._remind()
        self._of(waived).sudo()._waive(4, "Good will", self.env.user)
        self._of(booked).filtered(lambda one: one.kind == "interest").action_book()
        with freeze_time("2026-04-10 12:00:00"):
            notice = self._remind()
        lines = {line.move_id: line for line in notice.line_ids}
        self.assertEqual(lines[waived].amount_interest, 16, "10 less 4, and 10 new")
        self.assertEqual(lines[booked].amount_interest, 10, "the new days alone")
        self.assertIn(self.charges.search([("state", "=", "booked")]).move_id, lines)

    def test_a_debit_note_of_charges_bears_no_interest(self):
        self._set_accounts()
        invoice = self._paid_late()
        self._of(invoice).action_book()
        note = self._of(invoice).move_id
        with freeze_time("2026-04-30 12:00:00"):
            self._accrue()
        self.assertFalse(self._of(note))

    def test_a_fee_once_for_item_and_level(self):
        invoice = self._make_invoice(due="2026-03-21")
        self._remind()
        self.second.repeat_every_days = 5
        for day in ("2026-04-10", "2026-04-20", "2026-04-28"):
            with freeze_time(f"{day} 12:00:00"):
                self._remind()
        fees = self._of(invoice).filtered(lambda one: one.kind != "interest")
        self.assertEqual(
            [(one.kind, one.amount) for one in fees], [("fee", 5), ("compensation", 40)]
        )

    def test_the_compensation_once_for_an_invoice(self):
        term = self._instalment_term((50, 0), (50, 1))
        invoice = self._make_invoice(
            amount=10000, date="2026-03-01", invoice_payment_term_id=term.id
        )
        self.first.charge_compensation = True
        notice = self._remind()
        self.assertEqual(notice.amount_fee, 5 + 70, "the size of one instalment, once")
        with freeze_time("2026-04-20 12:00:00"):
            notice = self._remind()
        self.assertEqual(notice.amount_fee, 0)
        compensation = self._of(invoice).filtered(lambda one: one.kind == "compensation")
        self.assertEqual(len(compensation), 1)

    def test_a_notice_that_comes_back_has_claimed_nothing(self):
        invoice = self._make_invoice(due="2026-03-21")
        notice = self._remind()
        notice._set_failed("No such address")
        interest, fee = self._of(invoice)
        self.assertEqual((interest.state, fee.state), ("accrued", "lapsed"))
        self._accrue()
        self.assertEqual(self._of(invoice)[0].amount, 10)
        notice.action_retry()
        notice._set_sent()
        says = self._says(self._of(invoice).filtered(lambda one: one.state == "claimed"))
        self.assertEqual(
            says,
            [
                ("interest", "2026-03-22", "2026-03-31", 10, "claimed"),
                ("fee", "2026-03-31", "2026-03-31", 5, "claimed"),
            ],
        )

    def test_sent_twice_is_claimed_once(self):
        invoice = self._make_invoice(due="2026-03-21")
        notice = self._remind()
        notice._claim_charges()
        self.assertEqual(len(self._of(invoice)), 2)

    def test_what_cannot_be_recorded_calls_back_no_notice(self):
        self._make_invoice(due="2026-03-21")
        run = self._run(confirm=True)
        notices = type(run.notice_ids)
        with (
            patch.object(notices, "_prepare_fees", side_effect=ValueError("no figure")),
            mute_logger(JOB),
        ):
            run.notice_ids._set_sent()
        self.assertEqual(run.notice_ids.state, "sent")
        self.assertIn("no figure", self.profile.message_ids[0].body)

    def test_a_company_that_only_shows_asks_for_nothing(self):
        self.company.ar_charge_mode = "threat"
        invoice = self._make_invoice(due="2026-03-21")
        self._accrue()
        notice = self._remind()
        self.assertEqual((notice.amount_interest, notice.amount_total), (10, 1000))
        [section] = notice._prepare_message()["sections"]
        self.assertFalse(section["interest"] or section["fee"])
        self.assertIn("15.00", section["interest_notes"][0])
        self.assertEqual(set(self._of(invoice).mapped("state")), {"accrued"})
        self._pay(invoice, 1000, "2026-03-31")
        self._accrue()
        self._step("_lapse")
        self.assertEqual(self._of(invoice).state, "lapsed")
