"""Texts that name what nobody does: words of five languages, and where they are allowed."""

from pathlib import Path

import polib

from odoo.tests import BaseCase

from ....tools.channel.threats import (
    AGENCY,
    CALL,
    COURT,
    CREDIT_HOLD,
    FEE,
    INTEREST,
    NOTHING,
    UNNAMED,
    Step,
    Text,
    find_threats,
    plain,
)

# Language, what a letter says, what it names.
SAID = [
    ("en_US", "we will hand the matter to our lawyer", {COURT}),
    ("en_GB", "We shall take legal action without further notice.", {COURT}),
    ("en_US", "We will not go to court.", {COURT}),
    ("en_US", "a collection agency will contact you", {AGENCY}),
    ("en_US", "we hand the claim over to somebody for collection", {AGENCY}),
    ("en_US", "we will suspend all further deliveries", {CREDIT_HOLD}),
    ("en_US", "your account will be put on credit hold", {CREDIT_HOLD}),
    ("en_US", "Late interest of 9 % is added.", {INTEREST}),
    ("en_US", "It is in your interest to pay. We thank you for your interest in us.", set()),
    ("en_US", "a reminder fee of 5 euros", {FEE}),
    ("en_US", "delivery is free of charge", set()),
    ("en_US", "We ask you to pay. Call us if anything is unclear.", set()),
    ("en_US", "le<b>gal</b> steps", set()),
    ("en_US", "<p>legal<br/>steps</p>", {COURT}),
    ("de_DE", "Wir werden einen Rechtsanwalt beauftragen.", {COURT}),
    ("de_DE", "ein gerichtliches Mahnverfahren", {COURT}),
    ("de_CH", "Übergabe an ein Inkassobüro", {AGENCY}),
    ("de_DE", "Wir stellen die Belieferung ein.", {CREDIT_HOLD}),
    ("de_DE", "zuzüglich Verzugszinsen", {INTEREST}),
    ("de_DE", "Mahngebühren von 5 Euro", {FEE}),
    ("de_DE", "Bitte zahlen Sie in den nächsten Tagen. Vielen Dank.", set()),
    ("fr_FR", "nous saisirons le tribunal", {COURT}),
    ("fr_FR", "à court terme", set()),
    ("fr_FR", "confier le dossier à une société de recouvrement", {AGENCY}),
    ("fr_FR", "nous suspendrons vos livraisons", {CREDIT_HOLD}),
    ("fr_FR", "des intérêts de retard", {INTEREST}),
    ("fr_FR", "l'indemnité forfaitaire pour frais", {FEE}),
    ("fr_FR", "Nous vous prions de régler la somme.", set()),
    ("es_ES", "emprenderemos acciones legales", {COURT}),
    ("es_MX", "una agencia de cobros", {AGENCY}),
    ("es_ES", "suspenderemos las entregas", {CREDIT_HOLD}),
    ("es_ES", "intereses de demora", {INTEREST}),
    ("es_ES", "un recargo de 5 euros", {FEE}),
    ("es_ES", "Le rogamos que efectúe el pago.", set()),
    ("zh_CN", "我们将委托律师处理", {COURT}),
    ("zh_CN", "移交第三方催收", {AGENCY}),
    ("zh_CN", "我们将暂停发货", {CREDIT_HOLD}),
    ("zh_CN", "并加收逾期利息", {INTEREST}),
    ("zh_CN", "另收滞纳金", {FEE}),
    ("zh_CN", "请尽快付款,谢谢。", set()),
    # A language without words of its own is read as English.
    ("pl_PL", "we go to court", {COURT}),
]


def letter(text, lang="en_US"):
    return Text("Letter", lang, text)


def found(*steps):
    return [(one.index, one.measure) for one in find_threats(steps)]


class TestThreats(BaseCase):
    def test_words(self):
        for lang, text, measures in SAID:
            with self.subTest(text):
                threats = find_threats([Step(texts=(letter(text, lang),))])
                self.assertEqual({one.measure for one in threats}, measures)

    def test_the_word_is_told(self):
        [threat] = find_threats([Step(texts=(letter("Our <b>lawyer</b>   will write"),))])
        self.assertEqual((threat.word, threat.text.where), ("lawyer", "Letter"))

    def test_a_later_level_does_it(self):
        says = Step(texts=(letter("then our lawyer writes"),))
        self.assertEqual(found(says, Step(handover=True)), [])
        self.assertEqual(found(says, Step(legal=True)), [])
        self.assertEqual(found(says, Step()), [(0, COURT)])
        # Not one that comes before.
        self.assertEqual(found(Step(handover=True), says), [(1, COURT)])

    def test_the_level_does_it_itself(self):
        for text, measure in [
            ("a fee of 5 euros", FEE),
            ("late interest", INTEREST),
            ("you are on credit hold", CREDIT_HOLD),
        ]:
            says = Step(texts=(letter(text),))
            self.assertEqual(found(says), [(0, measure)])
            self.assertEqual(found(says._replace(takes=frozenset({measure}))), [])
            self.assertEqual(found(says, Step(takes=frozenset({measure}))), [])
        self.assertEqual(found(Step(texts=(letter("a lawyer"),), handover=True)), [])
        # A legal demand is no court.
        self.assertEqual(found(Step(texts=(letter("a lawyer"),), legal=True)), [(0, COURT)])

    def test_placeholder_without_a_measure(self):
        says = Step(texts=(letter("Otherwise: {{ text_next_measure }}"),))
        self.assertEqual(found(says, Step()), [(0, UNNAMED)])
        named = says._replace(next_measures=(letter("another reminder"),))
        self.assertEqual(found(named, Step()), [])
        german = says._replace(texts=(letter("{{text_next_measure}}", "de_DE"),))
        self.assertEqual(
            found(german._replace(next_measures=(letter("a reminder"),)), Step()), [(0, UNNAMED)]
        )
        empty = says._replace(next_measures=(letter("<p><br></p>"),))
        self.assertEqual(found(empty, Step()), [(0, UNNAMED)])

    def test_nothing_follows_the_last_level(self):
        says = Step(next_measures=(letter("another reminder"),))
        self.assertEqual(found(says), [(0, NOTHING)])
        self.assertEqual(found(says, Step()), [])
        self.assertEqual(found(Step(next_measures=(letter(""), letter("<p><br/></p>")))), [])
        self.assertEqual(found(says._replace(repeats=True)), [])
        self.assertEqual(found(says._replace(handover=True)), [])

    def test_next_measures_name_calls(self):
        says = Step(next_measures=(letter("a call from us"),))
        self.assertEqual(found(says, Step()), [(0, CALL)])
        self.assertEqual(found(says, Step(takes=frozenset({CALL}))), [])

    def test_nothing_is_said(self):
        self.assertEqual(found(), [])

    def test_translations_name_no_more(self):
        """What ships in other languages names no measure that the English does not name."""
        root = Path(__file__).parents[3] / "i18n"
        for path in sorted(root.glob("*.po")):
            said = 0
            for entry in polib.pofile(str(path)):
                places = " ".join(place for place, _line in entry.occurrences)
                if not ("ar.dunning.level" in places or "mail.template" in places):
                    continue
                said += 1
                english, other = (
                    {one.measure for one in find_threats([Step(texts=(letter(text, lang),))])}
                    for text, lang in ((entry.msgid, "en"), (entry.msgstr, path.stem))
                )
                self.assertLessEqual(other, english, (path.name, entry.msgid, entry.msgstr))
            self.assertTrue(said, path.name)

    def test_letter_bombs(self):
        self.assertEqual(plain("<" * 10000)[:1], "<")
        text = letter("stop " + "a " * 20000)
        self.assertEqual(found(Step(texts=(text,))), [])
