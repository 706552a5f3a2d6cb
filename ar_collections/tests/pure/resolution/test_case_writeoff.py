"""The tax in what is written off: days by a table, cents by properties."""

from datetime import date, timedelta
from importlib.util import find_spec

from odoo.tests import BaseCase

from ....tools.resolution import writeoff
from ....tools.resolution.writeoff import Relief, ReliefRule

UK = ReliefRule(True, "later", 6, 0, 54)
POLAND = ReliefRule(True, "due", 0, 90)
GERMANY = ReliefRule(True, "uncollectible")
DUE, SUPPLY, OFF = date(2026, 1, 31), date(2026, 2, 28), date(2026, 9, 1)
DAYS = (
    (None, SUPPLY, Relief()),
    (ReliefRule(False), SUPPLY, Relief()),
    (UK, SUPPLY, Relief(date(2026, 8, 28), date(2030, 8, 28))),
    (UK, date(2026, 1, 1), Relief(date(2026, 7, 31), date(2030, 7, 31))),
    (UK, None, Relief(date(2026, 7, 31), date(2030, 7, 31))),
    (POLAND, SUPPLY, Relief(date(2026, 5, 1), None)),
    (GERMANY, SUPPLY, Relief(OFF, None)),
)
OPEN = Relief(date(2026, 8, 28), date(2030, 8, 28))
STEPS = (
    (Relief(), date(2030, 1, 1), False, False, None),
    (OPEN, date(2026, 8, 27), False, False, None),
    (OPEN, date(2026, 8, 28), False, False, "open"),
    (OPEN, date(2026, 8, 29), True, False, None),
    (OPEN, date(2030, 6, 28), True, False, None),
    (OPEN, date(2030, 6, 29), True, False, "ending"),
    (OPEN, date(2030, 6, 29), False, False, "ending"),
    (OPEN, date(2030, 7, 29), True, True, None),
    (OPEN, date(2030, 8, 28), True, True, None),
    (OPEN, date(2030, 8, 29), True, True, "lapsed"),
    (Relief(date(2026, 5, 1), None), date(2099, 1, 1), True, False, None),
)


class TestWriteOff(BaseCase):
    def test_days(self):
        for rule, supply, want in DAYS:
            with self.subTest(rule=rule, supply=supply):
                self.assertEqual(writeoff.relief_of(rule, DUE, supply, OFF), want)

    def test_steps(self):
        for relief, today, told_open, told_ending, want in STEPS:
            with self.subTest(today=today, told=told_open):
                step = writeoff.relief_step(relief, today, told_open, told_ending)
                self.assertEqual(step, want)

    def test_parts(self):
        for share, part, whole, want in (
            (190, 1190, 1190, 190),
            (190, 595, 1190, 95),
            (190, 0.01, 1190, 0),
            (190, 100, 1190, 15.97),
            (-190, 100, 1190, -15.97),
            (190, 10, 0, 0),
        ):
            with self.subTest(share=share, part=part):
                self.assertEqual(writeoff.part_of(share, part, whole), want)


if find_spec("hypothesis"):
    from hypothesis import given, settings
    from hypothesis import strategies as st

    few = settings(max_examples=60, deadline=None, database=None)
    cents = st.integers(1, 10**8)

    class TestWriteOffProperties(BaseCase):
        @few
        @given(st.integers(-(10**7), 10**7), st.lists(cents, min_size=1, max_size=8))
        def test_parts_add_up(self, share, parts):
            """However a debt is cut, its tax is the whole tax, and no part takes more than a cent
            beside its own share."""
            whole, before, total = sum(parts) / 100, 0, 0
            for part in parts:
                now = writeoff.next_part(share / 100, before / 100, part / 100, whole)
                self.assertLessEqual(abs(now * 100 - share * part / sum(parts)), 1.001)
                total += round(now * 100)
                before += part
            self.assertEqual(total, share)

        @few
        @given(
            st.dates(date(2000, 1, 1), date(2100, 1, 1)),
            st.dates(date(2000, 1, 1), date(2100, 1, 1)),
            st.integers(0, 60),
            st.integers(1, 60),
        )
        def test_never_before_the_debt_is_due(self, due, supply, months, more):
            rule = ReliefRule(True, "later", months, 0, months + more)
            relief = writeoff.relief_of(rule, due, supply, OFF)
            self.assertGreaterEqual(relief.eligible_from, max(due, supply))
            self.assertGreaterEqual(relief.claim_until, relief.eligible_from)
            after = relief.claim_until + timedelta(days=1)
            self.assertEqual(writeoff.relief_step(relief, after), "lapsed")
