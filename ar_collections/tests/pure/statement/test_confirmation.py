"""What a difference comes to, and how much of a ledger was confirmed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ....tools.base.evidence import fingerprint
from ....tools.statement.confirmation import (
    STANDINGS,
    covered,
    difference_of,
    doubt_of,
    sum_up,
    write_figures,
)

DOUBTS = [
    # stated, claimed -> doubt
    (5480, -5, "sign"),
    (5480, -5480, "sign"),
    (-40, 30, "sign"),
    (5480, 5, "tiny"),
    (5480, 54.79, "tiny"),
    (5480, 54.8, ""),
    (5480, 548, ""),
    (5480, 54800, ""),
    (5480, 548000, "huge"),
    (-40, -38, ""),
    (5480, 5480, ""),
    # Nothing is owed of it: that is an answer.
    (5480, 0, ""),
    (5480, None, ""),
    (0, 60, ""),
]
CASES = [
    # cause, stated, claimed -> difference
    ("not_received", 100, None, 100),
    ("not_received", 100, 20, 100),
    ("paid", 100, None, 100),
    ("paid", 100, 30, 30),
    ("returned", 100, 25, 25),
    ("wrong_amount", 100, 90, 10),
    ("wrong_price", 100, 110, -10),
    ("wrong_price", 100, None, 100),
    ("other", 100, 0, 100),
    ("other", -40, -50, 10),
    ("missing", 0, 60, -60),
    ("missing", 0, None, 0),
    ("missing", 0, -60, 60),
]


def row(standing, balance, asked=None, difference=0):
    asked = balance if asked is None else asked
    return {"standing": standing, "balance": balance, "asked": asked, "difference": difference}


@tagged("post_install", "-at_install")
class TestConfirmation(BaseCase):
    def test_doubt(self):
        for stated, claimed, want in DOUBTS:
            with self.subTest(stated=stated, claimed=claimed):
                self.assertEqual(doubt_of(stated, claimed), want)

    def test_differences(self):
        for cause, stated, claimed, want in CASES:
            with self.subTest(cause=cause, stated=stated, claimed=claimed):
                self.assertEqual(difference_of(cause, stated, claimed), want)

    def test_coverage(self):
        """600 of 1,000 confirmed; 150 more answered."""
        sums = sum_up(
            [
                row("confirmed", 500),
                row("confirmed", 100),
                row("differs", 150, difference=30),
                row("unanswered", 200),
                row("not_asked", 50, asked=0),
            ]
        )
        self.assertEqual((sums["balance"], sums["confirmed"]), (1000, 600))
        self.assertAlmostEqual(sums["coverage"], 0.6)
        self.assertAlmostEqual(sums["answered"], 0.75)
        self.assertEqual((sums["count"], sums["difference"]), (5, 30))
        self.assertEqual(sums["standings"][0], ("confirmed", 2, 600, 0.6))
        self.assertEqual([one[0] for one in sums["standings"]][-1], "not_asked")

    def test_nothing_to_cover(self):
        self.assertIsNone(sum_up([])["coverage"])
        self.assertIsNone(sum_up([row("confirmed", 0)])["coverage"])

    def test_less_than_the_smallest_unit_is_nothing(self):
        for balance, rounding, share in ((0.004, 0.01, None), (0.01, 0.01, 1), (0.004, 0.001, 1)):
            with self.subTest(balance=balance, rounding=rounding):
                sums = sum_up([row("confirmed", balance)], rounding)
                self.assertEqual(sums["coverage"], share)

    def test_figures_are_written_to_be_read(self):
        self.assertEqual(write_figures({"b": 1, "a": "对"}), '{\n "a": "对",\n "b": 1\n}')

    def test_a_ledger_that_changed_since(self):
        """What was confirmed covers no more than what is in the ledger, and the other way."""
        self.assertEqual(covered(row("confirmed", 80, asked=100)), 80)
        self.assertEqual(covered(row("confirmed", 0.5, asked=0.5)), 0.5)
        self.assertEqual(covered(row("confirmed", 100, asked=80)), 80)
        self.assertEqual(covered(row("confirmed", -100, asked=80)), 0)
        self.assertEqual(covered(row("confirmed", -100, asked=-80)), -80)

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(STANDINGS), st.integers(-1000, 1000)), max_size=8))
    def test_every_row_is_in_one_standing(self, pairs):
        sums = sum_up([row(*pair) for pair in pairs])
        self.assertEqual(sum(one[1] for one in sums["standings"]), len(pairs))
        self.assertEqual(sum(one[2] for one in sums["standings"]), sums["balance"])

    def test_fingerprints(self):
        one = write_figures({"b": 1, "a": "对账"})
        self.assertEqual(one, write_figures({"a": "对账", "b": 1}))
        self.assertEqual(fingerprint(one), fingerprint(one.encode()))
        self.assertNotEqual(fingerprint(one), fingerprint(one + " "))
        self.assertEqual(fingerprint(b""), "")
