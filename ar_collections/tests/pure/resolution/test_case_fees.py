"""Court fees and commissions, by tables and by properties."""

from importlib.util import find_spec

from odoo.tests import BaseCase

from ....tools.resolution import fees
from ....tools.resolution.fees import FeeTier

CHINA = [
    FeeTier(10000, 50),
    FeeTier(100000, 0, 2.5),
    FeeTier(200000, 0, 2),
    FeeTier(500000, 0, 1.5),
    FeeTier(1000000, 0, 1),
    FeeTier(0, 0, 0.9),
]
# 38 up to 500, 19 more for each 500 that is begun up to 2,000.
STEPS = [FeeTier(500, 38), FeeTier(2000, 0, 3.8, 500)]
CLAIMS = (
    (CHINA, 0, 0),
    (CHINA, 5000, 50),
    (CHINA, 10000, 50),
    (CHINA, 20000, 300),
    (CHINA, 100000, 2300),
    (CHINA, 150000, 3300),
    (CHINA, 300000, 5800),
    (CHINA, 700000, 10800),
    (CHINA, 2000000, 22800),
    (STEPS, 500, 38),
    (STEPS, 500.01, 57),
    (STEPS, 1000, 57),
    (STEPS, 1000.01, 76),
    (STEPS, 99999, 95),
    ([], 1000, 0),
    ([FeeTier(0, 0, 1)], 0.5, 0.01),
)
COMMISSIONS = (
    # recovered, percent, fixed, minimum, taken
    (0, 15, 50, 100, 0),
    (-5, 15, 0, 0, 0),
    (1000, 15, 0, 0, 150),
    (1000, 15, 20, 0, 170),
    (100, 15, 0, 50, 50),
    (30, 15, 0, 50, 30),
    (33.33, 12.5, 0, 0, 4.17),
)


class TestFees(BaseCase):
    def test_fees(self):
        for tiers, amount, want in CLAIMS:
            with self.subTest(amount=amount, first=tiers[:1]):
                self.assertEqual(fees.progressive_fee(amount, tiers), want)

    def test_commissions(self):
        for recovered, percent, fixed, minimum, want in COMMISSIONS:
            with self.subTest(recovered=recovered, percent=percent):
                self.assertEqual(fees.commission(recovered, percent, fixed, minimum), want)

    def test_tables_that_are_none(self):
        for tiers, want in (
            ([], None),
            (CHINA, None),
            (STEPS, None),
            ([FeeTier(0), FeeTier(10)], "order"),
            ([FeeTier(10), FeeTier(10)], "order"),
            ([FeeTier(20), FeeTier(10), FeeTier(0)], "order"),
            ([FeeTier(20, -1)], "negative"),
        ):
            with self.subTest(tiers=tiers):
                self.assertEqual(fees.tier_problem(tiers), want)


if find_spec("hypothesis"):
    from hypothesis import given, settings
    from hypothesis import strategies as st

    few = settings(max_examples=60, deadline=None, database=None)
    amounts = st.integers(0, 10**9).map(lambda cents: cents / 100)

    @st.composite
    def tables(draw):
        limits = sorted(draw(st.sets(st.integers(1, 10**6), min_size=1, max_size=6)))
        rest = [0] if draw(st.booleans()) else []
        return [
            FeeTier(limit, draw(st.integers(0, 500)), draw(st.integers(0, 1000)) / 100)
            for limit in [*limits, *rest]
        ]

    class TestFeeProperties(BaseCase):
        @few
        @given(tables(), amounts, amounts)
        def test_a_greater_claim_never_costs_less(self, tiers, one, other):
            self.assertIsNone(fees.tier_problem(tiers))
            low, high = sorted((one, other))
            self.assertLessEqual(
                fees.progressive_fee(low, tiers), fees.progressive_fee(high, tiers)
            )

        @few
        @given(amounts, st.integers(0, 100), amounts, amounts)
        def test_an_agency_takes_no_more_than_came_in(self, recovered, percent, fixed, minimum):
            taken = fees.commission(recovered, percent, fixed, minimum)
            self.assertGreaterEqual(taken, 0)
            self.assertLessEqual(taken, recovered)
