"""Reminders that are held out by lot."""

from datetime import date, timedelta

from odoo.tests import BaseCase

from ....tools.dunning import dunning, holdout
from ....tools.dunning.dunning import Debtor, Item, Level, Policy, decide

TODAY = date(2026, 3, 31)
FRIENDLY = Level(1, 3, holdout=True)
SECOND = Level(2, 14, holdout=True)
LAST = Level(3, 30, holdout=True)
POLICY = Policy(1, (FRIENDLY, SECOND, LAST), holdout_share=20.0, holdout_days=7)


def late(days, id=1, **values):
    due = TODAY - timedelta(days=days)
    return Item(id, 100 + id, 1, due, 100.0, 100.0, **values)


def told(*items, lot=0.1, policy=POLICY, today=TODAY):
    return decide(policy, Debtor(items=items, lot=lot), today)


class TestHoldout(BaseCase):
    def test_by_lot(self):
        [one] = told(late(5), lot=0.199)
        self.assertEqual((one.action, one.reason, one.arm), ("skip", "held_out", "held_out"))
        self.assertEqual((one.number, one.detail), (1, date(2026, 4, 7)))
        [one] = told(late(5), lot=0.2)
        self.assertEqual((one.action, one.reason, one.arm), ("notice", "level_due", "reached"))
        self.assertEqual((one.asked, one.residual), (100.0, 100.0))

    def test_nobody_draws(self):
        for lot, policy in ((None, POLICY), (0.0, POLICY._replace(holdout_share=0.0))):
            [one] = told(late(5), lot=lot, policy=policy)
            self.assertEqual((one.action, one.arm), ("notice", ""))

    def test_a_customer_as_a_whole(self):
        for one in told(late(5), late(16, 2, reached=3)):
            self.assertEqual((one.action, one.arm), ("skip", "held_out"))

    def test_what_is_firm_goes_out(self):
        firm = FRIENDLY._replace(holdout=False)
        policy = POLICY._replace(levels=(FRIENDLY, firm._replace(delay_days=14), LAST))
        for items in (
            (late(40, reached=14),),
            (late(5), late(40, 2, reached=14)),
            (late(5, firmer=TODAY, last_notice=None),),
        ):
            for one in told(*items):
                self.assertEqual((one.action, one.arm), ("notice", ""))
        for one in told(late(5), late(16, 2, reached=3), policy=policy):
            self.assertEqual((one.action, one.arm), ("notice", ""))

    def test_it_follows(self):
        held = ((3, TODAY),)
        for days in range(1, 7):
            [one] = told(late(5, held_out=held), lot=0.9, today=TODAY + timedelta(days=days))
            self.assertEqual((one.reason, one.arm), ("held_out", ""))
            self.assertEqual(one.detail, date(2026, 4, 7))
        # Whatever the lot of that day says.
        [one] = told(late(5, held_out=held), lot=0.0, today=TODAY + timedelta(days=7))
        self.assertEqual((one.action, one.arm), ("notice", ""))

    def test_what_comes_meanwhile_waits_with_it(self):
        tomorrow = TODAY + timedelta(days=1)
        items = late(5, held_out=((3, TODAY),)), late(2, 2)
        for one in told(*items, lot=0.9, today=tomorrow):
            self.assertEqual(one.reason, "held_out")

    def test_another_level_is_another_lot(self):
        items = (late(16, reached=3, held_out=((3, TODAY - timedelta(days=12)),)),)
        [one] = told(*items, lot=0.1)
        self.assertEqual((one.number, one.arm), (2, "held_out"))

    def test_a_person_is_not_held_out(self):
        debtor = Debtor(items=(late(5, held_out=((3, TODAY),)),), lot=0.0)
        [one] = dunning.decide_now(POLICY, debtor, TODAY)
        self.assertEqual(one.action, "notice")

    def test_lots(self):
        def lots(salt):
            return [holdout.draw_lot(salt, 1, number, TODAY) for number in range(2000)]

        first = lots("a")
        self.assertEqual(first, lots("a"))
        self.assertNotEqual(first, lots("b"))
        self.assertTrue(all(0 <= lot < 1 for lot in first))
        for share in (0.05, 0.2, 0.5):
            found = sum(lot < share for lot in first) / len(first)
            self.assertAlmostEqual(found, share, delta=0.04)
        days = [holdout.draw_lot("a", 1, 7, TODAY + timedelta(days=day)) for day in range(2000)]
        self.assertAlmostEqual(sum(days) / len(days), 0.5, delta=0.03)
