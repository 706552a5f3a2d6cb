"""How much of a customer's credit is used, without a database."""

from odoo.tests import BaseCase

from ....tools.credit import exposure
from ....tools.credit.exposure import Limit, Standing

A, B = (1, 1), (2, 1)
PARTS = {A: {"open": 700.0, "deposit": -150.0}, B: {"open": 300.0, "draft": 50.0}}
OWN = frozenset([A])
BOTH = frozenset([A, B])


def limit(kind, amount, pairs=OWN):
    return Limit(kind, amount, pairs, 1)


class TestExposure(BaseCase):
    def test_sums(self):
        self.assertEqual(exposure.exposure_of(BOTH, PARTS), 900)
        self.assertEqual(
            exposure.split_of(BOTH, PARTS), {"open": 1000, "deposit": -150, "draft": 50}
        )
        self.assertEqual(exposure.exposure_of([(9, 9)], PARTS), 0)
        noise = {A: {"open": 0.1, "draft": 0.2}}
        self.assertEqual(exposure.exposure_of([A], noise), 0.3)

    def test_what_leaves_least_binds(self):
        """550 of 1,000 used leaves 450; 900 of the group's 1,200 leaves 300."""
        found = exposure.standing(
            [limit("permanent", 1000), limit("group", 1200, BOTH)], PARTS, OWN
        )
        self.assertEqual((found.limit, found.exposure, found.available), (1200, 900, 300))
        self.assertEqual(found.binding.kind, "group")
        found = exposure.standing([limit("permanent", 800), limit("group", 1200, BOTH)], PARTS, OWN)
        self.assertEqual((found.binding.kind, found.available), ("permanent", 250))

    def test_no_limit(self):
        found = exposure.standing([], PARTS, OWN)
        self.assertEqual(found, Standing(None, 550, None, None, OWN))

    def test_temporary_stands_in_for_permanent(self):
        limits = [limit("permanent", 1), limit("temporary", 9), limit("insured", 5)]
        kinds = [found.kind for found in exposure.own_limits(limits)]
        self.assertEqual(kinds, ["temporary", "insured"])
        self.assertEqual(exposure.own_limits(limits[:1]), limits[:1])

    def test_use(self):
        for amount, used, percent in (
            (100, 50, 50),
            (0, 1, 100),
            (0, 0, 0),
            (100, -5, 0),
            (1, 0.5, 50),
            (0, 0.5, 100),
        ):
            self.assertEqual(exposure.use_percent(amount, used), percent)
        self.assertEqual(exposure.use_percent(None, 50), 0)

    def test_the_first_of_those_that_leave_the_same(self):
        """Noise of floats does not decide."""
        limits = [limit("permanent", 0.3 + 550), limit("group", 0.1 + 0.2 + 900, BOTH)]
        for order in (limits, limits[::-1]):
            found = exposure.standing(order, PARTS, OWN)
            self.assertEqual((found.binding, found.available), (order[0], 0.3))

    def test_roundings(self):
        parts = {A: {"open": 0.4, "draft": 0.4}}
        self.assertEqual(exposure.exposure_of([A], parts, 1), 1)
        self.assertEqual(exposure.split_of([A], parts, 1), {"open": 0, "draft": 0})
        self.assertEqual(exposure.split_of([A], parts), {"open": 0.4, "draft": 0.4})
        found = exposure.standing([limit("permanent", 10.4)], parts, OWN, 1)
        self.assertEqual((found.exposure, found.available), (1, 9))
