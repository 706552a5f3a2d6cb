"""What is kept of days that are over says what the ledger says, whatever is booked later."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common import FIRST, LAST, TODAY, KpiCommon

PERIODS = ((FIRST, LAST), ("2026-01-01", TODAY), ("2026-02-10", "2026-03-15"))


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestKept(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.days = cls.env["ar.kpi.day"]

    def _night(self):
        self.env.flush_all()
        for days in self.days._find_due(self.company):
            self.days._keep(self.company, *days)
        self.days._forget()

    def _find_true(self):
        return self.days._find_true(self.company.ids)

    def _find_untrue(self):
        """Days of which something is kept and no longer true."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT DISTINCT kept.day FROM ar_kpi_day kept
                 JOIN ar_kpi_change change ON change.company_id = kept.company_id
                                          AND change.day = kept.day
                WHERE kept.company_id = %s ORDER BY 1""",
            [self.company.id],
        )
        return [str(day) for (day,) in self.env.cr.fetchall()]

    def _read_all(self):
        return {
            (period, by): self._kpis(*period, by=by)
            for period in PERIODS
            for by in (None, "collector", "country", "company", "period")
        }

    def assertAsLive(self):
        """All figures, with what is kept and without."""
        found = self._read_all()
        with patch.object(type(self.days), "_find_true", lambda *_args: ()):
            live = self._read_all()
        self.assertEqual(found.keys(), live.keys())
        for place, figures in live.items():
            self._compare(place, found[place], figures)

    def _compare(self, place, found, live):
        if isinstance(live, dict):
            self.assertEqual(found.keys(), live.keys(), place)
            for name in live:
                self._compare((*place, name), found[name], live[name])
        elif isinstance(live, float) and found is not None:
            self.assertAlmostEqual(found, live, 6, place)
        else:
            self.assertEqual(found, live, place)

    # -- as the ledger says --------------------------------------------------------------

    def test_kept_days_are_used(self):
        self.assertAsLive()
        self.assertFalse(self._find_true())
        self._night()
        [(first, last)] = self._find_true()
        self.assertEqual((str(first), str(last)), ("2025-11-15", "2026-04-27"))
        self.assertAsLive()
        # Nobody reads the ledger for what is kept.
        self.env.cr.execute("UPDATE ar_kpi_piece SET amount = amount + 1 WHERE way = 'money'")
        before = self._kpis()["delay"]["denominator"]
        self.env.cr.execute("UPDATE ar_kpi_piece SET amount = amount - 1 WHERE way = 'money'")
        self.assertNotEqual(before, self._kpis()["delay"]["denominator"])

    def test_what_is_booked_later_on_an_earlier_day(self):
        steps = (
            lambda: self._make_invoice(amount=700, date="2026-02-03", due="2026-03-05"),
            lambda: self._make_invoice(
                self.beta, amount=90, date="2026-03-01", move_type="out_refund"
            ),
            lambda: self._pay(self.new, 590, "2026-03-30"),
            lambda: self._receivable(self.late).remove_move_reconcile(),
            self.open.button_draft,
            self.open.action_post,
            lambda: self._receivable(self.new).write({"date_maturity": "2026-03-20"}),
            lambda: [
                self.new.button_draft(),
                self.new.write({"partner_id": self.partner.id}),
                self.new.action_post(),
            ],
            lambda: self._pay_on_account(self.beta, 40, "2026-02-11"),
        )
        for number, step in enumerate(steps):
            with self.subTest(step=number):
                self._night()
                self.assertFalse(self._find_untrue())
                step()
                self.assertTrue(self._find_untrue())
                self.assertAsLive()
                self._night()
                self.assertFalse(self._find_untrue())
                self.assertAsLive()

    def test_items_that_are_there_are_matched_later(self):
        """Nothing is booked: what settles what is new all the same, and is taken back."""
        invoice = self._make_invoice(amount=700, date="2026-02-03", due="2026-03-05")
        payment = self._pay_on_account(self.partner, 700, "2026-02-11")
        self._night()
        self.assertFalse(self._find_untrue())
        (self._receivable(invoice) + self._receivable(payment.move_id)).reconcile()
        self.assertEqual(self._find_untrue(), ["2026-02-11"])
        self.assertAsLive()
        self._night()
        self._receivable(invoice).remove_move_reconcile()
        self.assertEqual(self._find_untrue(), ["2026-02-11"])
        self.assertAsLive()

    def test_only_the_days_concerned_are_read_anew(self):
        self._night()
        self._make_invoice(amount=700, date="2026-02-03", due="2026-03-05")
        self.assertEqual(self._find_untrue(), ["2026-02-03"])
        self.assertEqual(
            [tuple(map(str, days)) for days in self._find_true()],
            [("2025-11-15", "2026-02-02"), ("2026-02-04", "2026-04-27")],
        )
        self._pay(self.new, 590, "2026-03-30")
        self.assertEqual(self._find_untrue(), ["2026-02-03", "2026-03-30"])
        # What is of no receivable, and drafts, are nobody's business here.
        self._make_invoice(amount=700, date="2026-02-05", post=False)
        self.env["account.move"].create(
            {
                "date": "2026-02-06",
                "line_ids": [
                    Command.create(
                        {"account_id": self.company_data[name].id, "balance": amount, "name": name}
                    )
                    for name, amount in (
                        ("default_account_revenue", 5),
                        ("default_account_expense", -5),
                    )
                ],
            }
        ).action_post()
        self.assertEqual(self._find_untrue(), ["2026-02-03", "2026-03-30"])
        self.assertAsLive()

    def test_customers_are_those_of_the_day_of_reading(self):
        self._night()
        contact = self._make_partner("Bea", parent_id=self.partner.id, is_company=False)
        self.assertEqual(contact.commercial_partner_id, self.partner)
        self._make_invoice(contact, amount=33, date="2026-02-03", due="2026-02-10")
        self._night()
        contact.write({"parent_id": False})
        self.assertAsLive()

    def test_what_counts_at_all(self):
        self._night()
        account = self._receivable(self.new).account_id
        account.non_trade = True
        self.env.flush_all()
        self.assertFalse(self._find_true())
        self.assertAsLive()
        account.non_trade = False
        self.env.flush_all()
        self.days._forget()
        self._night()
        self.assertTrue(self._find_true())
        self.assertAsLive()
        self.company_data["default_journal_bank"].copy().write({"name": "Other"})
        self.env["account.account"].create(
            {"name": "New", "code": "998877", "account_type": "asset_receivable"}
        )
        self.env.flush_all()
        self.assertTrue(self._find_true())

    def test_accounts_of_losses_say_what_is_money(self):
        self._night()
        self.assertTrue(self._find_true())
        self.company.sudo().ar_bad_debt_account_ids = self.company_data["default_account_expense"]
        self.assertFalse(self._find_true(), "all of it is read anew")
        self.assertAsLive()

    def test_exchange_differences(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        for day, rate in (("2026-01-01", 2.0), ("2026-03-01", 4.0)):
            self.env["res.currency.rate"].create(
                {
                    "name": day,
                    "rate": rate,
                    "currency_id": euro.id,
                    "company_id": self.company.id,
                }
            )
        self._night()
        bill = self._make_invoice(
            self.beta, amount=800, date="2026-01-15", due="2026-02-15", currency_id=euro.id
        )
        self._night()
        self._pay(bill, 300, "2026-03-10", currency_id=euro.id)
        self.assertAsLive()
        self._night()
        self._pay(bill, 500, "2026-04-03", currency_id=euro.id)
        self.assertAsLive()
        self._night()
        self.assertAsLive()
        self._receivable(bill).remove_move_reconcile()
        self.assertAsLive()
        self._night()
        self.assertAsLive()

    def test_the_night_is_a_job(self):
        # Nothing is committed in tests.
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 60.0):
            self.days._cron_keep()
            self.assertTrue(self._find_true())
            self.days._cron_keep()
        self.assertAsLive()

    def test_what_was_paid_between_the_days_of_other_figures(self):
        """At risk is what was unpaid 90 days after its due date, also if it was paid a week later,
        long before the period's end."""
        bill = self._make_invoice(amount=600, date="2025-11-20", due="2025-12-05")
        self._pay(bill, 600, "2026-03-10")
        # Due since 3 October: 6,200 of which 1,000 were open on 15 March, and these 600.
        figure = self._kpis(LAST[:8] + "01", "2026-04-28")["at_risk"]
        self.assertFigureSum(figure, 1600, 6800)
        self.assertFigureSum(self._kpis(FIRST, "2026-04-28")["at_risk"], 1600, 6800)

    def assertFigureSum(self, figure, numerator, denominator):
        self.assertAlmostEqual(figure["numerator"], numerator, 2)
        self.assertAlmostEqual(figure["denominator"], denominator, 2)
