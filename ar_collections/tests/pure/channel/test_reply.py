"""What customers answer, in five languages: a corpus of letters, and days, amounts, quotes.

A letter of ``letters/<language>.txt`` begins with its meaning: ``== kind [day] [amount]``; the day
on which all of them were written is ``TODAY``, a Monday. The letters of ``second`` to ``fourth``
were written before anybody had looked at how the reader fares with them: each set is measured by
itself.
"""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ....tools.channel import reply
from ....tools.channel.reply import read_reply
from ....tools.channel.reply_dates import find_days, fold
from ....tools.channel.reply_facts import parse_amount
from ....tools.channel.reply_letter import cut_quotes

TODAY = date(2026, 11, 30)
LETTERS = Path(__file__).parent / "letters"
#: Of those that are read as a kind, the share that are of it, at least.
PRECISION = {"paid": 0.95, "promise": 0.95, "dispute": 0.9, "absent": 0.9, "optout": 0.9}
#: Of those that are of a kind, the share that is found, at least.
RECALL = {"paid": 0.85, "promise": 0.85, "dispute": 0.8}
#: Folder, letters of a language at least, days and amounts that are misread at most.
SETS = ((".", 120, 16), ("second", 30, 3), ("third", 30, 6), ("fourth", 10, 3))


def read_letters(language, letters=LETTERS):
    """(kind, day or None, amount or None, text) of each letter of a language."""
    whole = (letters / f"{language}.txt").read_text(encoding="utf-8")
    for part in re.split(r"^== ", whole, flags=re.MULTILINE)[1:]:
        head, text = part.split("\n", 1)
        kind, *facts = head.split()
        day = date.fromisoformat(facts[0]) if facts else None
        yield kind, day, Decimal(facts[1]) if len(facts) > 1 else None, text.strip()


DAYS = [
    # what is written, whether it lies behind, the day
    ("by the 15th", False, "2026-12-15"),
    ("Ende nächster Woche", False, "2026-12-11"),
    ("月底前", False, "2026-11-30"),
    ("Dec. 5th, 2026", False, "2026-12-05"),
    ("am 15.12. überweisen", False, "2026-12-15"),
    ("d'ici le 15 décembre", False, "2026-12-15"),
    ("el día 10", False, "2026-12-10"),
    ("next Friday", False, "2026-12-04"),
    ("paid on Friday", True, "2026-11-27"),
    ("within two weeks", False, "2026-12-14"),
    ("sous 8 jours", False, "2026-12-08"),
    ("dentro de una semana", False, "2026-12-07"),
    ("vendredi prochain", False, "2026-12-04"),
    ("a finales de enero", False, "2027-01-31"),
    ("mi-décembre", False, "2026-12-15"),
    ("Anfang nächster Woche", False, "2026-12-08"),
    ("下周五", False, "2026-12-11"),
    ("下月5号", False, "2026-12-05"),
    ("十天内", False, "2026-12-10"),
    ("年底前", False, "2026-12-31"),
    ("KW 50", False, "2026-12-11"),
    ("mañana por la mañana", False, "2026-12-01"),
    ("vor 3 Tagen", True, "2026-11-27"),
    ("il y a 2 jours", True, "2026-11-28"),
    ("two weeks ago", True, "2026-11-16"),
    ("28.11.", True, "2026-11-28"),
    ("上周五", True, "2026-11-27"),
    ("in January", False, "2027-01-31"),
    # No days: amounts, terms, a greeting.
    ("guten Morgen", False, None),
    ("1.234,56 EUR", False, None),
    ("45 days overdue", False, None),
    ("3-4 days", False, None),
    ("on 31 February", False, None),
]
AMOUNTS = [
    ("1,234.50", "1234.50"),
    ("1.234,50", "1234.50"),
    ("1 234,50", "1234.50"),
    ("1'234.50", "1234.50"),
    ("1,234", "1234"),
    ("12.5", "12.5"),
    ("1.234.567", "1234567"),
    ("x", None),
]


@tagged("post_install", "-at_install")
class TestReply(BaseCase):
    def test_letters(self):
        """Of a kind that a letter is read as, nearly all are of it; and most are found."""
        for folder, number, most_wrong in SETS:
            with self.subTest(letters=folder):
                self._measure(LETTERS / folder, number, most_wrong)

    def _measure(self, folder, number, most_wrong):
        read, meant, right = Counter(), Counter(), Counter()
        wrong = []
        for language in ("en", "de", "fr", "es", "zh"):
            letters = list(read_letters(language, folder))
            self.assertGreaterEqual(len(letters), number, language)
            for kind, day, amount, text in letters:
                found = read_reply(text, language, TODAY)
                read[found.kind] += 1
                meant[kind] += 1
                right[kind] += found.kind == kind
                if found.kind == kind and (day and found.date != day):
                    wrong.append((text, found.date))
                if found.kind == kind and (amount and found.amount != amount):
                    wrong.append((text, found.amount))
        for kind, least in PRECISION.items():
            if meant[kind]:
                self.assertGreaterEqual(right[kind] / read[kind], least, kind)
        for kind, least in RECALL.items():
            self.assertGreaterEqual(right[kind] / meant[kind], least, kind)
        # Days and amounts: nearly all of those that are read.
        self.assertLessEqual(len(wrong), most_wrong, wrong)

    def test_days(self):
        for text, past, day in DAYS:
            with self.subTest(text=text):
                found = find_days(fold(text), TODAY, past)
                self.assertEqual(found[0].day.isoformat() if found else None, day)

    def test_a_day_of_america_begins_with_the_month(self):
        self.assertEqual(read_reply("We will pay on 12/3/2026.", "en_US", TODAY).date.month, 12)
        self.assertEqual(read_reply("We will pay on 3/12/2026.", "en_GB", TODAY).date.month, 12)

    def test_amounts(self):
        for text, amount in AMOUNTS:
            with self.subTest(text=text):
                self.assertEqual(parse_amount(text), amount and Decimal(amount))

    def test_what_is_quoted_was_not_answered(self):
        """Our own reminder, below or between the answer, says nothing of the customer."""
        for quoted in (
            "Thanks.\n\nOn Mon, 30 Nov 2026 at 10:00, Clara wrote:\n> You promised to pay.\n",
            "Danke.\n\n-----Ursprüngliche Nachricht-----\nWir zahlen morgen.",
            "Merci.\n\nLe 30 nov. 2026 à 10:00, Clara a écrit :\n\nNous paierons demain.",
            "谢谢。\n\n在 2026年11月30日，Clara 写道：\n我们明天付款。",
            "Gracias.\n--\nAna\nPagaremos mañana",
            "> We will pay tomorrow.\nNo idea.",
        ):
            with self.subTest(quoted=quoted):
                self.assertEqual(read_reply(quoted, "en", TODAY).kind, "other")
                self.assertNotIn("\n\n\n", cut_quotes(quoted))

    def test_answers_below_the_quote_are_read(self):
        text = "> Please pay invoice 12.\nWe will pay it on 4 December."
        self.assertEqual(read_reply(text, "en", TODAY).date, date(2026, 12, 4))

    def test_a_letter_in_another_language_than_the_customers(self):
        found = read_reply("Wir haben die Rechnung gestern bezahlt.", "en_US", TODAY)
        self.assertEqual((found.kind, found.language), ("paid", "de"))

    def test_reference_of_a_payment(self):
        found = read_reply("We paid on 25 November, ref. TRX-88231.", "en", TODAY)
        self.assertEqual(found.reference, "TRX-88231")

    def test_nothing_is_read_from_nothing(self):
        for text in ("", None, " \n ", "\0", "?", "。", "🙂"):
            with self.subTest(text=text):
                self.assertEqual(read_reply(text, None, TODAY).kind, "other")

    def test_kinds_are_known(self):
        self.assertEqual(len(set(reply.KINDS)), 9)
