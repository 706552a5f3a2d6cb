from datetime import date, timedelta

from odoo.tests import BaseCase

from ....tools.dunning import dunning
from ....tools.dunning.dunning import Debtor, Hold, Item, Level, Policy, decide

TODAY = date(2026, 3, 31)
EUR, USD = 1, 2

LEVELS = (Level(10, -5), Level(11, 3, 3), Level(12, 14, 7), Level(13, 30, 10))


def make_policy(**values):
    return Policy(**{"id": 1, "levels": LEVELS, **values})


def late(days, amount=100.0, id=1, **values):
    """An item ``days`` late (negative: not yet due); in company currency unless told."""
    values = {"move_id": 100 + id, "currency_id": EUR, "asked": amount, **values}
    return Item(id=id, due=TODAY - timedelta(days=days), residual=amount, **values)


def owes(*items, **values):
    if values.get("credits") and "credits_by_currency" not in values:
        values["credits_by_currency"] = {EUR: values["credits"]}
    return Debtor(items=tuple(items), **values)


def ago(days):
    return TODAY - timedelta(days=days)


def outcome(policy, debtor, today=TODAY):
    """{item id: level number, or the reason why not}."""
    return {
        d.item_id: d.number if d.action == dunning.REMIND else d.reason
        for d in decide(policy, debtor, today)
    }


def asked(policy, debtor):
    return {d.item_id: round(d.asked, 2) for d in decide(policy, debtor, TODAY)}


def drafts(policy, debtor):
    decisions = decide(policy, debtor, TODAY)
    return dunning.group_notices(policy, debtor, decisions, TODAY)


class TestLevels(BaseCase):
    def check(self, cases, **values):
        for item, want in cases:
            with self.subTest(item=item, **values):
                got = outcome(make_policy(**values), owes(item))
                self.assertEqual(got, {} if want is None else {1: want})

    def test_by_age(self):
        self.check(
            [
                (late(-6), None),
                (late(-5), 1),
                (late(0), 1),
                # Overdue: "will be due" is no longer true, and level 2 is not yet reached.
                (late(1), None),
                (late(2), None),
                (late(3), 2),
                (late(14), 3),
                (late(29), 3),
                (late(30), 4),
                (late(4000), 4),
            ],
            step="age",
        )

    def test_one_step_at_a_time(self):
        self.check(
            [
                (late(60), 2),
                (late(60, reached=-5), 2),
                (late(60, reached=3, last_notice=ago(20)), 3),
                (late(60, reached=14, last_notice=ago(20)), 4),
                (late(60, reached=30, last_notice=ago(90)), None),
                # The policy was changed: what was said is told by its delay.
                (late(60, reached=10, last_notice=ago(20)), 3),
            ]
        )

    def test_by_age_jumps_but_never_back(self):
        self.check(
            [
                (late(60, reached=3, last_notice=ago(20)), 4),
                (late(20, reached=14, last_notice=ago(20)), None),
                (late(20, reached=30, last_notice=ago(20)), None),
            ],
            step="age",
        )

    def test_item_grace_shifts_the_levels(self):
        self.check(
            [
                (late(-5), 1),
                (late(0), 1),
                (late(3), None),
                (late(12), None),
                (late(13), 2),
                (late(23), 2),
                (late(24), 3),
                (late(39), 3),
                (late(40), 4),
            ],
            step="age",
            grace_days=10,
        )

    def test_level_on_the_due_day(self):
        levels = (Level(1, 0), Level(2, 1))
        self.check([(late(0), 1), (late(1), 2), (late(-1), None)], levels=levels, step="age")
        # Within the grace not even the level of the due day is sent.
        cases = [(late(0), 1), (late(3), None), (late(6), 2)]
        self.check(cases, levels=levels, grace_days=5, step="age")

    def test_several_levels_before_the_due_date(self):
        levels = (Level(1, -10), Level(2, -2), Level(3, 5))
        cases = [(late(-3), 1), (late(-1), 2), (late(4), None), (late(5), 3)]
        self.check(cases, levels=levels, step="age")
        self.check([(late(-1), 1), (late(-1, reached=-10, last_notice=ago(9)), 2)], levels=levels)

    def test_nothing_without_levels_or_policy(self):
        self.assertEqual(decide(None, owes(late(60)), TODAY), [])
        self.assertEqual(decide(make_policy(levels=()), owes(late(60)), TODAY), [])
        self.assertEqual(decide(make_policy(), owes(), TODAY), [])

    def test_instalments_count_each_from_its_own_due_date(self):
        """Trap 1."""
        first, second = late(30, 500, id=1, move_id=9), late(-30, 500, id=2, move_id=9)
        self.assertEqual(outcome(make_policy(), owes(first, second)), {1: 2})
        self.assertEqual(asked(make_policy(), owes(first, second)), {1: 500})

    def test_minimum_interval(self):
        self.check(
            [
                (late(15, reached=3, last_notice=ago(6)), "interval"),
                (late(15, reached=3, last_notice=ago(7)), 3),
                # An item that was never reminded waits for nothing.
                (late(15), 2),
            ]
        )
        (decision,) = decide(make_policy(), owes(late(15, reached=3, last_notice=ago(6))), TODAY)
        self.assertEqual((decision.number, decision.detail), (3, TODAY + timedelta(days=1)))


class TestMinimums(BaseCase):
    LEVELS = (
        Level(1, 3, min_interval_days=20),
        Level(2, 14, min_amount=500),
        Level(3, 30, min_amount=1000, min_share=50),
    )

    def check(self, cases, **values):
        policy = make_policy(**{"levels": self.LEVELS, "step": "age", **values})
        for items, want in cases:
            with self.subTest(items=items):
                self.assertEqual(outcome(policy, owes(*items)), want)

    def test_fall_back_level_by_level(self):
        self.check(
            [
                ([late(40, 1000)], {1: 3}),
                ([late(40, 999.99)], {1: 2}),
                ([late(40, 499.99)], {1: 1}),
                # Fallen items add up with those of the lower level.
                ([late(40, 300), late(20, 200, id=2)], {1: 2, 2: 2}),
                ([late(40, 600), late(35, 400, id=2)], {1: 3, 2: 3}),
            ]
        )

    def test_share_of_all_that_is_open(self):
        self.check(
            [
                ([late(40, 1000), late(-20, 1000, id=2)], {1: 3}),
                ([late(40, 1000), late(-20, 1000.02, id=2)], {1: 2}),
            ]
        )

    def test_a_credit_does_not_lift_the_share(self):
        policy = make_policy(levels=self.LEVELS, step="age")
        items = (late(40, 1000), late(-20, 1000.02, id=2))
        self.assertEqual(outcome(policy, owes(*items, credits=10)), {1: 2})

    def test_nothing_to_fall_back_to(self):
        policy = make_policy(levels=(Level(1, 3, min_amount=50),))
        (decision,) = decide(policy, owes(late(5, 49)), TODAY)
        self.assertEqual((decision.reason, decision.detail), ("below_level_minimum", 50))
        # One step at a time: the level below was already reached.
        item = late(20, 100, reached=3, last_notice=ago(30))
        self.check([([item], {1: "below_level_minimum"})], step="one")

    def test_fallen_item_keeps_the_interval_of_its_new_level(self):
        levels = (Level(1, 3), Level(2, 14, min_interval_days=20), Level(3, 30, min_amount=1000))
        item = late(40, 100, reached=3, last_notice=ago(10))
        self.check([([item], {1: "interval"})], levels=levels)

    def test_minimum_of_the_policy_is_net_of_credits(self):
        policy = make_policy(min_amount=100)
        for amount, credit, want in (
            (100, 0, 2),
            (99.99, 0, "below_policy_minimum"),
            (150, 50, 2),
            (150, 50.01, "below_policy_minimum"),
        ):
            with self.subTest(amount=amount, credit=credit):
                self.assertEqual(outcome(policy, owes(late(5, amount), credits=credit)), {1: want})

    def test_account_grace(self):
        policy = make_policy(account_grace_days=10)
        self.assertEqual(outcome(policy, owes(late(10))), {1: "account_grace"})
        self.assertEqual(outcome(policy, owes(late(11))), {1: 2})
        # One item later than the grace is enough for all, also one that is at its level.
        self.assertEqual(outcome(policy, owes(late(5), late(11, id=2))), {1: 2, 2: 2})
        old = late(60, id=2, reached=30, last_notice=ago(5))
        self.assertEqual(outcome(policy, owes(late(5), old)), {1: 2})
        # But not one that nobody chases.
        for stopped in ({"excluded": True}, {"payment_pending": True}):
            got = outcome(policy, owes(late(5), old._replace(**stopped)))
            self.assertEqual(got, {1: "account_grace"})
        # A reminder before the due date does not wait.
        self.assertEqual(outcome(policy, owes(late(-2), late(5, id=2))), {1: 1, 2: "account_grace"})


class TestHolds(BaseCase):
    def check(self, holds, items, want, want_asked=None):
        debtor = owes(*items, holds=tuple(holds))
        with self.subTest(holds=holds):
            self.assertEqual(outcome(make_policy(), debtor), want)
            for item_id, amount in (want_asked or {}).items():
                self.assertEqual(asked(make_policy(), debtor)[item_id], amount)

    def test_scopes(self):
        items = (late(5), late(5, id=2), late(5, id=3, move_id=102))
        self.check([Hold(reason="talks")], items, {1: "held", 2: "held", 3: "held"})
        self.check([Hold("item", item_id=2, move_id=102)], items, {1: 2, 2: "held", 3: 2})
        self.check([Hold("item", move_id=102)], items, {1: 2, 2: "held", 3: "held"})
        debtor = owes(*items, holds=(Hold(reason="talks"),))
        (decision, *_others) = decide(make_policy(), debtor, TODAY)
        self.assertEqual(decision.detail, "talks")

    def test_hold_whose_item_vanished_holds_nothing(self):
        self.check([Hold("item")], [late(5)], {1: 2})

    def test_part_of_an_item(self):
        hold = Hold("item", item_id=1, amount=30)
        self.check([hold], [late(5, 100)], {1: 2}, {1: 70})
        self.check([hold._replace(amount=100)], [late(5, 100)], {1: "held"})
        self.check([hold._replace(amount=500)], [late(5, 100), late(5, id=2)], {1: "held", 2: 2})
        self.check([hold, hold], [late(5, 100)], {1: 2}, {1: 40})

    def test_part_of_the_customer_covers_the_oldest_first(self):
        items = (late(5, 100, id=1), late(20, 100, id=2))
        self.check([Hold(amount=100)], items, {1: 2, 2: "held"}, {1: 100})
        self.check([Hold(amount=130)], items, {1: 2, 2: "held"}, {1: 70})
        self.check([Hold(amount=200)], items, {1: "held", 2: "held"})

    def test_currencies_of_a_partial_hold(self):
        # 100 USD are 50 EUR: the customer's hold is in EUR, the item's in USD.
        item = late(5, 50, asked=100, currency_id=USD)
        self.check([Hold(amount=10)], [item], {1: 2}, {1: 80})
        self.check([Hold("item", item_id=1, amount=10)], [item], {1: 2}, {1: 90})

    def test_held_money_is_not_asked_to_cover_a_credit(self):
        """A dispute of 60 and a payment of 50 leave nothing to chase of 100."""
        debtor = owes(late(5, 100), holds=(Hold("item", item_id=1, amount=60),), credits=50)
        self.assertEqual(outcome(make_policy(), debtor), {1: "covered_by_credit"})

    def test_cap(self):
        cap = Hold("item", item_id=1, cap_days=3)
        self.check([cap], [late(5)], {1: 2})
        self.check([cap], [late(60, reached=3, last_notice=ago(30))], {1: "level_cap"})
        both = [cap, Hold(cap_days=14)]
        item = late(60, reached=3, last_notice=ago(30))
        self.check(both, [item, item._replace(id=2)], {1: "level_cap", 2: 3})
        policy = make_policy(step="age")
        self.assertEqual(outcome(policy, owes(late(60), holds=(Hold(cap_days=20),))), {1: 3})


class TestLeftAlone(BaseCase):
    def test_reasons_of_the_item(self):
        for values, want in (
            ({"excluded": True}, "no_followup"),
            ({"payment_pending": True}, "payment_pending"),
            ({"queued": True}, "queued"),
            ({"asked": 0.0}, "settled"),
            ({"asked": 0.0, "open": 2.0}, "paid"),
        ):
            with self.subTest(values=values):
                debtor = owes(late(20, **values), late(20, id=2))
                self.assertEqual(outcome(make_policy(), debtor), {1: want, 2: 2})

    def test_reasons_of_the_customer(self):
        for reason in ("no_partner", "own_company", "archived", "manual_customer"):
            debtor = owes(late(20), late(1, id=2), blocked=reason)
            self.assertEqual(outcome(make_policy(), debtor), {1: reason})

    def test_contacted_today(self):
        item = late(5)
        self.assertEqual(
            outcome(make_policy(), owes(item, last_contact=TODAY)), {1: "contacted_today"}
        )
        self.assertEqual(outcome(make_policy(), owes(item, last_contact=ago(1))), {1: 2})

    def test_a_stopped_item_takes_its_credit(self):
        """What is paid on an item that nobody is reminded of pays no other one."""
        for stopped in ({"excluded": True}, {"payment_pending": True}):
            debtor = owes(late(20, 500, **stopped), late(20, 100, id=2), credits=100)
            self.assertEqual(outcome(make_policy(), debtor)[2], 2)
            debtor = owes(late(20, 500, **stopped), late(21, 100, id=2), credits=100)
            self.assertEqual(outcome(make_policy(), debtor)[2], "covered_by_credit")

    def test_money_that_we_paid_out(self):
        """It is never asked for; a credit pays it before all others."""
        refund = late(5, 100, paid_out=True)
        self.assertEqual(outcome(make_policy(), owes(refund)), {1: "paid_out"})
        self.assertEqual(
            outcome(make_policy(), owes(refund, credits=100)), {1: "covered_by_credit"}
        )
        debtor = owes(refund, late(50, 80, id=2), credits=120)
        self.assertEqual(outcome(make_policy(), debtor), {1: "covered_by_credit", 2: 2})
        (draft,) = drafts(make_policy(), debtor)
        self.assertEqual(([d.item_id for d in draft.reminded], draft.credit), ([2], 20))

    def test_what_an_exchange_difference_has_left(self):
        for values in ({"asked": 0.0}, {"open": 0.0}, {"residual": 0.0}):
            debtor = owes(late(5, 5)._replace(**values), late(5, 7, id=2), credits=6)
            self.assertEqual(outcome(make_policy(), debtor), {1: "settled", 2: 2}, values)


class TestNetting(BaseCase):
    """Trap 3."""

    def test_covered(self):
        for credit, want in ((499.99, 2), (500, "covered_by_credit"), (700, "covered_by_credit")):
            got = outcome(make_policy(), owes(late(5, 500), credits=credit))
            self.assertEqual(got, {1: want})

    def test_a_credit_customer_is_not_dunned_for_one_old_item(self):
        debtor = owes(late(400, 10), late(-20, 5000, id=2), credits=10)
        self.assertEqual(outcome(make_policy(), debtor), {1: "covered_by_credit"})

    def test_overdue_is_covered_while_upcoming_is_not(self):
        debtor = owes(late(5, 100), late(-3, 100, id=2), credits=150)
        self.assertEqual(outcome(make_policy(), debtor), {1: "covered_by_credit", 2: 1})
        debtor = debtor._replace(credits=200, credits_by_currency={EUR: 200})
        self.assertEqual(
            outcome(make_policy(), debtor), {1: "covered_by_credit", 2: "covered_by_credit"}
        )

    def test_items_already_reminded_take_the_credit_first(self):
        old = late(40, 300, id=2, reached=30, last_notice=ago(8))
        debtor = owes(late(5, 100), old, credits=300)
        self.assertEqual(outcome(make_policy(), debtor), {1: 2})

    def test_per_currency(self):
        """What is open in one currency is not paid by what was paid in another one."""
        eur, usd = late(5, 100), late(5, 50, id=2, asked=60, currency_id=USD)
        for credit in (120, 5000):
            self.assertEqual(
                outcome(make_policy(), owes(eur, usd, credits=credit)),
                {1: "covered_by_credit", 2: 2},
            )
        credit = {"credits": 50, "credits_by_currency": {USD: 60}}
        self.assertEqual(
            outcome(make_policy(), owes(eur, usd, **credit)), {1: 2, 2: "covered_by_credit"}
        )

    def test_within_the_grace_nothing_is_asked_to_cover(self):
        policy = make_policy(grace_days=10)
        debtor = owes(late(20, 100), late(5, 100, id=2), credits=100)
        self.assertEqual(outcome(policy, debtor), {1: "covered_by_credit"})


class TestGrouping(BaseCase):
    ITEMS = (
        late(40, 100, id=1),
        late(5, 50, id=2),
        late(4, 25, id=3, move_id=102),
        late(9, 80, id=4, currency_id=USD),
        late(-20, 10, id=5),
        late(50, 7, id=6, reached=30, last_notice=ago(3)),
    )

    def summary(self, grouping, *items, **values):
        policy = make_policy(step="age", grouping=grouping)
        return [
            (
                draft.currency_id,
                draft.number,
                [decision.item_id for decision in draft.reminded],
                [item_id for item_id, _asked, _residual in draft.listed],
            )
            for draft in drafts(policy, owes(*(items or self.ITEMS), **values))
        ]

    def test_customer(self):
        self.assertEqual(self.summary("customer"), [(EUR, 4, [1, 2, 3], [6]), (USD, 2, [4], [])])

    def test_level(self):
        self.assertEqual(
            self.summary("level"),
            [(EUR, 4, [1], []), (EUR, 2, [2, 3], []), (USD, 2, [4], [])],
        )

    def test_invoice(self):
        self.assertEqual(
            self.summary("invoice"),
            [(EUR, 4, [1], []), (EUR, 2, [2, 3], []), (USD, 2, [4], [])],
        )

    def test_nothing_due_makes_no_notice(self):
        self.assertEqual(self.summary("customer", self.ITEMS[5]), [])

    def test_listed_besides(self):
        """Neither what is held, excluded, pending or queued, nor what is within the grace."""
        others = (
            late(50, 7, id=2, queued=True),
            late(50, 7, id=3, excluded=True),
            late(50, 7, id=4, payment_pending=True),
            late(50, 7, id=5, reached=30),
            late(50, 7, id=6, reached=30),
            late(2, 7, id=7),
        )
        holds = (Hold("item", item_id=5), Hold("item", item_id=6, amount=3))
        policy = make_policy(grace_days=2)
        (draft,) = drafts(policy, owes(late(10), *others, holds=holds))
        self.assertEqual(draft.listed, ((6, 4.0, 4.0),))

    def test_of_chosen_items_no_others_are_listed(self):
        items = (late(40, 7, id=1, reached=30), late(40, 7, id=2, reached=30), late(10, 7, id=3))
        policy, debtor = make_policy(), owes(*items)
        decisions = [one for one in decide(policy, debtor, TODAY) if one.item_id == 3]
        (draft,) = dunning.group_notices(policy, debtor, decisions, TODAY)
        self.assertEqual({item_id for item_id, *_amounts in draft.listed}, {1, 2})
        (draft,) = dunning.group_notices(policy, debtor, decisions, TODAY, only={2, 3})
        self.assertEqual([item_id for item_id, *_amounts in draft.listed], [2])
        (draft,) = dunning.group_notices(policy, debtor, decisions, TODAY, only={3})
        self.assertEqual(draft.listed, ())

    def test_credits_are_taken_off_once(self):
        """Two invoices of 100, 150 on account: 50 is asked, whatever the grouping."""
        items = (late(20, 100, id=1), late(5, 100, id=2))
        for grouping in ("level", "invoice"):
            with self.subTest(grouping=grouping):
                policy = make_policy(step="age", grouping=grouping)
                debtor = owes(*items, credits=150)
                self.assertEqual(outcome(policy, debtor), {1: "covered_by_credit", 2: 2})
                (draft,) = drafts(policy, debtor)
                self.assertEqual(draft.credit, 50)
        policy = make_policy(step="age")
        (draft,) = drafts(policy, owes(*items, credits=150))
        self.assertEqual(draft.credit, 150)
        # The older one is shown with what pays it; its level is not raised.
        self.assertEqual([decision.item_id for decision in draft.reminded], [2])
        self.assertEqual([item_id for item_id, *_amounts in draft.listed], [1])


class TestNextStep(BaseCase):
    def check(self, item, want_number, want_days, **values):
        """``want_days`` from the due date."""
        number, day = dunning.next_step(make_policy(**values), item, TODAY)
        with self.subTest(item=item, **values):
            self.assertEqual(number, want_number)
            self.assertEqual((day - item.due).days if day else None, want_days)

    def test_next_step(self):
        self.check(late(-20), 1, -5)
        self.check(late(-5), 1, -5)
        self.check(late(-2), 1, -2)
        self.check(late(-2, reached=-5, last_notice=ago(1)), 2, 3)
        self.check(late(1), 2, 3)
        self.check(late(1), 2, 8, grace_days=5)
        self.check(late(60), 2, 60)
        self.check(late(60), 4, 60, step="age")
        self.check(late(20, reached=3, last_notice=ago(4)), 3, 23)
        self.check(late(28, reached=3, last_notice=ago(1)), 4, 37, step="age")
        self.check(late(60, reached=30, last_notice=ago(10)), 0, None)

    def test_a_level_of_the_due_day_does_not_wait_for_the_grace(self):
        item = Item(1, 1, EUR, TODAY + timedelta(days=5), 100.0, 100.0)
        for delay, days in ((-2, 3), (0, 5), (1, 9), (3, 11)):
            policy = make_policy(levels=(Level(1, delay),), grace_days=3)
            found = dunning.next_step(policy, item, TODAY)
            self.assertEqual(found, (1, TODAY + timedelta(days=days)), delay)

    def test_a_decision_of_which_nothing_is_told(self):
        decision = dunning.Decision(1, dunning.SKIP, "paid")
        self.assertEqual(decision[3:], (0, 0.0, 0.0, None, ""))

    def test_a_level_of_the_due_day_is_not_sent_in_the_grace(self):
        self.check(late(2), 1, 6, levels=(Level(1, 0), Level(2, 9)), grace_days=5)

    def test_too_late_to_say_will_be_due(self):
        levels = (Level(1, -10), Level(2, -2, 15), Level(3, 5))
        self.check(late(-3, reached=-10, last_notice=ago(7)), 3, 5, levels=levels)


class TestRepeats(BaseCase):
    """The last level is said again, every 20 days and twice at most."""

    rules = {"repeat_every": 20, "repeat_most": 2}

    def numbers(self, item, **values):
        return dunning.numbers_due(make_policy(**{**self.rules, **values}), item, TODAY)

    def final(self, said, days_ago, **values):
        return late(90, reached=30, last_notice=ago(days_ago), said=said, **values)

    def test_on_its_day_and_at_most(self):
        self.assertEqual(self.numbers(self.final(1, 19)), ())
        self.assertEqual(self.numbers(self.final(1, 20)), (4,))
        self.assertEqual(self.numbers(self.final(2, 25)), (4,))
        self.assertEqual(self.numbers(self.final(3, 50)), (), "twice at most")
        self.assertEqual(self.numbers(self.final(1, 50), repeat_every=0), ())

    def test_the_last_level_alone(self):
        item = late(20, reached=14, last_notice=ago(40), said=1)
        self.assertEqual(self.numbers(item), ())

    def test_next_step(self):
        policy = make_policy(**self.rules)
        self.assertEqual(
            dunning.next_step(policy, self.final(1, 5), TODAY), (4, TODAY + timedelta(days=15))
        )
        self.assertEqual(dunning.next_step(policy, self.final(3, 5), TODAY), (0, None))

    def test_recheck(self):
        policy = make_policy(**self.rules)
        for item, want in (
            (self.final(1, 20), ""),
            (self.final(1, 3), "already_reached"),
            (self.final(3, 30), "already_reached"),
        ):
            reason, _asked, _residual = dunning.recheck(policy, owes(item), 1, 30, TODAY)
            self.assertEqual(reason, want)

    def test_once_more_where_a_person_wants_it(self):
        item, policy = self.final(3, 1), make_policy(**self.rules)
        found = dunning.recheck(policy, owes(item), 1, 30, TODAY, early=True)
        self.assertEqual(found, ("", 100.0, 100.0))
        lower = dunning.recheck(policy, owes(item), 1, 14, TODAY, early=True)
        self.assertEqual(lower[0], "already_reached")


class TestNow(BaseCase):
    """A person wants the next level before its day."""

    def now(self, *items, **values):
        debtor = owes(*items, **values)
        found = dunning.decide_now(make_policy(min_amount=500), debtor, TODAY)
        return {d.item_id: d.number if d.action == dunning.REMIND else d.reason for d in found}

    def test_the_next_level(self):
        self.assertEqual(self.now(late(1)), {1: 2})
        self.assertEqual(self.now(late(5, reached=3, last_notice=TODAY)), {1: 3})
        self.assertEqual(self.now(late(40, reached=30, last_notice=TODAY)), {1: 4}, "once more")
        self.assertEqual(self.now(late(-9)), {1: 1})
        self.assertEqual(self.now(late(-3, reached=-5, last_notice=TODAY)), {})
        self.assertEqual(self.now(late(900, left_to_people=True)), {1: 2})
        self.assertEqual(dunning.decide_now(None, owes(late(5)), TODAY), [])

    def test_what_stops_it(self):
        for values, reason in [
            ({"excluded": True}, "no_followup"),
            ({"payment_pending": True}, "payment_pending"),
            ({"queued": True}, "queued"),
            ({"unposted": True}, "unposted"),
        ]:
            self.assertEqual(self.now(late(5, **values)), {1: reason})
        self.assertEqual(self.now(late(5), holds=(Hold(),)), {1: "held"})
        self.assertEqual(self.now(late(5), credits=100), {1: "covered_by_credit"})
        self.assertEqual(self.now(late(5), blocked="own_company"), {1: "own_company"})
        self.assertEqual(self.now(late(5), holds=(Hold(cap_days=-5),)), {1: "level_cap"})

    def test_recheck(self):
        policy = make_policy()
        for days, delay, want in [
            (1, 14, ""),
            (0, 14, "due_date_changed"),
            (-9, -5, ""),
            (-9, 14, "due_date_changed"),
            (1, -5, "due_date_changed"),
        ]:
            with self.subTest(days=days, delay=delay):
                found = dunning.recheck(policy, owes(late(days)), 1, delay, TODAY, early=True)
                self.assertEqual(found[0], want)


class TestLeftToPeople(BaseCase):
    def test_no_run_takes_it_up(self):
        old, new = late(900, left_to_people=True), late(5, id=2)
        self.assertEqual(outcome(make_policy(), owes(old, new)), {1: "left_to_people", 2: 2})
        (draft,) = drafts(make_policy(), owes(old, new))
        self.assertEqual(draft.listed, (), "nor is it asked for besides")

    def test_a_letter_that_was_not_posted(self):
        item = late(20, reached=3, last_notice=ago(10), unposted=True)
        self.assertEqual(outcome(make_policy(), owes(item)), {1: "unposted"})


class TestPolicyAndRecheck(BaseCase):
    def test_first_match_wins(self):
        rules = [
            (1, {33}, set(), set()),
            (2, set(), {7, 8}, set()),
            (3, {49}, {9}, {5}),
            (4, set(), set(), {5}),
            (5, set(), set(), set()),
            (6, set(), set(), set()),
        ]
        for country, tags, user, want in (
            (33, [7], 5, (1, ("country",))),
            (49, [8], 5, (2, ("tag",))),
            (49, [9], 5, (3, ("country", "tag", "salesperson"))),
            (49, [9], 6, (5, ())),
            (None, [], 5, (4, ("salesperson",))),
            (None, [], None, (5, ())),
            (False, [], False, (5, ())),
        ):
            with self.subTest(country=country, tags=tags, user=user):
                self.assertEqual(dunning.match_policy(rules, country, tags, user), want)
        self.assertEqual(dunning.match_policy(rules[:4], 1, [], None), (None, ()))
        self.assertEqual(dunning.match_policy([], 33, [7], 5), (None, ()))

    def test_recheck(self):
        held = {"holds": (Hold("item", item_id=1, amount=30),)}
        for debtor, delay, want in (
            (owes(late(5)), 3, ("", 100, 100)),
            (owes(late(5), **held), 3, ("", 70, 70)),
            (owes(), 3, ("paid", 0, 0)),
            (owes(late(5, id=2)), 3, ("paid", 0, 0)),
            (owes(late(5, excluded=True)), 3, ("no_followup", 0, 0)),
            (owes(late(5, payment_pending=True)), 3, ("payment_pending", 0, 0)),
            (owes(late(2)), 3, ("due_date_changed", 0, 0)),
            (owes(late(-20)), 3, ("due_date_changed", 0, 0)),
            (owes(late(-4)), -5, ("", 100, 100)),
            (owes(late(1)), -5, ("due_date_changed", 0, 0)),
            (owes(late(5), holds=(Hold(),)), 3, ("held", 0, 0)),
            (owes(late(20), holds=(Hold(cap_days=3),)), 14, ("level_cap", 0, 0)),
            (owes(late(20), holds=(Hold(cap_days=14),)), 14, ("", 100, 100)),
            # Another run was faster, and went further.
            (owes(late(20, reached=14)), 3, ("already_reached", 0, 0)),
            (owes(late(20, reached=14)), 14, ("already_reached", 0, 0)),
            (owes(late(20, reached=3)), 14, ("", 100, 100)),
            # Already said of the customer, or by hand: the person who confirmed knows it.
            (owes(late(5, queued=True), blocked="manual_customer"), 3, ("", 100, 100)),
        ):
            with self.subTest(debtor=debtor, delay=delay):
                got = dunning.recheck(make_policy(), debtor, 1, delay, TODAY)
                self.assertEqual((got[0], round(got[1], 2), round(got[2], 2)), want)
        capped = owes(late(20, reached=14), holds=(Hold(cap_days=-5),))
        got = dunning.recheck(make_policy(), capped, 1, 1, TODAY, listed=True)
        self.assertEqual(got, ("", 100, 100))
        got = dunning.recheck(make_policy(grace_days=5), owes(late(7)), 1, 3, TODAY)
        self.assertEqual(got[0], "due_date_changed")
