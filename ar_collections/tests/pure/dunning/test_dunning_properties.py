from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.dunning import dunning
from ....tools.dunning.dunning import Debtor, Hold, Item, Level, Policy, decide
from ....tools.dunning.netting import covered_of

TODAY = date(2026, 3, 31)

cents = st.integers(1, 200000).map(lambda amount: amount / 100)
some = settings(deadline=None, max_examples=25)


@st.composite
def levels(draw, plain=False):
    delays = draw(st.lists(st.integers(-10, 60), min_size=1, max_size=5, unique=True))
    rows = []
    for number, delay in enumerate(sorted(delays), 1):
        limits = (
            ()
            if plain
            else (
                draw(st.sampled_from([0, 0, 3, 10])),
                draw(st.sampled_from([0, 0, 50, 500])),
                draw(st.sampled_from([0, 0, 10, 60])),
            )
        )
        rows.append(Level(number, delay, *limits))
    return tuple(rows)


@st.composite
def policies(draw, step=None, plain=False):
    return Policy(
        id=1,
        levels=draw(levels(plain)),
        step=step or draw(st.sampled_from(["one", "age"])),
        grouping=draw(st.sampled_from(["customer", "level", "invoice"])),
        grace_days=draw(st.sampled_from([0, 0, 5])),
        account_grace_days=draw(st.sampled_from([0, 0, 8])),
        min_amount=draw(st.sampled_from([0, 0, 100])),
        repeat_every=draw(st.sampled_from([0, 7, 20])),
        repeat_most=draw(st.integers(1, 3)),
    )


@st.composite
def items(draw, id):
    residual = draw(cents)
    currency_id = draw(st.sampled_from([1, 1, 2]))
    # Often at the end of a policy, where the last level is said again.
    reached = draw(st.none() | st.integers(-10, 60) | st.just(60))
    return Item(
        id=id,
        move_id=draw(st.integers(100, 103)),
        currency_id=currency_id,
        due=TODAY - timedelta(days=draw(st.integers(-12, 70))),
        residual=residual,
        asked=residual if currency_id == 1 else 2 * residual,
        reached=reached,
        last_notice=TODAY - timedelta(days=draw(st.integers(1, 20))) if reached else None,
        queued=draw(st.sampled_from([False] * 5 + [True])),
        excluded=draw(st.sampled_from([False] * 5 + [True])),
        payment_pending=draw(st.sampled_from([False] * 5 + [True])),
        said=draw(st.integers(1, 4)) if reached is not None else 0,
        unposted=draw(st.sampled_from([False] * 5 + [True])),
        left_to_people=draw(st.sampled_from([False] * 5 + [True])),
        paid_out=draw(st.sampled_from([False] * 5 + [True])),
    )


@st.composite
def holds(draw):
    scope = draw(st.sampled_from(["customer", "item"]))
    return Hold(
        scope=scope,
        move_id=draw(st.integers(100, 103)) if scope == "item" else None,
        item_id=draw(st.none() | st.integers(1, 5)) if scope == "item" else None,
        amount=draw(st.just(0.0) | cents),
        cap_days=draw(st.none() | st.none() | st.integers(-5, 40)),
    )


@st.composite
def debtors(draw):
    own, foreign = draw(st.just(0.0) | cents), draw(st.just(0.0) | cents)
    return Debtor(
        items=tuple(draw(items(id)) for id in range(1, draw(st.integers(1, 5)) + 1)),
        credits=own + foreign,
        credits_by_currency={1: own, 2: 2 * foreign},
        holds=tuple(draw(st.lists(holds(), max_size=2))),
        blocked=draw(st.sampled_from([""] * 9 + ["manual_customer"])),
    )


def reminded(policy, debtor, today=TODAY):
    return {d.item_id for d in decide(policy, debtor, today) if d.action == dunning.REMIND}


def add_credit(debtor, amount, currency_id):
    by_currency = dict(debtor.credits_by_currency)
    by_currency[currency_id] += amount if currency_id == 1 else 2 * amount
    return debtor._replace(credits=debtor.credits + amount, credits_by_currency=by_currency)


class TestDunningProperties(BaseCase):
    @some
    @given(policy=policies(), debtor=debtors())
    def test_each_item_past_a_level_has_one_decision(self, policy, debtor):
        decisions = decide(policy, debtor, TODAY)
        passed = [i.id for i in debtor.items if dunning.numbers_due(policy, i, TODAY)]
        self.assertEqual([d.item_id for d in decisions], passed)
        for decision in decisions:
            self.assertTrue(decision.reason)
            self.assertEqual(decision.action == dunning.REMIND, decision.reason == "level_due")

    @some
    @given(policy=policies(), debtor=debtors())
    def test_who_owes_nothing_net_gets_no_notice(self, policy, debtor):
        for currency_id, credit in debtor.credits_by_currency.items():
            own = [item for item in debtor.items if item.currency_id == currency_id]
            if sum(item.asked for item in own) <= credit:
                self.assertFalse(reminded(policy, debtor) & {item.id for item in own})

    @some
    @given(policy=policies(), debtor=debtors())
    def test_what_is_asked_is_what_is_left(self, policy, debtor):
        """Of no item more than credits leave, and in all no more than the customer owes net."""
        covered = covered_of(debtor)
        for notice in dunning.group_notices(policy, debtor, decide(policy, debtor, TODAY), TODAY):
            asked = sum(d.asked for d in notice.reminded)
            asked += sum(amount for _id, amount, _residual in notice.listed) - notice.credit
            own = [item for item in debtor.items if item.currency_id == notice.currency_id]
            self.assertLess(asked, sum(i.asked - covered[i.id] for i in own) + 0.001)

    @some
    @given(policy=policies(), debtor=debtors(), amount=cents, currency_id=st.integers(1, 2))
    def test_a_credit_never_adds_a_reminder(self, policy, debtor, amount, currency_id):
        after = reminded(policy, add_credit(debtor, amount, currency_id))
        self.assertLessEqual(after, reminded(policy, debtor))

    @some
    @given(policy=policies(step="one"), debtor=debtors(), more=st.integers(1, 20))
    def test_grace_never_adds_a_reminder(self, policy, debtor, more):
        for key in ("grace_days", "account_grace_days"):
            longer = policy._replace(**{key: getattr(policy, key) + more})
            self.assertLessEqual(reminded(longer, debtor), reminded(policy, debtor))

    @some
    @given(policy=policies(step="age", plain=True), debtor=debtors(), more=st.integers(1, 20))
    def test_grace_never_adds_a_reminder_by_age(self, policy, debtor, more):
        longer = policy._replace(grace_days=policy.grace_days + more)
        self.assertLessEqual(reminded(longer, debtor), reminded(policy, debtor))

    @some
    @given(policy=policies(), debtor=debtors(), data=st.data())
    def test_the_order_of_items_does_not_matter(self, policy, debtor, data):
        shuffled = debtor._replace(items=tuple(data.draw(st.permutations(debtor.items))))
        facts = [
            {d.item_id: (d.action, d.reason, d.number) for d in decide(policy, each, TODAY)}
            for each in (debtor, shuffled)
        ]
        self.assertEqual(*facts)

    @some
    @given(policy=policies(), debtor=debtors())
    def test_notices_ask_for_what_is_open_and_once(self, policy, debtor):
        open_of = {item.id: item.asked for item in debtor.items}
        decisions = decide(policy, debtor, TODAY)
        notices = dunning.group_notices(policy, debtor, decisions, TODAY)
        said = [d.item_id for notice in notices for d in notice.reminded]
        self.assertEqual(sorted(said), sorted(reminded(policy, debtor)))
        for notice in notices:
            asked = {d.item_id: d.asked for d in notice.reminded}
            listed = {item_id: amount for item_id, amount, _residual in notice.listed}
            self.assertFalse(asked.keys() & listed.keys())
            for item_id, amount in {**asked, **listed}.items():
                self.assertGreater(amount, 0)
                self.assertLessEqual(amount, open_of[item_id])
            self.assertGreater(sum(asked.values()) + sum(listed.values()) - notice.credit, 0)

    @some
    @given(policy=policies(), debtor=debtors())
    def test_notices_together_take_off_no_more_than_the_credits(self, policy, debtor):
        decisions = decide(policy, debtor, TODAY)
        taken = {}
        for notice in dunning.group_notices(policy, debtor, decisions, TODAY):
            taken[notice.currency_id] = taken.get(notice.currency_id, 0) + notice.credit
        for currency_id, amount in taken.items():
            self.assertLessEqual(amount, debtor.credits_by_currency[currency_id] + 0.001)

    @some
    @given(policy=policies(), item=items(1), at_the_end=st.booleans())
    def test_next_step_is_the_day_of_the_next_notice(self, policy, item, at_the_end):
        rows = tuple(level._replace(min_amount=0, min_share=0) for level in policy.levels)
        policy = policy._replace(levels=rows, account_grace_days=0, min_amount=0)
        free = {"queued": False, "excluded": False, "payment_pending": False, "paid_out": False}
        item = item._replace(**free, unposted=False, left_to_people=False)
        if at_the_end:
            item = item._replace(reached=rows[-1].delay_days, last_notice=TODAY)
        number, day = dunning.next_step(policy, item, TODAY)
        for ahead in range(140):
            today = TODAY + timedelta(days=ahead)
            decisions = decide(policy, Debtor(items=(item,)), today)
            if decisions and decisions[0].action == dunning.REMIND:
                self.assertEqual((number, day), (decisions[0].number, today))
                return
        self.assertEqual((number, day), (0, None))

    @some
    @given(policy=policies(plain=True), days=st.lists(st.integers(0, 30), max_size=30))
    def test_the_last_level_is_said_again_so_often_and_not_sooner(self, policy, days):
        """Whatever the days on which somebody runs it."""
        policy = policy._replace(account_grace_days=0, min_amount=0)
        item = Item(1, 1, 1, TODAY, 100.0, 100.0)
        today, said = TODAY - timedelta(days=15), []
        for ahead in days:
            today += timedelta(days=ahead)
            for decision in decide(policy, Debtor(items=(item,)), today):
                if decision.action == dunning.REMIND:
                    said.append((decision.number, today))
                    delay = policy.levels[decision.number - 1].delay_days
                    item = item._replace(
                        said=item.said + 1 if item.reached == delay else 1,
                        reached=delay,
                        last_notice=today,
                    )
        last = [day for number, day in said if number == len(policy.levels)]
        most = policy.repeat_most if policy.repeat_every else 0
        self.assertLessEqual(len(last), 1 + most)
        for before, after in pairwise(last):
            self.assertGreaterEqual((after - before).days, policy.repeat_every)
        earlier = [number for number, _day in said if number < len(policy.levels)]
        self.assertEqual(earlier, sorted(set(earlier)), "the others are said once")
