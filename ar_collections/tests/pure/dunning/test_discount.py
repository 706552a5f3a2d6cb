"""Early payment discounts: what is asked, and until when."""

from datetime import date

from odoo.tests import BaseCase

from ....tools.dunning.discount import asked_of, discount_of

UNTIL = date(2026, 12, 1)
ROW = {
    "residual": 2000.0,
    "residual_currency": 1000.0,
    "asked_currency": 980.0,
    "discount_date": UNTIL,
}
PLAIN = {**ROW, "asked_currency": 1000.0, "discount_date": None}


class TestDiscount(BaseCase):
    def test_asked_in_both_currencies(self):
        """The total in company currency follows the amount that is asked."""
        for row, day, want in (
            (ROW, None, (980, 1960)),
            (ROW, UNTIL, (980, 1960)),
            (ROW, date(2026, 12, 2), (1000, 2000)),
            (PLAIN, UNTIL, (1000, 2000)),
            ({**ROW, "residual_currency": 0.0, "asked_currency": 0.0}, UNTIL, (0, 2000)),
        ):
            with self.subTest(row=row, day=day):
                self.assertEqual(asked_of(row, day), want)

    def test_discount_and_its_day(self):
        for row, asked, day, want in (
            (ROW, 980, UNTIL, (20, UNTIL)),
            # Half of it is held.
            (ROW, 490, UNTIL, (10, UNTIL)),
            (ROW, 1000, date(2026, 12, 2), (0, None)),
            (PLAIN, 1000, UNTIL, (0, None)),
        ):
            with self.subTest(asked=asked, day=day):
                self.assertEqual(discount_of(row, asked, day), want)
