"""Money: amounts that know their currency."""

from odoo.tests import BaseCase, tagged

from ....tools.base.money import CurrencyMismatch, Money, round_to, to_units, total

ROUNDINGS = [
    (2.675, 0.01, 2.68),
    (-2.675, 0.01, -2.68),
    (0.1 + 0.2, 0.01, 0.3),
    (1234.5, 1, 1235),
    (1.23, 0.05, 1.25),
    (0.0014, 0.001, 0.001),
    (0.004, 0.01, 0),
]


@tagged("post_install", "-at_install")
class TestMoney(BaseCase):
    def test_round_to(self):
        for amount, rounding, expected in ROUNDINGS:
            with self.subTest(amount=amount, rounding=rounding):
                self.assertEqual(round_to(amount, rounding), expected)

    def test_to_units(self):
        self.assertEqual(to_units(-19.99, 0.01), -1999)

    def test_arithmetic(self):
        euro = Money(0.1, "EUR")
        self.assertEqual(euro + Money(0.2, "EUR"), Money(0.3, "EUR"))
        self.assertEqual(euro - euro, Money(0, "EUR"))
        self.assertEqual(total([euro] * 3), Money(0.3, "EUR"))
        self.assertIsNone(total([]))
        self.assertTrue(Money(0.004, "EUR").is_zero())
        self.assertLess(euro, Money(0.11, "EUR"))
        self.assertFalse(euro < Money(0.101, "EUR"))
        self.assertGreaterEqual(euro, Money(0.1, "EUR"))

    def test_currencies_do_not_mix(self):
        euro, dollar = Money(1, "EUR"), Money(1, "USD")
        with self.assertRaises(CurrencyMismatch):
            euro + dollar
        with self.assertRaises(CurrencyMismatch):
            euro - dollar
        with self.assertRaises(CurrencyMismatch):
            euro < dollar  # noqa: B015
        with self.assertRaises(CurrencyMismatch):
            total([euro, dollar])
        with self.assertRaises(TypeError):
            euro + 1
