"""What matching promises for every pair of ledgers."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.statement import matching
from ....tools.statement.differences import find_differences
from ....tools.statement.entries import Entry

# Few numbers, amounts and days, so that lines collide in every way.
row = st.tuples(
    st.integers(0, 9),
    st.sampled_from([-300, -100, 50, 100, 150, 200, 300, 350]),
    st.sampled_from(["", "A-1001", "A1001", "B/2026/00012", "C7"]),
    st.sampled_from(["", "Rg. A-1001", "B/2026/00012, A-1001", "00012"]),
)
ledgers = st.tuples(st.lists(row, max_size=9), st.lists(row, max_size=9))


def entries(rows):
    first = date(2026, 3, 1)
    return [
        Entry(key, first + timedelta(days=day), amount, number, "", text)
        for key, (day, amount, number, text) in enumerate(rows)
    ]


class TestMatchingProperties(BaseCase):
    @settings(max_examples=60, deadline=None, database=None)
    @given(ledgers)
    def test_each_line_has_one_place(self, both):
        ours, theirs = map(entries, both)
        result = matching.match(ours, theirs)
        mine = [key for one in result.matches for key in one.ours] + result.ours
        yours = [key for one in result.matches for key in one.theirs] + result.theirs
        self.assertEqual(sorted(mine), list(range(len(ours))))
        self.assertEqual(sorted(yours), list(range(len(theirs))))
        # Differences lead from our balance to theirs, whatever was matched.
        steps = sum(d.amount for d in find_differences(ours, theirs, result.matches))
        self.assertEqual(sum(e.amount for e in ours) + steps, sum(e.amount for e in theirs))
        for one in result.matches:
            if not one.step.endswith("_amount"):
                self.assertEqual(one.difference, 0)

    @settings(max_examples=60, deadline=None, database=None)
    @given(ledgers, st.randoms(use_true_random=False))
    def test_order_of_lines_decides_nothing(self, both, chance):
        shuffled = [list(rows) for rows in both]
        for rows in shuffled:
            chance.shuffle(rows)
        self.assertEqual(self.say(both), self.say(shuffled))

    def say(self, both):
        """What was matched, in words of the lines instead of their keys."""
        ours, theirs = map(entries, both)
        result = matching.match(ours, theirs)
        return Counter(
            (
                one.step,
                tuple(sorted(both[0][key] for key in one.ours)),
                tuple(sorted(both[1][key] for key in one.theirs)),
            )
            for one in result.matches
        )
