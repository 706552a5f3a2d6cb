"""Lines that are free, and what is said of those that are taken."""

from datetime import date

from odoo.tests import BaseCase

from ....tools.statement.entries import UNSURE, Entry, Lines, Match


def entry(key, day, amount, number="", text=""):
    return Entry(key, date(2026, 3, day), amount, number, "", text)


class TestLines(BaseCase):
    def test_what_a_match_says(self):
        ours = [entry("a", 1, 100, "INV/2026/0001"), entry("b", 5, 50)]
        theirs = [entry("x", 2, 140, "", "of INV/2026/0001"), entry("y", 3, 7)]
        for taken, want in [
            (([0], [0], "20260001"), (("a",), ("x",), 40, 1, "INV/2026/0001")),
            (([0, 1], [0], "other"), (("a", "b"), ("x",), -10, -3, "other")),
            (([1], [0, 1], "5"), (("b",), ("x", "y"), 97, -2, "5")),
            (([], [1], ""), ((), ("y",), 7, 0, "")),
            (([1], []), (("b",), (), -50, 0, "")),
        ]:
            with self.subTest(taken=taken):
                lines = Lines(ours, theirs)
                lines.take("step", *taken)
                self.assertEqual(lines.matches, [Match("step", *want)])
                self.assertEqual(lines.free, [{0, 1} - set(taken[0]), {0, 1} - set(taken[1])])

    def test_found_in_the_text_of_a_line_without_number(self):
        lines = Lines([entry("a", 1, 100, "", "for AB-98765")], [entry("x", 1, 100, "AB-98765")])
        lines.take("step", [0], [0], "ab98765")
        self.assertEqual(lines.matches[0].words, "ab98765")

    def test_nothing_twice(self):
        for ours, theirs in (([0, 0], []), ([0], [0, 0]), ([2], [0]), ([0], [1])):
            with self.subTest(ours=ours, theirs=theirs), self.assertRaises(ValueError):
                Lines([entry(1, 1, 5), entry(2, 1, 6)], [entry(1, 1, 5)]).take("s", ours, theirs)

    def test_order_of_the_files_is_forgotten(self):
        rows = [entry(1, 2, 5), entry(2, 1, 9), entry(3, 1, 7, "B"), entry(4, 1, 7, "A")]
        lines = Lines(rows, [])
        self.assertEqual([one.key for one in lines.sides[0]], [4, 3, 2, 1])

    def test_group(self):
        lines = Lines([entry(1, 1, 5, "A"), entry(2, 2, 5)], [entry(3, 1, 6, "A")])
        self.assertEqual(lines.group(lambda one: one.number), {"A": ([0], [0])})
        self.assertEqual(lines.amount(0, [0, 1]), 10)

    def test_what_a_person_looks_at(self):
        self.assertTrue(Match("number", (), (), 0, 0).sure)
        for step in UNSURE:
            self.assertFalse(Match(step, (), (), 0, 0).sure, step)
