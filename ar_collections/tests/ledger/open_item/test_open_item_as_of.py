"""What was owed on a past day, tied to the general ledger."""

from collections import defaultdict
from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ...common import ArCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-12-15 12:00:00")
class TestOpenItemAsOf(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls._day("2026-12-15")
        cls.eur = cls.setup_other_currency(
            "EUR",
            rates=[("2025-01-01", 0.5), ("2026-09-20", 0.8), ("2026-11-15", 0.6)],
        )
        cls.gbp = cls.setup_other_currency(
            "GBP",
            rates=[("2025-01-01", 0.4), ("2026-08-01", 0.35), ("2026-10-10", 0.45)],
        )

    def _owed(self, day, partner=None):
        """(residual, residual in currency) of a customer on a day, item by item."""
        rows = self.env["ar.open.item"].read_as_of(
            day, self.company.ids, (partner or self.partner).ids
        )
        return [(row["residual"], row["residual_currency"]) for row in rows]

    def _tie_out(self, day):
        """Per customer: (owed − exchange entries to come − ledger), rounded."""
        reader = self.env["ar.open.item"]
        gaps = defaultdict(float)
        for row in reader._read_rows(self.company.ids, as_of=day):
            gaps[row["partner_id"]] += row["residual"]
        for (partner_id, _company), tie in reader._read_tie_out(self.company.ids, day).items():
            gaps[partner_id] -= tie["ledger"] + tie["exchange_pending"]
        return {partner_id: round(gap, 2) for partner_id, gap in gaps.items() if round(gap, 2)}

    def _ledger(self, day):
        ties = self.env["ar.open.item"]._read_tie_out(self.company.ids, self._day(day))
        return round(sum(tie["ledger"] for tie in ties.values()), 2)

    def _assert_ties_every_day(self):
        """On every day on which something is dated, and on the day before it."""
        lines = self.env["account.move.line"].search([("company_id", "=", self.company.id)])
        days = {line.date for line in lines} | {self.today}
        for day in sorted(days | {day - timedelta(days=1) for day in days}):
            with self.subTest(day=day):
                self.assertFalse(self._tie_out(day))

    def test_trap_07_exchange_differences(self):
        invoice = self._make_invoice(amount=1000, date="2026-09-01", currency_id=self.eur.id)
        first = self._pay(invoice, 400, "2026-09-22", currency_id=self.eur.id)
        second = self._pay(invoice, 600, "2026-11-16", currency_id=self.eur.id)
        self.assertEqual(self._receivable(first.move_id).balance, -500)
        self.assertEqual(self._receivable(second.move_id).balance, -1000)
        partials = self._receivable(invoice).matched_credit_ids
        self.assertEqual(
            sorted(partials.exchange_move_id.mapped("date")),
            [self._day("2026-09-30"), self._day("2026-11-30")],
        )
        # (day, owed, what the general ledger shows)
        for day, owed, ledger in [
            ("2026-08-31", [], 0),
            ("2026-09-01", [(2000, 1000)], 2000),
            ("2026-09-21", [(2000, 1000)], 2000),
            ("2026-09-25", [(1200, 600)], 1500),
            ("2026-10-15", [(1200, 600)], 1200),
            ("2026-11-15", [(1200, 600)], 1200),
            ("2026-11-18", [], 200),
            ("2026-12-01", [], 0),
        ]:
            with self.subTest(day=day):
                self.assertEqual(self._owed(day), owed)
                self.assertEqual(self._ledger(day), ledger)
        self._assert_ties_every_day()

    def test_trap_08_ties_to_the_ledger(self):
        other = self._make_partner("Beta Works")
        term = self._instalment_term((30, 10), (70, 60))
        home = self._make_invoice(amount=900, date="2026-07-03", invoice_payment_term_id=term.id)
        pounds = self._make_invoice(
            other, amount=333.33, date="2026-07-10", currency_id=self.gbp.id
        )
        self._make_invoice(other, amount=77.77, date="2026-11-20", currency_id=self.eur.id)
        credit = self._make_invoice(
            other, amount=100, date="2026-08-15", currency_id=self.gbp.id, move_type="out_refund"
        )
        self._make_entry(-45, "2026-08-01", self.partner)
        self._make_entry(12, "2026-08-02")
        self._pay_on_account(other, 50, "2026-10-01", currency=self.eur)
        self._pay(home, 400, "2026-09-05")
        (self._receivable(pounds) + self._receivable(credit)).reconcile()
        paid = self._pay(pounds, 120, "2026-10-12", currency_id=self.gbp.id)
        rest = self._pay(pounds, 113.33, "2026-11-03", currency_id=self.gbp.id)
        self._assert_ties_every_day()
        # Matching undone, a payment in draft, one cancelled: still every day.
        self._receivable(rest.move_id).remove_move_reconcile()
        self._assert_ties_every_day()
        self.assertTrue(self._receivable(paid.move_id).reconciled)
        paid.action_draft()
        self._assert_ties_every_day()
        paid.action_cancel()
        self._assert_ties_every_day()

    def test_later_matching_is_undone(self):
        invoice = self._make_invoice(amount=1000, date="2026-08-01")
        payment = self._pay_on_account(self.partner, 600, "2026-10-01")
        (self._receivable(invoice) + self._receivable(payment.move_id)).reconcile()
        self.assertEqual(self._owed("2026-09-30"), [(1000, 1000)])
        self.assertEqual(self._owed("2026-10-01"), [(400, 400)])
        # A payment before its invoice was a credit until the invoice came.
        early = self._pay_on_account(self.partner, 70, "2026-08-20")
        late = self._make_invoice(amount=70, date="2026-11-01")
        (self._receivable(early.move_id) + self._receivable(late)).reconcile()
        self.assertEqual(self._owed("2026-09-30"), [(1000, 1000), (-70, -70)])
        self.assertEqual(self._owed("2026-11-01"), [(400, 400)])

    def test_matching_number_that_was_lost(self):
        """Unmatched and matched again in one go, Odoo leaves lines matched without a number."""
        invoice = self._make_invoice(amount=1000, date="2026-08-01")
        payment = self._pay_on_account(self.partner, 1000, "2026-10-01")
        lines = self._receivable(invoice) + self._receivable(payment.move_id)
        lines.reconcile()
        self.env.flush_all()
        lines.remove_move_reconcile()
        lines.reconcile()
        self.env.flush_all()
        self.assertTrue(all(lines.mapped("reconciled")))
        # Whatever Odoo does about it one day.
        self.env.cr.execute(
            "UPDATE account_move_line SET matching_number = NULL WHERE id IN %s", (lines._ids,)
        )
        lines.invalidate_recordset(["matching_number"])
        reader = self.env["ar.open.item"]
        for partner_ids in (self.partner.ids, None):
            for day, expected in [("2026-09-30", [1000]), ("2026-10-01", [])]:
                with self.subTest(day=day, partner_ids=partner_ids):
                    rows = reader._read_rows(self.company.ids, partner_ids, as_of=self._day(day))
                    self.assertEqual([row["residual"] for row in rows], expected)
        payment.action_draft()
        self.env.flush_all()
        for day in (None, self._day("2026-10-01"), self._day("2026-12-15")):
            with self.subTest(day=day):
                rows = reader._read_rows(self.company.ids, as_of=day)
                self.assertEqual([row["residual"] for row in rows], [1000])
        self._assert_ties_every_day()

    def test_age_is_of_that_day(self):
        self._make_invoice(date="2026-08-01", due="2026-08-31")
        (row,) = self.env["ar.open.item"].read_as_of(
            "2026-10-05", self.company.ids, self.partner.ids
        )
        self.assertEqual((row["days_overdue"], row["bucket"]), (35, "02"))
        self.assertEqual(row["date_due"], self._day("2026-08-31"))
        self.assertFalse(row["payment_pending"])

    def test_discount_of_that_day(self):
        term = self.env.ref("account.account_payment_term_30days_early_discount")
        invoice = self._make_invoice(date="2026-09-01", invoice_payment_term_id=term.id)
        until = self._receivable(invoice).discount_date
        asked = self._receivable(invoice).discount_amount_currency
        self._pay(invoice, 1000, "2026-10-30")
        reader = self.env["ar.open.item"]
        for day, expected in [(until, asked), (until + timedelta(days=1), 1000)]:
            with self.subTest(day=day):
                (row,) = reader.read_as_of(day, self.company.ids, self.partner.ids)
                self.assertEqual(row["asked_currency"], expected)

    def test_today_agrees_with_now(self):
        invoice = self._make_invoice(amount=300, date="2026-08-01", currency_id=self.eur.id)
        self._pay(invoice, 100, "2026-10-01", currency_id=self.eur.id)
        self._pay_on_account(self.partner, 55, "2026-11-01")
        self._make_invoice(amount=20, date="2026-12-20")
        reader = self.env["ar.open.item"]
        live = reader._read_rows(self.company.ids)
        self.assertTrue(live)
        self.assertEqual(reader._read_rows(self.company.ids, as_of=self.today), live)
        self.assertEqual(
            reader._read_totals(self.company.ids, as_of=self.today),
            reader._read_totals(self.company.ids),
        )
        # A day ahead takes what is dated until then.
        self.assertIn((20, 20), self._owed("2026-12-20"))
