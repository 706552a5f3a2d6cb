"""Limits, exposure and the decision of the credit check, without a database."""

from odoo.tests import BaseCase

from ....tools.credit import check as credit_check
from ....tools.credit.check import Debt, Demand, Facts, Portfolio, Rule
from ....tools.credit.exposure import Limit, Standing

A, B = (1, 1), (2, 1)
PARTS = {A: {"open": 700.0, "deposit": -150.0}, B: {"open": 300.0, "draft": 50.0}}
OWN = frozenset([A])
BOTH = frozenset([A, B])


def limit(kind, amount, pairs=OWN):
    return Limit(kind, amount, pairs, 1)


class TestCreditCheck(BaseCase):
    def _found(self, rule, fact, demand=None, **facts):
        standing = Standing(100, 80, 20, None, OWN)
        facts = Facts(standing, {rule.code: fact}, **facts)
        return credit_check.findings([rule], facts, demand or Demand(0))

    def test_over_limit(self):
        rule = Rule("over_limit", "warn", credit_check.is_over_limit)
        standing = Standing(100, 80, 20, None, OWN)
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
                self.assertEqual(bool(self._found(rule, standing, demand)), broken)
        self.assertFalse(self._found(rule, Standing(None, 80, None, None, OWN), Demand(9e9)))
        self.assertTrue(self._found(rule, Standing(100, 101, -1, None, OWN)))

    def test_portfolio(self):
        rule = Rule("portfolio", "warn", credit_check.is_over_cap)
        for portfolio, demand, broken in (
            (Portfolio(0, 9), Demand(0), False),
            (Portfolio(9, 9), Demand(0), False),
            (Portfolio(9, 10), Demand(0), True),
            (Portfolio(0.5, 0.6), Demand(0), True),
            (Portfolio(9, 9.01), Demand(0), True),
            (Portfolio(9, 8), Demand(1), False),
            (Portfolio(9, 8), Demand(1, added_portfolio=1), True),
            (Portfolio(9, 8), Demand(2, counted=1), False),
        ):
            with self.subTest(portfolio=portfolio, demand=demand):
                self.assertEqual(bool(self._found(rule, portfolio, demand)), broken)

    def test_other_rules(self):
        reaches, share = credit_check.reaches, credit_check.is_share_overdue
        for rule, fact, broken in (
            (Rule("overdue_days", "warn", reaches, 31), 30, False),
            (Rule("overdue_days", "warn", reaches, 31), 31, True),
            (Rule("overdue_days", "warn", reaches, 0), 0, False),
            (Rule("overdue_share", "warn", share, 50), Debt(200, 100), True),
            (Rule("overdue_share", "warn", share, 50), Debt(200, 99), False),
            (Rule("overdue_share", "warn", share, 50), Debt(0.02, 0.01), True),
            (Rule("overdue_share", "warn", share, 50), Debt(0.5, 0.5), True),
            (Rule("overdue_share", "warn", share, 0), Debt(0, 0), False),
            (Rule("hold", "warn"), True, True),
            (Rule("hold", "warn"), False, False),
            (Rule("hold", "off"), True, False),
        ):
            with self.subTest(rule=rule, fact=fact):
                self.assertEqual(bool(self._found(rule, fact)), broken)

    def test_nobody_breaks_by_what_was_not_found(self):
        rule = Rule("hold", "warn")
        self.assertFalse(self._found(rule, True, exempt=True))
        facts = Facts(Standing(100, 80, 20, None, OWN), {"other": True})
        self.assertFalse(credit_check.findings([rule], facts, Demand(0)))

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
