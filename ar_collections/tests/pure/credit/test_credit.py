"""Limits, exposure and the decision of the credit check, without a database."""

from odoo.tests import BaseCase

from ....tools.credit import check as credit_check
from ....tools.credit.check import Demand, Facts, Rule
from ....tools.credit.exposure import Limit, Standing

A, B = (1, 1), (2, 1)
PARTS = {A: {"open": 700.0, "deposit": -150.0}, B: {"open": 300.0, "draft": 50.0}}
OWN = frozenset([A])
BOTH = frozenset([A, B])


def limit(kind, amount, pairs=OWN):
    return Limit(kind, amount, pairs, 1)


class TestCreditCheck(BaseCase):
    def _found(self, rule, demand=None, **facts):
        facts.setdefault("standing", Standing(100, 80, 20, None, OWN))
        return credit_check.findings([rule], Facts(**facts), demand or Demand(0))

    def test_over_limit(self):
        rule = Rule("over_limit", "warn")
        for demand, broken in (
            (Demand(20), False),
            (Demand(20.004), False),
            (Demand(20.01), True),
            (Demand(80, counted=80), False),
            (Demand(30, counted=10), False),
            (Demand(15, added=6), True),
            (Demand(0), False),
        ):
            with self.subTest(demand=demand):
                self.assertEqual(bool(self._found(rule, demand)), broken)
        self.assertFalse(
            self._found(rule, Demand(9e9), standing=Standing(None, 80, None, None, OWN))
        )
        self.assertTrue(self._found(rule, standing=Standing(100, 101, -1, None, OWN)))

    def test_other_rules(self):
        for rule, facts, broken in (
            (Rule("overdue_days", "warn", days=31), {"days": 30}, False),
            (Rule("overdue_days", "warn", days=31), {"days": 31}, True),
            (Rule("overdue_days", "warn", days=0), {"days": 0}, False),
            (Rule("overdue_share", "warn", share=50), {"owed": 200, "overdue": 100}, True),
            (Rule("overdue_share", "warn", share=50), {"owed": 200, "overdue": 99}, False),
            (Rule("overdue_share", "warn", share=0), {"owed": 0, "overdue": 0}, False),
            (Rule("level", "warn", level=3), {"level": 2}, False),
            (Rule("level", "warn", level=3), {"level": 3}, True),
            (Rule("hold", "warn"), {"held": True}, True),
            (Rule("no_review", "warn"), {"no_review": True}, True),
            (Rule("review_expired", "warn"), {"review_expired": True}, True),
            (Rule("portfolio", "warn"), {"cap": 0, "portfolio": 9}, False),
            (Rule("portfolio", "warn"), {"cap": 9, "portfolio": 9}, False),
            (Rule("portfolio", "warn"), {"cap": 9, "portfolio": 10}, True),
            (Rule("hold", "off"), {"held": True}, False),
            (Rule("hold", "warn"), {"held": True, "exempt": True}, False),
        ):
            with self.subTest(rule=rule, facts=facts):
                self.assertEqual(bool(self._found(rule, **facts)), broken)

    def test_decision(self):
        warn, approve, block = (Rule(action, action) for action in ("warn", "approve", "block"))
        for found, released, wanted in (
            ([], (), ("ok", False)),
            ([warn], (), ("warn", False)),
            ([warn, approve], (), ("block", True)),
            ([warn, approve], ("approve",), ("warn", False)),
            ([approve], ("other",), ("block", True)),
            ([approve, block], ("approve",), ("block", False)),
            ([block], ("block",), ("block", False)),
        ):
            with self.subTest(found=found, released=released):
                self.assertEqual(credit_check.decide(found, frozenset(released)), wanted)
