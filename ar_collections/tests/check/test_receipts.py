"""By night a customer whose receipt is not matched yet is held, and reminded once it is clear."""

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import ArCommon

TODAY = "2026-03-31"


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestReceipts(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._make_policy(3, automatic=True)
        cls.invoice = cls._make_invoice(due="2026-03-20")
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)
        cls.beta = cls._make_partner("Beta Works")
        cls._make_invoice(cls.beta, due="2026-03-20")

    def _receive(self, **values):
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "payment_ref": "Money",
                "amount": 1000,
                "date": "2026-03-30",
                **values,
            }
        )

    def _night(self):
        run = self.env["ar.dunning.run"].sudo()._tonights_run(self.company)
        run._work()
        return run

    def _reminded(self, run):
        return run.notice_ids.filtered(lambda n: n.state == "queued").partner_id

    def test_who_stands_on_a_receipt_is_held(self):
        line = self._receive(partner_name="ALPHA TRADING", payment_ref="thanks")
        run = self._night()
        self.assertEqual(self._reminded(run), self.beta)
        hold = self.profile.hold_ids
        self.assertEqual((hold.kind, hold.origin_ref), ("receipt", line))
        self.assertIn("1,000.00", hold.reason)
        self.assertIn("ALPHA TRADING", hold.reason)
        decision = run.line_ids.filtered(lambda one: one.partner_id == self.partner)
        self.assertEqual((decision.reason, decision.detail), ("held", hold.reason))

    def test_by_reference_account_and_partner(self):
        self.env["res.partner.bank"].create(
            {"acc_number": "DE89 3704 0044 0532 0130 00", "partner_id": self.partner.id}
        )
        tries = (
            {"payment_ref": f"for {self.invoice.name}"},
            {"payment_ref": f"for {self.invoice.payment_reference.lower()}"},
            {"account_number": "DE89370400440532013000"},
            {"partner_id": self.partner.id},
        )
        for number, values in enumerate(tries):
            with self.subTest(**values):
                line = self._receive(**values, date="2026-03-20")
                night = {"kind": "nightly", "date": f"2026-03-{31 - number}"}
                run = self.env["ar.dunning.run"].sudo()
                run = run.create({"company_id": self.company.id, **night})
                run._propose_batch()
                self.assertEqual(self.profile.hold_ids.origin_ref, line)
                self.profile.hold_ids.sudo().unlink()
                line.unlink()
                run.action_cancel()

    def test_money_out_and_matched_hold_nobody(self):
        self._receive(amount=-1000, partner_name="Alpha Trading")
        self._receive(date="2026-04-02", partner_name="Alpha Trading")
        self.assertEqual(self._reminded(self._night()), self.partner | self.beta)

    def test_it_ends_when_the_receipt_is_matched(self):
        line = self._receive(partner_name="Alpha Trading", amount=400)
        self._night()
        self.assertTrue(self.profile.hold_ids.in_force)
        with freeze_time("2026-04-01 12:00:00"):
            item = self._receivable(self.invoice)
            line.line_ids.filtered(
                lambda one: one.account_id == line.journal_id.suspense_account_id
            ).account_id = item.account_id
            (
                line.line_ids.filtered(lambda one: one.account_id == item.account_id) | item
            ).reconcile()
            self.assertTrue(line.is_reconciled)
            run = self._night()
            self.assertFalse(self.profile.hold_ids.filtered("in_force"))
            self.assertIn(self.partner, self._reminded(run))

    def test_it_ends_when_the_receipt_is_gone(self):
        line = self._receive(partner_name="Alpha Trading")
        self._night()
        line.unlink()
        with freeze_time("2026-04-01 12:00:00"):
            self.assertIn(self.partner, self._reminded(self._night()))

    def test_a_person_says_that_it_is_not_his(self):
        self._receive(partner_name="Alpha Trading")
        self._night()
        self.profile.hold_ids.action_release()
        self.assertFalse(self.profile.hold_ids.in_force)
        self.assertFalse(self.env["ar.hold"]._in_force(self.profile, self._day(TODAY)))
        with freeze_time("2026-04-01 12:00:00"):
            self.assertEqual(self._reminded(self._night()), self.partner)
        self.assertEqual(len(self.profile.hold_ids), 1)

    def test_where_a_person_reviews_nobody_is_held(self):
        self.policy.automatic = False
        self._receive(partner_name="Alpha Trading")
        run = self._night()
        self.assertEqual(run.notice_ids.partner_id, self.partner | self.beta)
        self.assertEqual(run.unreconciled_count, 1, "the run tells")
