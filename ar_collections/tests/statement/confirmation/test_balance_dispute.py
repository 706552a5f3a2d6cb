"""A difference of a confirmed balance becomes a dispute with one click."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .confirmation_common import TODAY, ConfirmationCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestBalanceDispute(ConfirmationCommon):
    def _differ_by(self, **values):
        one = self._ask()
        self._answer(one, "differs", [self._differ(one, self.first, **values)])
        return one.difference_ids

    def test_one_click(self):
        difference = self._differ_by(has_claim=True, claimed_amount=900, note="We agreed on 900")
        before = difference.hold_id
        as_collector = difference.with_user(self.collector)
        opened = as_collector.action_open_dispute()
        dispute = difference.dispute_id
        self.assertEqual((opened["res_model"], opened["res_id"]), ("ar.dispute", dispute.id))
        self.assertEqual(as_collector.action_open_dispute()["res_id"], dispute.id, "Once")
        self.assertEqual((dispute.source, dispute.origin_ref), ("confirmation", difference))
        self.assertEqual(dispute.move_line_ids, self._receivable(self.first))
        self.assertEqual((dispute.amount_disputed, dispute.note), (100, "We agreed on 900"))
        self.assertEqual(dispute.reason_id.code, "price")
        self.assertEqual(dispute.user_id, difference.user_id)
        # The dispute holds its part in the place of the difference, which held all.
        self.assertFalse(before.exists() and before.in_force)
        self._make_policy(5)
        self.assertEqual(self._run(TODAY[:10]).notice_ids.amount_overdue, 1400)
        dispute.with_user(self.collector).action_credit()
        self.assertEqual((difference.state, difference.outcome), ("settled", "credit_note"))
        self.assertEqual(difference.confirmation_id.state, "settled")

    def test_a_rejected_one_stays_a_difference(self):
        difference = self._differ_by(has_claim=True, claimed_amount=900)
        difference.action_open_dispute()
        difference.dispute_id.action_reject()
        self.assertEqual(difference.state, "open")
        difference.dispute_id.action_reopen()
        difference.dispute_id.action_withdraw()
        self.assertEqual((difference.state, difference.outcome), ("settled", "accepted"))

    def test_a_settled_one_is_not_disputed(self):
        difference = self._differ_by(has_claim=True, claimed_amount=900)
        difference.outcome = "accepted"
        difference.action_settle()
        with self.assertRaisesRegex(UserError, "nothing to dispute"):
            difference.action_open_dispute()
