from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo.tests import BaseCase

from ....tools.credit.term import Part, find_excess, longest


def due(part, day):
    """As Odoo's payment terms reckon."""
    if part.kind == "days_after_end_of_month":
        return day + relativedelta(day=31) + timedelta(days=part.days)
    if part.kind == "days_after_end_of_next_month":
        return day + relativedelta(months=1, day=31) + timedelta(days=part.days)
    day += timedelta(days=part.days)
    if part.kind == "days_end_of_month_on_the":
        return day + (
            relativedelta(months=1, day=part.day_of_month)
            if part.day_of_month
            else relativedelta(day=31)
        )
    return day


class TestTerm(BaseCase):
    def test_no_invoice_has_longer(self):
        """Against each day of four years: never longer, and some day is as long."""
        for part in (
            Part("days_after", 45),
            Part("days_after_end_of_month", 45),
            Part("days_after_end_of_next_month", 10),
            Part("days_end_of_month_on_the", 30),
            Part("days_end_of_month_on_the", 0, 10),
        ):
            days = [date(2024, 1, 1) + timedelta(days=add) for add in range(4 * 366)]
            with self.subTest(part=part):
                self.assertEqual(max((due(part, day) - day).days for day in days), longest(part))

    def test_what_a_law_allows(self):
        days_60, days_90 = Part("days_after", 60), Part("days_after", 90)
        month_end = Part("days_after_end_of_month", 45)
        for parts, law, excess in (
            ((), (60,), None),
            ((days_60,), (60,), None),
            ((days_60, days_90), (60,), 90),
            ((month_end,), (60,), 75),
            ((month_end,), (60, 45), None),
            ((Part("days_end_of_month_on_the", 45),), (60, 45), None),
            ((Part("days_end_of_month_on_the", 45, 10),), (60, 45), 85),
            ((Part("days_after_end_of_month", 50),), (60, 45), 80),
            ((days_90, month_end), (60, 45), 90),
        ):
            with self.subTest(parts=parts, law=law):
                self.assertEqual(find_excess(parts, *law), excess)
