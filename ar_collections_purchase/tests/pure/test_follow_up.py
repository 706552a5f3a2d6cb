from datetime import date, timedelta

from odoo.tests import BaseCase

from ...tools.follow_up import joint_step, next_slot, next_step


class TestFollowUp(BaseCase):
    def test_steps_in_their_order(self):
        state, steps = "new", []
        while state:
            steps.append(state)
            state = next_step(state, reachable=True)
        self.assertEqual(steps, ["new", "asked", "reminded", "called", "escalated"])

    def test_without_an_address_somebody_calls(self):
        for state in ("new", "asked", "reminded"):
            self.assertEqual(next_step(state, reachable=False), "called")
        self.assertEqual(next_step("called", reachable=False), "escalated")

    def test_nothing_follows_the_end(self):
        for state in ("escalated", "closed", "cancelled"):
            self.assertIsNone(next_step(state, reachable=True))

    def test_the_firmest_step_counts_for_all(self):
        for steps, want in (
            (["asked"], "asked"),
            (["asked", "reminded", "asked"], "reminded"),
            (["reminded", "called", "asked"], "called"),
        ):
            self.assertEqual(joint_step(steps), want)

    def test_slot_of_the_week(self):
        for add in range(14):
            day = date(2026, 3, 30) + timedelta(days=add)
            for weekday in range(7):
                slot = next_slot(day, weekday)
                self.assertEqual(slot.weekday(), weekday)
                self.assertTrue(0 <= (slot - day).days <= 6)
