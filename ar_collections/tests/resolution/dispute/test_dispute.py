"""Disputes: what they hold, how they end, and who may do what."""

from ...common import ArCommon


class TestDispute(ArCommon):
    freeze_time = "2026-03-31"

    def test_smoke(self):
        invoice = self._make_invoice(amount=1000, due="2026-03-01")
        profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
        dispute = self.env["ar.dispute"].create(
            {
                "profile_id": profile.id,
                "move_line_ids": [(6, 0, self._receivable(invoice).ids)],
                "amount": 300,
                "reason_id": self.env.ref("ar_collections.ar_dispute_reason_price").id,
            }
        )
        self.assertEqual(dispute.amount_disputed, 300)
        self.assertEqual(dispute.item_ids.hold_id.amount, 300)
