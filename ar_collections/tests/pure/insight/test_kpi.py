"""Every oracle of the profession's formulas to two decimals, and what holds for all."""

from importlib.util import find_spec

from odoo.tests import BaseCase

from ....tools.insight import kpi

# One quarter of 90 days.
OPENING, SALES, CLOSING, NOT_DUE, DAYS = 6200.0, 10890.0, 6340.0, 3590.0, 90


class TestOracles(BaseCase):
    def assertFigure(self, value, want):
        self.assertAlmostEqual(value, want, delta=0.005)

    def test_days_of_sales(self):
        self.assertFigure(kpi.dso(CLOSING, SALES, DAYS), 52.40)
        self.assertFigure(kpi.best_possible_dso(NOT_DUE, SALES, DAYS), 29.67)
        self.assertFigure(kpi.average_days_delinquent(CLOSING, NOT_DUE, SALES, DAYS), 22.73)

    def test_cei_of_one_period(self):
        self.assertFigure(kpi.cei(OPENING, SALES, CLOSING, NOT_DUE), 79.63)

    def test_overdue(self):
        self.assertFigure(kpi.overdue_rate(CLOSING - NOT_DUE, CLOSING), 43.38)

    def test_countback(self):
        months = [(100_000, 30), (80_000, 30), (70_000, 30)]
        self.assertFigure(kpi.countback(212_000, months), 73.71)

    def test_countback_at_its_ends(self):
        months = [(100.0, 31), (50.0, 28)]
        cases = [(0, 0.0), (-5, 0.0), (50, 15.5), (100, 31.0), (125, 45.0), (150, 59.0)]
        for receivables, want in cases:
            with self.subTest(receivables=receivables):
                self.assertAlmostEqual(kpi.countback(receivables, months), want)
        self.assertIsNone(kpi.countback(150.01, months))
        self.assertIsNone(kpi.countback(1, []))
        # A month of credit notes: what is owed is older.
        self.assertAlmostEqual(kpi.countback(40, [(-10, 30), (100, 30)]), 45.0)

    def test_turnover(self):
        self.assertFigure(kpi.turnover(1_200_000, 100_000, 100_000), 12.0)
        self.assertFigure(kpi.turnover(1_200_000, 80_000, 120_000), 12.0)
        self.assertFigure(kpi.turnover_days(1_200_000, 100_000, 100_000, 365), 30.42)

    def test_bad_debt(self):
        self.assertFigure(kpi.bad_debt(6_000, 1_200_000), 0.50)

    def test_weighted_delay(self):
        paid = [(140, 7), (85, 55), (214, 10)]
        product = sum(amount * days for amount, days in paid)
        self.assertFigure(kpi.weighted_delay(product, sum(amount for amount, _days in paid)), 17.76)
        self.assertFigure(kpi.weighted_delay(100 * -10 + 100 * 4, 200), -3)

    def test_shares(self):
        self.assertFigure(kpi.at_risk(4_000, 100_000), 4.0)
        self.assertFigure(kpi.promise_kept(30, 12, 8), 60.0)
        self.assertFigure(kpi.dispute_cycle(4 + 10 + 16, 3), 10.0)
        self.assertFigure(kpi.billing_days(2 + 5 - 1, 3), 2.0)
        self.assertFigure(kpi.effectiveness(180, 200, 50, 10), 75.0)
        self.assertFigure(kpi.roll(200_000, 1_000_000), 20.0)
        self.assertFigure(kpi.recovery(30, 120), 25.0)
        self.assertFigure(kpi.cost_to_collect(4, 30, 590), 100 * 34 / 590)

    def test_nothing_to_tell_is_no_zero(self):
        self.assertEqual(
            [
                kpi.dso(10, 0, 30),
                kpi.best_possible_dso(10, -5, 30),
                kpi.average_days_delinquent(10, 5, 0, 30),
                kpi.cei(0, 0, 0, 0),
                kpi.overdue_rate(0, 0),
                kpi.turnover(10, 0, 0),
                kpi.turnover_days(0, 5, 5, 30),
                kpi.bad_debt(0, 0),
                kpi.weighted_delay(0, 0),
                kpi.at_risk(0, 0),
                kpi.promise_kept(0, 0, 0),
                kpi.dispute_cycle(0, 0),
                kpi.billing_days(0, 0),
                kpi.effectiveness(0, 5, 5, 10),
                kpi.recovery(0, 0),
                kpi.cost_to_collect(1, 2, 0),
                kpi.roll(0, 0),
            ],
            [None] * 17,
        )


if find_spec("hypothesis"):
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    amounts = st.floats(1, 1e9)
    days = st.integers(1, 366)

    patient = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])

    class TestProperties(BaseCase):
        @patient
        @given(closing=amounts, sales=amounts, part=st.floats(0, 1), days=days)
        def test_best_possible_and_delinquent_make_dso(self, closing, sales, part, days):
            due_later = closing * part
            together = kpi.best_possible_dso(due_later, sales, days)
            together += kpi.average_days_delinquent(closing, due_later, sales, days)
            self.assertAlmostEqual(together / kpi.dso(closing, sales, days), 1)

        @patient
        @given(opening=amounts, sales=amounts, part=st.floats(0, 1), late=st.floats(0, 1))
        def test_cei_lies_between_nothing_and_all(self, opening, sales, part, late):
            closing = (opening + sales) * part
            value = kpi.cei(opening, sales, closing, closing * (1 - late))
            if value is not None:
                self.assertGreaterEqual(value, -1e-6)
                self.assertLessEqual(value, 100.000001)

        @patient
        @given(months=st.lists(st.tuples(st.floats(0, 1e6), days), max_size=12), more=amounts)
        def test_countback_grows_with_what_is_owed(self, months, more):
            sold = sum(sales for sales, _days in months)
            less = kpi.countback(sold / 2, months)
            self.assertIsNotNone(less)
            self.assertLessEqual(less, sum(days for _sales, days in months))
            self.assertIsNone(kpi.countback(sold + more, months))

        @patient
        @given(sales=amounts, days=days, months=st.integers(1, 12), part=st.floats(0.01, 1))
        def test_countback_is_dso_where_sales_are_even(self, sales, days, months, part):
            owed = sales * months * part
            value = kpi.countback(owed, [(sales, days)] * months)
            self.assertAlmostEqual(value / kpi.dso(owed, sales * months, days * months), 1)
