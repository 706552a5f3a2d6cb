"""Balances that are explained, and the days of rounds."""

from datetime import date

from odoo.tests import BaseCase, tagged

from ....tools.statement import statement


@tagged("post_install", "-at_install")
class TestStatementTools(BaseCase):
    def test_running_balance(self):
        self.assertEqual(
            statement.run_balance(0.1, [0.2, -0.3, 1000.05], 1000.05, 0.01), [0.3, 0.0, 1000.05]
        )
        with self.assertRaises(statement.StatementGap) as caught:
            statement.run_balance(10, [5], 15.01, 0.01)
        self.assertEqual(caught.exception.difference, 0.01)

    def test_periods(self):
        for name, today, first, last in [
            ("today", date(2026, 3, 31), date(2026, 3, 31), date(2026, 3, 31)),
            ("last_month", date(2026, 3, 31), date(2026, 2, 1), date(2026, 2, 28)),
            ("last_month", date(2026, 1, 5), date(2025, 12, 1), date(2025, 12, 31)),
            ("last_quarter", date(2026, 5, 31), date(2026, 1, 1), date(2026, 3, 31)),
            ("last_quarter", date(2026, 1, 1), date(2025, 10, 1), date(2025, 12, 31)),
            ("last_year", date(2028, 2, 29), date(2027, 1, 1), date(2027, 12, 31)),
            ("this_month", date(2026, 3, 3), date(2026, 3, 1), date(2026, 3, 3)),
            ("this_year", date(2026, 3, 3), date(2026, 1, 1), date(2026, 3, 3)),
        ]:
            with self.subTest(name=name, today=today):
                self.assertEqual(statement.period(name, today), (first, last))

    def test_rounds(self):
        for frequency, day, after, expected in [
            ("monthly", 31, date(2026, 1, 31), date(2026, 2, 28)),
            ("monthly", 5, date(2026, 1, 4), date(2026, 1, 5)),
            ("quarterly", 2, date(2026, 1, 2), date(2026, 4, 2)),
            ("quarterly", 2, date(2026, 12, 31), date(2027, 1, 2)),
            # 1 August 2026 is a Saturday, 1 November a Sunday.
            ("first_working_day", 1, date(2026, 7, 31), date(2026, 8, 3)),
            ("first_working_day", 1, date(2026, 8, 3), date(2026, 9, 1)),
            ("first_working_day", 1, date(2026, 11, 1), date(2026, 11, 2)),
        ]:
            with self.subTest(frequency=frequency, after=after):
                self.assertEqual(statement.next_round(frequency, day, after), expected)
        self.assertEqual(
            statement.period_of_round("quarterly", date(2026, 4, 2)),
            (date(2026, 1, 1), date(2026, 3, 31)),
        )
