"""Dear things are done so often, and what is remembered of it has a bound."""

from odoo.tests import BaseCase, tagged

from ....tools.base.throttle import Throttle


@tagged("post_install", "-at_install")
class TestThrottle(BaseCase):
    def test_so_often_within_so_long(self):
        throttle = Throttle(2, 60)
        taken = [throttle.take("a", now) for now in (0, 10, 20, 59, 60, 65, 71)]
        self.assertEqual(taken, [True, True, False, False, True, False, True])
        self.assertTrue(throttle.take("b", 20))

    def test_within_the_same_moment(self):
        throttle = Throttle(1, 60)
        self.assertEqual([throttle.take("a", now) for now in (5, 5, 5.5)], [True, False, False])

    def test_so_many_are_remembered(self):
        self.assertEqual(Throttle(1, 60).keys, 10_000)

    def test_a_clock_that_goes_back_locks_nobody_out(self):
        throttle = Throttle(1, 60)
        self.assertTrue(throttle.take("a", 1000))
        self.assertTrue(throttle.take("a", 5))

    def test_keys_are_forgotten(self):
        throttle = Throttle(1, 60, keys=3)
        for key in range(10):
            self.assertTrue(throttle.take(key, 0))
        self.assertEqual(len(throttle._times), 3)
        self.assertFalse(throttle.take(9, 1))
        self.assertTrue(throttle.take(0, 1))
