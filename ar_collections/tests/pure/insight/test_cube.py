"""Days looked up in pieces of items say the same as the pieces one by one."""

from datetime import date, timedelta
from importlib.util import find_spec

from odoo.tests import BaseCase

from ....tools.insight.cube import EPOCH, Cell, Cube, month_ends, months_back, months_of

DAY = date(2026, 3, 31)


def cell_of(piece, days, dues):
    """As the database tells it: (date, since or None, due, way, kind, late, amount)."""
    day, since, due, way, kind, late, amount = piece
    return Cell(
        sum(one < day for one in days),
        len(days) if since is None else sum(one < since for one in days),
        sum(one <= due for one in dues),
        way,
        kind,
        late,
        amount,
        amount * (due - EPOCH).days,
        0.0 if since is None else amount * (since - EPOCH).days,
    )


def cube_of(pieces, days, dues):
    return Cube(days, dues, [cell_of(piece, days, dues) for piece in pieces])


def at(offset):
    return DAY + timedelta(days=offset)


class TestCube(BaseCase):
    def test_by_hand(self):
        days, dues = [at(-30), at(0)], [at(-119), at(-89), at(-29), at(0), at(1)]
        pieces = [
            # Open, due on the very day; open and ten days over; paid five days late.
            (at(-40), None, at(0), "open", "bill", False, 100.0),
            (at(-40), None, at(-10), "open", "bill", False, 50.0),
            (at(-20), at(-5), at(-10), "money", "bill", False, 30.0),
            # Paid before the first day; a credit since yesterday; not yet booked.
            (at(-60), at(-31), at(-40), "money", "bill", False, 7.0),
            (at(-1), None, at(-1), "open", "other", False, -20.0),
            (at(1), None, at(30), "open", "bill", False, 1000.0),
            (at(-150), None, at(-100), "open", "bill", True, 4.0),
        ]
        cube = cube_of(pieces, days, dues)
        self.assertEqual(cube.open(at(-30)), 154)
        self.assertEqual(cube.open(at(0)), 134)
        self.assertEqual(cube.not_due(at(0)), 100)
        self.assertEqual(cube.open_due(at(0), None, at(0)), 34)
        self.assertEqual(cube.collected(at(-30), at(0)), 30)
        self.assertEqual(cube.collected(at(-30), at(0), at(-29)), 0)
        self.assertEqual(cube.came_due(at(-30), at(0), at(1)), 30)
        self.assertEqual(cube.delay(at(-30), at(0)), (30 * 5 + 50 * 10 + 4 * 100, 84))
        self.assertEqual(cube.late(at(-119), at(-89)), 4)
        self.assertEqual(cube.late(at(-89), at(1)), 0)

    def test_months(self):
        self.assertEqual(
            month_ends(date(2026, 1, 15), date(2026, 3, 10)),
            [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 10)],
        )
        self.assertEqual(month_ends(DAY, DAY), [DAY])
        self.assertEqual(
            months_back(date(2024, 3, 10), 2),
            [
                (date(2024, 2, 29), date(2024, 3, 10)),
                (date(2024, 1, 31), date(2024, 2, 29)),
            ],
        )
        self.assertEqual(
            months_of(date(2026, 1, 15), date(2026, 2, 28)),
            [
                (date(2026, 1, 15), date(2026, 1, 31)),
                (date(2026, 2, 1), date(2026, 2, 28)),
            ],
        )


if find_spec("hypothesis"):
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    offsets = st.integers(-60, 60)
    pieces = st.lists(
        st.tuples(
            offsets,
            st.none() | st.integers(0, 60),
            st.integers(0, 40),
            st.sampled_from(["bill", "refund", "other"]),
            st.integers(-100, 100),
        ),
        max_size=20,
    )

    patient = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])

    class TestCubeOfAnyLedger(BaseCase):
        @patient
        @given(pieces=pieces, days=st.sets(offsets, min_size=2, max_size=5))
        def test_each_day_is_that_of_the_pieces(self, pieces, days):
            days = sorted(map(at, days))
            dues = sorted({*days, *(day + timedelta(days=1) for day in days)})
            own = [
                (
                    at(day),
                    None if open_for is None else at(day + open_for),
                    at(day + term),
                    "open" if open_for is None else "money",
                    kind,
                    False,
                    amount,
                )
                for day, open_for, term, kind, amount in pieces
            ]
            cube = cube_of(own, days, dues)
            for day in days:
                left = [one for one in own if one[0] <= day and (one[1] is None or one[1] > day)]
                self.assertEqual(cube.open(day), sum(one[-1] for one in left))
                later = sum(one[-1] for one in left if one[2] >= day)
                self.assertEqual(cube.not_due(day), later)
                self.assertEqual(cube.open_due(day, None, day), cube.open(day) - later)
            first, last = days[0], days[-1]
            paid = [one for one in own if one[1] and first < one[1] <= last]
            self.assertEqual(cube.collected(first, last), sum(one[-1] for one in paid))
