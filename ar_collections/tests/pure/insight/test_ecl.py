"""The provision matrix: both oracles of the profession to the cent, and what holds for all."""

from datetime import date
from importlib.util import find_spec

from odoo.tests import BaseCase

from ....tools.insight import ecl

REACHED = [100_000, 50_000, 23_000, 8_000, 2_000]
# What ended in each bucket to make that, and what of it was lost.
ENDED = [50_000, 27_000, 15_000, 6_000, 2_000]
LOST = [0, 0, 0, 0, 2_000]
BALANCES = [300_000, 140_000, 60_000, 23_000, 5_000]


class TestEcl(BaseCase):
    def _matrix(self):
        own = [row.rate for row in ecl.follow(ENDED, LOST, [0] * 5)]
        return [one.rate for one in ecl.choose_rates(own, [None] * 5)]

    def test_rates_of_own_history(self):
        for rate, want in zip(self._matrix(), [2, 4, 8.6957, 25, 100], strict=True):
            self.assertAlmostEqual(rate * 100, want, delta=0.00005)

    def test_first_oracle(self):
        self.assertEqual(round(ecl.allowance(BALANCES, self._matrix()), 2), 27_567.39)

    def test_second_oracle(self):
        balances = [15e6, 7.5e6, 4e6, 2.5e6, 1e6]
        rates = [0.003, 0.016, 0.036, 0.066, 0.106]
        self.assertEqual(round(ecl.allowance(balances, rates), 2), 580_000)

    def test_what_ended_in_a_bucket_reached_those_before(self):
        rows = ecl.follow(ENDED, LOST, [0] * 5)
        self.assertEqual([row.reached for row in rows], REACHED)
        self.assertEqual([row.lost for row in rows], [2_000] * 5)

    def test_a_bucket_without_history(self):
        rates = ecl.choose_rates([0.05, None, None, None], [0.1, 0.2, None, None])
        self.assertEqual(
            rates,
            [
                ecl.Rate(0.05),
                ecl.Rate(0.2, ecl.ALL),
                ecl.Rate(0.2, ecl.YOUNGER),
                ecl.Rate(0.2, ecl.YOUNGER),
            ],
        )
        nothing = ecl.choose_rates([None] * 2, [None] * 2)
        self.assertEqual({one.source for one in nothing}, {ecl.NOWHERE})

    def test_overlay(self):
        cases = [(0.02, 0.01, 0.03), (0.02, -0.05, 0.0), (0.9, 0.2, 1.0), (0.5, 0, 0.5)]
        for rate, overlay, want in cases:
            with self.subTest(rate=rate, overlay=overlay):
                self.assertAlmostEqual(ecl.used_rate(rate, overlay), want)

    def test_cover(self):
        cases = [
            # (balance, securities, insurers, covered)
            (400, 100, [], 100),
            (400, 500, [], 400),
            (0, 500, [(100, 0.9)], 0),
            (-50, 500, [(100, 0.9)], 0),
            # 90 % of the balance, then of the limit.
            (400, 0, [(1000, 0.9)], 360),
            (400, 0, [(100, 0.9)], 90),
            # The deposit pays first: 90 % of what is left.
            (400, 100, [(1000, 0.9)], 370),
            # Two insurers side by side, and never more than is owed.
            (1000, 0, [(200, 0.8), (500, 0.9)], 610),
            (100, 0, [(100, 0.8), (100, 0.8)], 100),
        ]
        for balance, securities, insured, want in cases:
            with self.subTest(balance=balance, securities=securities, insured=insured):
                self.assertAlmostEqual(ecl.cover_of(balance, securities, insured), want)

    def test_what_is_still_open_is_lost_as_others_of_its_age(self):
        # In the second bucket 40 ended, 10 of them lost: the 60 that stand in it lose 15.
        rows = ecl.follow([100, 40], [0, 10], [0, 60])
        self.assertEqual(rows[1], ecl.History(100, 10, 60, 15, 0.25))
        self.assertEqual(rows[0], ecl.History(200, 10, 60, 15, 0.125))
        # What is open in the first is expected to end as those that left it did.
        rows = ecl.follow([100, 100], [0, 10], [50, 0])
        self.assertEqual(rows[0], ecl.History(250, 10, 50, 2.5, 0.05))
        self.assertEqual(rows[1].rate, 0.1)

    def test_of_an_age_of_which_nothing_has_ended_nothing_is_known(self):
        rows = ecl.follow([90, 10, 0], [0, 1, 0], [0, 0, 100])
        self.assertEqual([row.rate for row in rows], [0.01, 0.1, None])
        self.assertEqual([row.reached for row in rows], [100, 10, 0])
        self.assertEqual(ecl.follow([0, 0], [0, 0], [5, 5])[0].rate, None)

    def test_collections_after_the_day(self):
        self.assertEqual(ecl.after_collections(100, 30), 70)
        self.assertEqual(ecl.after_collections(100, 130), 0)

    def test_cohorts(self):
        cases = [
            (date(2026, 3, 31), 12, 12, (date(2024, 4, 1), date(2025, 3, 31))),
            (date(2026, 3, 30), 12, 12, (date(2024, 3, 1), date(2025, 2, 28))),
            (date(2026, 12, 31), 24, 0, (date(2025, 1, 1), date(2026, 12, 31))),
            (date(2024, 2, 29), 12, 6, (date(2022, 9, 1), date(2023, 8, 31))),
        ]
        for day, months, followed, want in cases:
            with self.subTest(day=day):
                self.assertEqual(ecl.cohort_days(day, months, followed), want)

    def test_back_test(self):
        test = ecl.back_test([1000, 100], [0.02, 0.5], [30, 60])
        self.assertEqual((test.expected, test.lost, test.difference), (70, 90, 20))


if find_spec("hypothesis"):
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    # The machine of a test may be busy.
    unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    money = st.integers(0, 10**9)
    buckets = st.lists(st.tuples(money, money), min_size=1, max_size=8)

    class TestEclProperties(BaseCase):
        @unhurried
        @given(buckets, st.lists(money, min_size=8, max_size=8))
        def test_no_more_than_is_owed(self, buckets, owed):
            ended, lost = zip(*buckets, strict=True)
            rows = ecl.follow(ended, lost, [0] * len(buckets))
            rates = [row.rate or 0.0 for row in rows]
            self.assertTrue(all(0 <= rate <= 1 for rate in rates))
            owed = owed[: len(rates)]
            self.assertLessEqual(ecl.allowance(owed, rates), sum(owed) + 1e-3)

        @unhurried
        @given(buckets)
        def test_all_that_was_lost_is_expected_of_what_was_billed(self, buckets):
            """A matrix that is put on its own cohorts tells exactly what they lost."""
            _paid, lost = zip(*buckets, strict=True)
            ended = [sum(pair) for pair in buckets]
            first = ecl.follow(ended, lost, [0] * len(buckets))[0]
            expected = ecl.allowance([sum(ended)], [first.rate or 0.0])
            self.assertAlmostEqual(expected, sum(lost), delta=1e-3)

        @unhurried
        @given(money, money, st.lists(st.tuples(money, st.floats(0, 1)), max_size=3))
        def test_no_more_is_covered_than_is_owed(self, balance, securities, insured):
            covered = ecl.cover_of(balance, securities, insured)
            self.assertTrue(0 <= covered <= balance + 1e-3)
            self.assertGreaterEqual(covered, min(securities, balance))

        @unhurried
        @given(st.lists(st.tuples(money, st.floats(0, 1), money), min_size=1, max_size=8))
        def test_the_rate_can_be_computed_again(self, buckets):
            ended, shares, still_open = zip(*buckets, strict=True)
            lost = [done * share for done, share in zip(ended, shares, strict=True)]
            for row in ecl.follow(ended, lost, still_open):
                if row.rate is not None:
                    self.assertTrue(0 <= row.rate <= 1)
                    again = (row.lost + row.open_lost) / row.reached
                    self.assertAlmostEqual(row.rate, again, delta=1e-6)

        @unhurried
        @given(
            st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(12, 60), st.integers(0, 60)
        )
        def test_cohorts_are_whole_months_before(self, day, months, followed):
            first, last = ecl.cohort_days(day, months, followed)
            self.assertEqual(first.day, 1)
            self.assertLessEqual(last, day)
            self.assertEqual(date.fromordinal(last.toordinal() + 1).day, 1)
            span = (last.year - first.year) * 12 + last.month - first.month + 1
            self.assertEqual(span, months)
