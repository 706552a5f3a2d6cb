"""Which money counts for which promise, and what becomes of it."""

from datetime import date, timedelta

from odoo.tests import BaseCase

from ....tools.dunning import dunning
from ....tools.resolution import promise as rules
from ....tools.resolution.promise import Claim, Money, Promise

DAY = date(2026, 4, 10)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def promise(id=1, amount=500.0, **values):
    return Promise(id, amount, **{"last": DAY, **values})


def money(amount, credit_id=1, item_id=11, day=BEFORE, due=date(2026, 3, 1)):
    return Money(credit_id, day, amount, item_id, due if item_id else None)


class TestPromiseRules(BaseCase):
    def paid(self, promises, *pieces):
        return list(rules.allocate(promises, pieces).values())

    def test_what_counts(self):
        cases = (
            ("nothing", [], 0),
            ("in part", [money(200)], 200),
            ("twice", [money(200), money(300, 2)], 500),
            ("too much", [money(800)], 500),
            ("on the last day", [money(500, day=DAY)], 500),
            ("too late", [money(500, day=AFTER)], 0),
            ("on account", [money(500, item_id=None)], 500),
            ("for another item", [money(500, item_id=12)], 500),
        )
        for name, pieces, paid in cases:
            with self.subTest(name):
                self.assertEqual(self.paid([promise()], *pieces), [paid])

    def test_named_items(self):
        named = promise(items=frozenset([11]))
        self.assertEqual(self.paid([named], money(500, item_id=12)), [0])
        self.assertEqual(self.paid([named], money(200), money(500, 2, 12)), [200])
        self.assertEqual(self.paid([named], money(500, item_id=None)), [500], "nobody chose yet")
        gone = promise(items=frozenset([0]))
        self.assertEqual(self.paid([gone], money(500)), [0], "never grows to all")

    def test_what_was_known(self):
        """What was there when it was taken is no new money, also once it is allocated."""
        knows = promise(known={1: 300.0})
        self.assertEqual(self.paid([knows], money(300)), [0])
        self.assertEqual(self.paid([knows], money(300, item_id=None)), [0])
        self.assertEqual(self.paid([knows], money(200), money(300, 1, 12)), [200])
        self.assertEqual(self.paid([knows], money(300), money(100, 2)), [100])
        # Undone and matched again.
        self.assertEqual(self.paid([knows], money(100)), [0])

    def test_oldest_promise_first(self):
        first, second = promise(1, 600), promise(2, 600)
        self.assertEqual(self.paid([first, second], money(800)), [600, 200])
        self.assertEqual(self.paid([first, second], money(800), money(800, 2)), [600, 600])
        # What the first cannot count is left to the second.
        early = promise(1, 600, last=BEFORE)
        self.assertEqual(self.paid([early, second], money(600, day=DAY)), [0, 600])
        named = promise(2, 600, items=frozenset([12]))
        pieces = (money(300, 1, 12, due=date(2026, 3, 2)), money(600, 2))
        self.assertEqual(self.paid([first, named], *pieces), [600, 300])

    def test_money_of_one_day_is_for_the_oldest_debt(self):
        first, named = promise(1, 100), promise(2, 100, items=frozenset([12]))
        for ids in ((1, 2), (2, 1)):
            pieces = [
                money(100, ids[0], 11, due=date(2026, 2, 1)),
                money(100, ids[1], 12, due=date(2026, 3, 1)),
            ]
            self.assertEqual(self.paid([first, named], *pieces), [100, 100])

    def test_decided(self):
        # (paid, open, today) -> state of a promise of 500 until the 10th
        cases = (
            ((0, 1000, BEFORE), "open"),
            ((499.99, 500, DAY), "open"),
            ((500, 500, BEFORE), "kept"),
            ((500, 0, AFTER), "kept"),
            ((200, 800, AFTER), "partly_kept"),
            ((0, 1000, AFTER), "broken"),
            # 300 were credited, 200 are left to pay.
            ((0, 200, BEFORE), "open"),
            ((200, 0, BEFORE), "kept"),
            ((0, 0, BEFORE), "withdrawn"),
            ((0, 0, AFTER), "withdrawn"),
            ((0, -5, AFTER), "withdrawn"),
        )
        for (paid, left, today), state in cases:
            with self.subTest(paid=paid, left=left, today=today):
                self.assertEqual(rules.decide(promise(), paid, left, today), state)

    def test_without_decimals(self):
        self.assertEqual(rules.decide(promise(), 499.6, 500, DAY, rounding=1.0), "kept")
        self.assertEqual(rules.allocate([promise()], [money(499.6)], rounding=1.0), {1: 500})

    def test_credit_notes(self):
        one = promise(known={7: 50.0})
        notes = [money(100, 7, None), money(30, 8, None), money(20, 9, None, day=AFTER)]
        self.assertEqual(rules.fresh_amount(one, notes), 80)

    def test_what_is_held(self):
        items = [(11, 400.0), (12, 600.0), (13, 100.0)]
        cases = (
            ([Claim(1, 400)], {1: {11: 0.0}}),
            ([Claim(1, 700)], {1: {11: 0.0, 12: 300.0}}),
            ([Claim(1, 2000)], {1: {11: 0.0, 12: 0.0, 13: 0.0}}),
            ([Claim(1, 100, frozenset([12]))], {1: {12: 100.0}}),
            ([Claim(1, 100, frozenset([99]))], {1: {}}),
            ([Claim(1, 0)], {1: {}}),
            ([Claim(1, 300), Claim(2, 300)], {1: {11: 300.0}, 2: {11: 100.0, 12: 200.0}}),
            ([Claim(1, 400), Claim(2, 400, frozenset([11]))], {1: {11: 0.0}, 2: {}}),
        )
        for claims, held in cases:
            with self.subTest(claims=claims):
                self.assertEqual(rules.spread(claims, items), held)

    def test_kept_rate(self):
        self.assertEqual(rules.kept_rate(30, 5, 15), 60.0)
        self.assertIsNone(rules.kept_rate(0, 0, 0))


class TestFirmer(BaseCase):
    """After a broken promise the next level is said at once, and once."""

    policy = dunning.Policy(
        1, levels=(dunning.Level(1, 5, 7), dunning.Level(2, 20, 7), dunning.Level(3, 60, 7))
    )

    def decide(self, due, today=date(2026, 4, 13), **values):
        item = dunning.Item(11, 1, 1, due, 100.0, 100.0, **values)
        [decision] = dunning.decide(self.policy, dunning.Debtor((item,)), today) or [None]
        return decision and (decision.action, decision.reason, decision.number)

    def test_next_level_at_once(self):
        due = date(2026, 4, 1)
        said = {"reached": 5, "last_notice": date(2026, 4, 9)}
        self.assertIsNone(self.decide(due, **said))
        broken = {**said, "firmer": date(2026, 4, 13)}
        self.assertEqual(self.decide(due, **broken), ("notice", "level_due", 2))
        # Once it was said, its age counts again.
        after = {"reached": 20, "last_notice": date(2026, 4, 13), "firmer": date(2026, 4, 13)}
        self.assertIsNone(self.decide(due, today=date(2026, 4, 14), **after))

    def test_no_interval(self):
        said = {"reached": 5, "last_notice": date(2026, 4, 9)}
        due = date(2026, 3, 20)
        self.assertEqual(self.decide(due, **said), ("skip", "interval", 2))
        broken = {**said, "firmer": date(2026, 4, 13)}
        self.assertEqual(self.decide(due, **broken), ("notice", "level_due", 2))

    def test_never_before_it_is_due(self):
        self.assertIsNone(self.decide(date(2026, 4, 20), firmer=date(2026, 4, 13)))

    def test_looked_at_again_before_it_leaves(self):
        item = dunning.Item(
            11,
            1,
            1,
            date(2026, 4, 1),
            100.0,
            100.0,
            reached=5,
            last_notice=date(2026, 4, 9),
            firmer=date(2026, 4, 13),
        )
        debtor = dunning.Debtor((item,))
        again = dunning.recheck(self.policy, debtor, 11, 20, date(2026, 4, 13))
        self.assertEqual(again, ("", 100.0, 100.0))
        kept = dunning.Debtor((item._replace(firmer=None),))
        again = dunning.recheck(self.policy, kept, 11, 20, date(2026, 4, 13))
        self.assertEqual(again[0], "due_date_changed")

    def test_next_step(self):
        item = dunning.Item(11, 1, 1, date(2026, 4, 1), 100.0, 100.0, firmer=date(2026, 4, 3))
        today = date(2026, 4, 3)
        self.assertEqual(dunning.next_step(self.policy, item, today), (1, today))


class TestAgreedDate(BaseCase):
    """The agreed day rules the level, the contractual one what credits cover."""

    def test_due(self):
        row = {"date_due": date(2026, 3, 1), "date_agreed": None}
        self.assertEqual(dunning.due_of(row), date(2026, 3, 1))
        self.assertEqual(dunning.due_of({**row, "date_agreed": DAY}), DAY)
        self.assertEqual(dunning.due_of({"date_due": DAY}), DAY)

    def test_credits_cover_by_the_contract(self):
        deferred = dunning.Item(1, 1, 1, date(2026, 5, 1), 100.0, 100.0, contract=date(2026, 2, 1))
        other = dunning.Item(2, 2, 1, date(2026, 3, 1), 100.0, 100.0, contract=date(2026, 3, 1))
        debtor = dunning.Debtor((deferred, other), 100.0, {1: 100.0})
        self.assertEqual(dunning.paid_by_credits(debtor), {1: 100.0, 2: 0.0})
