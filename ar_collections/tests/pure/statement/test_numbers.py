"""Document numbers, however they are written."""

from types import SimpleNamespace

from odoo.tests import BaseCase

from ....tools.statement.numbers import forms, plain, words


def texts(number="", reference="", text=""):
    return words(SimpleNamespace(number=number, reference=reference, text=text))


class TestNumbers(BaseCase):
    def test_plain(self):
        for number, want in [("INV/2026 0001", "inv20260001"), ("Ä-1.", "ä1"), ("./-_", "")]:
            self.assertEqual(plain(number), want)

    def test_forms(self):
        for word, want in [
            ("INV/2026/00012", ("2026-12", "202600012", "inv202600012", "~00012")),
            # Too short to mean something, but together with letters.
            ("A1", ()),
            ("A123", ("a123",)),
            ("A1234", ("1234", "a1234", "~1234")),
            ("12-34", ("12-34", "1234")),
            ("0012-0034", ("00120034", "12-34", "~0034")),
            # Years and days name no document.
            ("2026", ()),
            ("R2026", ("r2026",)),
            ("1899", ("1899", "~1899")),
            ("01.03.2026", ()),
            ("1/3/26", ()),
            ("2026-03-01.", ()),
            ("March", ()),
        ]:
            with self.subTest(word):
                self.assertEqual(forms(word), want)

    def test_words(self):
        self.assertEqual(texts(), set())
        self.assertEqual(texts("A123", "B456", "of C789, (D012)"), {"a123", "b456", "c789", "d012"})

    def test_numbers_with_blanks(self):
        self.assertEqual(
            texts(text="INV 2026 00012"),
            {"00012", "~00012", "inv2026", "202600012", "inv202600012"},
        )
        self.assertIn("re1234567", texts(text="Re 1234567"))
        self.assertNotIn("re12345678", texts(text="Re 12345678"))
        self.assertEqual(texts(text="12 ab"), set())
        self.assertEqual(texts(text="A 12"), {"a12"})
        self.assertEqual(texts(text="INV 2026 A"), {"inv2026"})

    def test_long_words(self):
        for length, found in ((64, True), (65, False)):
            word = "A" + "1" * (length - 1)
            self.assertEqual(word.lower() in texts(text=f"{word} B1234"), found)
            self.assertIn("b1234", texts(text=f"{word} B1234"))
