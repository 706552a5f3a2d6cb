from odoo.tests import BaseCase

from ....tools.dunning.notice import asks_late_only, figures, late_left


class TestNoticeFigures(BaseCase):
    def test_asks_late_only(self):
        for overdue, credit, want in ((100, 0, True), (100, 100, False), (0.3, 0.1 + 0.2, False)):
            with self.subTest(overdue=overdue, credit=credit):
                self.assertEqual(asks_late_only(overdue, credit), want)

    def test_late_left(self):
        for overdue, credit, want in ((500, 0, 500), (500, 400, 100), (500, 500, 0), (0, 50, 0)):
            with self.subTest(overdue=overdue, credit=credit):
                self.assertEqual(late_left(overdue, credit), want)

    def test_no_charges(self):
        self.assertEqual(figures([("item", 3, 7)]).total, 7)

    def test_figures(self):
        for lines, charges, want in (
            ([], {}, (0, 0, 0, 0)),
            ([("item", 5, 100)], {}, (100, 0, 0, 100)),
            ([("item", 1, 100), ("item", 0, 30)], {}, (100, 30, 0, 100)),
            ([("item", 1, 100), ("item", 0, 30), ("credit", 0, -100)], {}, (100, 30, 100, 30)),
            ([("item", 5, 100), ("overdue", 40, 50)], {}, (150, 0, 0, 150)),
            # Shown, never asked.
            ([("item", 5, 100), ("info", 0, 70)], {}, (100, 0, 0, 100)),
            ([("item", 5, 100), ("credit", 0, -30)], {}, (100, 0, 30, 70)),
            # What is not yet due is shown beside, not asked with what is overdue.
            ([("item", 5, 100), ("item", -3, 40)], {}, (100, 40, 0, 100)),
            ([("item", 0, 40)], {}, (0, 40, 0, 40)),
            # The credits cover what is overdue: the rest of them goes to what will be due.
            ([("item", 5, 100), ("item", -3, 90), ("credit", 0, -150)], {}, (100, 90, 150, 40)),
            ([("item", -3, 90), ("credit", 0, -50)], {}, (0, 90, 50, 40)),
            # Charges are asked on top.
            ([("item", 5, 100)], {"fee": 5, "interest": 1.5}, (100, 0, 0, 106.5)),
            ([("item", 5, 100), ("credit", 0, -60)], {"fee": 5}, (100, 0, 60, 45)),
        ):
            with self.subTest(lines=lines, charges=charges):
                self.assertEqual(tuple(figures(lines, **charges)), want)
