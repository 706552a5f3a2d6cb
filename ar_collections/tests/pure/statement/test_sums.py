"""A line that is the sum of several of the other side; where two would do, nobody guesses."""

from datetime import date, timedelta

from odoo.tests import BaseCase

from ....tools.statement import sums
from ....tools.statement.entries import Entry, Lines
from ....tools.statement.sums import SumSearch

FIRST = date(2026, 3, 1)


def ledger(*rows):
    """Entries of (amount, days after the first, number)."""
    return [
        Entry(key, FIRST + timedelta(days=row[1]), row[0], *row[2:]) for key, row in enumerate(rows)
    ]


def same_day(*amounts):
    return [(amount, 0) for amount in amounts]


def numbered(*amounts):
    return [(amount, 0, f"A{place:03}") for place, amount in enumerate(amounts)]


class TestSums(BaseCase):
    def find(self, ours, theirs, window=7):
        """[(our keys, their keys)]"""
        lines = Lines(ledger(*ours), ledger(*theirs))
        self.search = SumSearch(lines, window)
        self.search.run()
        self.assertLessEqual({one.step for one in lines.matches}, {"sum"})
        return [(set(one.ours), set(one.theirs)) for one in lines.matches]

    def test_parts(self):
        nothing = []
        for title, parts, whole, want in [
            ("two", same_day(100, 200, 7), (300, 0), [{0, 1}]),
            ("payments", same_day(-100, -200, -7), (-300, 0), [{0, 1}]),
            ("the fewest", same_day(100, 200, 50, 150), (350, 0), [{1, 3}]),
            ("two would do", same_day(100, 200, 50, 250), (300, 0), nothing),
            ("those that say the same do not matter", same_day(150, 150, 150), (300, 0), [{0, 1}]),
            ("five", same_day(1, 2, 4, 8, 16), (31, 0), [{0, 1, 2, 3, 4}]),
            ("six are too many", same_day(1, 2, 4, 8, 16, 32), (63, 0), nothing),
            ("one is no sum", same_day(300), (300, 0), nothing),
            ("nor with a line of nothing", same_day(300, 0), (300, 0), nothing),
            ("other signs", same_day(400, -100), (300, 0), nothing),
            ("a week before", [(100, 0), (200, 7)], (300, 7), [{0, 1}]),
            ("a week after", [(100, 7), (200, 14)], (300, 7), [{0, 1}]),
            ("eight days before", [(100, 0), (200, 8)], (300, 8), nothing),
            ("eight days after", [(100, 8), (200, 0)], (300, 0), nothing),
        ]:
            with self.subTest(title):
                found = [ours for ours, _theirs in self.find(parts, [whole])]
                self.assertEqual([len(one) for one in found], [len(one) for one in want])
                if "same" not in title:
                    self.assertEqual(found, want)
                self.assertFalse(self.search.cut)
                # The same with the sides changed.
                turned = [theirs for _ours, theirs in self.find([whole], parts)]
                self.assertEqual(turned, found)

    def test_a_window_of_a_day(self):
        self.assertEqual(self.find([(100, 0), (200, 1)], [(300, 1)], 1), [({0, 1}, {0})])
        self.assertEqual(self.find([(100, 0), (200, 2)], [(300, 2)], 1), [])
        self.assertEqual(self.find([(100, 0), (200, 0)], [(300, 0)], 0), [({0, 1}, {0})])

    def test_the_nearest_twelve_are_tried(self):
        parts = [(4_000_001, 2), (5_999_999, 2)]
        for count, found in ((10, [({0, 1}, {0})]), (11, [])):
            near = [(16 * 2**place, 0) for place in range(count)]
            self.assertEqual(self.find([*parts, *near], [(10_000_000, 0)]), found, count)

    def test_lines_of_nothing_take_no_place(self):
        parts = [*[(0, 0)] * 12, (100, 2), (200, 2)]
        self.assertEqual(self.find(parts, [(300, 0)]), [({12, 13}, {0})])

    def test_the_greatest_sum_comes_first(self):
        self.assertEqual(self.find(same_day(100, 200, 300), same_day(300, 500)), [({1, 2}, {1})])
        self.assertEqual(
            self.find(same_day(-100, -200, -300), same_day(-300, -500)), [({1, 2}, {1})]
        )

    def test_their_sums_come_first(self):
        """300 of theirs is 100 and 200 of ours, and 200 and 100 of theirs are our 300."""
        both = same_day(100, 200, 300)
        self.assertEqual(self.find(both, both), [({0, 1}, {2}), ({2}, {0, 1})])

    def test_documents_in_a_row(self):
        """What follows each other by number may be paid together, up to a month later."""
        for title, parts, days, found in [
            ("a month", (100, 200, 55), 31, True),
            ("a day more", (100, 200, 55), 32, False),
            ("a month before", (100, 200, 55), -31, True),
            ("a credit between them", (100, -20, 275), 20, False),
            ("credits alone", (-100, -20, -275), 20, True),
            ("a line of nothing between them", (100, 0, 255), 20, True),
            ("twelve", (1,) * 11 + (344,), 20, True),
            ("thirteen", (1,) * 12 + (343,), 20, False),
            ("one alone", (355,), 20, False),
        ]:
            with self.subTest(title):
                whole = (sum(parts), days)
                want = [(set(range(len(parts))), {0})] if found else []
                self.assertEqual(self.find(numbered(*parts), [whole]), want)

    def test_rows_within_a_longer_one(self):
        ours = numbered(7, 100, 200, 9)
        self.assertEqual(self.find(ours, [(300, 20)]), [({1, 2}, {0})])
        self.assertEqual(self.find(ours, [(209, 20)]), [({2, 3}, {0})])

    def test_nobody_guesses_between_rows(self):
        self.assertEqual(self.find(numbered(100, 200, 9, 200, 100), [(300, 20)]), [])
        self.assertEqual(self.find(numbered(100, 200), [(300, 20), (300, 20)]), [])

    def test_a_row_is_taken_once(self):
        found = self.find(numbered(100, 200, 300), [(300, 20), (500, 20)])
        self.assertEqual(found, [({0, 1}, {0})])

    def test_without_numbers_there_is_no_row(self):
        self.assertEqual(self.find(same_day(100, 200, 55), [(355, 20)]), [])

    def test_what_is_counted(self):
        """Each line that is looked at, the sums of half of the candidates, and what fits."""
        self.find(same_day(100, 200), [(300, 0)])
        self.assertEqual(self.search.tries, 2 + 2**2 + 4)
        self.assertEqual(sums.MAX_TRIES, 4_000_000)

    def test_so_many_tries(self):
        self.patch(sums, "MAX_TRIES", 0)
        ours, theirs = same_day(100, 200, 1000, 2000), same_day(300, 3000)
        self.assertEqual(self.find(ours, theirs), [({2, 3}, {1})])
        self.assertTrue(self.search.cut)
