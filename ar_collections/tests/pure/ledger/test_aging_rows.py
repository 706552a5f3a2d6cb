"""Groups of open items as rows of an aging report, without a database."""

from odoo.tests import BaseCase, tagged

from ....tools.ledger.aging_rows import (
    Leaf,
    build_rows,
    build_totals,
    residual_by_currency,
    with_previous,
)

HOME, EUR = 1, 2
DIGITS = {HOME: 2, EUR: 2}


def leaf(key, buckets, then_key=None, currency=HOME, credits=0.0, company_currency=HOME):
    total = round(sum(buckets) + credits, 2)
    return Leaf(company_currency, currency, key, then_key, total, total, credits, buckets, 1)


@tagged("post_install", "-at_install")
class TestAgingRows(BaseCase):
    def test_rows_and_totals(self):
        leaves = [leaf(7, [1.0, 2.0]), leaf(8, [0.1, 0.2], credits=-0.3), leaf(None, [5.0, 0.0])]
        rows, kept = build_rows(leaves, 2, DIGITS)
        self.assertEqual([row["key"] for row in rows], [7, 8, None])
        self.assertEqual([row["total"] for row in rows], [3.0, 0.0, 5.0])
        (total,) = build_totals(kept, 2, DIGITS, [])
        self.assertEqual((total["buckets"], total["credits"]), ([6.1, 2.2], -0.3))
        self.assertEqual((total["total"], total["count"]), (8.0, 3))

    def test_columns_add_up_to_the_cent(self):
        leaves = [leaf(7, [0.1, 0.7], then_key=key) for key in range(1000)]
        (row,), _kept = build_rows(leaves, 2, DIGITS)
        self.assertEqual((row["buckets"], row["total"]), ([100.0, 700.0], 800.0))

    def test_currencies_are_never_mixed(self):
        leaves = [leaf(7, [1.0]), leaf(7, [5.0], currency=EUR)]
        rows, kept = build_rows(leaves, 1, DIGITS)
        self.assertEqual([(row["currency_id"], row["total"]) for row in rows], [(1, 1.0), (2, 5.0)])
        totals = build_totals(kept, 1, DIGITS, [])
        self.assertEqual([total["total"] for total in totals], [1.0, 5.0])
        self.assertEqual(residual_by_currency(kept, DIGITS), {HOME: 6.0})

    def test_second_level(self):
        leaves = [leaf(7, [1.0], then_key=1), leaf(7, [2.0], then_key=2), leaf(8, [4.0], 1)]
        rows, _kept = build_rows(leaves, 1, DIGITS, nested=True)
        self.assertEqual([row["total"] for row in rows], [3.0, 4.0])
        self.assertEqual([child["total"] for child in rows[0]["children"]], [1.0, 2.0])

    def test_minimum(self):
        leaves = [leaf(7, [1.0]), leaf(8, [2.0]), leaf(9, [-5.0])]
        rows, kept = build_rows(leaves, 1, DIGITS, min_amount=2)
        self.assertEqual([row["key"] for row in rows], [8])
        self.assertEqual(len(kept), 1)

    def test_minimum_of_either_day(self):
        # Who owed much and owes nothing any more is what a comparison is made for.
        leaves = with_previous([leaf(7, [1.0]), leaf(8, [-2.0])], [leaf(8, [5.0]), leaf(9, [4.0])])
        rows, _kept = build_rows(leaves, 1, DIGITS, min_amount=4)
        self.assertEqual([(row["key"], row["delta"]) for row in rows], [(8, -7.0), (9, -4.0)])

    def test_earlier_day(self):
        earlier = [leaf(7, [1.0]), leaf(9, [4.0])]
        leaves = with_previous([leaf(7, [3.0]), leaf(8, [2.0])], earlier)
        rows, kept = build_rows(leaves, 1, DIGITS)
        self.assertEqual(
            [(row["key"], row["total"], row["previous"], row["delta"]) for row in rows],
            [(7, 3.0, 1.0, 2.0), (8, 2.0, 0.0, 2.0), (9, 0.0, 4.0, -4.0)],
        )
        (total,) = build_totals(kept, 1, DIGITS, [])
        self.assertEqual((total["total"], total["previous"]), (5.0, 5.0))

    def test_earlier_day_of_companies_with_one_currency(self):
        # Each company has a leaf of its own; the row is the same.
        both = [leaf(7, [3.0]), leaf(7, [2.0])]
        for today in (both, both[:1], []):
            with self.subTest(leaves=len(today)):
                rows, kept = build_rows(with_previous(today, both), 1, DIGITS)
                self.assertEqual([(row["key"], row["previous"]) for row in rows], [(7, 5.0)])
                (total,) = build_totals(kept, 1, DIGITS, [])
                self.assertEqual(total["previous"], 5.0)

    def test_what_was_then_and_what_is_gone(self):
        """A leaf finds its earlier self by what it stands for, whatever it amounts to."""
        gone = leaf(9, [4.0], credits=-1.0)
        found = with_previous([leaf(7, [3.0])], [leaf(7, [1.0]), gone])
        self.assertEqual(found[0], leaf(7, [3.0])._replace(previous=1.0))
        self.assertEqual(found[1], Leaf(HOME, HOME, 9, None, 0, 0, 0, [0], 0, 3.0))
        self.assertEqual(len(found), 2)
        self.assertEqual(leaf(7, [3.0]).previous, 0)

    def test_leaves_have_the_same_buckets(self):
        with self.assertRaises(ValueError):
            build_rows([leaf(7, [1.0]), leaf(7, [1.0, 2.0], then_key=1)], 1, DIGITS)

    def test_one_level_has_no_children(self):
        rows, _kept = build_rows([leaf(7, [1.0], then_key=1)], 1, DIGITS)
        self.assertNotIn("children", rows[0])

    def test_a_minimum_is_reached_by_what_is_as_large(self):
        rows, _kept = build_rows([leaf(7, [2.0]), leaf(8, [1.99])], 1, DIGITS, min_amount=2)
        self.assertEqual([row["key"] for row in rows], [7])

    def test_no_cents(self):
        leaves = [leaf(7, [1000.0], then_key=1), leaf(7, [234.0], then_key=2)]
        (row,), _kept = build_rows(leaves, 1, {HOME: 0})
        self.assertEqual((row["total"], row["buckets"]), (1234.0, [1234.0]))
        self.assertIsInstance(row["total"], float)

    def test_nothing_at_all(self):
        self.assertEqual(build_rows([], 3, DIGITS), ([], []))
        (total,) = build_totals([], 3, DIGITS, [HOME])
        self.assertEqual((total["buckets"], total["total"]), ([0, 0, 0], 0.0))
