"""Numbers as people type them: whose they are, whether they are mobiles, how they are shown."""

from odoo.tests import BaseCase

from ....tools.channel import phone

# text, country, E.164, number's country, kind, takes text messages, valid
NUMBERS = [
    ("0470 12 34 56", "BE", "+32470123456", "BE", "mobile", True, True),
    ("+32 (0)2 507 68 11", "DE", "+3225076811", "BE", "landline", False, True),
    ("0032 2 507 68 11", "DE", "+3225076811", "BE", "landline", False, True),
    ("0171/123 45 67", "DE", "+491711234567", "DE", "mobile", True, True),
    ("138 1234 5678", "CN", "+8613812345678", "CN", "mobile", True, True),
    ("010-6552 9988", "CN", "+861065529988", "CN", "landline", False, True),
    ("(201) 555-0123", "US", "+12015550123", "US", "unknown", True, True),
    ("06 12 34 56 78", "FR", "+33612345678", "FR", "mobile", True, True),
    ("+34 612 34 56 78", "", "+34612345678", "ES", "mobile", True, True),
    # Neither a landline nor a mobile: toll-free, and a satellite, which is of no country.
    ("0800 1234567", "DE", "+498001234567", "DE", "unknown", False, True),
    ("+870 773 111 632", "BE", "+870773111632", "", "mobile", True, True),
    # Only possible: of the right length, not given out.
    ("+1 201 055 0123", "", "+12010550123", "", "unknown", False, False),
]
NONE = [
    ("", "BE", phone.MISSING),
    (None, "BE", phone.MISSING),
    ("   ", "BE", phone.MISSING),
    ("ask at the desk", "BE", phone.NONSENSE),
    ("12", "BE", phone.NONSENSE),
    ("+32 12", "BE", phone.NONSENSE),
    ("0470 12 34 56", "", phone.NO_COUNTRY),
    ("0470 12 34 56", "XX", phone.NO_COUNTRY),
    ("+999 123 456 789", "BE", phone.NO_COUNTRY),
    ("1" * 10_000, "BE", phone.NONSENSE),
    ("+" * 60, "", phone.NONSENSE),
]


class TestPhone(BaseCase):
    def test_read(self):
        for text, country, e164, of, kind, takes_sms, valid in NUMBERS:
            with self.subTest(text=text):
                found = phone.read(text, country)
                self.assertEqual(
                    (found.e164, found.country, found.kind, found.takes_sms, found.valid),
                    (e164, of, kind, takes_sms, valid),
                )
                self.assertEqual(found.problem, "")

    def test_none(self):
        for text, country, problem in NONE:
            with self.subTest(text=text):
                found = phone.read(text, country)
                self.assertEqual((found.e164, found.problem), ("", problem))
                self.assertEqual(phone.find_sms_problem(found), problem)

    def test_normalise(self):
        for text, country, want in (
            ("0470/12.34.56", "be", "+32 470 12 34 56"),
            ("+32470123456", "", "+32 470 12 34 56"),
            ("02 507 68 11 ext. 12", "BE", "+32 2 507 68 11 ext. 12"),
            ("ask at the desk", "BE", "ask at the desk"),
            ("0470 12 34 56", "", "0470 12 34 56"),
            ("+1 201 055 0123", "", "+1 201 055 0123"),
        ):
            with self.subTest(text=text):
                kept = phone.normalise(text, country)
                self.assertEqual(kept, want)
                self.assertEqual(phone.normalise(kept, country), kept)

    def test_show(self):
        for text, own, want in (
            ("+32 470 12 34 56", "BE", "0470 12 34 56"),
            ("+32 470 12 34 56", "DE", "+32 470 12 34 56"),
            ("+32 470 12 34 56", "", "+32 470 12 34 56"),
            ("ask at the desk", "BE", "ask at the desk"),
            (False, "BE", ""),
        ):
            with self.subTest(text=text, own=own):
                self.assertEqual(phone.show(text, own, own), want)

    def test_link(self):
        self.assertEqual(phone.read("0470 12 34 56", "BE").link, "tel:+32-470-12-34-56")
        self.assertEqual(phone.read("02 507 68 11 ext 3", "BE").link, "tel:+32-2-507-68-11;ext=3")

    def test_text_messages(self):
        for text, country, problem in (
            ("0470 12 34 56", "BE", ""),
            ("(201) 555-0123", "US", ""),
            ("02 507 68 11", "BE", phone.NOT_MOBILE),
            ("0800 1234567", "DE", phone.NOT_MOBILE),
            ("+1 201 055 0123", "", phone.NONSENSE),
        ):
            with self.subTest(text=text):
                self.assertEqual(phone.find_sms_problem(phone.read(text, country)), problem)
