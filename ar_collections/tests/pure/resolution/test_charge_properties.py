from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.dunning.interest import compute_interest, make_segments, round_half_up
from ....tools.resolution.charge import Past, charge_anew, cut_after, last_day, share_waiver
from ..dunning.test_interest_properties import rules

DUE = date(2023, 11, 15)
CENT = Decimal("0.01")

payments = st.lists(
    st.tuples(st.integers(0, 300), st.decimals("0.01", "5000", places=2)), max_size=5
)
stops = st.lists(st.integers(1, 400), min_size=1, max_size=6)
amounts = st.decimals("0.01", "20000", places=2)


def day(number):
    return DUE + timedelta(days=number)


def charge(rule, amount, paid, past, until):
    segments = make_segments(amount, DUE, [(day(at), part) for at, part in paid], day(until))
    interest = compute_interest(rule, cut_after(segments, last_day(past)))
    return interest, charge_anew(interest.amount, interest.lines, past)


def charge_all(rule, amount, paid, days):
    """The charges made on some days, and the interest of all of them at once."""
    past, whole = [], None
    for until in sorted(days):
        whole, new = charge(rule, amount, paid, past, until)
        if new.date_from:
            past.append(Past(new.date_from, new.date_to, new.amount))
    return past, whole


class TestChargeProperties(BaseCase):
    @settings(deadline=None, max_examples=60)
    @given(rule=rules(), amount=amounts, paid=payments, days=stops)
    def test_splitting_changes_the_sum_by_no_more_than_a_cent(self, rule, amount, paid, days):
        past, whole = charge_all(rule, amount, paid, days)
        self.assertLessEqual(abs(sum(one.amount for one in past) - whole.amount), CENT)

    @settings(deadline=None, max_examples=60)
    @given(rule=rules(), amount=amounts, paid=payments, days=stops)
    def test_charges_never_overlap_and_are_never_negative(self, rule, amount, paid, days):
        past, _whole = charge_all(rule, amount, paid, days)
        for before, after in pairwise(past):
            self.assertLess(before.date_to, after.date_from)
        for one in past:
            self.assertLessEqual(one.date_from, one.date_to)
            self.assertGreaterEqual(one.amount, 0)

    @settings(deadline=None, max_examples=60)
    @given(rule=rules(), amount=amounts, paid=payments, days=stops, data=st.data())
    def test_the_order_of_payments_of_a_day_does_not_matter(self, rule, amount, paid, days, data):
        shuffled = data.draw(st.permutations(paid))
        one, _whole = charge_all(rule, amount, paid, days)
        other, _whole = charge_all(rule, amount, shuffled, days)
        self.assertEqual(one, other)

    @settings(deadline=None, max_examples=60)
    @given(rule=rules(), amount=amounts, paid=payments, late=payments, days=stops)
    def test_a_payment_known_late_is_made_good(self, rule, amount, paid, late, days):
        """New charges and what was charged too much bring the sum to what it ought to be."""
        past, _whole = charge_all(rule, amount, paid, days)
        until = max(days) + 400
        whole, new = charge(rule, amount, paid + late, past, until)
        charged = sum((one.amount for one in past), Decimal(0)) + new.amount - new.excess
        if new.date_from or new.excess:
            self.assertEqual(charged, whole.amount)

    @settings(deadline=None, max_examples=60)
    @given(lefts=st.lists(st.integers(0, 10_000), min_size=1, max_size=6), data=st.data())
    def test_a_waiver_takes_what_it_says(self, lefts, data):
        if not sum(lefts):
            return
        amount = data.draw(st.integers(1, sum(lefts)))
        charges = list(enumerate(lefts))
        shares = share_waiver(charges, amount)
        self.assertEqual(sum(share.amount for share in shares), amount)
        for share in shares:
            self.assertEqual(share.amount + share.left, lefts[share.charge_id])
            self.assertGreater(share.amount, 0)

    @settings(deadline=None, max_examples=30)
    @given(rule=rules(), amount=amounts, days=stops)
    def test_amounts_are_whole_cents(self, rule, amount, days):
        past, _whole = charge_all(rule, amount, [], days)
        for one in past:
            self.assertEqual(one.amount, round_half_up(one.amount, CENT))
