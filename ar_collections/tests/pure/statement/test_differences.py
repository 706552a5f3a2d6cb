"""The steps from our balance to theirs, each with its name."""

from datetime import date, timedelta

from odoo.tests import BaseCase

from ....tools.statement.differences import Difference, find_differences, suggest_sign
from ....tools.statement.entries import Entry, Match

FIRST = date(2026, 3, 10)


def ledger(*rows):
    """Entries of (amount, number, days after the first)."""
    return [
        Entry(key, FIRST + timedelta(days=(row[2:] or (0,))[0]), row[0], (row[1:] or ("",))[0])
        for key, row in enumerate(rows)
    ]


def match(ours, theirs):
    return Match("", tuple(range(ours)), tuple(range(theirs)), 0, 0)


class TestDifferences(BaseCase):
    def test_amounts(self):
        for mine, yours, kind in [
            (1000, 1005, "rounding"),
            (1005, 1000, "rounding"),
            (1000, 1006, "amount"),
            (1000, 994, "amount"),
            (1000, -1000, "sign"),
            # Two figures next to each other, changed.
            (1234, 1324, "typing"),
            (1234, 2134, "typing"),
            (1234, 1243, "typing"),
            (-1234, -1324, "typing"),
            (1234, 4231, "amount"),
            (1224, 1422, "amount"),
            (1234, 1334, "amount"),
            (1234, 1424, "amount"),
            (1234, 1354, "amount"),
            (1212, 2121, "amount"),
            (123, 1243, "amount"),
            (1234, 123, "amount"),
        ]:
            with self.subTest(mine=mine, yours=yours):
                found = find_differences(ledger((mine,)), ledger((yours,)), [match(1, 1)])
                self.assertEqual(found, [Difference(kind, yours - mine, (0,), (0,))])

    def test_amounts_of_several_lines(self):
        ours = ledger((1000, "", 1), (234, "", 4))
        found = find_differences(ours, ledger((1324, "", 2)), [match(2, 1)])
        self.assertEqual(found, [Difference("amount", 90, (0, 1), (0,), -2)])
        found = find_differences(ledger((50,)), [], [match(1, 0)])
        self.assertEqual(found, [Difference("amount", -50, (0,), ())])

    def test_days(self):
        for days, tolerance, told in [
            (0, 0, False),
            (1, 0, True),
            (-1, 0, True),
            (7, 7, False),
            (8, 7, True),
            (-7, 7, False),
            (-8, 7, True),
        ]:
            with self.subTest(days=days, tolerance=tolerance):
                ours, theirs = ledger((100,)), ledger((100, "", days))
                found = find_differences(ours, theirs, [match(1, 1)], tolerance)
                want = [Difference("date", 0, (0,), (0,), days)] if told else []
                self.assertEqual(found, want)

    def test_days_of_several_lines_say_nothing(self):
        ours, theirs = ledger((60,), (40,)), ledger((100, "", 20))
        self.assertEqual(find_differences(ours, theirs, [match(2, 1)]), [])
        self.assertEqual(find_differences(theirs, ours, [match(1, 2)]), [])
        self.assertEqual(find_differences(ledger((5,), (-5, "", 9)), [], [match(2, 0)]), [])

    def test_lines_left(self):
        for title, ours, theirs, want in [
            ("our claim", [(100,)], [], [("only_ours_claim", -100)]),
            ("our credit", [(-100,)], [], [("only_ours_credit", 100)]),
            ("their claim", [], [(100,)], [("only_theirs_claim", 100)]),
            ("their credit", [], [(-100,)], [("only_theirs_credit", -100)]),
            ("of nothing", [(0,)], [], [("only_ours_credit", 0)]),
            ("a cent", [(1,)], [], [("only_ours_claim", -1)]),
            ("wrong side", [(100, "A1")], [(-100, "a 1")], [("sign", -200)]),
            (
                "the same, kept apart",
                [(100, "A1")],
                [(100, "A1")],
                [("only_ours_claim", -100), ("only_theirs_claim", 100)],
            ),
            (
                "wrong side, without a number",
                [(100,)],
                [(-100,)],
                [("only_ours_claim", -100), ("only_theirs_credit", -100)],
            ),
            (
                "wrong side, once",
                [(100, "A1")],
                [(-100, "A1"), (-100, "A1", 3)],
                [("sign", -200), ("only_theirs_credit", -100)],
            ),
            (
                "twice with us",
                [(100, "A1"), (100, "A-1", 2)],
                [],
                [("only_ours_claim", -100), ("duplicate_ours", -100)],
            ),
            (
                "twice with them",
                [],
                [(100, "A1"), (100, "A-1", 2)],
                [("only_theirs_claim", 100), ("duplicate_theirs", 100)],
            ),
            (
                "two numbers, two amounts, no number",
                [(100, "A1"), (90, "A1"), (100, "A2"), (100,), (100,)],
                [],
                [("only_ours_claim", -amount) for amount in (90, 100, 100, 100, 100)],
            ),
        ]:
            with self.subTest(title):
                found = find_differences(ledger(*ours), ledger(*theirs), [])
                self.assertEqual([(one.kind, one.amount) for one in found], want)

    def test_what_is_matched_already_comes_twice(self):
        ours, theirs = ledger((100, "A1")), ledger((100, "A1"), (100, "a1"))
        found = find_differences(ours, theirs, [match(1, 1)])
        self.assertEqual(found, [Difference("duplicate_theirs", 100, (), (1,))])
        found = find_differences(theirs, ours, [match(1, 1)])
        self.assertEqual(found, [Difference("duplicate_ours", -100, (1,), ())])


class TestSuggestedSign(BaseCase):
    def test_most_documents_decide(self):
        ours = ledger((100, "A1"), (200, "A2"), (-50, "C1"))
        for theirs, sign in [
            ([(100, "A1"), (200, "A2")], 1),
            ([(-100, "A1"), (-200, "A2"), (50, "C1")], -1),
            ([(-100, "A1"), (-200, "A2"), (-50, "C1")], -1),
            ([(-100, "A1"), (200, "A2")], 1),
            ([(-100, "A9"), (-7, "A1")], 1),
            ([], 1),
        ]:
            with self.subTest(theirs=theirs):
                self.assertEqual(suggest_sign(ours, ledger(*theirs)), sign)
