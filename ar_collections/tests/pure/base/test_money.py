"""Money in whole smallest units: halves, binary noise, currencies without cents."""

from odoo.tests import BaseCase, tagged

from ....tools.base.money import CENT, from_units, round_to, to_units

ROUNDINGS = [
    (2.675, 0.01, 2.68),
    (-2.675, 0.01, -2.68),
    (0.1 + 0.2, 0.01, 0.3),
    (1234.5, 1, 1235),
    (1.23, 0.05, 1.25),
    (0.0014, 0.001, 0.001),
    (0.004, 0.01, 0),
    (149.0, 100, 100),
    (7.0, 2, 8),
]
UNITS = [
    # amount, rounding -> smallest units
    (-19.99, 0.01, -1999),
    (0.005, 0.01, 1),
    (-0.005, 0.01, -1),
    (0.00499, 0.01, 0),
    (0.0049999, 0.01, 0),
    (1.005, 0.01, 101),  # in binary it is less than the half
    (0.0, 0.01, 0),
    (12.3456, 0.001, 12346),
    (5e9, 0.01, 500000000000),
    (1e12 + 0.01, 0.01, 100000000000001),
    (123456789.125, 0.01, 12345678913),
]


@tagged("post_install", "-at_install")
class TestMoney(BaseCase):
    def test_round_to(self):
        for amount, rounding, expected in ROUNDINGS:
            with self.subTest(amount=amount, rounding=rounding):
                self.assertEqual(round_to(amount, rounding), expected)

    def test_to_units(self):
        for amount, rounding, expected in UNITS:
            with self.subTest(amount=amount, rounding=rounding):
                self.assertEqual(to_units(amount, rounding), expected)

    def test_amounts_are_as_short_as_they_are_written(self):
        for units, rounding, text in [
            (1, 0.1, "0.1"),
            (3, 0.1, "0.3"),
            (1999, 0.01, "19.99"),
            (29, 0.05, "1.45"),
            (7, 1, "7"),
            (3, 5, "15"),
            (3, 0.5, "1.5"),
        ]:
            with self.subTest(units=units, rounding=rounding):
                self.assertEqual(str(from_units(units, rounding)), text)

    def test_a_cent_where_nothing_is_told(self):
        self.assertEqual(CENT, 0.01)
        self.assertEqual((to_units(1.5), from_units(150), round_to(1.004)), (150, 1.5, 1.0))
