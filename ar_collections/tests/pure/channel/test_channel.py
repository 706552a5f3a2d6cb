"""Which channels a message takes."""

from odoo.tests import BaseCase, tagged

from ....tools.channel.channel import Route, choose, next_fallbacks, prefer

EMAIL = Route("email", "always")
CALL = Route("call", "always")
LETTER = Route("letter", "fallback")


@tagged("post_install", "-at_install")
class TestChannelChoice(BaseCase):
    def test_choose(self):
        no_email, no_letter = {"email": "no address"}, {"letter": "no street"}
        cases = [
            ((EMAIL, LETTER, CALL), {}, ("email", "call")),
            ((EMAIL, LETTER, CALL), no_email, ("letter", "call")),
            ((EMAIL, LETTER), {**no_email, **no_letter}, ()),
            ((EMAIL, CALL, LETTER), no_email, ("call",)),
            ((LETTER,), {}, ("letter",)),
            ((), {}, ()),
        ]
        for routes, problems, channels in cases:
            with self.subTest(routes=routes, problems=problems):
                choice = choose(routes, problems)
                self.assertEqual(choice.channels, channels)
                self.assertLessEqual(set(choice.problems), set(problems))

    def test_problems_of_unused_fallbacks_are_not_told(self):
        self.assertEqual(choose((EMAIL, LETTER), {"letter": "no street"}).problems, {})

    def test_prefer(self):
        letter = Route("letter", "always")
        email = Route("email", "fallback")
        cases = [
            ((EMAIL, LETTER), "letter", (letter, email)),
            ((EMAIL, LETTER), "email", (EMAIL, LETTER)),
            ((EMAIL, LETTER), "call", (EMAIL, LETTER)),
            ((EMAIL, LETTER), False, (EMAIL, LETTER)),
            ((letter, EMAIL), "email", (EMAIL, letter)),
        ]
        for routes, preferred, expected in cases:
            with self.subTest(preferred=preferred):
                self.assertEqual(prefer(routes, preferred), expected)

    def test_next_fallbacks(self):
        routes = (EMAIL, LETTER, Route("visit", "fallback"))
        self.assertEqual(next_fallbacks(routes, {}, {"email"}).channels, ("letter",))
        self.assertEqual(next_fallbacks(routes, {}, {"email", "letter"}).channels, ("visit",))
        self.assertEqual(next_fallbacks(routes, {"letter": "x"}, {"email"}).channels, ("visit",))
        self.assertEqual(next_fallbacks((EMAIL,), {}, {"email"}).channels, ())
