"""Buckets, limits and ages, without a database."""

from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ....tools.ledger import aging
from ....tools.ledger.aging import AgingLimitsError, OpenItem

try:
    from hypothesis import given, settings
    from hypothesis import strategies as st
except ImportError:  # a development dependency
    given = None

LIMITS = (30, 60, 90, 120)

BUCKETS = [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4)]
BUCKETS += [(120, 4), (121, 5), (4000, 5)]

# (text, code of the complaint)
BAD_LIMITS = [
    ("", "empty"),
    (" , ", "empty"),
    (None, "empty"),
    ("30,thirty", "number"),
    ("30,45.5", "number"),
    ("30,--5", "number"),
    ("30,٣٥", "number"),
    ("0,30", "positive"),
    ("30,99999999999", "large"),
    ("36501", "large"),
    ("-30,30", "positive"),
    ("30,30", "ascending"),
    ("60,30", "ascending"),
    (",".join(str(day) for day in range(1, 40)), "many"),
]


@tagged("post_install", "-at_install")
class TestAging(BaseCase):
    def test_days_overdue(self):
        today = date(2026, 3, 31)
        for due, days in [
            (date(2026, 3, 31), 0),
            (date(2026, 4, 1), 0),
            (date(2026, 3, 30), 1),
            (date(2026, 2, 28), 31),
            (date(2024, 2, 29), 761),
        ]:
            with self.subTest(due=due):
                self.assertEqual(aging.days_overdue(due, today), days)

    def test_bucket_index(self):
        for days, index in BUCKETS:
            with self.subTest(days=days):
                self.assertEqual(aging.bucket_index(days, LIMITS), index)

    def test_bucket_labels(self):
        self.assertEqual(
            aging.bucket_labels(),
            ["Not due", "1-30", "31-60", "61-90", "91-120", "Over 120"],
        )
        self.assertEqual(
            aging.bucket_labels((7,), not_due="Nicht fällig", over="Über %s"),
            ["Nicht fällig", "1-7", "Über 7"],
        )

    def test_limits(self):
        for text, limits in [
            ("30,60,90,120", LIMITS),
            (" 7 ; 14 ", (7, 14)),
            ("30,", (30,)),
        ]:
            with self.subTest(text=text):
                self.assertEqual(aging.parse_limits(text), limits)

    def test_bad_limits(self):
        for text, code in BAD_LIMITS:
            with self.subTest(text=text), self.assertRaises(AgingLimitsError) as caught:
                aging.parse_limits(text)
            self.assertEqual(caught.exception.code, code)

    def test_trap_21_standard_buckets(self):
        ages = [0, 1, 15, 16, 30, 31, 60, 61, 75, 400]
        columns, total = aging.fill_buckets((age, 10.0) for age in ages)
        self.assertEqual(columns, [10, 40, 20, 20, 0, 10])
        self.assertEqual(total, 100)

    def test_fill_buckets_rounding(self):
        # 0.1 + 0.2 in floats is not 0.3; a credit reduces its column.
        columns, total = aging.fill_buckets([(0, 0.1), (0, 0.2), (5, 0.3), (5, -0.1)])
        self.assertEqual(columns[:2], [0.3, 0.2])
        self.assertEqual(total, 0.5)
        columns, total = aging.fill_buckets([(0, 1000.0), (40, 33.0)], (30,), rounding=1)
        self.assertEqual((columns, total), ([1000, 0, 33], 1033))

    def test_bucket_keys_sort(self):
        keys = [aging.bucket_key(index) for index in range(32)]
        self.assertEqual(keys, sorted(keys))

    def test_open_item_from_row(self):
        row = {
            "id": 7,
            "partner_id": None,
            "company_id": 1,
            "currency_id": 2,
            "company_currency_id": 2,
            "date": date(2026, 1, 1),
            "date_due": date(2026, 1, 31),
            "residual": 0.0,
            "residual_currency": -5.0,
            "asked_currency": -5.0,
            "days_overdue": 0,
            "payment_pending": True,
            "name": "not needed",
        }
        item = OpenItem.from_row(row)
        self.assertTrue(item.is_credit)
        self.assertTrue(item.payment_pending)
        self.assertFalse(item.no_followup)
        self.assertFalse(item._replace(residual=1.0).is_credit)


if given:
    limits_strategy = st.lists(
        st.integers(1, 1000), min_size=1, max_size=aging.MAX_LIMITS, unique=True
    ).map(lambda limits: tuple(sorted(limits)))
    ages_strategy = st.lists(st.tuples(st.integers(-400, 4000), st.integers(-(10**9), 10**9)))

    @tagged("post_install", "-at_install")
    class TestAgingProperties(BaseCase):
        @given(limits_strategy, ages_strategy)
        @settings(deadline=None)
        def test_trap_21_columns_add_up(self, limits, ages):
            amounts = [(days, cents / 100) for days, cents in ages]
            columns, total = aging.fill_buckets(amounts, limits)
            self.assertEqual(len(columns), len(limits) + 2)
            self.assertEqual(round(sum(columns), 2), total)
            self.assertEqual(total, sum(cents for _days, cents in ages) / 100)

        @given(limits_strategy, st.integers(-400, 4000))
        @settings(deadline=None)
        def test_one_bucket_and_the_right_one(self, limits, days):
            index = aging.bucket_index(days, limits)
            first = [None, *aging.bucket_starts(limits)][index]
            self.assertTrue(days <= 0 if first is None else days >= first)
            if index <= len(limits):
                self.assertTrue(days <= (0 if not index else limits[index - 1]))

        @given(limits_strategy)
        @settings(deadline=None)
        def test_limits_survive_writing(self, limits):
            self.assertEqual(aging.parse_limits(",".join(map(str, limits))), limits)
            self.assertEqual(len(set(aging.bucket_labels(limits))), len(limits) + 2)

        @given(st.dates(), st.integers(-3000, 3000))
        @settings(deadline=None)
        def test_days_overdue_never_negative(self, due, distance):
            try:
                today = due + timedelta(days=distance)
            except OverflowError:
                return
            self.assertEqual(aging.days_overdue(due, today), max(distance, 0))
