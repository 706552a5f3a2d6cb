"""Edges of alerts, and what became of them."""

from odoo.tests import BaseCase

from ....tools.insight import alert


class TestAlert(BaseCase):
    def test_raised_at_the_edge(self):
        values = {1: 90.0, 2: 89.9, 3: 200.0}
        change = alert.judge(values, 90.0, False, set())
        self.assertEqual(change.raised, {1: 90.0, 3: 200.0})
        change = alert.judge(values, 90.0, False, {1, 3})
        self.assertEqual(change, ({}, {}, {1: 90.0, 3: 200.0}))

    def test_cleared_once_within(self):
        change = alert.judge({1: 10.0}, 90.0, False, {1, 2}, (4,), 0.0)
        self.assertEqual(change.cleared, {1: 10.0, 2: 0.0})
        self.assertEqual(change.known, {1: 10.0, 2: 0.0, 4: 0.0})

    def test_what_cannot_be_told_changes_nothing(self):
        self.assertEqual(alert.judge({False: None}, 5.0, True, {False}), ({}, {}, {}))
        self.assertEqual(alert.judge({False: None}, 5.0, True, set()), ({}, {}, {}))

    def test_at_most(self):
        self.assertEqual(alert.judge({False: -1.0}, 0.0, True, set()).raised, {False: -1.0})
        self.assertEqual(alert.judge({False: 1.0}, 0.0, True, {False}).cleared, {False: 1.0})

    def test_among(self):
        self.assertEqual(alert.judge({1: 9, 2: 9}, 5, False, set(), among={2}).raised, {2: 9})
        self.assertEqual(alert.judge({1: 9}, 5, False, set(), among=()).raised, {})

    def test_effect(self):
        self.assertEqual(alert.effect(90.0, 30.0, False), "better")
        self.assertEqual(alert.effect(90.0, 120.0, False), "worse")
        self.assertEqual(alert.effect(90.0, 90.0, False), "same")
        self.assertEqual(alert.effect(-5.0, 30.0, True), "better")
        self.assertEqual(alert.effect(-5.0, -9.0, True), "worse")
