"""A customer is spoken to in one language: no word of another one is left in what he reads."""

import re
from pathlib import Path
from unittest import SkipTest

import polib
from lxml import html

from odoo.tests import freeze_time, tagged

from .confirmation.confirmation_common import TODAY, ConfirmationCommon

I18N = Path(__file__).resolve().parents[2] / "i18n"
LANGUAGES = {"de_DE": "de", "fr_FR": "fr", "es_ES": "es", "zh_CN": "zh_CN"}
# What is filled in, and what only formats.
FILLED = re.compile(r"%(?:\(\w+\))?[sd%]|\{\{[^}]*\}\}|<[^>]*>|\{\w*\}")
# Shorter pieces may be part of a word, or the same in two languages.
LEAST = 14


def squeeze(text):
    return " ".join(text.split())


def read_pieces(code):
    """(whole texts, long pieces of texts) in English that have other words in a language."""
    texts, pieces = set(), set()
    for entry in polib.pofile(str(I18N / f"{code}.po")):
        if entry.msgstr in ("", entry.msgid):
            continue
        kept = {squeeze(part) for part in FILLED.split(entry.msgstr)}
        parts = [squeeze(part) for part in FILLED.split(entry.msgid)]
        pieces.update(part for part in parts if len(part) >= LEAST and part not in kept)
        if len(parts) == 1:
            texts.add(parts[0])
    return texts, pieces


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestLanguages(ConfirmationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo loads no term that the template does not have; "./dev test i18n" asks for it.
        known = {entry.msgid for entry in polib.pofile(str(I18N / "ar_collections.pot"))}
        if {entry.msgid for entry in polib.pofile(str(I18N / "de.po"))} - known:
            raise SkipTest("The template of terms is not current: run ./dev pot.")
        for lang in LANGUAGES:
            cls.env["res.lang"]._activate_lang(lang)
        cls.env["ir.module.module"]._load_module_terms(["ar_collections"], [*LANGUAGES])
        cls.policy = cls.env.ref("ar_collections.ar_dunning_policy_default")
        cls.env["res.partner.bank"].create(
            {
                "acc_number": "BE71 0961 2345 6769",
                "partner_id": cls.company.partner_id.id,
                "allow_out_payment": True,
            }
        )
        cls.partner.write({"street": "Rue 1", "city": "Lieu", "phone": "+32 81 81 37 00"})
        cls._pay_on_account(cls.partner, 120, "2026-11-02")
        cls._make_invoice(amount=300, date=TODAY, due="2027-01-15")

    def _read(self, source):
        """The texts of a page or paper, node by node."""
        root = html.fromstring(source)
        for node in root.xpath("//style|//script|//head|//svg"):
            node.drop_tree()
        return {squeeze(text) for text in root.itertext()} - {""}

    def _find_english(self, lang, *sources):
        """Our English words in what is read in another language."""
        texts, pieces = read_pieces(LANGUAGES[lang])
        found = set()
        for source in sources:
            nodes = self._read(source)
            found |= nodes & texts
            found |= {piece for piece in pieces for text in nodes if piece in text}
        return found

    def _paper(self, report, records):
        return self.env["ir.actions.report"]._render_qweb_html(report, records.ids)[0].decode()

    def test_levels_in_all_tones(self):
        """E-mail, plain part, letter, text message and script of each level."""
        for lang in LANGUAGES:
            for level in self.policy.level_ids:
                for tone in ("gentle", "neutral", "firm"):
                    with (
                        self.subTest(lang=lang, level=level.name, tone=tone),
                        level._sample(self.profile, lang, tone) as notice,
                    ):
                        self.assertEqual(notice.env.lang, lang)
                        mail = notice._prepare_mail_face()
                        own = notice.level_id
                        words = [own._render_text("call_script", notice)[notice.id]]
                        if "sms_text" in own._fields:
                            words += notice._map_sms_texts().values()
                        found = self._find_english(
                            lang,
                            mail["mail"],
                            f"<p>{mail['subject']}</p>",
                            notice._prepare_letter_face(),
                            *(f"<p>{text}</p>" for text in words),
                        )
                        self.assertFalse(found)

    def test_english_is_noticed(self):
        """English is found in an English letter."""
        level = self.policy.level_ids[2]
        with level._sample(self.profile, "en_US") as notice:
            found = self._find_english("de_DE", notice._prepare_letter_face())
        self.assertIn("Second reminder of overdue invoices", found)
        self.assertIn("days late. Please pay", found)

    def test_statements_and_confirmations(self):
        for number, lang in enumerate(LANGUAGES):
            self.partner.lang = lang
            for kind in ("open", "activity"):
                values = {} if kind == "open" else {"date_from": "2026-08-01"}
                statement = self._state(kind=kind, ask_confirmation=kind == "open", **values)
                with self.subTest(lang=lang, kind=kind):
                    paper = self._paper("ar_collections.report_ar_statement", statement)
                    self.assertFalse(self._find_english(lang, paper))
            # Each is asked once about a day.
            one = self._ask(date_to=f"2026-11-{30 - number}")
            reminder = self._paper("ar_collections.report_ar_balance_reminder", one)
            mail = one.statement_id.dispatch_ids.mail_mail_id
            with self.subTest(lang=lang):
                self.assertFalse(self._find_english(lang, reminder, mail.body_html))
                self.assertFalse(self._find_english(lang, f"<p>{mail.subject}</p>"))
            page = self._get(one).text
            with self.subTest(lang=lang, page="confirmation"):
                self.assertFalse(self._find_english(lang, page))
