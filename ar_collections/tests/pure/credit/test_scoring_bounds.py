"""Scoring at its edges: what is unknown, what is nothing, what just reaches."""

from datetime import date

from odoo.tests import BaseCase

from ....tools.credit import scoring
from ....tools.credit.scoring import Candidate, Factor, Figures
from .test_scoring import BANDS, FIGURES, STEPS, card


class TestScoringBounds(BaseCase):
    def test_figures_not_given_are_nothing(self):
        self.assertEqual(Figures(), (0.0,) * 10)
        self.assertEqual(Candidate("a", 5).inputs, {})

    def test_lines_between_knots(self):
        knots = ((0, 10), (10, 30), (20, 0))
        for value, want in ((-1, 10), (0, 10), (5, 20), (10, 30), (15, 15), (20, 0), (99, 0)):
            with self.subTest(value):
                self.assertEqual(scoring.interpolate(value, knots), want)

    def test_means(self):
        for pairs, want in (([], None), ([(0, 5)], None), ([(1, 5), (3, 9)], 8), ([(0.5, 4)], 4)):
            self.assertEqual(scoring.weighted_mean(iter(pairs)), want)

    def test_two_experiences_say_nothing(self):
        self.assertEqual(scoring.MIN_EXPERIENCES, 3)

    def test_risk(self):
        for index, want in (
            (80, "low"),
            (79.99, "medium"),
            (50, "medium"),
            (49.99, "high"),
            (0, "high"),
        ):
            self.assertEqual(scoring.payment_risk(index), want)

    def test_ratios_of_nothing(self):
        """Without the figure below the line nothing is known; a small one is enough."""
        for ratio, below in [
            (scoring.debt_ratio, "total_assets"),
            (scoring.current_ratio, "current_liabilities"),
            (scoring.profit_margin, "sales"),
            (scoring.cash_flow_ratio, "current_liabilities"),
            (scoring.altman_private, "total_assets"),
            (scoring.altman_private, "total_liabilities"),
            (scoring.altman_general, "total_assets"),
            (scoring.altman_general, "total_liabilities"),
        ]:
            with self.subTest(ratio=ratio.__name__, below=below):
                for figure, known in ((0, False), (-5, False), (0.5, True)):
                    found = ratio(FIGURES._replace(**{below: figure}))
                    self.assertEqual(found is not None, known, figure)

    def test_cash_flows(self):
        for flow, want in ((0, None), (-100, -0.25), (1, 1 / 400)):
            found = scoring.cash_flow_ratio(FIGURES._replace(operating_cash_flow=flow))
            self.assertEqual(found, want)

    def test_points(self):
        self.assertEqual(scoring.table_points(8, STEPS), 80)
        self.assertEqual(scoring.table_points(-0.1, STEPS), 0)
        self.assertEqual(scoring.table_points(0, ((0, 100),)), 100)
        self.assertEqual(scoring.table_points(5, ((0, 0), (10, 100))), 0)
        self.assertEqual(scoring.table_points(5, ((0, 0), (10, 100)), straight=True), 50)

    def test_scores(self):
        for rows, total, coverage in [
            ([(1, 0)], 0, 1),
            ([(1, 50), (0, 90)], 50, 1),
            ([(0, 90), (2, None)], None, 0),
            ([(0.5, 80), (0.5, None)], 80, 0.5),
        ]:
            with self.subTest(rows):
                found = scoring.score(card(rows))
                self.assertEqual((found.total, found.coverage), (total, coverage))
        # Whose weight is nothing adds nothing, and is missing if it is not known.
        found = scoring.score(card([(1, 50), (0, 90), (0, None)]))
        self.assertEqual((found.contributions, found.missing), ({0: 50}, (2,)))
        found = scoring.score([Factor(1, "ledger", 1, 5), Factor(2, "external", 0, 9)])
        self.assertTrue(found.only_ledger)

    def test_weights(self):
        for weights in ((-1, 2), (0,)):
            with self.assertRaises(ValueError):
                scoring.score(card([(weight, 50) for weight in weights]))
        self.assertEqual(scoring.score(card([(0.1, 50)])).total, 50)

    def test_grades(self):
        for total, want in ((65, "B"), (64.99, "C"), (0, "E"), (-1, None)):
            self.assertEqual(scoring.grade(total, BANDS[::-1]), want)
        bands = [(0, "a"), (5, "b"), (5, "c"), (0, "d")]
        self.assertEqual(scoring.duplicate_bands(bands), [("a", "d"), ("b", "c")])

    def test_limits(self):
        for sales, terms, delay, factor, want in [
            (3000, 30, 0, 1, 3000),
            (3000, 30, 15, 0.5, 2250),
            (3000, 10, -9.5, 1, 50),
            (3000, 10, -11, 1, 0),
            (-5, 30, 0, 1, 0),
            (0.5, 30, 0, 1, 0.5),
        ]:
            with self.subTest(sales=sales, delay=delay):
                self.assertAlmostEqual(scoring.need(sales, terms, delay, factor), want)
        self.assertEqual(scoring.net_worth_cap(0.5, 0.5), 0.25)
        self.assertEqual(scoring.loss_cap(12, 0.5, 0.5), 48)
        self.assertIsNone(scoring.loss_cap(12, 0.5, 0))
        first = Candidate("first", 5)
        self.assertIs(scoring.smallest([first, Candidate("second", 5)]), first)

    def test_trends(self):
        for before, now, threshold, want in [
            (60, 65, 5, "up"),
            (65, 60, 5, "down"),
            (60, 64.99, 5, "stable"),
            (0.2, 0.3, 0.1, "up"),
            (0.3, 0.2, 0.1, "down"),
            (60, 60.5, 0, "up"),
            (60, 60, 0, "stable"),
            (None, 60, 5, None),
            (60, None, 5, None),
            (0, 5, 5, "up"),
        ]:
            with self.subTest(before=before, now=now, threshold=threshold):
                self.assertEqual(scoring.trend(before, now, threshold), want)

    def test_what_got_worse(self):
        for before, now, mode, threshold, want in [
            (80, 79.5, "points", 0, True),
            (80, 80, "points", 0, False),
            (80, 75, "points", 5, True),
            (80, 75, "points", 6, False),
            (80, 79, "grade", 99, True),
            (79, 66, "grade", 0, False),
            (64, 66, "grade", 0, False),
            (80, 1, "never", 0, False),
            (None, 1, "grade", 0, False),
            (1, None, "grade", 0, False),
        ]:
            with self.subTest(before=before, now=now, mode=mode):
                self.assertIs(scoring.worsened(before, now, mode, threshold, BANDS), want)
        self.assertTrue(scoring.worsened(80, 79.5, "points"))

    def test_reviews(self):
        day = date(2026, 3, 31)
        self.assertEqual(scoring.next_review(day, 11), date(2027, 2, 28))
