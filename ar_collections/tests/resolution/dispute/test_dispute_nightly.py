"""What the night does with disputes, what they cost, and what is read of them."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ....models.credit.assessment.ar_credit_scorer import Evidence
from .common import DisputeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestDisputeNightly(DisputeCommon):
    def setUp(self):
        super().setUp()
        self.invoice = self._make_invoice(amount=1000, due="2026-03-01", date="2026-02-01")

    # -- late --------------------------------------------------------------------------

    def test_late_is_told_once(self):
        dispute = self._dispute(self.invoice, 300)
        self._watch()
        self.assertFalse(dispute.escalated_on)
        self.assertFalse(dispute.is_late)
        with freeze_time("2026-04-15 12:00:00"):
            dispute.invalidate_recordset()
            self.assertTrue(dispute.is_late)
            self.assertIn(dispute, self.env["ar.dispute"].search([("is_late", "=", True)]))
            self._watch()
            self.assertEqual(dispute.escalated_on, self._day("2026-04-15"))
            before = self._tasks(dispute)
            self.assertEqual(len(before), 2)
            told = before.filtered(lambda task: "was to be answered by" in task.summary)
            self.assertTrue(told.user_id.has_group("ar_collections.ar_collections_group_manager"))
            self._watch()
            self.assertEqual(self._tasks(dispute), before)

    def test_a_credit_note_that_nobody_posts_is_told(self):
        dispute = self._dispute(self.invoice, 300)
        dispute.action_credit()
        self._watch()
        self.assertFalse(dispute.escalated_on)
        with freeze_time("2026-04-10 12:00:00"):
            self._watch()
            self.assertTrue(dispute.escalated_on)
            self.assertIn("not posted yet", self._tasks(dispute).summary)

    # -- settled meanwhile -------------------------------------------------------------

    def test_paid_meanwhile(self):
        dispute = self._dispute(self.invoice, 300)
        self._pay(self.invoice, 500, "2026-03-31")
        self._watch()
        self.assertEqual(dispute.state, "open", "500 are open")
        payment = self._pay(self.invoice, 500, "2026-03-31")
        self._watch()
        self.assertEqual(
            (dispute.state, dispute.date_closed), ("withdrawn", self._day("2026-03-31"))
        )
        self.assertFalse(dispute.item_ids.hold_id.filtered("in_force"))
        self.assertFalse(dispute.closed_by_id)
        self.assertIn("Settled", dispute.message_ids.mapped("body")[0])
        # A payment that is undone opens nothing again; the item is due.
        payment.action_draft()
        payment.action_cancel()
        self._watch()
        self.assertEqual(dispute.state, "withdrawn")
        self.assertEqual(self._asked(), {self.invoice.name: 500})

    def test_credited_meanwhile(self):
        dispute = self._dispute(self.invoice)
        note = self._make_invoice(amount=1000, date="2026-03-31", move_type="out_refund")
        self._receivable(self.invoice | note).reconcile()
        self._watch()
        self.assertEqual(dispute.state, "credited")
        self.assertFalse(dispute.item_ids.filtered("is_held"))

    def test_one_that_fails_does_not_stop_the_others(self):
        second = self._make_invoice(amount=100, due="2026-03-01")
        broken, fine = self._dispute(self.invoice), self._dispute(second)
        self._pay(self.invoice | second, 1100, "2026-03-31")
        end = self.env.registry["ar.dispute"]._end

        def fail(disputes, state):
            if broken.id in disputes.ids:
                raise ValueError("no")
            return end(disputes, state)

        with (
            patch.object(self.env.registry["ar.dispute"], "_end", fail),
            mute_logger("odoo.addons.ar_collections.models.base.ar_job_mixin"),
        ):
            self._watch()
            self._watch()
        self.assertEqual((broken.state, fine.state), ("open", "withdrawn"))
        told = self._tasks(broken).filtered(lambda task: "looked after" in task.summary)
        self.assertEqual((len(told), told.user_id), (1, self.collector))

    # -- short payments ----------------------------------------------------------------

    def test_short_payments(self):
        self._pay(self.invoice, 995, "2026-03-20")
        other = self._make_invoice(amount=100, due="2026-03-01")
        self._pay(other, 93, "2026-03-20")
        unpaid = self._make_invoice(amount=4, due="2026-03-01")
        large = self._make_invoice(amount=1000, due="2026-03-01")
        self._pay(large, 900, "2026-03-20")
        deductions = [("kind", "=", "deduction"), ("company_id", "=", self.company.id)]
        self._watch()
        self.assertFalse(self.env["ar.dispute"].search(deductions), "Off unless switched on")
        self.company.ar_deduction_amount = 10
        self._watch()
        found = self.env["ar.dispute"].search(deductions)
        self.assertEqual(found.item_ids.move_id, self.invoice, "7 of 100 is above 5 %")
        self.assertEqual((found.source, found.reason_id.code), ("payment", "short"))
        self.assertEqual((found.user_id, found.amount_disputed), (self.collector, 5))
        self.assertEqual(set(self._asked()), {other.name, unpaid.name, large.name})
        # Once for an item, also after it was closed.
        self._watch()
        found.action_withdraw()
        self._watch()
        self.assertEqual(self.env["ar.dispute"].search(deductions), found)
        self.company.ar_deduction_percent = 0
        self._watch()
        new = self.env["ar.dispute"].search(deductions) - found
        self.assertEqual(new.item_ids.move_id, other)

    def test_what_is_held_or_disputed_is_no_deduction(self):
        self._pay(self.invoice, 995, "2026-03-20")
        self._dispute(self.invoice, 3)
        other = self._make_invoice(amount=1000, due="2026-03-01")
        self._pay(other, 995, "2026-03-20")
        self.env["ar.hold"].create({"move_id": other.id, "reason": "Talks"})
        self.company.ar_deduction_amount = 10
        self._watch()
        self.assertFalse(self.env["ar.dispute"].search([("kind", "=", "deduction")]))

    # -- figures -----------------------------------------------------------------------

    def test_cycle(self):
        disputes = self.env["ar.dispute"]
        for amount in (100, 300, 100):
            disputes |= self._dispute(self.invoice, amount)
        # Opened on 31 March: 4, 10 and 16 days.
        for dispute, day in zip(disputes, ("2026-04-04", "2026-04-10", "2026-04-16"), strict=True):
            with freeze_time(f"{day} 12:00:00"):
                dispute.action_withdraw()
        cycle = disputes._read_cycle(self.company.ids, "2026-04-01", "2026-04-30")
        self.assertEqual((cycle.count, cycle.days), (3, 10.0))
        none = disputes._read_cycle(self.company.ids, "2026-05-01", "2026-05-31")
        self.assertEqual((none.count, none.days), (0, None))

    def test_share_by_cause(self):
        self._dispute(self.invoice, 100).action_reject()
        late = self.env.ref("ar_collections.ar_dispute_reason_late")
        self._dispute(self.invoice, 300, reason_id=late.id).action_reject()
        day = self._day("2026-03-31")
        cycle = self.env["ar.dispute"]._read_cycle(self.company.ids, day, day)
        self.assertEqual(cycle.amount, 400)
        self.assertEqual(cycle.causes[self.price.cause_id.id], (1, 100, 0.25))
        self.assertEqual(cycle.causes[late.cause_id.id], (1, 300, 0.75))

    def test_scoring_metric(self):
        self._dispute(self.invoice, 100).action_reject()
        self._dispute(self.invoice, 100).action_agree()
        scorer = self.env["ar.credit.scorer"]
        evidence = Evidence(self.env, self.company, {self.profile.id: self.partner.id})
        found = scorer._measure(["rejected_disputes"], evidence)
        self.assertEqual(found, {"rejected_disputes": {self.profile.id: 50.0}})
        words = scorer._describe("rejected_disputes", 50.0, evidence, self.profile.id)
        self.assertIn("50 %", words)

    def test_cost_does_not_grow_with_the_number(self):
        """Making disputes, and showing what of items is disputed."""
        self.company.ar_deduction_amount = 10

        def open_some(number):
            for _one in range(number):
                invoice = self._make_invoice(amount=1000, due="2026-03-01")
                self._pay(invoice, 995, "2026-03-20")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["ar.dispute"]._note_deductions(self.company)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        few, many = open_some(2), open_some(12)
        self.assertLess(many - few, 10 * 25, "Some for each dispute, and no more")
        items = self._items()
        items.invalidate_recordset(flush=False)
        with self.assertQueryCount(4):
            items.mapped("disputed_amount")
