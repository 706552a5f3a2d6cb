"""Shares, intervals, differences: against the figures of the papers."""

from odoo.tests import BaseCase

from ....tools.insight import effect
from ....tools.insight.effect import Share

# Newcombe 1998: (part, whole) twice, difference, low, high by method 10.
NEWCOMBE = (
    ((56, 70), (48, 80), 0.2000, 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.6000, 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.5714, 0.0582, 0.8062),
    ((5, 56), (0, 29), 0.0893, -0.0381, 0.1926),
    ((0, 10), (0, 20), 0.0000, -0.1611, 0.2775),
    ((0, 10), (0, 10), 0.0000, -0.2775, 0.2775),
    ((10, 10), (0, 20), 1.0000, 0.6791, 1.0000),
    ((10, 10), (0, 10), 1.0000, 0.6075, 1.0000),
)
# Newcombe 1998, Two-sided confidence intervals for the single proportion: by Wilson's method 3.
WILSON = (
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
)


class TestEffect(BaseCase):
    def test_wilson(self):
        for part, whole, low, high in WILSON:
            with self.subTest(part=part, whole=whole):
                got = effect.wilson(part, whole)
                self.assertAlmostEqual(got[0], low, 4)
                self.assertAlmostEqual(got[1], high, 4)

    def test_nothing(self):
        self.assertEqual(effect.wilson(0, 0), (None, None))
        self.assertIsNone(Share(0, 0).value)
        difference = effect.compare(Share(0, 0), Share(1, 2))
        self.assertEqual(difference, (None, None, None))
        self.assertFalse(difference.is_more_than_chance)

    def test_differences(self):
        for first, second, value, low, high in NEWCOMBE:
            with self.subTest(first=first, second=second):
                got = effect.compare(Share(*first), Share(*second))
                self.assertAlmostEqual(got.value, value, 4)
                self.assertAlmostEqual(got.low, low, 4)
                self.assertAlmostEqual(got.high, high, 4)
                self.assertEqual(got.is_more_than_chance, low > 0)

    def test_the_other_way_round(self):
        there = effect.compare(Share(56, 70), Share(48, 80))
        back = effect.compare(Share(48, 80), Share(56, 70))
        self.assertAlmostEqual(there.value, -back.value)
        self.assertAlmostEqual(there.low, -back.high)
        self.assertTrue(back.is_more_than_chance)

    def test_inside(self):
        for whole in (1, 2, 7, 50, 1000):
            for part in range(0, whole + 1, max(whole // 7, 1)):
                low, high = effect.wilson(part, whole)
                self.assertLessEqual(0.0, low)
                self.assertLessEqual(low, part / whole)
                self.assertLessEqual(part / whole, high)
                self.assertLessEqual(high, 1.0)

    def test_how_many_are_needed(self):
        # Of 30 % to 40 %: 353 on each side by the usual formula without correction.
        self.assertEqual(effect.least_to_tell(0.3, 0.1), 354)
        self.assertIsNone(effect.least_to_tell(0.3, 0.0))
        self.assertIsNone(effect.least_to_tell(0.95, 0.1))
