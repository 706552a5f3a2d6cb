"""A target's parts are the whole, to the smallest unit."""

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.base.money import to_units
from ....tools.insight.target_split import split


class TestTargetSplit(BaseCase):
    def test_by_weights(self):
        self.assertEqual(split(1000.0, [3, 1]), [750.0, 250.0])
        self.assertEqual(split(100.0, [1, 1, 1]), [33.34, 33.33, 33.33])
        self.assertEqual(split(100.0, [0, 0]), [50.0, 50.0])
        self.assertEqual(split(1000.0, [2, 1], 1), [667.0, 333.0])

    @given(
        st.integers(1, 10**12),
        st.lists(st.floats(0, 1e9, allow_nan=False), min_size=1, max_size=30),
    )
    def test_parts_are_the_whole(self, cents, weights):
        parts = split(cents / 100, weights)
        self.assertEqual(sum(to_units(part) for part in parts), cents)
        for part, weight in zip(parts, weights, strict=True):
            if any(weights):
                exact = cents * weight / sum(weights)
                self.assertLessEqual(abs(to_units(part) - exact), 1 + 1e-9 * cents)
