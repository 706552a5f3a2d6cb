"""How a disputed amount spreads, what short payments are, how long disputes take."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.base.money import from_units, to_units
from ....tools.dunning.debtor import Debtor, Hold, Item
from ....tools.resolution.dispute import (
    Closed,
    Open,
    Rest,
    disputed_of,
    ending_of,
    find_short,
    read_cycle,
    spread,
)

DAY = date(2026, 3, 1)
CENTS = st.integers(0, 10**8).map(from_units)


def items(*free):
    return [Open(number, amount, DAY + timedelta(number)) for number, amount in enumerate(free, 1)]


class TestSpread(BaseCase):
    CASES = (
        # (amount, free of each item, wanted)
        (0, (100, 50), {1: 100, 2: 50}),
        (0, (100, 0), {1: 100}),
        (30, (100, 50), {1: 30}),
        (120, (100, 50), {1: 100, 2: 20}),
        (150, (100, 50), {1: 100, 2: 50}),
        (150.01, (100, 50), None),
        (10, (0, 50), {2: 10}),
        (0, (), {}),
        (1, (), None),
    )

    def test_cases(self):
        for amount, free, wanted in self.CASES:
            with self.subTest(amount=amount, free=free):
                self.assertEqual(spread(amount, items(*free)), wanted)

    def test_oldest_first_whatever_the_order(self):
        new, old = Open(1, 100, DAY), Open(2, 100, DAY - timedelta(9))
        self.assertEqual(spread(100, [new, old]), {2: 100})

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(CENTS, max_size=6), CENTS)
    def test_never_more_than_is_open(self, free, amount):
        opens = items(*free)
        parts = spread(amount, opens)
        if parts is None:
            self.assertGreater(to_units(amount), to_units(sum(free)))
            return
        for one in opens:
            self.assertLessEqual(to_units(parts.get(one.id, 0)), to_units(one.free))
        wanted = to_units(amount) or sum(map(to_units, free))
        self.assertAlmostEqual(sum(map(to_units, parts.values())), wanted, delta=len(free))


class TestShort(BaseCase):
    CASES = (
        # (amount, residual, paid on, most, percent, is one)
        (1000, 5, DAY, 10, 5, True),
        (1000, 10, DAY, 10, 5, True),
        (1000, 10.01, DAY, 10, 5, False),
        (100, 6, DAY, 10, 5, False),
        (100, 6, DAY, 10, 0, True),
        (1000, 5, None, 10, 5, False),
        (1000, 5, DAY - timedelta(1), 10, 5, False),
        (1000, 0, DAY, 10, 5, False),
        (1000, 5, DAY, 0, 5, False),
        (1000, 5, DAY, -1, 5, False),
        (-1000, -5, DAY, 10, 5, False),
    )

    def test_cases(self):
        for amount, residual, paid, most, percent, wanted in self.CASES:
            with self.subTest(amount=amount, residual=residual, most=most):
                found = find_short([Rest(7, amount, residual, paid)], most, percent, DAY)
                self.assertEqual(found, [7] if wanted else [])


class TestCycle(BaseCase):
    def test_the_mean_of_what_was_closed(self):
        closed = [
            Closed(DAY, DAY + timedelta(4), 100, 1),
            Closed(DAY, DAY + timedelta(10), 300, 2),
            Closed(DAY, DAY + timedelta(16), 100, 1),
        ]
        cycle = read_cycle(closed)
        self.assertEqual((cycle.count, cycle.days, cycle.amount), (3, 10.0, 500))
        self.assertEqual(cycle.causes[1], (2, 200, 0.4))
        self.assertEqual(cycle.causes[2], (1, 300, 0.6))

    def test_nothing(self):
        self.assertEqual(read_cycle([]), (0, None, 0.0, {}))

    def test_amounts_of_nothing(self):
        self.assertEqual(read_cycle([Closed(DAY, DAY, 0, None)]).causes[None].share, 0)

    def test_endings(self):
        self.assertEqual(ending_of(["payment", "credit_note"]), "credited")
        self.assertEqual(ending_of(["payment", "entry"]), "withdrawn")
        self.assertEqual(ending_of([]), "withdrawn")


class TestDisputedOfANotice(BaseCase):
    def _debtor(self, *holds):
        item = Item(1, 9, 1, DAY, 1000.0, 1000.0)
        return Debtor(items=(item,), holds=holds)

    def _part(self, amount, kind="dispute"):
        return Hold(scope="item", move_id=9, item_id=1, amount=amount, kind=kind)

    def test_only_what_is_disputed(self):
        cases = (
            ((), {}),
            ((self._part(300),), {1: 300}),
            ((self._part(300), self._part(200)), {1: 500}),
            ((self._part(300, "promise"),), {}),
            ((self._part(300), self._part(100, "promise")), {1: 300}),
            ((self._part(0),), {1: 1000}),
            ((self._part(5000),), {1: 1000}),
        )
        for holds, wanted in cases:
            with self.subTest(holds=holds):
                found = disputed_of(self._debtor(*holds), "dispute")
                self.assertEqual({id_: round(amount, 2) for id_, amount in found.items()}, wanted)
