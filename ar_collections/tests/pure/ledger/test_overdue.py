"""What is overdue after the credits."""

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.ledger.overdue import net_overdue

AMOUNTS = st.integers(0, 10**9).map(lambda cents: cents / 100)


class TestOverdue(BaseCase):
    def test_net_overdue(self):
        for overdue, credit, want in (
            (500, 0, 500),
            (500, 400, 100),
            (500, 500, 0),
            (500, 900, 0),
            (0, 50, 0),
            (0.3, 0.1, 0.2),
        ):
            with self.subTest(overdue=overdue, credit=credit):
                self.assertEqual(net_overdue(overdue, credit), want)
        self.assertEqual(net_overdue(1000, 1, rounding=1), 999)

    @given(AMOUNTS, AMOUNTS, AMOUNTS)
    def test_never_more_than_the_balance(self, overdue, later, credit):
        """In one sentence the two never contradict each other."""
        balance = round(overdue + later - credit, 2)
        net = net_overdue(overdue, credit)
        self.assertGreaterEqual(net, 0)
        self.assertLessEqual(net, max(balance, 0))
