"""The order of the day, computed by hand."""

from datetime import date
from math import inf

from odoo.tests import BaseCase

from ....tools.insight import worklist
from ....tools.insight.worklist import Customer, Fact, Rule, Terms

TODAY = date(2026, 3, 31)
TERMS = Terms(100.0, 0.0, ("reply", "promise"))


def judge(customer=None, rules=(), facts=None, terms=TERMS, **values):
    """The row of a customer who owes 1,000 that half is at risk of, unless told otherwise."""
    usual = {"id": 1, "collector": 7, "overdue": 1000.0, "held": 0.0, "probability": 0.5}
    by_kind = {}
    for rule in rules:
        by_kind.setdefault(rule.kind, []).append(rule)
    facts = {**{kind: {} for kind in by_kind}, **(facts or {})}
    return worklist.judge(customer or Customer(**usual | values), by_kind, facts, terms, TODAY)


class TestProbability(BaseCase):
    def test_index_on_the_straight_lines(self):
        for days, index in (
            (-40, 100),
            (-30, 100),
            (-25, 95),
            (0, 80),
            (15, 70),
            (30, 50),
            (45, 45),
            (90, 30),
            (150, 10),
            (180, 0),
            (999, 0),
        ):
            with self.subTest(days=days):
                self.assertAlmostEqual(worklist.index_of(days), index)

    def test_the_worse_of_habit_and_lateness(self):
        for habit, days, probability in (
            (None, 30, 0.5),
            (90, 30, 0.5),
            (20, 30, 0.8),
            (20, 180, 1.0),
            (95, -30, 0.05),
            (0, 0, 1.0),
            (120, -30, 0.0),
        ):
            with self.subTest(habit=habit, days=days):
                self.assertAlmostEqual(worklist.probability_of(habit, days), probability)


class TestJudge(BaseCase):
    def test_amount_at_risk_is_points(self):
        row = judge()
        self.assertEqual((row.risk, row.points, row.hits), (500.0, 5.0, ()))
        self.assertEqual(row.step, (worklist.CALL, TODAY, False))

    def test_what_is_held_is_not_at_risk(self):
        self.assertEqual(judge(held=400.0).risk, 300.0)
        self.assertIsNone(judge(held=1000.0))
        self.assertIsNone(judge(overdue=0.1 + 0.2, held=0.3), "binary noise is no money")

    def test_of_one_kind_the_rule_with_most_points(self):
        rules = [
            Rule(1, "age", 30, 10),
            Rule(2, "age", 60, 20),
            Rule(3, "age", 90, 30),
            Rule(4, "years", 10, -5),
        ]
        row = judge(rules=rules, facts={"age": {1: Fact(60)}, "years": {1: Fact(12)}})
        self.assertEqual([hit.rule.id for hit in row.hits], [2, 4])
        self.assertEqual(row.points, 5 + 20 - 5)
        row = judge(rules=rules, facts={"age": {1: Fact(29)}, "years": {2: Fact(12)}})
        self.assertEqual(row.points, 5)

    def test_at_most(self):
        rules = [Rule(1, "left", 30, 80, True), Rule(2, "left", 90, 40, True)]
        for days, points in ((30, 85), (31, 45), (90, 45), (91, 5)):
            with self.subTest(days=days):
                self.assertEqual(judge(rules=rules, facts={"left": {1: Fact(days)}}).points, points)

    def test_a_task_is_work_where_nothing_is_overdue(self):
        rules = [Rule(1, "reply", 0, 40), Rule(2, "age", 0, 10)]
        self.assertEqual(judge(overdue=0.0, rules=rules, facts={"reply": {1: Fact(2)}}).points, 40)
        closed = {"reply": {1: Fact(2, is_open=False)}}
        self.assertIsNone(judge(overdue=0.0, rules=rules, facts=closed))
        self.assertIsNone(judge(overdue=0.0, rules=rules, facts={"age": {1: Fact(2)}}))

    def test_minimum_bump_and_away(self):
        terms = TERMS._replace(minimum=6.0)
        self.assertIsNone(judge(terms=terms))
        self.assertEqual(judge(terms=terms, bump=1.0).points, 6.0)
        self.assertEqual(judge(bump=50.0, overdue=0.0).points, 50.0)
        self.assertIsNone(judge(bump=-2.0, overdue=0.0))
        self.assertEqual(judge(bump=-2.0).points, 3.0)
        self.assertIsNone(judge(is_away=True, bump=50.0))

    def test_the_most_urgent_step(self):
        rules = [Rule(1, "reply", 0, 1), Rule(2, "promise", 0, 99, True)]
        day = date(2026, 3, 29)
        facts = {"reply": {1: Fact(2, day)}, "promise": {1: Fact(0, TODAY)}}
        self.assertEqual(judge(rules=rules, facts=facts).step, ("reply", day, False))
        facts["reply"] = {1: Fact(2, day, is_open=False)}
        self.assertEqual(judge(rules=rules, facts=facts).step, ("promise", TODAY, False))
        coming = date(2026, 4, 7)
        facts = {"promise": {1: Fact(7, coming)}}
        self.assertEqual(judge(rules=rules, facts=facts).step, ("promise", coming, True))
        undated = {"reply": {1: Fact(2)}}
        self.assertEqual(judge(rules=rules, facts=undated).step, ("reply", TODAY, False))


class TestRank(BaseCase):
    def _rows(self, *rows):
        return [
            judge(id=id_, collector=who, overdue=points * 200.0, is_key=key)
            for id_, who, points, key in rows
        ]

    def _ids(self, rows, *args):
        return [row.customer.id for row in worklist.rank(rows, *args)]

    def test_by_points_then_by_id(self):
        rows = self._rows((3, 7, 5, False), (1, 7, 5, False), (2, 7, 9, False))
        self.assertEqual(self._ids(rows), [2, 1, 3])

    def test_cap_by_collector(self):
        rows = self._rows(
            (1, 7, 9, False),
            (2, 7, 8, False),
            (3, 7, 7, True),
            (4, 7, 6, False),
            (5, 8, 5, False),
            (6, None, 4, False),
            (7, None, 3, False),
            (8, 7, 2, True),
        )
        self.assertEqual(self._ids(rows, 1), [1, 3, 5, 6, 7, 8], "key accounts, nobody's: all")
        self.assertEqual(self._ids(rows, 2, [7]), [1, 3, 5, 6, 7, 8], "one was done")
        self.assertEqual(self._ids(rows, 2, [7, 7, 7]), [3, 5, 6, 7, 8])
        self.assertEqual(self._ids(rows, 0, [7, 7]), [1, 2, 3, 4, 5, 6, 7, 8])


class TestStandIn(BaseCase):
    def test_chain_of_deputies(self):
        able = {1, 2, 3}
        for deputies, who in (
            ({}, 1),
            ({1: 2}, 2),
            ({1: 2, 2: 3}, 3),
            ({1: 2, 2: 1}, 1),
            ({1: 9}, 1),
            ({1: 2, 2: 9}, 1),
        ):
            with self.subTest(deputies=deputies):
                self.assertEqual(worklist.stand_in(1, deputies, able), who)


class TestPick(BaseCase):
    def test_nothing_met(self):
        self.assertIsNone(worklist.pick([Rule(1, "x", 5, 3)], 4.9))
        self.assertIsNone(worklist.pick([], inf))
