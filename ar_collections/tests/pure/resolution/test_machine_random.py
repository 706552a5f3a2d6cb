"""Any sequence of invoice, payment, undoing, credit, hold and time, without a database: what is
owed is held, asked or in process."""

import os
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odoo.tests import BaseCase

from ....tools.dunning.debtor import Debtor, Hold, Item, Level, Policy
from ....tools.dunning.dunning import decide
from ....tools.dunning.netting import covered_of, paid_by_credits, split_holds
from ....tools.resolution.limitation import Event, Rule, limit_of
from ....tools.resolution.limitation import Item as Claim

EXAMPLES = int(os.environ.get("AR_EXAMPLES", "0"))
POLICY = Policy(1, (Level(1, 1), Level(2, 15)), step="highest")
LAW = Rule(3, restart_on=frozenset({"part_payment", "notice_arrived"}), before_expiry_only=True)
CURRENCY = 1
amounts = st.integers(1, 500000)
picks = st.integers(0, 99)
days = st.integers(1, 25)


class Debts(RuleBasedStateMachine):
    """Amounts are whole cents; what the functions are given is money."""

    def __init__(self):
        super().__init__()
        self.today = date(2026, 1, 5)
        self.debts, self.holds, self.payments = {}, {}, []
        self.credit = 0
        self.reached, self.events, self.limits = {}, {}, {}

    # -- what happens ------------------------------------------------------------------

    @rule(amount=amounts, late=days)
    def invoice(self, amount, late):
        number = len(self.debts) + 1
        self.debts[number] = [amount, amount, self.today - timedelta(days=late)]
        self.events[number] = []

    @precondition(lambda self: self.debts)
    @rule(pick=picks, share=st.sampled_from((1, 2, 4)))
    def pay(self, pick, share):
        number = list(self.debts)[pick % len(self.debts)]
        paid = self.debts[number][1] // share
        if paid:
            self.debts[number][1] -= paid
            self.payments.append((number, paid))
            self.events[number].append(Event("payment", self.today))

    @precondition(lambda self: self.payments)
    @rule(pick=picks)
    def undo(self, pick):
        number, paid = self.payments.pop(pick % len(self.payments))
        self.debts[number][1] += paid
        self.credit += paid

    @rule(amount=amounts)
    def credit_note(self, amount):
        self.credit += amount

    @precondition(lambda self: self.debts)
    @rule(pick=picks, amount=st.just(0) | amounts, lasts=days)
    def hold(self, pick, amount, lasts):
        number = list(self.debts)[pick % len(self.debts)]
        hold = Hold("item", item_id=number, move_id=number, amount=amount / 100)
        self.holds[len(self.holds)] = (hold, self.today + timedelta(days=lasts))

    @rule(more=days)
    def wait(self, more):
        self.today += timedelta(days=more)

    @rule()
    def remind(self):
        debtor = self._debtor()
        free, _held = split_holds(debtor)
        for decision in decide(POLICY, debtor, self.today):
            if decision.action != "remind":
                continue
            assert free[decision.item_id][0] > 0, "Both reminded of and held."
            number = decision.item_id
            self.reached[number] = POLICY.levels[decision.number - 1].delay_days
            self.events[number].append(Event("demand", self.today))

    # -- what must hold ----------------------------------------------------------------

    def _debtor(self):
        items = tuple(
            Item(number, number, CURRENCY, due, rest / 100, rest / 100, self.reached.get(number))
            for number, (_amount, rest, due) in self.debts.items()
            if rest
        )
        holds = tuple(hold for hold, until in self.holds.values() if until >= self.today)
        credit = self.credit / 100
        return Debtor(items, credit, {CURRENCY: credit}, holds)

    @invariant()
    def owed_is_held_or_asked_or_in_process(self):
        debtor = self._debtor()
        free, held = split_holds(debtor)
        covered, paid = covered_of(debtor), paid_by_credits(debtor)
        decisions = {one.item_id: one for one in decide(POLICY, debtor, self.today)}
        total = kept = asked = in_process = 0.0
        for item in debtor.items:
            share = free[item.id][0]
            assert -0.004 < share <= item.asked + 0.004
            total += item.asked - covered[item.id]
            # Credits pay what is not held first; what they pay beyond comes off the held part.
            kept += item.asked - share - (covered[item.id] - paid[item.id])
            decision = decisions.get(item.id)
            if decision and decision.action == "remind":
                asked += share - paid[item.id]
                assert share - paid[item.id] > 0.004, "It is asked for, and nothing of it is free."
                assert item.id not in held or share > 0.004
            else:
                in_process += share - paid[item.id]
        assert round(total - kept - asked - in_process, 2) == 0
        assert kept > -0.004

    @invariant()
    def the_last_day_of_a_claim_never_moves_back(self):
        for number, (_amount, _rest, due) in self.debts.items():
            limit = limit_of(LAW, Claim(due), self.events[number], self.today)
            assert limit.date >= self.limits.get(number, limit.date)
            self.limits[number] = limit.date


class TestMachine(BaseCase):
    def test_debts(self):
        run_state_machine_as_test(
            Debts,
            settings=settings(
                max_examples=EXAMPLES or 60,
                stateful_step_count=25,
                deadline=None,
                derandomize=not EXAMPLES,
                database=None,
            ),
        )
