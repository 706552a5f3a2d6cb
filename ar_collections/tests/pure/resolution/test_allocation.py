from datetime import date

from odoo.tests import BaseCase

from ....tools.resolution.allocation import (
    COSTS,
    INTEREST,
    ORDERS,
    PRINCIPAL,
    Owed,
    allocate,
    find_named,
)

DAY = date(2026, 1, 1)
DEBTS = [
    Owed(1, PRINCIPAL, date(2026, 1, 1), 100_000),
    Owed(2, PRINCIPAL, date(2026, 2, 1), 50_000),
    Owed(3, INTEREST, date(2026, 3, 1), 2_000),
    Owed(4, COSTS, date(2026, 3, 2), 500),
]


class TestAllocation(BaseCase):
    def test_orders(self):
        cases = [
            ("costs_first", 300, [(4, 300)]),
            ("costs_first", 1_000, [(4, 500), (3, 500)]),
            ("costs_first", 102_500, [(4, 500), (3, 2_000), (1, 100_000)]),
            ("costs_first", 200_000, [(4, 500), (3, 2_000), (1, 100_000), (2, 50_000)]),
            ("principal_first", 1_000, [(1, 1_000)]),
            ("principal_first", 151_000, [(1, 100_000), (2, 50_000), (4, 500), (3, 500)]),
            ("principal_first", 0, []),
        ]
        for order, payment, expected in cases:
            with self.subTest(order=order, payment=payment):
                shares = allocate(payment, DEBTS, order)
                self.assertEqual([(share.id, share.amount) for share in shares], expected)

    def test_all_is_shared_or_all_is_paid(self):
        owed = sum(debt.amount for debt in DEBTS)
        for order in ORDERS:
            for payment in (1, 499, 77_777, owed, owed + 1, 10 * owed):
                shares = allocate(payment, DEBTS, order)
                self.assertEqual(sum(share.amount for share in shares), min(payment, owed))
                self.assertTrue(all(share.amount > 0 for share in shares))

    def test_what_is_given_in_another_order_is_shared_alike(self):
        self.assertEqual(allocate(120_000, DEBTS[::-1]), allocate(120_000, DEBTS))

    def test_what_is_not_known(self):
        with self.assertRaises(KeyError):
            allocate(1, DEBTS, "as_you_like")
        with self.assertRaises(KeyError):
            allocate(1, [Owed(1, "tips", DAY, 5)])

    def test_what_the_debtor_names_comes_first(self):
        shares = allocate(60_000, DEBTS, "costs_first", {2})
        self.assertEqual(
            [(share.id, share.amount) for share in shares],
            [(2, 50_000), (4, 500), (3, 2_000), (1, 7_500)],
        )

    def test_what_was_promised_of_debts_comes_first(self):
        """300 of 1 and 200 of 2 before the costs; the rest of 1 in its turn, and each told once."""
        shares = allocate(3_100, DEBTS, "costs_first", first={2: 200, 1: 300, 9: 77})
        self.assertEqual(
            [(share.id, share.amount) for share in shares],
            [(1, 400), (2, 200), (4, 500), (3, 2_000)],
        )
        self.assertEqual(
            [(s.id, s.amount) for s in allocate(150, DEBTS, first={2: 200})], [(2, 150)]
        )
        owed = sum(debt.amount for debt in DEBTS)
        shares = allocate(2 * owed, DEBTS, first={debt.id: 2 * debt.amount for debt in DEBTS})
        self.assertEqual(sum(share.amount for share in shares), owed)

    def test_which_documents_a_text_names(self):
        names = {1: "INV/2026/0001", 2: "INV/2026/00011", 3: "R-17", 4: ""}
        cases = [
            ("inv/2026/0001, thank you", {1}),
            ("INV/2026/00011", {2}),
            ("Pays R-17 and INV/2026/0001.", {1, 3}),
            ("PR-17, R-175, R-17-A", set()),
            ("", set()),
        ]
        for text, expected in cases:
            with self.subTest(text=text):
                self.assertEqual(find_named(text, names), expected)
