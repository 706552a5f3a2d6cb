"""The best way to a customer."""

from odoo.tests import BaseCase

from ....tools.insight.advice import advise, shrunken
from ....tools.insight.effect import Share

ALL = {"email": Share(400, 1000), "letter": Share(300, 1000), "sms": Share(500, 1000)}


class TestAdvice(BaseCase):
    def test_shrunken(self):
        self.assertAlmostEqual(shrunken(Share(0, 0), Share(4, 10)), 0.4)
        self.assertAlmostEqual(shrunken(Share(10, 10), Share(4, 10)), 0.7)
        self.assertAlmostEqual(shrunken(Share(0, 990), Share(4, 10)), 0.004)
        self.assertEqual(shrunken(Share(0, 0), Share(0, 0)), 0)

    def test_too_little_is_known(self):
        self.assertIsNone(advise({}, ALL))
        self.assertIsNone(advise({"email": Share(3, 3)}, ALL))
        few = {way: Share(1, 1) for way in ("email", "letter", "sms", "webhook")}
        self.assertIsNone(advise(few, ALL))

    def test_another_way(self):
        own = {"email": Share(0, 6), "letter": Share(4, 4)}
        advice = advise(own, ALL)
        self.assertEqual((advice.way, advice.present, advice.is_change), ("letter", "email", True))
        self.assertEqual((advice.own, advice.present_own), (Share(4, 4), Share(0, 6)))

    def test_the_present_way(self):
        own = {"email": Share(5, 6), "letter": Share(1, 4)}
        advice = advise(own, ALL)
        self.assertEqual((advice.way, advice.is_change), ("email", False))
        self.assertTrue(advise(own, ALL, "letter").is_change)

    def test_a_small_gap_is_none(self):
        own = {"email": Share(2, 5), "sms": Share(2, 4)}
        self.assertTrue(advise(own, ALL, "email").is_change)
        same = {**ALL, "sms": Share(410, 1000)}
        self.assertFalse(advise({"email": Share(2, 5), "sms": Share(2, 4)}, same).is_change)

    def test_nothing_is_known_of_the_present_way(self):
        """What nobody has tried is not worse for it."""
        own = {"email": Share(5, 6)}
        self.assertFalse(advise(own, ALL, "webhook").is_change)
        self.assertTrue(advise(own, {**ALL, "webhook": Share(0, 9)}, "webhook").is_change)

    def test_a_lucky_hit_is_not_enough(self):
        own = {"email": Share(3, 6), "letter": Share(2, 2)}
        self.assertFalse(advise(own, ALL).is_change)
