"""One word for one thing: the screens, and their Chinese, keep to docs/GLOSSARY.md."""

import re
from pathlib import Path
from typing import NamedTuple

import polib

from odoo.tests import BaseCase

ROOT = Path(__file__).resolve().parents[4]
PAGE = ROOT / "docs" / "GLOSSARY.md"
HEAD = "| word | 中文 | is | not | 不用 |"
# Where the words of screens come from. What customers read in e-mails and letters, and what laws
# and courts are called, is prose.
SCREENS = re.compile(
    r"model:ir\.(model\.fields[,.]|model,|ui\.menu|actions\.)"
    r"|model_terms:ir\.(ui\.view|actions)|code:"
)
# Words that are ruled out, and where they are right all the same: {(word, term): why}.
ENGLISH = {
    ("postponed", "postponed by a demand, once"): "what a law says of a last day",
}
# Words of the glossary that have another Chinese somewhere: {term: (Chinese, why)}.
CHINESE = {
    "Account": ("账户", "an account of the ledger as well; ours is a customer account"),
    "Credits": ("贷项", "what lowers the debt; the word of how much may be owed has no plural"),
}
# Chinese words that are ruled out, and where they are right all the same: {(word, term): why}.
ELSEWHERE = {}


class Word(NamedTuple):
    """A row of the table. A name is the set of its forms: short, and long in brackets."""

    english: list[set[str]]
    chinese: list[set[str]]
    not_english: list[str]
    not_chinese: list[str]


def forms(name):
    short, _, long = name.replace("（", "(").replace("）", ")").partition("(")
    return {short.strip(), long.strip(") "), name} - {""}


def names(cell, sign):
    return [name.strip() for name in cell.split(sign) if name.strip()]


def read(page):
    words = []
    for line in page[page.index(HEAD) :].splitlines()[2:]:
        english, chinese, _what, ruled_out, chinese_ruled_out = line.split("|")[1:6]
        words.append(
            Word(
                [forms(name) for name in names(english, ",")],
                [forms(name) for name in names(chinese, "、")],
                # In brackets: right for something else.
                [name for name in names(ruled_out, ",") if not name.startswith("(")],
                names(chinese_ruled_out, "、"),
            )
        )
    return words


def spellings(name):
    """A name as it stands on screens: one or more of it."""
    first, *rest = name.casefold().split(" ")
    if rest[:1] in (["to"], ["of"]):
        return {name.casefold(), " ".join([more(first), *rest])}
    return {name.casefold(), more(name.casefold())}


def more(word):
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "ch", "x")) else "s")


def find_english(words, terms):
    """[(ruled out, term)] of the terms of screens: (text, its places)."""
    ruled_out = {one: re.compile(rf"\b{re.escape(one)}(e?s)?\b", re.IGNORECASE) for one in words}
    return [
        (word, text)
        for text, places in terms
        if any(SCREENS.match(place) for place in places)
        for word, pattern in ruled_out.items()
        if pattern.search(text)
    ]


def find_chinese(words, terms):
    """[(term, Chinese, what it should be)] of the terms (text, Chinese). What begins small is a
    part of a sentence, or a key that nobody reads."""
    should = {}
    for word in words:
        for forms_, chinese in zip(word.english, word.chinese * len(word.english), strict=False):
            for form in forms_:
                should.update(dict.fromkeys(spellings(form), chinese))
    return [
        (text, chinese, should[text.casefold()])
        for text, chinese in terms
        if text[:1].isupper() and chinese not in should.get(text.casefold(), {chinese})
    ]


class TestGlossary(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.words = cls.terms = None
        if PAGE.exists():
            cls.words = read(PAGE.read_text(encoding="utf-8"))
            files = sorted(ROOT.glob("ar_collections*/i18n/zh_CN.po"))
            cls.terms = [term for path in files for term in polib.pofile(path)]

    def setUp(self):
        super().setUp()
        if not self.words:
            self.skipTest("The glossary is not part of an installation.")

    def test_what_is_found(self):
        row = (
            "| Reply, promise (promise to pay) | 回复、承诺（付款承诺） | | answer, (word) | 答覆 |"
        )
        page = f"{HEAD}\n| --- |\n{row}\n"
        (word,) = words = read(page)
        self.assertEqual(word.not_english, ["answer"])
        self.assertEqual(word.not_chinese, ["答覆"])
        labels = [
            ("No Answers Yet", ["model:ir.ui.menu,name:x"]),
            ("An answer", ["model:law,name:x"]),
        ]
        self.assertEqual(find_english(["answer"], labels), [("answer", "No Answers Yet")])
        terms = [
            ("Replies", "答复"),
            ("Promises to Pay", "承诺"),
            ("Promise", "诺言"),
            ("A Reply", "函"),
        ]
        self.assertEqual([text for text, *_ in find_chinese(words, terms)], ["Replies", "Promise"])

    def test_rows(self):
        """Each thing has one row, in both languages, and is not called what is ruled out."""
        found = [form.casefold() for word in self.words for one in word.english for form in one]
        self.assertEqual(sorted(set(found)), sorted(found), "Words with two rows")
        ruled_out = [name for word in self.words for name in word.not_english]
        self.assertFalse({name.casefold() for name in ruled_out} & set(found))
        for word in self.words:
            with self.subTest(word=word.english):
                self.assertTrue(word.chinese)
                self.assertIn(len(word.chinese), (1, len(word.english)))

    def test_english(self):
        ruled_out = [name for word in self.words for name in word.not_english]
        terms = [(term.msgid, [place for place, _line in term.occurrences]) for term in self.terms]
        found = [one for one in find_english(ruled_out, terms) if one not in ENGLISH]
        self.assertFalse(found, "Words that docs/GLOSSARY.md rules out:\n" + lines(found))

    def test_guide(self):
        text = (PAGE.parent / "USER_GUIDE.md").read_text(encoding="utf-8")
        ruled_out = [name for word in self.words for name in word.not_english]
        found = find_english(ruled_out, [(line, ["code:"]) for line in text.splitlines()])
        self.assertFalse(found, "Words that docs/GLOSSARY.md rules out:\n" + lines(found))

    def test_chinese(self):
        terms = [(term.msgid, term.msgstr) for term in self.terms if term.msgid not in CHINESE]
        found = find_chinese(self.words, terms)
        self.assertFalse(found, "Chinese that is not the glossary's:\n" + lines(found))

    def test_ruled_out_in_chinese(self):
        ruled_out = [name for word in self.words for name in word.not_chinese]
        found = [
            (name, term.msgid[:60], term.msgstr[:80])
            for term in self.terms
            for name in ruled_out
            if name in term.msgstr and (name, term.msgid) not in ELSEWHERE
        ]
        self.assertFalse(found, "Chinese that docs/GLOSSARY.md rules out:\n" + lines(found))

    def test_exceptions_are_needed(self):
        """A permitted exception that no term needs any more is taken out."""
        texts = {term.msgid: term.msgstr for term in self.terms}
        needed = {
            *(one for one in ENGLISH if one[1] in texts),
            *(one for one in ELSEWHERE if one[0] in texts.get(one[1], "")),
            *(one for one, (chinese, _why) in CHINESE.items() if texts.get(one) == chinese),
        }
        self.assertEqual(needed, {*ENGLISH, *ELSEWHERE, *CHINESE})


def lines(found):
    return "\n".join(map(str, found))
