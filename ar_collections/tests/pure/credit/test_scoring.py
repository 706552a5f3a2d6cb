from datetime import date

from odoo.tests import BaseCase

from ....tools.credit import scoring
from ....tools.credit.scoring import Candidate, Factor, Figures
from ....tools.ledger.payment_index import PAYMENT_KNOTS

# Days beyond terms, points: the published table, half-way points, both ends.
PAYMENTS = (
    (-400, 100),
    (-30, 100),
    (-25, 95),
    (-20, 90),
    (-10, 85),
    (0, 80),
    (15, 70),
    (22, 60),
    (26, 55),
    (30, 50),
    (60, 40),
    (75, 35),
    (90, 30),
    (120, 20),
    (150, 10),
    (180, 0),
    (999, 0),
)
# Working capital 200, equity 500, of a company with total assets of 1,200.
FIGURES = Figures(
    current_assets=600,
    current_liabilities=400,
    total_liabilities=700,
    ebit=120,
    total_assets=1200,
    sales=1500,
    retained_earnings=250,
    equity=500,
    net_profit=75,
    operating_cash_flow=100,
)
STEPS = ((0, 100), (8, 80), (31, 50), (91, 0))
BANDS = ((80, "A"), (65, "B"), (50, "C"), (0, "E"))


def card(rows):
    return [Factor(key, "ledger", weight, value) for key, (weight, value) in enumerate(rows)]


class TestPaymentIndex(BaseCase):
    def test_points_by_days_beyond_terms(self):
        for days, want in PAYMENTS:
            with self.subTest(days=days):
                self.assertAlmostEqual(scoring.interpolate(days, PAYMENT_KNOTS), want)

    def test_oracle(self):
        """50,000 at 80, 30,000 at 70 and 20,000 at 50 points are 71.0."""
        paid = [(50000, 0), (30000, 15), (20000, 30)]
        points = [(amount, scoring.interpolate(days, PAYMENT_KNOTS)) for amount, days in paid]
        self.assertAlmostEqual(scoring.weighted_mean(points), 71.0)
        self.assertEqual(scoring.payment_risk(71.0), "medium")

    def test_bands_of_risk(self):
        for index, want in (
            (100, "low"),
            (80, "low"),
            (79.9, "medium"),
            (50, "medium"),
            (49, "high"),
        ):
            self.assertEqual(scoring.payment_risk(index), want, index)
        self.assertIsNone(scoring.payment_risk(None))


class TestFinancials(BaseCase):
    def test_altman_oracles(self):
        self.assertAlmostEqual(scoring.altman_private(FIGURES), 2.1542, 4)
        self.assertAlmostEqual(scoring.altman_general(FIGURES), 3.1945, 4)

    def test_ratios(self):
        self.assertAlmostEqual(scoring.debt_ratio(FIGURES), 58.3333, 4)
        self.assertAlmostEqual(scoring.current_ratio(FIGURES), 1.5)
        self.assertAlmostEqual(scoring.profit_margin(FIGURES), 5.0)
        self.assertAlmostEqual(scoring.cash_flow_ratio(FIGURES), 0.25)

    def test_nothing_given_is_not_zero(self):
        for ratio in (
            scoring.altman_private,
            scoring.altman_general,
            scoring.debt_ratio,
            scoring.current_ratio,
            scoring.profit_margin,
            scoring.cash_flow_ratio,
        ):
            self.assertIsNone(ratio(Figures()), ratio.__name__)


class TestPoints(BaseCase):
    def test_steps(self):
        for value, want in ((0, 100), (7.9, 100), (8, 80), (30, 80), (31, 50), (91, 0), (500, 0)):
            with self.subTest(value=value):
                self.assertEqual(scoring.table_points(value, STEPS), want)

    def test_below_the_table_is_worth_nothing(self):
        self.assertEqual(scoring.table_points(-1, STEPS), 0)
        self.assertEqual(scoring.table_points(-1, STEPS, straight=True), 0)

    def test_straight_line(self):
        table = ((0, 0), (50, 40), (100, 100))
        for value, want in ((0, 0), (25, 20), (50, 40), (75, 70), (100, 100), (120, 100)):
            self.assertAlmostEqual(scoring.table_points(value, table, straight=True), want)

    def test_unknown_stays_unknown(self):
        self.assertIsNone(scoring.table_points(None, STEPS))
        self.assertIsNone(scoring.table_points(5, ()))


class TestScore(BaseCase):
    def test_by_hand(self):
        """35 × 71 + 25 × 60 + 20 × 80 + 10 × 50 + 10 × 40, of 100."""
        found = scoring.score(card([(35, 71), (25, 60), (20, 80), (10, 50), (10, 40)]))
        self.assertAlmostEqual(found.total, 64.85)
        self.assertAlmostEqual(found.contributions[0], 24.85)
        self.assertEqual((found.missing, found.coverage), ((), 1.0))

    def test_missing_factors_drop_out_and_the_rest_is_scaled(self):
        """Without financials and agency: (35 × 71 + 10 × 50 + 10 × 40) / 55."""
        found = scoring.score(card([(35, 71), (25, None), (20, None), (10, 50), (10, 40)]))
        self.assertAlmostEqual(found.total, 61.5455, 4)
        self.assertEqual(found.missing, (1, 2))
        self.assertAlmostEqual(found.coverage, 0.55)

    def test_nothing_known(self):
        found = scoring.score(card([(35, None), (25, None)]))
        self.assertEqual((found.total, found.missing, found.only_ledger), (None, (0, 1), False))

    def test_payment_behaviour_alone_is_said(self):
        ledger, agency = Factor(1, "ledger", 35, 90), Factor(2, "external", 20, None)
        self.assertTrue(scoring.score([ledger, agency]).only_ledger)
        self.assertFalse(scoring.score([ledger, agency._replace(points=10)]).only_ledger)

    def test_weights_that_sum_to_zero(self):
        for weights in ((0, 0), (10, -10), (30, -10), ()):
            with self.subTest(weights=weights), self.assertRaises(ValueError):
                scoring.score(card([(weight, 50) for weight in weights]))


class TestGrade(BaseCase):
    def test_bands(self):
        for total, want in ((100, "A"), (80, "A"), (79.99, "B"), (50, "C"), (49.9, "E"), (0, "E")):
            self.assertEqual(scoring.grade(total, BANDS), want, total)
        self.assertIsNone(scoring.grade(None, BANDS))
        self.assertIsNone(scoring.grade(10, BANDS[:2]))

    def test_overlapping_bands(self):
        self.assertEqual(scoring.duplicate_bands(BANDS), [])
        self.assertEqual(scoring.duplicate_bands((*BANDS, (65, "B2"))), [("B", "B2")])


class TestLimit(BaseCase):
    def test_oracle(self):
        """The smallest of 48,000, 50,000, 66,667 and 45,000 is the insured 45,000."""
        need = scoring.need(40000, 30, 15, 0.8)
        worth = scoring.net_worth_cap(500000, 0.1)
        loss = scoring.loss_cap(1200, 0.03, 0.6)
        self.assertAlmostEqual(need, 48000)
        self.assertAlmostEqual(worth, 50000)
        self.assertAlmostEqual(loss, 66666.67, 2)
        candidates = [
            Candidate("need", need),
            Candidate("net_worth", worth),
            Candidate("loss", loss),
            Candidate("insured", 45000),
        ]
        self.assertEqual(scoring.smallest(candidates).code, "insured")
        self.assertEqual(scoring.smallest(candidates[:3]).code, "need")
        self.assertIsNone(scoring.smallest([]))

    def test_edges(self):
        self.assertEqual(scoring.need(1000, 10, -40, 1), 0, "paid before the invoice")
        self.assertEqual(scoring.net_worth_cap(-5000, 0.1), 0)
        self.assertIsNone(scoring.loss_cap(1200, 0, 0.6), "no loss is expected")

    def test_round_limit(self):
        """Two leading figures, never above what the rules give."""
        for amount, rounding, want in (
            (48317.29, 0.01, 48000),
            (66666.67, 0.01, 66000),
            (48000, 0.01, 48000),
            (47999.999999, 0.01, 48000),
            (1234567, 0.01, 1200000),
            (999, 0.01, 990),
            (100.5, 0.01, 100),
            (45.6, 0.01, 45),
            (9.876, 0.01, 9.88),
            (0.4, 0.01, 0.4),
            (0, 0.01, 0),
            (-5, 0.01, 0),
            (123456, 1, 120000),
            (12.3456, 0.001, 12),
        ):
            with self.subTest(amount=amount):
                self.assertEqual(scoring.round_limit(amount, rounding), want)


class TestCadence(BaseCase):
    def test_next_review(self):
        day = date(2026, 1, 31)
        self.assertEqual(scoring.next_review(day, 1), date(2026, 2, 28))
        self.assertEqual(scoring.next_review(day, 12), date(2027, 1, 31))
        self.assertIsNone(scoring.next_review(day, 0))

    def test_trend(self):
        cases = ((60, 65, "up"), (60, 64.9, "stable"), (60, 55, "down"), (None, 60, None))
        for before, now, want in cases:
            self.assertEqual(scoring.trend(before, now, 5), want, (before, now))
        self.assertEqual(scoring.trend(60, 60, 0), "stable")

    def test_worsened(self):
        for before, now, mode, want in (
            (82, 72, "points", True),
            (82, 72.1, "points", False),
            (82, 95, "points", False),
            (82, 79, "grade", True),
            (99, 81, "grade", False),
            (82, 10, "off", False),
            (None, 10, "points", False),
            (82, None, "points", False),
        ):
            with self.subTest(before=before, now=now, mode=mode):
                self.assertEqual(scoring.worsened(before, now, mode, 10, BANDS), want)
