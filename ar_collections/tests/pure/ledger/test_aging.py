"""Buckets and limits, without a database."""

from odoo.tests import BaseCase, tagged

from ....tools.ledger import aging
from ....tools.ledger.aging import AgingLimitsError

try:
    from hypothesis import given, settings
    from hypothesis import strategies as st
except ImportError:  # a development dependency
    given = None

LIMITS = (30, 60, 90, 120)

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

    def test_the_most_that_can_be_written(self):
        days = ",".join(map(str, range(1, 31)))
        self.assertEqual(len(aging.parse_limits(days)), 30)
        self.assertEqual(aging.parse_limits("1,36500"), (1, 36500))
        self.assertEqual(aging.parse_limits("30".rjust(1000)), (30,))
        for text, code, value in [
            (days + ",31", "many", 30),
            ("30".rjust(1001), "many", 30),
            ("1,36501", "large", 36501),
            ("x" * 50, "number", "x" * 40),
            ("1" * 19, "number", "1" * 19),
            ("0", "positive", 0),
            ("5,4", "ascending", 4),
        ]:
            with self.subTest(text=text), self.assertRaises(AgingLimitsError) as caught:
                aging.parse_limits(text)
            self.assertEqual((caught.exception.code, caught.exception.value), (code, value))

    def test_ranges(self):
        self.assertEqual(aging.bucket_ranges((30, 60)), [(0, 0), (1, 30), (31, 60), (61, 0)])
        self.assertEqual(aging.bucket_starts((30, 60)), [1, 31, 61])

    def test_bucket_keys_sort(self):
        self.assertEqual(aging.bucket_key(3), "03")
        keys = [aging.bucket_key(index) for index in range(32)]
        self.assertEqual(keys, sorted(keys))


if given:
    limits_strategy = st.lists(
        st.integers(1, 1000), min_size=1, max_size=aging.MAX_LIMITS, unique=True
    ).map(lambda limits: tuple(sorted(limits)))

    @tagged("post_install", "-at_install")
    class TestAgingProperties(BaseCase):
        @given(limits_strategy)
        @settings(deadline=None)
        def test_limits_survive_writing(self, limits):
            self.assertEqual(aging.parse_limits(",".join(map(str, limits))), limits)
            self.assertEqual(len(set(aging.bucket_labels(limits))), len(limits) + 2)
