"""Whatever is paid, credited, undone: the instalments say what the ledger does."""

import random

from odoo.tests import freeze_time, tagged

from .plan_common import TODAY, PlanCommon

ROUNDS = 3
STEPS = 12


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPlanRandom(PlanCommon):
    def test_random_lives(self):
        for seed in range(ROUNDS):
            with self.subTest(seed=seed):
                self._live(random.Random(seed))

    def _live(self, chance):
        moves = self.env["account.move"]
        for _n in range(chance.randint(1, 3)):
            moves |= self._make_invoice(amount=chance.randint(10, 90), due="2026-02-01")
        plan = self._plan(moves=moves, installment_count=chance.randint(1, 5))
        plan.action_propose()
        plan.action_activate()
        payments = []
        for _n in range(STEPS):
            step = chance.choice(["pay", "account", "refund", "undo", "watch"])
            open_moves = moves.filtered("amount_residual")
            if step == "pay" and open_moves:
                move = chance.choice(list(open_moves))
                amount = min(chance.randint(1, 40), move.amount_residual)
                payments.append(self._pay(move, amount, TODAY))
            elif step == "account" and plan.state == "active":
                payments.append(self._pay_on_account(self.partner, chance.randint(1, 20), TODAY))
            elif step == "refund" and open_moves:
                move = chance.choice(list(open_moves))
                refund = self._make_invoice(amount=5, date=TODAY, move_type="out_refund")
                (self._receivable(refund) | self._receivable(move)).reconcile()
            elif step == "undo" and payments:
                payment = payments.pop(chance.randrange(len(payments)))
                payment.move_id.line_ids.remove_move_reconcile()
                payment.action_draft()
                payment.action_cancel()
                self.env.invalidate_all()
                plan.sudo()._follow()
            else:
                self._watch()
            self._assert_true(plan)
        plan.filtered(lambda one: one.state == "active").action_cancel()

    def _assert_true(self, plan):
        self.env.invalidate_all()
        parts, rows = plan.installment_ids.mapped("amount_paid"), plan.installment_ids
        self.assertAlmostEqual(sum(parts), plan.amount_paid, 2)
        self.assertTrue(0 <= plan.amount_paid <= plan.amount_total)
        self.assertAlmostEqual(plan.amount_paid + plan.amount_left, plan.amount_total, 2)
        for row, part, later in zip(rows, parts, [*parts[1:], 0.0], strict=True):
            self.assertTrue(0 <= part <= row.amount)
            self.assertFalse(later and part < row.amount, "the oldest first")
        held = self._holds().filtered("in_force").move_line_id & plan.move_line_ids
        if plan.state == "active":
            self.assertEqual(held, plan.move_line_ids & plan.item_ids.filtered("live").move_line_id)
            covered = (
                self.env["ar.open.item"].sudo()._read_covered(self.company.ids, self.partner.ids)
            )
            ids = set(plan.move_line_ids.ids)
            left = sum(
                row["residual_currency"] - row["covered"] for row in covered if row["id"] in ids
            )
            self.assertAlmostEqual(plan.amount_left, left, 2)
        else:
            self.assertFalse(held)
