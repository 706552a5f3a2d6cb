"""What a customer owes, net, today: the same answer wherever it is asked."""

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import ArCommon
from .answers import AnswersMixin


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestOneAnswer(AnswersMixin, ArCommon):
    """Cases computed by hand. The company's currency is USD."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._make_policy(3, 14, 30)
        cls.policy.level_ids.fee_ids = [
            Command.create({"currency_id": cls.company.currency_id.id, "amount": 5})
        ]
        cls.usd = cls.company.currency_id
        cls.eur = cls.setup_other_currency("EUR", rates=[("2025-01-01", 0.5)])
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)
        cls.rest = cls.company_data["default_account_revenue"]

    def _entry(self, amount, date="2026-01-05", journal=None, **values):
        """An entry on the receivable account: in the general journal nobody follows it up."""
        journal = journal or self.company_data["default_journal_misc"]
        receivable = self.company_data["default_account_receivable"]
        lines = [
            {"account_id": receivable.id, "partner_id": self.partner.id, "balance": amount},
            {"account_id": self.rest.id, "balance": -amount},
        ]
        move = self.env["account.move"].create(
            {
                "date": date,
                "journal_id": journal.id,
                "line_ids": [Command.create({**line, **values}) for line in lines],
            }
        )
        move.action_post()
        return move

    def _pay_out(self, amount, date="2026-03-01"):
        return self._pay_on_account(self.partner, amount, date, payment_type="outbound")

    def test_gross(self):
        self._make_invoice(amount=500, due="2026-03-11")
        self._make_invoice(amount=300, due="2026-04-11")
        self.assertAnswers(overdue=500, open=800, asked=500)

    def test_credits_take_the_oldest_first(self):
        """Of 500 and 300 overdue 600 are covered: 200 of the younger one are late 5 days."""
        self._make_invoice(amount=500, due="2026-02-11")
        self._make_invoice(amount=300, due="2026-03-26")
        self._make_invoice(amount=700, due="2026-04-26")
        self._pay_on_account(self.partner, 600, "2026-03-30")
        self.assertAnswers(overdue=200, open=900, asked=200, days=5)
        line = self._asked_lines()
        self.assertEqual(line.level_id, self.policy.level_ids[0])

    def test_a_credit_covers_all_that_is_overdue(self):
        self._make_invoice(amount=500, due="2026-02-11")
        self._make_invoice(amount=700, due="2026-04-26")
        self._pay_on_account(self.partner, 500, "2026-03-30")
        self.assertAnswers(overdue=0, open=700, asked=0, days=0)

    def test_opening_balance_paid_on_account(self):
        """The opening balance takes the money that came for it."""
        self._entry(1000)
        self._pay_on_account(self.partner, 1000, "2026-02-01")
        self._make_invoice(amount=500, due="2026-03-11")
        self.assertAnswers(overdue=500, open=500, asked=500)

    def test_opening_balance_paid_in_part(self):
        """What is left of it is owed, and nobody is reminded of it."""
        self._entry(1000)
        self._pay_on_account(self.partner, 800, "2026-02-01")
        self._make_invoice(amount=500, due="2026-03-11")
        self.assertAnswers(overdue=700, open=700, asked=500)

    def test_more_than_the_opening_balance(self):
        """1,200 on account: 200 of it are for the invoice, from the later payment."""
        self._entry(1000)
        self._pay_on_account(self.partner, 900, "2026-02-01")
        late = self._pay_on_account(self.partner, 300, "2026-03-02")
        self._make_invoice(amount=500, due="2026-03-11")
        self.assertAnswers(overdue=300, open=300, asked=300)
        credit = self._notices().line_ids.filtered(lambda line: line.kind == "credit")
        self.assertEqual((credit.move_id, credit.amount), (late.move_id, -200))

    def test_a_disputed_invoice_takes_its_credit(self):
        disputed = self._make_invoice(amount=500, due="2026-02-11")
        self.env["ar.hold"].create({"move_id": disputed.id, "reason": "Wrong goods"})
        self._make_invoice(amount=300, due="2026-03-11")
        self._make_invoice(amount=100, date="2026-03-20", move_type="out_refund")
        self.assertAnswers(overdue=700, open=700, asked=300)

    def test_our_refund_is_no_debt(self):
        """Money that we paid back without a credit note: a person looks at it."""
        self._pay_out(100)
        self.assertAnswers(overdue=0, open=100, asked=0, days=0)
        self.assertEqual(self._run().line_ids.mapped("reason"), ["paid_out"])

    def test_a_refund_of_a_credit_note(self):
        self._make_invoice(amount=500, due="2026-02-11")
        self._make_invoice(amount=100, date="2026-02-20", move_type="out_refund")
        self._pay_out(100)
        self.assertAnswers(overdue=500, open=500, asked=500)
        self.assertNotIn("paid_out", self._run().line_ids.mapped("reason"))

    def test_a_return_booked_by_hand(self):
        """A direct debit that came back is owed, whatever credits there are."""
        bank = self.company_data["default_journal_bank"]
        self._entry(400, "2026-03-01", bank)
        self._pay_on_account(self.partner, 150, "2026-03-02")
        self.assertAnswers(overdue=250, open=250, asked=250)

    def test_what_is_dated_later(self):
        """A payment in 60 days and a credit note of next quarter cover nothing today."""
        self._make_invoice(amount=500, due="2026-03-11")
        self._pay_on_account(self.partner, 200, "2026-05-30")
        self._make_invoice(amount=300, date="2026-06-01", move_type="out_refund")
        self._make_invoice(amount=900, date="2026-05-01", due="2026-05-01")
        self.assertAnswers(overdue=500, open=500, asked=500, exposure=1400)
        simulated = self.env["ar.dunning.run"].simulate(self.company.id, "2026-05-30")
        self.assertEqual([n["amount_total"] - 5 for n in simulated["notices"]], [1200])

    def test_what_is_matched_with_a_later_date(self):
        """It covers nothing today; but nobody is reminded of what is paid by then."""
        invoice = self._make_invoice(amount=500, due="2026-03-11")
        payment = self._pay_on_account(self.partner, 500, "2026-05-30")
        (self._receivable(invoice) + self._receivable(payment.move_id)).reconcile()
        self.assertAnswers(overdue=500, open=500, asked=0)
        self.assertEqual(self._run().line_ids.reason, "payment_pending")

    def test_credits_in_another_currency(self):
        """Each currency for itself: 1,000 EUR on account do not pay 500 USD."""
        self._make_invoice(amount=500, due="2026-03-11")
        self._make_invoice(amount=80, due="2026-03-11", date="2026-02-01", currency_id=self.eur.id)
        self._pay_on_account(self.partner, 1000, "2026-03-20", currency=self.eur)
        self.assertAnswers(overdue=500, open=-1340, asked=500)

    def test_a_foreign_debt_covered_in_part(self):
        """100 EUR are booked as 200 USD; 40 of them are left, which are 80 USD."""
        self._make_invoice(amount=100, due="2026-03-11", date="2026-02-01", currency_id=self.eur.id)
        self._pay_on_account(self.partner, 60, "2026-03-20", currency=self.eur)
        self.assertAnswers(overdue={self.eur: 40}, open=80, asked={self.eur: 40}, company=80)

    def test_cents_of_an_exchange_difference(self):
        """Open in one of two currencies: nothing to ask, and no credit covers it."""
        self._make_invoice(amount=50, due="2026-03-11", date="2026-02-01", currency_id=self.eur.id)
        item = self._receivable(self.partner.invoice_ids)
        for values in (
            "amount_residual = 0, amount_residual_currency = 5",
            "amount_residual = 5, amount_residual_currency = 0",
        ):
            with self.subTest(values):
                self.env.flush_all()
                self.env.cr.execute(
                    f"UPDATE account_move_line SET {values} WHERE id = %s", [item.id]
                )
                self.env.invalidate_all()
                run = self._run()
                self.assertEqual(run.line_ids.mapped("reason"), ["settled"])
                self.assertFalse(run.notice_ids)
                self.assertEqual(self.profile.overdue_amount, 0)
                self.assertEqual(self._portal_overdue(), {})

    def test_hold_until_paid(self):
        """It ends when nothing is overdue net, and comes again with the next debt."""
        self.env["ar.credit.hold"].create(
            {"profile_id": self.profile.id, "until_paid": True, "reason": "Late"}
        )
        self._make_invoice(amount=500, due="2026-03-11")
        self.assertTrue(self.profile.credit_hold)
        self._pay_on_account(self.partner, 500, "2026-03-30")
        self.profile.invalidate_recordset()
        self.assertFalse(self.profile.credit_hold)

    def test_level_of_the_customer(self):
        """The highest that is still owed, whichever notice was the last."""
        self.policy.grouping = "invoice"
        self.policy.step = "age"
        old = self._make_invoice(amount=500, due="2026-02-11")
        run = self._run(confirm=True)
        run.notice_ids._set_sent()
        with freeze_time("2026-04-03 12:00:00"):
            self._make_invoice(amount=70, due="2026-03-30")
            run = self._run(confirm=True)
            run.notice_ids._set_sent()
            self.profile.invalidate_recordset()
            self.assertEqual(run.notice_ids.level_id, self.policy.level_ids[0])
            self.assertEqual(self.profile.last_notice_id, run.notice_ids)
            self.assertEqual(self.profile.last_level_id, self.policy.level_ids[2])
            self._pay(old, 500, "2026-04-03")
            self.profile.invalidate_recordset()
            self.assertEqual(self.profile.last_level_id, self.policy.level_ids[0])
