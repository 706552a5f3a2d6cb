"""Payment plans as pure functions: tables, and what holds for all of them."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.base.money import from_units, to_units
from ....tools.dunning.interest import Rule, Segment, compute_interest
from ....tools.resolution.plan import (
    Fault,
    Row,
    Terms,
    add_interest,
    allocate,
    change_total,
    find_fault,
    judge,
    make_dates,
    make_rows,
    segments_of,
    spread,
)

TODAY = date(2026, 3, 31)
D = date

roundings = st.sampled_from([0.01, 0.05, 1.0])
starts = st.dates(date(2024, 1, 1), date(2030, 12, 31))
# With the first payment they are 120.
counts = st.integers(1, 119)
periods = st.sampled_from(["week", "month", "month_end"])


@st.composite
def schedules(draw):
    """(terms, rounding): large enough for each instalment to be something."""
    rounding, count = draw(roundings), draw(counts)
    units = draw(st.integers(count * 2, 10**8))
    first = draw(st.integers(0, units - count))
    start = draw(starts)
    terms = Terms(
        amount=from_units(units, rounding),
        start=start,
        count=count,
        period=draw(periods),
        first_amount=from_units(first, rounding),
        first_date=start - timedelta(days=draw(st.integers(1, 60))),
    )
    return terms, rounding


def total(rows, rounding=0.01):
    return sum(to_units(row.amount, rounding) for row in rows)


class TestPlan(BaseCase):
    def test_days(self):
        cases = [
            (D(2026, 1, 31), 4, "month", [(1, 31), (2, 28), (3, 31), (4, 30)]),
            (D(2026, 1, 31), 3, "month_end", [(1, 31), (2, 28), (3, 31)]),
            (D(2026, 2, 3), 3, "month_end", [(2, 28), (3, 31), (4, 30)]),
            (D(2026, 2, 3), 3, "week", [(2, 3), (2, 10), (2, 17)]),
            (D(2026, 2, 28), 2, "month", [(2, 28), (3, 28)]),
        ]
        for start, count, period, want in cases:
            with self.subTest(start=start, period=period):
                days = make_dates(start, count, period)
                self.assertEqual([(day.month, day.day) for day in days], want)
        self.assertEqual(make_dates(D(2028, 1, 30), 2, "month_end")[1], D(2028, 2, 29))

    def test_parts(self):
        self.assertEqual(spread(1000, 3), [333.33, 333.33, 333.34])
        self.assertEqual(spread(1, 3, 0.05), [0.3, 0.3, 0.4])
        self.assertEqual(spread(1000, 3, 1), [333, 333, 334])
        self.assertEqual(spread(0.02, 3), [0, 0, 0.02])

    def test_rows(self):
        terms = Terms(1000, D(2026, 5, 31), 2, "month_end", 300, D(2026, 4, 10))
        want = [Row(D(2026, 4, 10), 300), Row(D(2026, 5, 31), 350), Row(D(2026, 6, 30), 350)]
        self.assertEqual(make_rows(terms), want)
        self.assertEqual(make_rows(Terms(50, TODAY, 0, first_amount=50)), [Row(TODAY, 50)])

    def test_interest_on_what_is_still_open(self):
        # 1,000 for 30 days and 500 for 31 more at 7.3 % over 365: 6.00 + 3.10.
        rows = [Row(D(2026, 4, 30), 500), Row(D(2026, 5, 31), 500)]
        segments = segments_of(rows, TODAY)
        self.assertEqual(
            segments,
            [
                Segment(Decimal(1000), D(2026, 4, 1), D(2026, 4, 30)),
                Segment(Decimal(500), D(2026, 5, 1), D(2026, 5, 31)),
            ],
        )
        interest = compute_interest(Rule(agreed=Decimal("7.3")), segments).amount
        self.assertEqual(interest, Decimal("9.10"))
        with_interest = add_interest(rows, 9.1)
        self.assertEqual([row.amount for row in with_interest], [504.55, 504.55])
        self.assertEqual([r.amount for r in add_interest(rows, 9.1, skip=1)], [500, 509.1])
        self.assertEqual([r.amount for r in add_interest(rows[:1], 9.1, skip=1)], [509.1])

    def test_paid_today_bears_nothing(self):
        self.assertEqual(segments_of([Row(TODAY, 100)], TODAY), [])

    def test_faults(self):
        good = [Row(D(2026, 4, 1), 40), Row(D(2026, 5, 1), 60)]
        cases = [
            (good, 100, None),
            ([], 100, Fault("none")),
            (good, 110, Fault("sum", amount=10)),
            (good, 99.5, Fault("sum", amount=-0.5)),
            ([good[0], Row(D(2026, 5, 1), 0)], 40, Fault("amount", 2)),
            ([Row(D(2026, 4, 1), -5)], -5, Fault("amount", 1)),
            ([Row(D(2026, 4, 1), 0.004)], 0, Fault("amount", 1)),
            ([Row(D(2026, 4, 1), float("nan"))], 5, Fault("amount", 1)),
            ([Row(D(2026, 4, 1), float("inf"))], 5, Fault("amount", 1)),
            ([Row(D(2026, 3, 30), 100)], 100, Fault("past", 1)),
            ([Row(TODAY, 100)], 100, None),
            (good[::-1], 100, Fault("order", 2)),
            ([good[0], good[0]], 80, Fault("order", 2)),
            (good * 61, 6100, Fault("too_many", 122)),
        ]
        for rows, amount, want in cases:
            with self.subTest(want=want):
                self.assertEqual(find_fault(rows, amount, TODAY), want)

    def test_oldest_first(self):
        cases = [(0, [0, 0, 0]), (50, [50, 0, 0]), (250, [100, 150, 0]), (999, [100, 200, 300])]
        for paid, want in cases:
            with self.subTest(paid=paid):
                self.assertEqual(allocate([100, 200, 300], paid), want)
        # What was paid before and undone since leaves nothing to give.
        self.assertEqual(allocate([100], -20), [0])

    def test_where_an_instalment_stands(self):
        row = Row(D(2026, 4, 10), 100)
        cases = [
            (100, D(2026, 5, 1), "paid"),
            (99.99, D(2026, 4, 9), "open"),
            (0, D(2026, 4, 10), "due"),
            (50, D(2026, 4, 13), "due"),
            (50, D(2026, 4, 14), "missed"),
        ]
        for paid, today, want in cases:
            with self.subTest(paid=paid, today=today):
                self.assertEqual(judge(row, paid, today, 3), want)

    def test_another_total(self):
        rows = [Row(D(2026, 4, 1), 100), Row(D(2026, 5, 1), 200)]
        self.assertEqual(change_total(rows, -150), [Row(D(2026, 5, 1), 150)])
        self.assertEqual(change_total(rows, 20)[-1].amount, 220)
        self.assertEqual(change_total(rows, -300), [])


class TestPlanProperties(BaseCase):
    @settings(deadline=None, max_examples=100)
    @given(schedules())
    def test_a_schedule_is_whole(self, made):
        terms, rounding = made
        rows = make_rows(terms, rounding)
        self.assertEqual(total(rows, rounding), to_units(terms.amount, rounding))
        today = min(row.date for row in rows)
        self.assertIsNone(find_fault(rows, terms.amount, today, rounding))
        even = [to_units(row.amount, rounding) for row in rows[-terms.count :]]
        self.assertLess(even[-1] - even[0], terms.count)
        if terms.period == "month_end":
            for row in rows[-terms.count :]:
                self.assertEqual((row.date + timedelta(days=1)).day, 1)

    @settings(deadline=None, max_examples=60)
    @given(schedules(), st.integers(0, 10**6), st.integers(0, 1))
    def test_interest_is_all_in_the_instalments(self, made, interest, skip):
        terms, rounding = made
        rows = make_rows(terms, rounding)
        with_interest = add_interest(rows, from_units(interest, rounding), skip, rounding)
        self.assertEqual(total(with_interest, rounding), total(rows, rounding) + interest)
        self.assertEqual([r.date for r in with_interest], [r.date for r in rows])

    @settings(deadline=None, max_examples=60)
    @given(schedules(), st.decimals("0", "30", places=2), st.data())
    def test_splitting_a_stretch_changes_nothing(self, made, percent, data):
        terms, rounding = made
        rows = make_rows(terms, rounding)
        since = rows[0].date - timedelta(days=data.draw(st.integers(0, 40)))
        segments = segments_of(rows, since, rounding)
        rule, pieces = Rule(agreed=percent), []
        for one in segments:
            days = (one.date_to - one.date_from).days
            cut = one.date_from + timedelta(days=data.draw(st.integers(0, days)))
            pieces.append(one._replace(date_to=cut))
            pieces.append(one._replace(date_from=cut + timedelta(days=1)))
        whole, split = compute_interest(rule, segments), compute_interest(rule, pieces)
        self.assertAlmostEqual(whole.exact, split.exact, 10)
        self.assertGreaterEqual(whole.amount, 0)

    @settings(deadline=None, max_examples=60)
    @given(st.lists(st.integers(1, 10**6), min_size=1, max_size=30), st.integers(0, 10**7))
    def test_what_is_paid_is_given_once(self, units, paid):
        amounts = [from_units(one) for one in units]
        given_ = [to_units(one) for one in allocate(amounts, from_units(paid))]
        self.assertEqual(sum(given_), min(paid, sum(units)))
        for before, after in zip(zip(units, given_, strict=True), given_[1:], strict=False):
            if after:
                self.assertEqual(before[0], before[1])

    @settings(deadline=None, max_examples=60)
    @given(schedules(), st.data())
    def test_another_total_is_met(self, made, data):
        terms, rounding = made
        rows = make_rows(terms, rounding)
        units = data.draw(st.integers(-total(rows, rounding), 10**6))
        changed = change_total(rows, from_units(units, rounding), rounding)
        self.assertEqual(total(changed, rounding), total(rows, rounding) + units)
        days = [row.date for row in changed]
        self.assertEqual(days, sorted(set(days)))
