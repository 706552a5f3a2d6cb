"""What can be asked of a customer: without what is held, less his credits, the oldest first."""

from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ....tools.dunning.debtor import Debtor, Hold, Item, Policy
from ....tools.dunning.netting import (
    Net,
    chaseable,
    covered_of,
    covers,
    credits_of,
    net_in_company_currency,
    paid_by_credits,
    paid_by_day,
    split_holds,
)

TODAY = date(2026, 3, 31)
EUR, USD = 1, 2
# 100 in the company's currency, due a month ago; and older, 100 dollars that are 90 of it.
NEW = Item(1, 10, EUR, TODAY - timedelta(days=30), 100.0, 100.0)
OLD = Item(2, 20, USD, TODAY - timedelta(days=60), 90.0, 100.0)
CENT = Item(3, 30, EUR, TODAY - timedelta(days=5), 0.01, 0.01)
ALL = {1: (100, 100), 2: (100, 90)}


def debtor(*holds, items=(NEW, OLD), **values):
    return Debtor(items, holds=holds, **values)


def late(days, **values):
    return NEW._replace(due=TODAY - timedelta(days=days), **values)


@tagged("post_install", "-at_install")
class TestHolds(BaseCase):
    def test_split(self):
        customer, invoice, item = (
            Hold(reason="c"),
            Hold("invoice", move_id=20, reason="i"),
            # The instalment counts, whatever else is said.
            Hold("item", move_id=20, item_id=1, reason="p"),
        )
        for title, holds, free, held in [
            ("none", [], ALL, {}),
            ("the customer", [customer], {1: (0, 0), 2: (0, 0)}, {1: "c", 2: "c"}),
            ("half of the oldest", [customer._replace(amount=45)], {2: (50, 45)}, {2: "c"}),
            ("the oldest in full", [customer._replace(amount=90)], {2: (0, 0)}, {2: "c"}),
            (
                "a cent of the next",
                [customer._replace(amount=90.01)],
                {1: (99.99, 99.99), 2: (0, 0)},
                {1: "c", 2: "c"},
            ),
            (
                "more than there is",
                [customer._replace(amount=500)],
                {1: (0, 0), 2: (0, 0)},
                {1: "c", 2: "c"},
            ),
            ("less than a cent", [customer._replace(amount=0.004)], {}, {}),
            ("an invoice", [invoice], {2: (0, 0)}, {2: "i"}),
            ("a part, in dollars", [invoice._replace(amount=30)], {2: (70, 63)}, {2: "i"}),
            ("an instalment", [item], {1: (0, 0)}, {1: "p"}),
            ("only up to a level", [customer._replace(cap_days=14)], {}, {}),
            ("a cap of no days", [customer._replace(cap_days=0)], {}, {}),
            (
                "two: the second takes what is left",
                [customer._replace(amount=45), invoice._replace(amount=60)],
                {2: (0, 0)},
                {2: "i"},
            ),
            (
                "nothing is left for the second",
                [customer, invoice],
                {1: (0, 0), 2: (0, 0)},
                {1: "c", 2: "c"},
            ),
            (
                "after a cap the others count",
                [customer._replace(cap_days=3), invoice],
                {2: (0, 0)},
                {2: "i"},
            ),
        ]:
            with self.subTest(title):
                found, reasons = split_holds(debtor(*holds))
                self.assertEqual(reasons, held)
                for item_id, amounts in {**ALL, **free}.items():
                    for got, want in zip(found[item_id], amounts, strict=True):
                        self.assertAlmostEqual(got, want, 6)

    def test_a_cent_can_be_held(self):
        for amount in (0, 0.01, 5):
            with self.subTest(amount):
                found = split_holds(debtor(Hold(amount=amount, reason="c"), items=(CENT,)))
                self.assertEqual(found, ({3: (0.0, 0.0)}, {3: "c"}))

    def test_of_one_day_the_first_item_is_the_oldest(self):
        twin = NEW._replace(id=4)
        free, _held = split_holds(debtor(Hold(amount=100), items=(twin, NEW)))
        self.assertEqual(free, {4: (100, 100), 1: (0, 0)})

    def test_covers(self):
        for hold, covered in [
            (Hold(), True),
            (Hold("invoice", move_id=10), True),
            (Hold("invoice", move_id=20), False),
            (Hold("invoice"), False),
            (Hold("item", item_id=1), True),
            (Hold("item", item_id=2, move_id=10), False),
        ]:
            with self.subTest(hold):
                self.assertEqual(covers(hold, NEW), covered)


@tagged("post_install", "-at_install")
class TestNetting(BaseCase):
    def test_what_is_chased(self):
        policy = Policy(1, grace_days=3)
        for title, item, amount, chosen, chased in [
            ("late", late(4), 100, (), True),
            ("in the grace", late(3), 100, (), False),
            ("due today", late(0), 100, (), False),
            ("not due, but reminded", late(-5), 100, (1,), True),
            ("another is reminded", late(-5), 100, (2,), False),
            ("left out", late(4, excluded=True), 100, (), False),
            ("left out, whoever reminds", late(4, excluded=True), 100, (1,), False),
            ("payment under way", late(4, payment_pending=True), 100, (), False),
            ("a cent", late(4), 0.01, (), True),
            ("less than a cent", late(4), 0.004, (), False),
            ("all is held", late(4), 0, (1,), False),
            ("we paid it out", late(4, paid_out=True), 100, (1,), False),
            ("left over in one currency", late(4, residual=0.0), 100, (1,), False),
        ]:
            with self.subTest(title):
                free = {1: (amount, 55.0)}
                self.assertEqual(chaseable(policy, item, free, TODAY, chosen), chased)

    def test_net_in_all(self):
        """Of 100 dollars, booked as 90, 50 are held and 8 covered: 42 are 37.80."""
        soon = Item(4, 40, USD, TODAY + timedelta(days=3), 9.0, 10.0)
        found = debtor(
            Hold("invoice", move_id=20, amount=50),
            items=(NEW, OLD, soon),
            credits=7.2,
            credits_by_currency={USD: 8.0},
        )
        policy = Policy(1)
        for chosen, want in (((), Net(137.8, 137.8)), ({4}, Net(137.8, 146.8))):
            net = net_in_company_currency(policy, found, TODAY, chosen)
            for got, expected in zip(net, want, strict=True):
                self.assertAlmostEqual(got, expected, 6)

    def test_more_credit_than_debt(self):
        found = debtor(items=(NEW,), credits_by_currency={EUR: 250.0})
        self.assertEqual(net_in_company_currency(Policy(1), found, TODAY), Net(0, 0))

    def test_credits_pay_the_oldest_first(self):
        excluded = Item(5, 50, EUR, TODAY - timedelta(days=90), 70.0, 70.0, excluded=True)
        pending = excluded._replace(id=6, excluded=False, payment_pending=True)
        third = Item(7, 70, EUR, TODAY, 30.0, 30.0)
        dollars = OLD._replace(id=8)
        refund = Item(9, 90, EUR, TODAY, 30.0, 30.0, paid_out=True)
        cents = Item(10, 100, EUR, TODAY - timedelta(days=90), 0.0, 5.0)
        off = Item(11, 110, EUR, TODAY, 100.0, 98.0, open=100.0)
        for title, items, credits, paid in [
            ("a part of the second", (NEW, third), {EUR: 110.0}, {1: 100, 7: 10}),
            ("the oldest alone", (third, NEW), {EUR: 60.0}, {1: 60, 7: 0}),
            ("nothing in that currency", (OLD, dollars), {EUR: 60.0}, {2: 0, 8: 0}),
            ("in dollars", (OLD,), {USD: 95.0}, {2: 95}),
            ("more than is owed", (third,), {EUR: 60.0}, {7: 30}),
            ("those that are left out, too", (excluded, third), {EUR: 80.0}, {5: 70, 7: 10}),
            ("and those that are paid just now", (pending, third), {EUR: 20.0}, {6: 20, 7: 0}),
            ("our refund before all", (NEW, refund), {EUR: 50.0}, {1: 20, 9: 30}),
            ("not what is settled", (cents, NEW), {EUR: 20.0}, {10: 0, 1: 20}),
            ("up to what is asked with a discount", (off,), {EUR: 100.0}, {11: 98}),
            ("a debt among the credits", (NEW, third), {EUR: -5.0}, {1: 0, 7: 0}),
        ]:
            with self.subTest(title):
                found = paid_by_credits(debtor(items=items, credits_by_currency=credits))
                self.assertEqual(found, paid)

    def test_held_money_is_not_paid(self):
        found = debtor(Hold("invoice", move_id=10, amount=60), credits_by_currency={EUR: 90.0})
        self.assertEqual(paid_by_credits(found), {1: 40, 2: 0})
        self.assertEqual(covered_of(found), {1: 90, 2: 0})

    def test_what_is_held_takes_its_credit(self):
        """A disputed item is covered first when it is the oldest: the next one is asked in full."""
        older = NEW._replace(id=5, move_id=50, due=TODAY - timedelta(days=70))
        found = debtor(
            Hold("invoice", move_id=50), items=(NEW, older), credits_by_currency={EUR: 60.0}
        )
        self.assertEqual(covered_of(found), {1: 0, 5: 60})
        self.assertEqual(paid_by_credits(found), {1: 0, 5: 0})
        self.assertEqual(net_in_company_currency(Policy(1), found, TODAY), Net(100, 100))

    def test_which_credits_a_notice_takes_off(self):
        """The opening balance of 70 takes the first 60 and 10 of the second 50."""
        opening = Item(5, 50, EUR, TODAY - timedelta(days=90), 70.0, 70.0, excluded=True)
        found = debtor(items=(opening, NEW), credits_by_currency={EUR: 110.0})
        rows = [self.row(5, 70.0, 90), self.row(1, 100.0, 30)]
        rows += [self.row(8, -60.0, 50), self.row(9, -50.0, 20)]
        self.assertEqual(credits_of(found, rows, [1]), {9: 40})
        self.assertEqual(credits_of(found, rows, [1, 5]), {8: 60, 9: 50})
        self.assertEqual(credits_of(found, rows, []), {})

    def row(self, id, amount, days):
        return {
            "id": id,
            "partner_id": 1,
            "company_id": 1,
            "currency_id": EUR,
            "date_due": TODAY - timedelta(days=days),
            "residual": amount,
            "residual_currency": amount,
            "paid_out": False,
        }


@tagged("post_install", "-at_install")
class TestPaidByDay(BaseCase):
    """Since when credits cover which part of an item, for its interest."""

    FIRST, SECOND, THIRD = (TODAY - timedelta(days=days) for days in (20, 10, 1))
    ITEMS = (
        late(5, id=3, residual=100.0, asked=100.0),
        late(30, id=1, residual=300.0, asked=300.0),
        late(15, id=2, residual=500.0, asked=500.0),
    )

    def _paid(self, credits, *holds, items=ITEMS):
        own = [(EUR, day, amount) for day, amount in credits]
        return paid_by_day(debtor(*holds, items=items), own)

    def test_the_oldest_first_from_the_day_of_the_credit(self):
        first, second, third = self.FIRST, self.SECOND, self.THIRD
        cases = [
            ([], {}),
            ([(first, 200)], {1: [(first, 200)]}),
            ([(first, 300)], {1: [(first, 300)]}),
            ([(second, 200), (first, 200)], {1: [(first, 200), (second, 100)], 2: [(second, 100)]}),
            ([(first, 5000)], {1: [(first, 300)], 2: [(first, 500)], 3: [(first, 100)]}),
            (
                [(first, 100), (third, 900)],
                {1: [(first, 100), (third, 200)], 2: [(third, 500)], 3: [(third, 100)]},
            ),
        ]
        for credits, expected in cases:
            with self.subTest(credits=credits):
                self.assertEqual(self._paid(credits), expected)

    def test_in_all_as_the_credits_pay(self):
        """Held in part, left out, paid out by us, in two currencies: the sums are those of
        ``paid_by_credits``."""
        items = (
            *self.ITEMS,
            OLD._replace(id=4),
            late(60, id=5, excluded=True, asked=30.0),
            late(1, id=6, asked=20.0, paid_out=True),
        )
        credits = [(EUR, self.FIRST, 350.0), (USD, self.SECOND, 60.0), (EUR, self.THIRD, 150.0)]
        for holds in ((), (Hold("item", item_id=1, amount=200.0),)):
            with self.subTest(holds=holds):
                customer = debtor(*holds, items=items, credits_by_currency={EUR: 500.0, USD: 60.0})
                dated = paid_by_day(customer, credits)
                sums = {
                    item.id: round(sum(amount for _day, amount in dated.get(item.id, [])), 6)
                    for item in items
                }
                paid = paid_by_credits(customer)
                self.assertEqual(sums, {id_: round(amount, 6) for id_, amount in paid.items()})
