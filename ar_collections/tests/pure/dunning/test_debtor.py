"""The facts of a customer, and the days of an item."""

from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ....tools.dunning.debtor import (
    Debtor,
    Hold,
    Item,
    Level,
    Policy,
    days_late,
    effective_late,
)

TODAY = date(2026, 3, 31)


@tagged("post_install", "-at_install")
class TestDebtor(BaseCase):
    def test_what_is_not_said(self):
        """Nothing holds back, nothing is a minimum, nothing was done yet."""
        self.assertEqual(Level(1, 14), (1, 14, 0, 0.0, 0.0, False))
        self.assertEqual(Policy(1), (1, (), "one", "customer", 0, 0, 0.0, 0, 0, 0.0, 0))
        item = Item(1, 2, 3, TODAY, 5.0, 6.0)
        self.assertEqual(item[6:11], (None, None, False, False, False))
        self.assertEqual(item[11:], (0, False, False, None, False, None, None, ()))
        self.assertEqual(Hold(), ("customer", None, None, 0.0, None, "", ""))
        self.assertEqual(Debtor(), ((), 0.0, {}, (), "", None, None))

    def test_days(self):
        for late, grace, counted in [
            (-5, 3, -5),
            (0, 3, 0),
            (1, 0, 1),
            (1, 3, 0),
            (3, 3, 0),
            (4, 3, 1),
            (30, 3, 27),
        ]:
            with self.subTest(late=late, grace=grace):
                item = Item(1, 2, 3, TODAY - timedelta(days=late), 5.0, 6.0)
                self.assertEqual(days_late(item.due, TODAY), late)
                self.assertEqual(effective_late(item, TODAY, grace), counted)
