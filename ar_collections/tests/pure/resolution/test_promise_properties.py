"""What holds for promises whatever is invoiced, paid, undone, credited and promised."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odoo.tests import BaseCase

from ....tools.base.money import to_units
from ....tools.dunning import dunning
from ....tools.resolution import promise as rules
from ....tools.resolution.promise import Claim, Money, Promise

FIRST = date(2026, 4, 1)
ITEMS = (11, 12, 13)
DUE = {11: date(2026, 2, 1), 12: date(2026, 3, 1), 13: date(2026, 3, 1)}

days = st.integers(0, 6).map(lambda number: FIRST + timedelta(days=number))
amounts = st.integers(1, 900).map(float)
places = st.sampled_from([None, *ITEMS])
named = st.sets(st.sampled_from(ITEMS), max_size=2).map(frozenset)


@st.composite
def pieces(draw, most=8):
    count = draw(st.integers(0, most))
    found = []
    for credit_id in range(1, count + 1):
        item_id = draw(places)
        found.append(Money(credit_id, draw(days), draw(amounts), item_id, DUE.get(item_id)))
    return found


@st.composite
def promises(draw, knowing=True):
    found = []
    for id_ in range(1, draw(st.integers(0, 4)) + 1):
        known = draw(st.dictionaries(st.integers(1, 8), amounts, max_size=2)) if knowing else {}
        found.append(Promise(id_, draw(amounts), draw(days), draw(named), known))
    return found


class TestPromiseProperties(BaseCase):
    @settings(max_examples=100, deadline=None, database=None)
    @given(promises(), pieces())
    def test_no_money_counts_twice(self, all_promises, money):
        paid = rules.allocate(all_promises, money)
        self.assertLessEqual(sum(paid.values()), sum(piece.amount for piece in money))
        for one in all_promises:
            fit = sum(piece.amount for piece in money if rules.counts(one, piece))
            self.assertLessEqual(paid[one.id], min(one.amount, fit))
            self.assertGreaterEqual(paid[one.id], 0)

    @settings(max_examples=100, deadline=None, database=None)
    @given(promises(knowing=False), pieces(), st.randoms(use_true_random=False))
    def test_order_of_money_decides_nothing(self, all_promises, money, chance):
        """Neither the order in which it is given nor that in which it was booked."""
        numbers = [piece.credit_id for piece in money]
        chance.shuffle(numbers)
        other = [
            piece._replace(credit_id=number) for piece, number in zip(money, numbers, strict=True)
        ]
        chance.shuffle(other)
        self.assertEqual(rules.allocate(all_promises, money), rules.allocate(all_promises, other))

    @settings(max_examples=100, deadline=None, database=None)
    @given(promises(), pieces())
    def test_later_promises_take_nothing_from_earlier_ones(self, all_promises, money):
        paid = rules.allocate(all_promises, money)
        fewer = rules.allocate(all_promises[:-1], money)
        self.assertEqual(fewer, {one.id: paid[one.id] for one in all_promises[:-1]})

    @settings(max_examples=100, deadline=None, database=None)
    @given(promises(), pieces())
    def test_what_is_known_counts_less(self, all_promises, money):
        for one in all_promises:
            [knowing] = rules.allocate([one], money).values()
            [naive] = rules.allocate([one._replace(known={})], money).values()
            self.assertLessEqual(knowing, naive)

    @settings(max_examples=100, deadline=None, database=None)
    @given(
        st.lists(st.tuples(amounts, named), max_size=4),
        st.lists(amounts, min_size=3, max_size=3),
    )
    def test_what_is_held_is_open(self, claims, opens):
        claims = [Claim(at, *claim) for at, claim in enumerate(claims)]
        items = list(zip(ITEMS, opens, strict=True))
        held = rules.spread(claims, items)
        whole = dict(items)
        for item_id, amount in items:
            taken = sum(own.get(item_id) or amount for own in held.values() if item_id in own)
            self.assertLessEqual(to_units(taken), to_units(amount))
        for claim in claims:
            taken = sum(amount or whole[item_id] for item_id, amount in held[claim.id].items())
            self.assertLessEqual(to_units(taken), to_units(claim.amount))


class PromiseMachine(RuleBasedStateMachine):
    """A customer whose ledger and promises go any way; the rules follow as the add-on does."""

    def __init__(self):
        super().__init__()
        self.today = FIRST
        self.invoiced = {}
        self.money = []
        self.credited = []
        self.promises = []
        self.settle()

    def open_of(self, item_id, until=None):
        settled = sum(
            piece.amount
            for piece in self.money + self.credited
            if piece.item_id == item_id and (not until or piece.day <= until)
        )
        return self.invoiced[item_id] - settled

    def settle(self):
        paid = rules.allocate(self.promises, self.money)
        self.paid, self.states, claims = paid, {}, []
        for one in self.promises:
            last = min(one.last, self.today)
            left = sum(
                self.open_of(id_, last)
                for id_ in one.items or self.invoiced
                if id_ in self.invoiced
            )
            state = rules.decide(one, paid[one.id], left, self.today)
            self.states[one.id] = state
            if state == rules.OPEN:
                rest = rules.asked(one.amount, paid[one.id], left) - paid[one.id]
                claims.append(Claim(one.id, rest, one.items))
        items = [(id_, self.open_of(id_)) for id_ in sorted(self.invoiced, key=DUE.get)]
        self.held = rules.spread(claims, [one for one in items if one[1] > 0])

    @rule(item=st.sampled_from(ITEMS), amount=amounts)
    def invoice(self, item, amount):
        self.invoiced.setdefault(item, amount)
        self.settle()

    @rule(item=places, share=st.integers(1, 4))
    def pay(self, item, share):
        amount = 100.0
        if item is not None:
            if item not in self.invoiced or self.open_of(item) < 1:
                return
            amount = float(max(self.open_of(item) * share // 4, 1))
        self.money.append(Money(len(self.money) + 1, self.today, amount, item, DUE.get(item)))
        self.settle()

    @precondition(lambda self: self.money)
    @rule(at=st.integers(0, 50))
    def undo(self, at):
        at %= len(self.money)
        self.money[at] = self.money[at]._replace(amount=0.0)
        self.settle()

    @rule(item=st.sampled_from(ITEMS), share=st.integers(1, 2))
    def credit(self, item, share):
        if item in self.invoiced and self.open_of(item) >= 1:
            amount = float(max(self.open_of(item) * share // 2, 1))
            self.credited.append(Money(0, self.today, amount, item))
            self.settle()

    @rule(items=named, days_ahead=st.integers(0, 3), share=st.integers(1, 4))
    def promise(self, items, days_ahead, share):
        debts = [self.open_of(id_) for id_ in items or self.invoiced if id_ in self.invoiced]
        if sum(debts) < 1:
            return
        known = {piece.credit_id: piece.amount for piece in self.money}
        amount = float(max(sum(debts) * share // 4, 1))
        last = self.today + timedelta(days=days_ahead)
        items = items or frozenset(self.invoiced)
        self.promises.append(Promise(len(self.promises) + 1, amount, last, items, known))
        self.settle()

    @rule(days_on=st.integers(1, 3))
    def next_day(self, days_on):
        self.today += timedelta(days=days_on)
        self.settle()

    @invariant()
    def money_counts_once(self):
        assert to_units(sum(self.paid.values())) <= to_units(
            sum(piece.amount for piece in self.money)
        )

    @invariant()
    def each_promise_has_one_end(self):
        for one in self.promises:
            state = self.states[one.id]
            if self.today > one.last:
                assert state != rules.OPEN
            if state == rules.BROKEN:
                assert self.paid[one.id] == 0 and self.today > one.last
            if state == rules.PARTLY:
                assert 0 < self.paid[one.id] < one.amount

    @invariant()
    def open_is_held_and_dunnable(self):
        """As dunning sees the holds: no item is asked for and held at once."""
        items = tuple(
            dunning.Item(id_, id_, 1, DUE[id_], amount, amount)
            for id_ in self.invoiced
            if (amount := self.open_of(id_)) > 0
        )
        holds = tuple(
            dunning.Hold("item", item_id, item_id, amount)
            for own in self.held.values()
            for item_id, amount in own.items()
        )
        free, _held = dunning.split_holds(dunning.Debtor(items, holds=holds))
        for item in items:
            held = sum(own[item.id] or item.asked for own in self.held.values() if item.id in own)
            assert to_units(free[item.id][0] + held) == to_units(item.asked)


class TestPromiseMachine(BaseCase):
    def test_any_sequence(self):
        # Run once with 2,000 examples; a few of them always.
        few = settings(max_examples=40, stateful_step_count=25, deadline=None, database=None)
        run_state_machine_as_test(PromiseMachine, settings=few)
