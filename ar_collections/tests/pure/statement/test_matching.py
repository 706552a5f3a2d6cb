"""Two ledgers matched: each step on a case made by hand, and ten planted differences."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from odoo.tests import BaseCase

from ....tools.base import table_file
from ....tools.statement import ledger_file, matching
from ....tools.statement.differences import find_differences, suggest_sign
from ....tools.statement.entries import Entry

SAMPLES = Path(__file__).resolve().parents[3] / "demo" / "reconciliation"


def ledger(*rows):
    """Entries of (amount, number, text, day of March); keys are their places."""
    return [
        Entry(place, date(2026, 3, day), amount, number, "", text)
        for place, (amount, number, text, day) in enumerate(
            (*row, *("", "", 1)[len(row) - 1 :]) for row in rows
        )
    ]


def read_samples():
    """(our entries, the customer's) of the sample files, amounts in cents."""
    with open(SAMPLES / "our_ledger.csv", encoding="utf-8", newline="") as file:
        ours = [
            Entry(
                row["number"],
                date.fromisoformat(row["date"]),
                int(Decimal(row["amount"]) * 100),
                row["number"],
            )
            for row in csv.DictReader(file)
        ]
    table, _problems = table_file.read_table((SAMPLES / "customer_ledger.cp1252.csv").read_bytes())
    lines, problems, _left = ledger_file.read_lines(table, ledger_file.guess_mapping(table))
    theirs = [
        Entry(line.row, line.date, int(line.amount * 100), line.number, line.reference, line.text)
        for line in lines
    ]
    return ours, theirs, problems


class TestMatching(BaseCase):
    def match(self, ours, theirs):
        """[(step, our places, their places)] of two lists of rows."""
        result = matching.match(ledger(*ours), ledger(*theirs))
        return [(one.step, one.ours, one.theirs) for one in result.matches]

    def test_steps(self):
        cases = [
            (
                "number in other writing",
                [(100, "INV/2026/0001")],
                [(100, "inv 2026-0001")],
                "number",
            ),
            ("two of a number, one sum", [(600, "A1")], [(1000, "A1"), (-400, "A1")], "number"),
            (
                "noise around the number",
                [(100, "INV/2026/00012")],
                [(100, "51000", "Rg. INV/2026/00012 vom 01.03.2026")],
                "reference",
            ),
            (
                "zeros left out",
                [(100, "INV/2026/00012")],
                [(100, "", "Re INV-2026-12")],
                "reference",
            ),
            ("figures alone", [(100, "INV/2026/00012")], [(100, "202600012")], "reference"),
            (
                "blanks in the number",
                [(100, "INV/2026/00012")],
                [(100, "", "our INV 2026 00012")],
                "reference",
            ),
            (
                "both speak of a third",
                [(-70, "P1", "for AB-98765", 1)],
                [(-70, "Z9", "AB-98765 paid", 9)],
                "reference",
            ),
            ("same number, other amount", [(100, "A1")], [(90, "A1")], "number_amount"),
            (
                "noise and other amount",
                [(100, "INV/2026/00012")],
                [(90, "", "INV/2026/00012 less 10")],
                "reference_amount",
            ),
            ("a week apart", [(100, "A1", "", 1)], [(100, "", "", 8)], "amount_date"),
            ("sum of three", [(100, "A1"), (200, "B7"), (55, "C3")], [(355,)], "sum"),
            ("our lump sum", [(355,)], [(100, "A1"), (200, "B7"), (55, "C3")], "sum"),
        ]
        for name, ours, theirs, step in cases:
            with self.subTest(name):
                everything = (tuple(range(len(ours))), tuple(range(len(theirs))))
                found = [
                    (one, tuple(sorted(mine)), tuple(sorted(yours)))
                    for one, mine, yours in self.match(ours, theirs)
                ]
                self.assertEqual(found, [(step, *everything)])

    def test_a_list_of_numbers_is_their_sum(self):
        ours = [(100, "INV/2026/00012"), (250, "INV/2026/00019"), (70, "INV/2026/00030")]
        theirs = [(350, "", "INV/2026/00012, INV/2026/00019", 31)]
        self.assertEqual(self.match(ours, theirs), [("reference", (0, 1), (0,))])

    def test_what_is_no_match(self):
        cases = [
            ("eight days apart", [(100, "", "", 1)], [(100, "", "", 9)]),
            ("other sign", [(100, "A1")], [(-100, "A1")]),
            ("the year is no number", [(100, "", "March 2026", 1)], [(100, "", "due 2026", 20)]),
            ("nor is a date", [(100, "", "of 01.03.2026", 1)], [(100, "", "at 01.03.2026", 20)]),
            ("last figures, other amounts", [(100, "INV/2026/00012")], [(90, "X00012")]),
            # 100 + 200 and 50 + 250 both make 300.
            ("two sums would do", [(300,)], [(100, "A"), (200, "B"), (50, "C"), (250, "D")]),
        ]
        for name, ours, theirs in cases:
            with self.subTest(name):
                self.assertEqual(self.match(ours, theirs), [])

    def test_nearest_date_is_taken(self):
        ours = [(100, "", "", 10)]
        theirs = [(100, "", "", 13), (100, "", "", 11), (100, "", "", 7)]
        self.assertEqual(self.match(ours, theirs), [("amount_date", (0,), (1,))])

    def test_nearest_date_of_one_number(self):
        """Two lines say the same: the nearer one is meant, on whichever side they are."""
        two, one = [(100, "A1", "", 1), (100, "A1", "", 9)], [(100, "A1", "", 8)]
        self.assertEqual(self.match(two, one), [("number", (1,), (0,))])
        self.assertEqual(self.match(one, two), [("number", (0,), (1,))])
        both = [(100, "A1", "", 1), (100, "A1", "", 20)]
        found = self.match(both, [(100, "A1", "", 21), (100, "A1", "", 3)])
        self.assertEqual(sorted(found), [("number", (0,), (1,)), ("number", (1,), (0,))])

    def test_very_many_of_one_number(self):
        ours = [(100, "A1", "", 1 + place % 28) for place in range(102)]
        result = matching.match(ledger(*ours), ledger(*ours[:100]))
        self.assertEqual([one.step for one in result.matches], ["number"] * 100)
        self.assertEqual(len(result.ours), 2)

    def test_days_between_dates(self):
        for window, day, found in ((7, 8, True), (7, 9, False), (0, 1, True), (0, 2, False)):
            for ours, theirs in ((1, day), (day, 1)):
                result = matching.match(
                    ledger((100, "", "", ours)), ledger((100, "", "", theirs)), window
                )
                self.assertEqual(len(result.matches), int(found), (window, day))

    def test_a_word_on_many_lines_names_no_document(self):
        """Twelve lines may speak of one order; what more speak of is a contract."""
        theirs = [(105, "", "AB-98765 paid", 28)]
        for count, found in ((12, 1), (13, 0)):
            ours = [(100 + place, "", "for AB-98765", 1) for place in range(count)]
            self.assertEqual(len(self.match(ours, theirs)), found, count)
            self.assertEqual(len(self.match(theirs, ours)), found, count)

    def test_texts_that_are_searched(self):
        ours = [(100, "", "of AB-98765", 1), (7, "", "of AB-98766", 1)]
        theirs = [(100, "Z1", "AB-98765", 20), (7, "Z2", "AB-98766", 20)]
        for most, found, cut in ((22, 2, False), (21, 1, True), (10, 0, True)):
            self.patch(matching, "MAX_SEARCHED", most)
            result = matching.match(ledger(*ours), ledger(*theirs))
            steps = [one.step for one in result.matches]
            self.assertEqual((steps.count("reference"), result.cut), (found, cut), most)

    def test_the_longest_number_decides(self):
        ours = [(100, "", "AB-98765, 4711", 1)]
        theirs = [(100, "Z1", "4711", 2), (100, "Z2", "AB-98765", 9)]
        self.assertEqual(self.match(ours, theirs), [("reference", (0,), (1,))])

    def test_what_was_found_on_both_sides(self):
        for ours, theirs, want in [
            ((100, "", "AB-98765, 4711"), (90, "", "4711; AB-98765"), "ab98765"),
            ((100, "", "4711, AB-98765"), (100, "", "4711; AB-98765"), "ab98765"),
            ((100, "INV/2026/00012"), (100, "", "of 202600012"), "INV/2026/00012"),
            ((100, "A1"), (100, "a 1"), "A1"),
            ((100,), (100,), ""),
        ]:
            with self.subTest(ours=ours, theirs=theirs):
                (one,) = matching.match(ledger(ours), ledger(theirs)).matches
                self.assertEqual(one.words, want)

    def test_other_amounts(self):
        """The number says it is the same; the amounts differ, but are of one sign."""
        text = "INV/2026/00012 less 10"
        for title, ours, theirs, want in [
            ("claims", [(100, "A1")], [(90, "A1")], "number_amount"),
            ("payments", [(-100, "A1")], [(-90, "A1")], "number_amount"),
            ("a claim and a payment", [(100, "A1")], [(-90, "A1")], None),
            ("nothing on one side", [(0, "A1")], [(-90, "A1")], None),
            (
                "in texts",
                [(100, "INV/2026/00012")],
                [(90, "", text)],
                "reference_amount",
            ),
            ("in texts of other sign", [(100, "INV/2026/00012")], [(-90, "", text)], None),
            (
                "two lines of theirs",
                [(100, "INV/2026/00012")],
                [(40, "", text), (45, "", text)],
                None,
            ),
            (
                "two lines of ours",
                [(40, "INV/2026/00012"), (45, "", text)],
                [(90, "", text)],
                None,
            ),
        ]:
            with self.subTest(title):
                found = [step for step, _ours, _theirs in self.match(ours, theirs)]
                self.assertEqual(found, [want] if want else [])

    def test_lists(self):
        """One line that names several; on whichever side, and only if the sum is right."""
        named = [(100, "INV/2026/00012"), (250, "INV/2026/00019")]
        for amount, found in ((350, [("reference", (0, 1), (0,))]), (340, [])):
            collective = [(amount, "", "INV/2026/00012, INV/2026/00019", 31)]
            self.assertEqual(self.match(named, collective), found)
            turned = [(step, theirs, ours) for step, ours, theirs in found]
            self.assertEqual(self.match(collective, named), turned)

    def test_offsets(self):
        for title, rows, count in [
            ("cancelled", [(-50, "A1"), (50, "A-1")], 1),
            ("three lines", [(-50, "A1"), (20, "A1"), (30, "A1")], 1),
            ("something is left", [(-50, "A1"), (51, "A1")], 0),
            ("two numbers", [(-50, "A1"), (50, "A2")], 0),
            ("no number", [(-50,), (50,)], 0),
            ("one line of nothing", [(0, "A1")], 0),
        ]:
            with self.subTest(title):
                self.assertEqual(len(self.match(rows, [])), count)
                self.assertEqual(len(self.match([], rows)), count)

    def test_offset_within_one_ledger(self):
        self.assertEqual(self.match([(9,)], [(-50, "A1"), (50, "A1")]), [("offset", (), (0, 1))])

    def test_surest_step_comes_first(self):
        # By amount and date the first would do as well; the number says the second.
        theirs = [(100, "", "", 1), (100, "A1", "", 20)]
        self.assertEqual(self.match([(100, "A1", "", 1)], theirs), [("number", (0,), (1,))])

    def test_suggested_sign(self):
        ours = ledger((100, "A1"), (200, "A2"), (-50, "C1"))
        turned = ledger((-100, "A1"), (-200, "A2"), (50, "C1"))
        self.assertEqual(suggest_sign(ours, ours), 1)
        self.assertEqual(suggest_sign(ours, turned), -1)
        self.assertEqual(suggest_sign(ours, []), 1)

    def test_ten_planted_differences_are_named(self):
        ours, theirs, problems = read_samples()
        self.assertEqual(problems, [])
        result = matching.match(ours, theirs)
        found = find_differences(ours, theirs, result.matches, tolerance=7)
        self.assertEqual(
            sorted((one.kind, one.amount, one.ours, one.theirs) for one in found),
            sorted(
                [
                    ("only_ours_claim", -85050, ("INV/2026/00002",), ()),
                    ("typing", -9000, ("INV/2026/00003",), (6,)),
                    ("amount", -3000, ("INV/2026/00004",), (7,)),
                    ("rounding", 1, ("INV/2026/00005",), (8,)),
                    ("date", 0, ("INV/2026/00006",), (9,)),
                    ("duplicate_theirs", 41500, (), (11,)),
                    ("sign", -18000, ("INV/2026/00011",), (12,)),
                    ("only_ours_credit", 18000, ("RINV/2026/00001",), ()),
                    ("only_theirs_claim", 33300, (), (16,)),
                    ("only_theirs_credit", -50000, (), (17,)),
                ]
            ),
        )
        # 11,053.60 with us, 10,331.11 (10,921.11 - 590.00) with them.
        self.assertEqual(sum(one.amount for one in ours), 1105360)
        self.assertEqual(1105360 + sum(one.amount for one in found), 1033111)
        steps = {one.theirs: one.step for one in result.matches}
        self.assertEqual(steps[(13,)], "sum")
        self.assertEqual(steps[(14,)], "reference")
        self.assertEqual(steps[(15,)], "amount_date")
