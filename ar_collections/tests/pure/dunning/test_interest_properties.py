from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.dunning.debtor import Debtor, Item
from ....tools.dunning.interest import ReferenceRate, Rule, Segment, compute_interest, make_segments
from ....tools.dunning.netting import paid_by_day

START = date(2023, 11, 15)

amounts = st.decimals("0.01", "1000000", places=2)
lengths = st.integers(1, 900)
percents = st.decimals("-2", "40", places=2)
references = st.lists(
    st.tuples(st.integers(0, 900), percents), min_size=0, max_size=4, unique_by=lambda row: row[0]
)


@st.composite
def rules(draw):
    rows = [ReferenceRate(date(2000, 1, 1), draw(percents))]
    rows += [ReferenceRate(START + timedelta(days=d), rate) for d, rate in draw(references)]
    compounding = draw(st.sampled_from(["none", "month", "30"]))
    units = ["year", "month"] if compounding == "month" else ["year", "month", "day"]
    return Rule(
        references=tuple(rows),
        multiple=draw(st.sampled_from([Decimal(1), Decimal(3)])),
        margin=draw(st.sampled_from([Decimal(0), Decimal(8)])),
        agreed=draw(st.none() | st.decimals("0", "3", places=3)),
        unit=draw(st.sampled_from(units)),
        at_least_reference=draw(st.booleans()),
        fixing=draw(st.sampled_from(["floating", "default", "contract"])),
        day_count=draw(st.sampled_from(["365", "actual", "360"])),
        compounding=compounding,
    )


def open_for(amount, days, start=START):
    return Segment(amount, start, start + timedelta(days=days - 1))


class TestInterestProperties(BaseCase):
    @settings(deadline=None, max_examples=30)
    @given(rule=rules(), amount=amounts, first=lengths, second=lengths)
    def test_splitting_a_period_changes_nothing(self, rule, amount, first, second):
        whole = compute_interest(rule, [open_for(amount, first + second)])
        parts = [open_for(amount, first), open_for(amount, second, START + timedelta(days=first))]
        split = compute_interest(rule, parts)
        # Equal but for the last of 28 digits.
        self.assertAlmostEqual(whole.exact, split.exact, 12)

    @settings(deadline=None, max_examples=30)
    @given(rule=rules(), amount=amounts, days=lengths)
    def test_one_more_day_never_costs_less(self, rule, amount, days):
        now = compute_interest(rule, [open_for(amount, days)])
        later = compute_interest(rule, [open_for(amount, days + 1)])
        self.assertGreaterEqual(now.exact, 0)
        self.assertGreaterEqual(later.exact, now.exact)
        self.assertGreaterEqual(later.amount, now.amount)

    @settings(deadline=None, max_examples=30)
    @given(rule=rules(), amount=amounts, first=lengths, second=lengths)
    def test_two_bills_cost_what_one_does(self, rule, amount, first, second):
        """A period that is charged in two parts: a cent more or less, for the two roundings."""
        rule = rule._replace(compounding="none", fixing="floating")
        whole = compute_interest(rule, [open_for(amount, first + second)])
        parts = [
            compute_interest(rule, [open_for(amount, first)]),
            compute_interest(rule, [open_for(amount, second, START + timedelta(days=first))]),
        ]
        total = sum(part.amount for part in parts)
        self.assertLessEqual(abs(whole.amount - total), Decimal("0.01"))

    @settings(deadline=None, max_examples=60)
    @given(
        rule=rules(),
        debts=st.lists(st.tuples(st.integers(-60, 200), amounts), min_size=1, max_size=4),
        credits=st.lists(st.tuples(st.integers(-60, 300), amounts), min_size=1, max_size=4),
        earlier=st.integers(0, 100),
        days=lengths,
    )
    def test_a_payment_that_comes_earlier_never_costs_more(
        self, rule, debts, credits, earlier, days
    ):
        """Of all debts together and of each: as payments, and as credits on account."""
        today = START + timedelta(days=days)
        owed = [
            Item(index, index, 1, START + timedelta(days=due), float(amount), float(amount))
            for index, (due, amount) in enumerate(debts)
        ]

        def charges(dated):
            credits = [(1, day, float(amount)) for day, amount in dated]
            cover = paid_by_day(Debtor(tuple(owed)), credits)
            result = []
            for item in owed:
                segments = make_segments(item.asked, item.due, cover.get(item.id, []), today)
                result.append(compute_interest(rule, segments).amount)
            return result

        dated = [(START + timedelta(days=day), amount) for day, amount in credits]
        sooner = [(dated[0][0] - timedelta(days=earlier), dated[0][1]), *dated[1:]]
        for late, soon in zip(charges(dated), charges(sooner), strict=True):
            self.assertGreaterEqual(soon, 0)
            self.assertLessEqual(soon, late)

    @settings(deadline=None, max_examples=30)
    @given(
        rule=rules(),
        amount=amounts,
        payments=st.lists(st.tuples(st.integers(-30, 400), amounts), max_size=4),
        days=lengths,
    )
    def test_parts_with_the_rate_of_their_payment(self, rule, amount, payments, days):
        """With one rate all the time it is all the same when the rate was fixed."""
        rule = rule._replace(references=rule.references[:1], compounding="none")
        due = START - timedelta(days=1)
        dated = [(START + timedelta(days=day), paid) for day, paid in payments]
        segments = make_segments(amount, due, dated, due + timedelta(days=days))
        floating = compute_interest(rule._replace(fixing="floating"), segments)
        payment = compute_interest(rule._replace(fixing="payment"), segments)
        self.assertAlmostEqual(floating.exact, payment.exact, 12)

    @settings(deadline=None, max_examples=30)
    @given(
        rule=rules(),
        amount=amounts,
        payments=st.lists(st.tuples(st.integers(-30, 400), amounts), max_size=4),
        days=lengths,
        rounding=st.sampled_from(["0.01", "0.05", "1"]),
    )
    def test_printed_lines_add_up(self, rule, amount, payments, days, rounding):
        due = START - timedelta(days=1)
        dated = [(START + timedelta(days=day), paid) for day, paid in payments]
        segments = make_segments(amount, due, dated, due + timedelta(days=days))
        interest = compute_interest(rule, segments, rounding)
        self.assertEqual(sum(line.amount for line in interest.lines), interest.amount)
        self.assertTrue(all(line.amount >= 0 for line in interest.lines))
        self.assertLessEqual(abs(interest.amount - interest.exact), Decimal(rounding) / 2)
        self.assertLessEqual(sum(line.days for line in interest.lines), days)
