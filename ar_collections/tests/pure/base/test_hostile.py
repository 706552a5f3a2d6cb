"""Everything that reads what people outside write takes time that grows with the text alone.

Each reader of ``tools/`` is a line of ``PARSERS``: a new one is added there, and the last test of
this file fails until it is. The bounds are far above what the readers take, and far below what
they took when their expressions were tried at each sign anew (minutes).
"""

import ast
import contextlib
import email
import io
import random
import time
import zipfile
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ....tools.base import alike, cells, css, paper, secrets, table_file, xlsx, xlsx_reader
from ....tools.channel import (
    answer,
    inline,
    outgoing,
    phone,
    placeholders,
    plain,
    refused,
    reply,
    reply_dates,
    reply_facts,
    reply_letter,
    report,
    sender_domain,
    sms,
    team,
    threats,
    webhook,
)
from ....tools.channel.reply_words import WORDS
from ....tools.check import receipts
from ....tools.credit import rating_file
from ....tools.dunning import rate_file
from ....tools.ledger import aging
from ....tools.portal import link
from ....tools.resolution import allocation
from ....tools.statement import ledger_file, matching, numbers
from ....tools.statement.differences import find_differences, suggest_sign
from ....tools.statement.entries import Entry

TOOLS = Path(cells.__file__).parents[1]
#: Signs of a hostile text, and seconds of the processor that a reader may take for it.
SIZE = 20_000
MOST = 0.6
#: How many times as long as for a quarter: 4 if the time grows with the text, 16 with its square.
MOST_GROWTH = 7
#: The same for a file of the largest size that is read.
MOST_FILE = 20.0


def parse_limits(text):
    with contextlib.suppress(aging.AgingLimitsError):
        aging.parse_limits(text)


def sanitize_alike(text):
    """The text as it stands, in a row of a table, and as many rows."""
    for one in (text, f"<table><tr><td>{text}</td></tr></table>", f"<tr>{text}</tr>" * 3):
        alike.sanitize(one, str)


def read_threats(text):
    """The text as the letter of a level, in one language after the other."""
    letters = [threats.Text("Letter", lang, text) for lang in threats.PATTERNS]
    threats.find_threats([threats.Step(texts=tuple(letters), next_measures=tuple(letters))])


def read_csv(text):
    """A ledger with the text in each of its columns."""
    quoted = '"' + text.replace('"', '""') + '"'
    raw = f"Date,Number,Amount,Text,Due\n2026-03-01,A,5,x,\n{','.join([quoted] * 5)}\n"
    table, _problems = table_file.read_table(raw.encode("utf-8", "replace"), "f")
    read_ledger(table)
    rating_file.read(b"customer,date,value\n" + raw.encode("utf-8", "replace"))


def read_table_of(text):
    """A ledger whose cells hold the text, as a workbook may give it."""
    rows = [["Date", "Number", "Debit", "Credit", "Text", "D/C"], [text] * 6, [1, text, 5, text]]
    read_ledger(table_file.Table(rows))
    read_ledger(table_file.Table([[text] * 6] * 3))


def read_ledger(table):
    if table:
        mapping = ledger_file.guess_mapping(table)
        ledger_file.find_column(table, 0, str(table.rows[0][0]))
        columns = dict(enumerate(("date", "number", "amount", "text", "due", "side", "currency")))
        forced = ledger_file.Mapping({key: place for place, key in columns.items()})
        for one in (mapping, ledger_file.complete_mapping(table, forced)):
            ledger_file.read_lines(table, one, date(2027, 1, 1), "EUR")


def match(text):
    # What comes from a file was cut before.
    ours = Entry(1, date(2026, 3, 1), 5, *[text[: 2 * cells.MAX_TEXT]] * 3)
    theirs = ours._replace(key=2, amount=7)
    result = matching.match([ours], [theirs])
    find_differences([ours], [theirs], result.matches)
    suggest_sign([ours], [ours])


#: Each reader by its module and name, as a function of a text.
PARSERS = {
    "answer.read_answer": lambda text: answer.read_answer("unknown", text),
    "answer.read_refused": answer.read_refused,
    "answer.say_answer": answer.say_answer,
    "aging.parse_limits": parse_limits,
    "alike.sanitize": sanitize_alike,
    "link.read_token": link.read_token,
    "phone.read": lambda text: phone.read(text, "BE"),
    "sms.measure": lambda text: sms.measure(sms.simplify(text)),
    "sms.is_stop": sms.is_stop,
    "sender_domain.domain_of": sender_domain.domain_of,
    "sender_domain.tags_of": sender_domain.tags_of,
    "sender_domain.read_spf": lambda text: sender_domain.read_spf((f"v=spf1 {text}",)),
    "sender_domain.read_dmarc": lambda text: sender_domain.read_dmarc((f"v=DMARC1; {text}",)),
    "sender_domain.read_dkim": lambda text: sender_domain.read_dkim((f"p={text}",)),
    "css.used_classes": css.used_classes,
    "css.without_bold": css.without_bold,
    "css.prune": lambda text: css.prune(text, {"a"}),
    "cells.clean": cells.clean,
    "cells.say": cells.say,
    "cells.to_date": lambda text: [cells.to_date(text, o) for o in ("dmy", "mdy")],
    "cells.to_amount": lambda text: [cells.to_amount(text, d) for d in ".,"],
    "cells.find_decimal": lambda text: cells.find_decimal([text]),
    "cells.find_date_order": lambda text: cells.find_date_order([text]),
    "inline.drop_pictures": lambda text: [
        inline.drop_pictures(one) for one in (text, f"<img {text}", f"<img data:image/{text}" * 9)
    ],
    "ledger_file.read_lines": read_table_of,
    "numbers.words": lambda text: numbers.words(Entry(1, date.max, 1, text, text, text)),
    "numbers.plain": numbers.plain,
    "numbers.forms": numbers.forms,
    "matching.match": match,
    "allocation.find_named": lambda text: allocation.find_named(text, {1: text, 2: "INV/1"}),
    "outgoing.find_problem": lambda text: [
        outgoing.find_problem(begin + text) for begin in ("", "https://", "https://a.example/")
    ],
    "outgoing.read_wait": lambda text: outgoing.read_wait(text, datetime(2026, 11, 30)),
    "paper.clean": lambda text: paper.clean(f"<main>{text}</main>", lambda address: None),
    "paper.clean_css": paper.clean_css,
    "paper.is_closed_drawing": lambda text: paper.is_closed_drawing(text.encode("utf8", "replace")),
    "threats.find_threats": read_threats,
    "placeholders.find_fault": lambda text: placeholders.find_fault(text, ("a",)),
    "placeholders.find_unknown_field": lambda text: placeholders.find_unknown_field(text, {"a"}),
    "plain.to_text": lambda text: plain.to_text(f"<p>{text}</p><tr><td>{text}</td></tr>{text}"),
    "refused.fold": refused.fold,
    "report.read_report": lambda text: report.read_report(
        email.message_from_string(
            f"Content-Type: message/delivery-status\n\nReporting-MTA: x\n\n"
            f"Final-Recipient: rfc822; {text}\nDiagnostic-Code: smtp; {text}\nStatus: {text}\n"
        )
    ),
    "reply_dates.find_days": lambda text: reply_dates.find_days(text[:4_000], date.max),
    "reply_facts.find_reference": lambda text: reply_facts.find_reference(text, text),
    "reply_letter.cut_quotes": reply_letter.cut_quotes,
    "reply_phrases.WORDS": lambda text: WORDS["de"]["paid"].search(text[:4_000]),
    "reply.read_reply": lambda text: [
        reply.read_reply(text, lang, date(2026, 11, 30)) for lang in ("fr", "zh")
    ],
    "receipts.find_payers": lambda text: receipts.find_payers(
        [receipts.Receipt(1, name=text[:500], text=text[:4_000])],
        [receipts.Payer(1, names=(text[:500], "Alpha Beta"), numbers=(text[:500],))],
    ),
    "rate_file.read": lambda text: rate_file.read(
        b"date,rate,source,checked\n" + text.encode("utf-8", "replace")
    ),
    "rating_file.read": lambda text: rating_file.read(text.encode("utf-8", "replace")),
    "team.build": lambda text: [
        team.build(kind, text, 0, team.Digest(text, text, (text,) * 3, (text,) * 3, "", text))
        for kind in team.ROBOTS
    ],
    "team.read_answer": lambda text: [
        team.read_answer(kind, 200, text.encode("utf-8", "replace")) for kind in team.ROBOTS
    ],
    "webhook.read_answer": lambda text: webhook.read_answer(400, text.encode("utf-8", "replace")),
    "secrets.hide": lambda text: secrets.hide(f"<p>{text} ?access_token={text}</p>", "link"),
    "xlsx.sheet_name": lambda text: xlsx.Book(io.BytesIO())._free_name(text),
    "table_file.decode": lambda text: [
        table_file.decode(text.encode(encoding, "replace")) for encoding in ("utf8", "gb18030")
    ],
    "table_file.read_table": read_csv,
    "xlsx_reader.read_sheet": lambda text: table_file.read_table(
        make_workbook(
            f'<row r="{escape(text)}"><c r="{escape(text)}" t="inlineStr"><is><t>{escape(text)}'
            f'</t></is></c></row><row><c><v>{escape(text)}</v></c><c t="s"><v>0</v></c></row>',
            texts=f"<sst><si><t>{escape(text)}</t></si></sst>",
            styles=f'<styleSheet><numFmt numFmtId="170" formatCode="{escape(text)}"/>'
            '<cellXfs><xf numFmtId="170"/></cellXfs></styleSheet>',
        )
    ),
}
#: Hostile texts: what an expression of repetitions tries at each sign, to the end.
TEXTS = {
    "digits": "1",
    "blanks": " ",
    "letters": "a",
    "points": ".",
    "commas": ",",
    "minus": "-",
    "opening": "(",
    "closing": ")",
    "quotes": '"',
    "apostrophes": "'",
    "brackets": "[",
    "braces": "{",
    "placeholders": "{{ a",
    "equals": "=",
    "mixed": "1 a",
    "groups": "1,234",
    "dotted": "1.",
    "years": "2026 年",
    "dates": "1-1-2026 ",
    "words": "a1 ",
    "marks": "a-1_",
    "combining": "\u0315\u0300\u0327",
    "expanding": "\ufdfa",
    "wide": "１",
    "tags": "<a ",
    "scripts": "<script src=",
    "links": '<link href="/web/assets/a',
    "entities": "&lt;",
    "comments": "/*",
    "stars": "*/ /",
    "urls": "url(",
    "urls in quotes": 'url("',
    "at": "@import ",
    "rules": "a{",
    "media": "@media{",
    "classes": 'class="',
    "escapes": "\\75",
    "rows": "1\n",
    "returns": "\r",
    "tabs": "\t",
    "semicolons": ";",
    "pipes": "|",
    "zeros": "0",
    "e": "1e9",
    "comment tags": "<!--",
    "open tags": "<b>",
    "unknown": "<blink>x",
    "gone": "<script></script>x",
    "images": '<img src="x">',
    "styles": '<p style="a:url(b)">',
    "svg": "<svg><g>",
}


def spend(function, *arguments):
    """Seconds of the processor that a call takes; other work on the machine does not count."""
    start = time.process_time()
    function(*arguments)
    return time.process_time() - start


def find_slow(function, argument, most):
    """Seconds for a text and for its last quarter, if the whole takes longer than ``most`` and
    more than its share: a slow machine is slow with both, a time that explodes is not."""
    whole = spend(function, argument)
    if whole < most:
        return []
    part = argument[-(len(argument) // 4) :]
    whole, quarter = (min(spend(function, one) for _ in range(3)) for one in (argument, part))
    return [whole, quarter] if whole >= most and whole > MOST_GROWTH * quarter else []


def escape(text):
    """A text as it stands in XML; signs that cannot stand there are left out."""
    text = "".join(sign for sign in text if sign >= " " or sign in "\t\n")
    text = text.encode("utf-8", "ignore").decode()
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def make_workbook(sheet, texts="", styles="", book="", others=(), pack=zipfile.ZIP_DEFLATED):
    """A workbook of parts as they are given; ``sheet`` are its rows."""
    link = '<Relationship Id="r{0}" Type="x/{1}" Target="{2}"/>'
    sheets = book or '<workbook xmlns:r="r"><sheets><sheet r:id="r1"/></sheets></workbook>'
    rows = f"<worksheet><sheetData>{sheet}</sheetData></worksheet>"
    parts = {
        "xl/workbook.xml": sheets,
        "xl/_rels/workbook.xml.rels": "<Relationships>{}{}{}</Relationships>".format(
            link.format(1, "worksheet", "worksheets/sheet1.xml"),
            link.format(2, "styles", "styles.xml"),
            link.format(3, "sharedStrings", "/xl/sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet if isinstance(sheet, bytes) else rows,
        "xl/sharedStrings.xml": texts,
        "xl/styles.xml": styles,
        **dict(others),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", pack, compresslevel=1 if pack else None) as archive:
        for name, content in parts.items():
            if content:
                archive.writestr(name, content)
    return stream.getvalue()


def say_problem(content):
    """The code of what is wrong with a file, "" where it was read."""
    table, problems = table_file.read_table(content, "f")
    read_ledger(table)
    return problems[0].code if problems else ""


@tagged("post_install", "-at_install")
class TestHostileTexts(BaseCase):
    def test_time_grows_with_the_text(self):
        for name, parse in PARSERS.items():
            for kind, text in TEXTS.items():
                for end in ("!", "1"):
                    with self.subTest(f"{name}: {kind} {end!r}"):
                        whole = (text * SIZE)[:SIZE] + end
                        self.assertFalse(find_slow(parse, whole, MOST))

    def test_what_is_longer_than_a_figure_is_none(self):
        self.assertIsNone(cells.to_amount("1" * 61))
        self.assertIsNone(cells.to_amount("1" * 5000))
        self.assertEqual(cells.to_amount("EUR" + " " * 300 + "1,234.50"), 1234.5)
        self.assertEqual(cells.to_date("1.3.2026" + " x" * 300), date(2026, 3, 1))
        self.assertIsNone(cells.to_date("1 Jan" + "-" * 60 + "26"))
        self.assertIsNone(cells.to_date("9" * 5000))
        self.assertEqual(len(cells.clean("é" * 9999)), cells.MAX_TEXT)

    def test_each_module_that_parses_has_its_line(self):
        """Whatever uses an expression or a parser is in the table above."""
        parsing = {"re", "csv", "zipfile", "lxml", "xml", "openpyxl"}
        named = {name.partition(".")[0] for name in PARSERS}
        for path in sorted(TOOLS.rglob("*.py")):
            tree = ast.parse(path.read_text())
            used = set()
            for node in ast.walk(tree):
                if isinstance(node, ast.Import):
                    used |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    used.add(node.module.partition(".")[0])
            with self.subTest(path.name):
                self.assertTrue(not used & parsing or path.stem in named, "Add it to PARSERS")


@tagged("post_install", "-at_install")
class TestHostileFiles(BaseCase):
    def _check(self, content, code, most=MOST_FILE):
        """A file is refused with ``code``, or read where that is "", in its time; None: either."""
        codes = []
        seconds = spend(lambda: codes.append(say_problem(content)))
        if code is not None:
            self.assertEqual(codes, [code])
        self.assertLess(seconds, most)

    def test_bombs(self):
        row = "<row>" + "<c/>" * 100 + "</row>"
        noise = random.Random(1).randbytes(200_000).hex()
        mixed = "".join(f"{row}<!--{noise[place : place + 60]}-->" for place in range(300))
        cases = {
            "blanks": (make_workbook(" " * 3_000_000), "too_packed"),
            "blanks, well packed": (make_workbook(mixed + noise * 6), "too_packed"),
            "cells": (make_workbook(mixed), "too_full"),
            "one row": (make_workbook(f"<row>{'<c/>' * 30_000}</row>"), "too_full"),
            "tags": (make_workbook("<a/>" * 250_000), "too_full"),
            "a tag": (make_workbook(f'<row a="{noise}"/>'), "unreadable"),
            "an open tag": (make_workbook(f'<row a="{noise}{noise}'), "unreadable"),
            "texts": (make_workbook("<row/>", texts=f"<sst>{'<si/>' * 30_000}</sst>"), "too_full"),
            "a far row": (make_workbook('<row r="200000000"><c><v>1</v></c></row>'), "too_long"),
            "a longer row number": (make_workbook(f'<row r="{"9" * 5000}"/>'), "empty"),
            "a far column": (make_workbook('<row r="9"><c r="XFD1"><v>1</v></c></row>'), "empty"),
            "no column": (make_workbook('<row><c r="ZZZZZZ1"><v>1</v></c></row>'), "unreadable"),
            "no text": (make_workbook('<row><c t="s"><v>5</v></c></row>'), "unreadable"),
            "a long number": (make_workbook(f"<row><c><v>{'9' * 9000}</v></c></row>"), "no_table"),
        }
        # Bounds a hundredth of the real ones, so that the files are made at once.
        small = {"MAX_CELLS": 20_000, "MAX_TAGS": 200_000, "MAX_UNPACKED": 2 * 1024 * 1024}
        with patch.multiple(xlsx_reader, **small):
            for name, (content, code) in cases.items():
                with self.subTest(name):
                    self._check(content, code, most=1.0)

    def test_a_bomb_of_full_size(self):
        """What is unpacked of 28 million cells in 700 kB ends with the bound on cells."""
        row = "<row>" + "<c/>" * 1000 + "</row>"
        self._check(make_workbook(row * 28_000), "too_full", most=6.0)

    def test_many_parts(self):
        sheets = '<sheet r:id="r1"/>' * 20_000
        book = f'<workbook xmlns:r="r"><sheets>{sheets}</sheets></workbook>'
        self._check(make_workbook("<row/>", book=book), "empty", most=3.0)
        parts = [(f"p{number}", "x") for number in range(5000)]
        self._check(make_workbook("<row/>", others=parts), "too_packed", most=1.0)

    def test_texts_that_cells_share(self):
        """One text of the worst kind in very many cells."""
        text = "\u0315\u0300\u0327" * 333
        shared = f"<sst><si><t>{text}</t></si></sst>"
        row = "<row>" + '<c t="s"><v>0</v></c>' * 5 + "</row>"
        self._check(make_workbook(row * 50_000, texts=shared), "too_full")

    def test_entities(self):
        """A document type in any part that is read, in any encoding; nothing is looked up."""
        doctype = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
        part = (
            doctype
            + "<worksheet><sheetData><row><c><v>&a;&b;</v></c></row></sheetData></worksheet>"
        )
        head = '<?xml version="1.0" encoding="{}"?>'
        for encoding in ("utf-8", "utf-16", "latin-1", "utf-7", "cp037", "utf-32", "cp1252"):
            with self.subTest(encoding):
                raw = (head.format(encoding) + part).encode(encoding)
                self._check(make_workbook(raw), "unreadable", most=1.0)
        for place in ("texts", "styles", "book"):
            with self.subTest(place):
                workbook = make_workbook("<row/>", **{place: doctype + "<x/>"})
                self._check(workbook, "unreadable", most=1.0)

    def test_archives_that_are_none(self):
        good = make_workbook("<row><c><v>1</v></c><c><v>2</v></c></row>")
        self._check(good, "")
        for pack in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
            self._check(make_workbook("<row/>", pack=pack), "unreadable")
        locked = bytearray(good)
        for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
            start = locked.find(mark)
            locked[start + place] |= 1
        self._check(bytes(locked), "locked")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("hello.txt", "x")
        self._check(stream.getvalue(), "no_table")

    def test_tables_of_text(self):
        cases = {
            "one line of cells": (b"a,b\n" + b"," * 19_000_000, "too_full"),
            "lines": (b"a,b\n" + b"\n" * 19_000_000, "too_long"),
            "no UTF-16": (b"\xff\xfe" + b"a," * 5_000_000 + b"x", "unreadable"),
            "zeros": (b"a,b\0" * 1_000_000, "no_table"),
            # These are tables with a very long cell, of which the beginning is kept; Python's own
            # bound on cells, which others may have moved, refuses some of them.
            "one cell": (b"a,b\n" + b"x" * 19_000_000, None),
            "an open quote": (b'a,b\n"' + b"x,\n" * 1_000_000, None),
            "quotes": (b"a,b\n" + b'"' * 19_000_000, None),
            "not quite Chinese": (b"a,b\n" + b"\x81\x39\xfe\x39" * 4_000_000, None),
        }
        for name, (content, code) in cases.items():
            with self.subTest(name):
                self._check(content, code, most=3.0)

    def test_a_large_ledger_is_read(self):
        """What a rightful file may hold goes on being read: 20,000 lines of 20 columns."""
        row = ";".join(["2026-03-01", "INV/2026/00{0}", "1.234,50", "Text {0}"] + ["x"] * 16)
        lines = [";".join(["Datum", "Nummer", "Betrag", "Text"] + ["Rest"] * 16)]
        lines += [row.format(number) for number in range(20_000)]
        codes = []
        seconds = spend(lambda: codes.append(say_problem("\n".join(lines).encode())))
        self.assertEqual(codes, [""])
        self.assertLess(seconds, MOST_FILE)

    def test_ledgers_that_match_badly(self):
        """Sums and numbers are searched within a count, whatever the lines are."""
        count, day = 3000, date(2026, 3, 1)
        noise = random.Random(1)

        def rows(amount, text=lambda number: ""):
            return [
                Entry((amount, number), day, amount(number), text=text(number))
                for number in range(count)
            ]

        def many(number):
            return " ".join(str(noise.randint(1000, 99_999_999)) for _word in range(8))

        cases = {
            "nothing is small enough": (rows(lambda n: 1000 + n), rows(lambda n: 10**9 + n)),
            "everything is": (rows(lambda n: 10**9 + 2 * n + 1), rows(lambda n: 2 * (n + 500))),
            "credits": (rows(lambda n: -(10**9) - 2 * n - 1), rows(lambda n: -2 * (n + 500))),
            "too many sums": (rows(lambda n: 60), rows(lambda n: 10)),
            "all alike": (rows(lambda n: 60, lambda n: "N1"), rows(lambda n: 60, lambda n: "N1")),
            "texts of numbers": (rows(lambda n: 60 + n, many), rows(lambda n: 10**9 + n, many)),
        }
        for name, (ours, theirs) in cases.items():
            with self.subTest(name):
                self.assertLess(spend(matching.match, ours, theirs), 3.0)


if find_spec("hypothesis"):
    from hypothesis import given, settings
    from hypothesis import strategies as st

    SIGNS = "01 9.,;:()[]{}<>'\"-+−eE/\\*@#&=_|~aSÄ年１\u0300\u0315\ufdfa\t\n\r\0"
    PIECES = st.text(st.sampled_from(SIGNS), min_size=1, max_size=6)
    GOOD = make_workbook(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="A2" s="0"><v>46082</v></c><c t="inlineStr"><is><t>x</t></is></c>'
        '<c t="b"><v>1</v></c><c><f>A1</f></c></row>',
        texts="<sst><si><t>Date</t></si></sst>",
        styles='<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>',
        pack=zipfile.ZIP_STORED,
    )

    @tagged("post_install", "-at_install")
    class TestHostileGenerated(BaseCase):
        @settings(max_examples=15, deadline=None, derandomize=True)
        @given(st.lists(PIECES, min_size=1, max_size=3), PIECES)
        def test_time_grows_with_the_text(self, pieces, end):
            text = "".join(pieces)
            whole = (text * (SIZE // len(text)))[:SIZE] + end
            for name, parse in PARSERS.items():
                self.assertFalse(find_slow(parse, whole, MOST), name)

        @settings(max_examples=150, deadline=None, derandomize=True)
        @given(
            st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(max_size=3)), max_size=8)
        )
        def test_a_broken_workbook_is_a_problem(self, changes):
            raw = bytearray(GOOD)
            for place, new in changes:
                raw[place : place + len(new)] = new
            table_file.read_table(bytes(raw), "f")

        @settings(max_examples=100, deadline=None, derandomize=True)
        @given(st.text(max_size=200), st.text(max_size=200))
        def test_a_broken_part_is_a_problem(self, sheet, texts):
            workbook = make_workbook(
                f"<row>{sheet}</row>".encode("utf-8", "replace"),
                texts=texts.encode("utf-8", "replace"),
            )
            read_ledger(table_file.read_table(workbook, "f")[0])

        @settings(max_examples=150, deadline=None, derandomize=True)
        @given(st.binary(max_size=300))
        def test_any_bytes_are_a_table_or_a_problem(self, content):
            read_ledger(table_file.read_table(content, "f")[0])
            rating_file.read(content)
