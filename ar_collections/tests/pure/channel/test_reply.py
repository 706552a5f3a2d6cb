"""What customers answer, in five languages: a corpus of letters, and days, amounts, quotes.

A letter of ``letters/<language>.txt`` begins with its meaning: ``== kind [day] [amount]``; the day
on which all of them were written is ``TODAY``, a Monday. The letters of ``second`` to ``ninth``
were written before anybody had looked at how the reader fares with them: each set is measured by
itself. What was misread at first has been mended since, so that these figures are no longer those
of letters that nobody has seen; ``docs/DECISIONS.md`` tells those.
"""

import re
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

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
SETS += (
    ("fifth", 20, 3),
    ("sixth", 20, 3),
    ("seventh", 10, 3),
    ("eighth", 10, 3),
    ("ninth", 10, 3),
)
#: Letters of a bomb, signs of each, and seconds of the processor that all of them may take.
BOMB, BOMB_SIGNS, BOMB_SECONDS = 5_000, 4_000, 60
#: Seconds that one letter may take which resembles no other.
ODD_SECONDS = 1.0


def read_letters(language, letters=LETTERS):
    """(kind, day or None, amount or None, text) of each letter of a language."""
    whole = (letters / f"{language}.txt").read_text(encoding="utf-8")
    for part in re.split(r"^== ", whole, flags=re.MULTILINE)[1:]:
        head, text = part.split("\n", 1)
        kind, *facts = head.split()
        day = date.fromisoformat(facts[0]) if facts else None
        yield kind, day, Decimal(facts[1]) if len(facts) > 1 else None, text.strip()


#: An amount without a currency is one where a word of paying stands beside it.
BARE_AMOUNTS = [
    ("en", "We can do 1,500 on 10 December.", "1500"),
    ("en", "I can send you 800 tomorrow.", "800"),
    ("en", "Just paid it by card, 980.00. Sorry it took so long.", "980.00"),
    ("de", "Ich überweise 1.500 am Freitag.", "1500"),
    ("de", "Hab grad 318 überwiesen.", "318"),
    ("fr", "Nous pouvons verser 1 200 le 5 décembre.", "1200"),
    ("es", "Puedo pagar 900 el viernes.", "900"),
    ("zh", "周五先付5000。", "5000"),
    # No amounts: numbers, years, days, things that are counted.
    ("en", "We paid invoice 4711 on Friday.", None),
    ("en", "We will pay within 120 days.", None),
    ("en", "We paid order no. 3308 last week.", None),
    ("en", "Paid 2026 in full last week.", None),
    ("de", "Wir haben Rechnung 1500 bezahlt.", None),
    ("de", "Am 24.11 überwiesen.", None),
    ("de", "Wir zahlen 300 Stück am Freitag.", None),
]
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

    def test_few_words_in_another_language(self):
        """Too short to tell the language: what one other language alone understands is meant."""
        for text, kind in (
            ("Pagaremos a finales de la próxima semana.", "promise"),
            ("Pagaremos el próximo viernes.", "promise"),
            ("Wir zahlen nächsten Freitag.", "promise"),
            ("Facture déjà réglée.", "paid"),
            ("Many greetings from the seaside.", "other"),
        ):
            with self.subTest(text):
                self.assertEqual(reply.read_reply(text, "en_US", date(2026, 11, 30)).kind, kind)

    def test_reference_of_a_payment(self):
        found = read_reply("We paid on 25 November, ref. TRX-88231.", "en", TODAY)
        self.assertEqual(found.reference, "TRX-88231")

    def test_nothing_is_read_from_nothing(self):
        for text in ("", None, " \n ", "\0", "?", "。", "🙂"):
            with self.subTest(text=text):
                self.assertEqual(read_reply(text, None, TODAY).kind, "other")

    def test_kinds_are_known(self):
        self.assertEqual(len(set(reply.KINDS)), 9)

    def test_amounts_without_a_currency(self):
        for language, text, amount in BARE_AMOUNTS:
            with self.subTest(text=text):
                found = read_reply(text, language, TODAY)
                self.assertIn(found.kind, ("paid", "promise"))
                self.assertEqual(found.amount, amount and Decimal(amount))

    def test_what_is_paid_is_not_this_one(self):
        """Another invoice, another month, somebody who says so: whoever wonders asks a person."""
        for language, text in (
            ("en", "We paid the September invoice. October is not approved yet."),
            ("en", "I'm told it has been paid but I can't see it in the ledger."),
            ("en", "You asked for payment by 4 December."),
            ("en", "I already sent you the order number last week."),
            ("de", "Die Rechnung aus dem letzten Jahr ist bezahlt, bei dieser muss ich fragen."),
            ("de", "Das mit der Zahlung am Freitag hat leider nicht geklappt."),
            ("fr", "J'ai payé celle de septembre. Pour celle d'octobre je n'ai pas le feu vert."),
            ("es", "La de septiembre sí la pagué. La de octubre todavía no tiene el visto bueno."),
            ("zh", "本来说周五付的，现在看来付不了了。"),
        ):
            with self.subTest(text=text):
                self.assertEqual(read_reply(text, language, TODAY).kind, "other")

    def test_a_letter_bomb(self):
        """Thousands of letters that a machine makes, each other than the one before."""
        lines = [line for *_, text in read_letters("en") for line in text.splitlines()]
        lines = [line for line in lines if len(line) > 50 and line.endswith(".")][:60]
        random = Random(1)
        start = time.process_time()
        for _number in range(BOMB):
            letter = "\n".join(random.choices(lines, k=80))[:BOMB_SIGNS]
            self.assertIn(read_reply(letter, "en", TODAY).kind, reply.KINDS)
        self.assertLess(time.process_time() - start, BOMB_SECONDS)

    def test_letters_that_match_badly(self):
        """What is said again and again nearly fits very many phrases."""
        for piece in (
            "n'avons ",
            "n'avons pas l'intention ",
            "€ ",
            "? ",
            ", ",
            "payment of the ",
            "付款",
            "1 2 ",
        ):
            letter = (piece * BOMB_SIGNS)[:BOMB_SIGNS]
            with self.subTest(piece):
                start = time.process_time()
                read_reply(letter, "fr", TODAY)
                self.assertLess(time.process_time() - start, ODD_SECONDS)
