"""When a customer who was not reached is tried again."""

from odoo.tests import BaseCase, tagged

from ....tools.channel.outcome import next_pause


@tagged("post_install", "-at_install")
class TestOutcome(BaseCase):
    def test_next_pause(self):
        cases = [
            (1, 4, 1),
            (2, 4, 2),
            (3, 4, 3),
            (4, 4, None),
            (5, 4, None),
            (1, 1, None),
            (4, 0, 5),
            (99, 0, 5),
            (0, 4, 1),
        ]
        for attempt, most, want in cases:
            with self.subTest(attempt=attempt, most=most):
                self.assertEqual(next_pause(attempt, most), want)
