"""When a report is due: every week, every month, never twice."""

from datetime import date
from importlib.util import find_spec

from odoo.tests import BaseCase, tagged

from ....tools.base import schedule

D = date.fromisoformat


@tagged("post_install", "-at_install")
class TestSchedule(BaseCase):
    def test_weekly(self):
        # (after, weekday, next): 2026-12-14 is a Monday.
        for after, weekday, expected in [
            ("2026-12-13", 0, "2026-12-14"),
            ("2026-12-14", 0, "2026-12-21"),
            ("2026-12-14", 6, "2026-12-20"),
            ("2026-12-29", 4, "2027-01-01"),
            ("2028-02-28", 1, "2028-02-29"),
        ]:
            with self.subTest(after=after, weekday=weekday):
                self.assertEqual(schedule.next_weekly(D(after), weekday), D(expected))

    def test_monthly(self):
        for after, day, expected in [
            ("2026-11-30", 1, "2026-12-01"),
            ("2026-12-01", 1, "2027-01-01"),
            ("2026-12-14", 15, "2026-12-15"),
            # The last day of shorter months.
            ("2026-01-31", 31, "2026-02-28"),
            ("2026-02-28", 31, "2026-03-31"),
            ("2026-02-27", 30, "2026-02-28"),
            ("2026-03-30", 30, "2026-04-30"),
            ("2026-04-29", 31, "2026-04-30"),
            # Leap years: 2028 and 2000 are, 2027 and 2100 are not.
            ("2028-02-01", 31, "2028-02-29"),
            ("2028-02-28", 29, "2028-02-29"),
            ("2028-02-29", 29, "2028-03-29"),
            ("2027-02-01", 29, "2027-02-28"),
            ("2000-02-28", 30, "2000-02-29"),
            ("2100-02-01", 29, "2100-02-28"),
        ]:
            with self.subTest(after=after, day=day):
                self.assertEqual(schedule.next_monthly(D(after), day), D(expected))

    def test_period_before(self):
        for frequency, day, expected in [
            ("weekly", "2026-12-14", "2026-12-07"),
            ("weekly", "2027-01-03", "2026-12-27"),
            ("monthly", "2026-12-14", "2026-11-30"),
            ("monthly", "2026-11-30", "2026-10-31"),
            ("monthly", "2028-03-31", "2028-02-29"),
            ("monthly", "2027-01-01", "2026-12-31"),
        ]:
            with self.subTest(frequency=frequency, day=day):
                self.assertEqual(schedule.period_end_before(frequency, D(day)), D(expected))

    def test_stale(self):
        today = date(2026, 3, 30)
        self.assertFalse(schedule.is_stale(date(2024, 9, 30), today, 18), "18 months to the day")
        self.assertTrue(schedule.is_stale(date(2024, 9, 29), today, 18))
        self.assertFalse(schedule.is_stale(date(1999, 1, 1), today, 0), "switched off")
        self.assertFalse(schedule.is_stale(None, today, 18))


# A developer's tool: a stock Odoo runs the tests without it.
if find_spec("hypothesis"):
    from hypothesis import given, settings
    from hypothesis import strategies as st

    days = st.dates(date(1990, 1, 1), date(2110, 1, 1))

    @tagged("post_install", "-at_install")
    class TestScheduleProperties(BaseCase):
        @given(days, st.integers(0, 6), st.integers(1, 31))
        @settings(deadline=None, max_examples=60)
        def test_the_first_fitting_day_and_once_a_period(self, after, weekday, day):
            weekly = schedule.next_day("weekly", weekday, day, after)
            self.assertEqual(weekly.weekday(), weekday)
            self.assertTrue(1 <= (weekly - after).days <= 7)
            monthly = schedule.next_day("monthly", weekday, day, after)
            self.assertGreater(monthly, after)
            following = schedule.next_day("monthly", weekday, day, monthly)
            months = following.year * 12 + following.month - monthly.year * 12 - monthly.month
            self.assertEqual(months, 1)
            # Nothing is skipped: from the day before it, the same day comes out.
            self.assertEqual(
                schedule.next_monthly(monthly.replace(day=1), day),
                (monthly if monthly.day > 1 else following),
            )
            last = schedule.month_end_before(following.replace(day=1))
            self.assertEqual(monthly.day, min(day, last.day))
