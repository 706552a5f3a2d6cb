"""Cells of workbooks, as the file says them: places, kinds, dates, texts, bounds."""

import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ....tools.base import xlsx_reader
from ....tools.base.xlsx_reader import Unfit, check_archive, read_sheet
from .test_hostile import make_workbook

TEXTS = (
    "<sst><si><t>one</t></si><si><r><t>two </t></r><r><t>parts</t></r></si>"
    "<si><t>said</t><rPh><t>spoken</t></rPh></si><si><t>ax005F_b</t></si><si/>"
    "<si><rPh><t>spoken</t></rPh><t>said after</t></si></sst>"
)
# Styles by place: a day, a number, a duration, a day of our own, an unknown format.
STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="201" formatCode="yyyy/mm/dd"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="1"/>'
    '<xf numFmtId="14"/><xf numFmtId="200"/><xf numFmtId="201"/><xf numFmtId="999"/></cellXfs>'
    '<others><xf numFmtId="14"/></others></styleSheet>'
)
DAY = datetime(2026, 3, 1)


@tagged("post_install", "-at_install")
class TestXlsxReader(BaseCase):
    def load(self, rows, max_rows=100, max_columns=50, **parts):
        parts = {"texts": TEXTS, "styles": STYLES, **parts}
        return read_sheet(make_workbook(rows, **parts), max_rows, max_columns)

    def refuse(self, rows, **more):
        """The code with which a workbook is refused, "" if it is read."""
        try:
            self.load(rows, **more)
        except Unfit as refusal:
            return refusal.args[0]
        return ""

    def test_places(self):
        one = "<c><v>1</v></c>"
        for rows, want in [
            (f"<row>{one}<c><v>2</v></c></row>", [[1, 2]]),
            (f"<row>{one}</row><row>{one}</row>", [[1], [1]]),
            (f'<row r="3">{one}</row><row>{one}</row>', [[], [], [1], [1]]),
            # A row whose number goes back is the next one.
            (f'<row r="2">{one}</row><row r="1">{one}</row>', [[], [1], [1]]),
            ('<row><c r="C1"><v>3</v></c><c><v>4</v></c></row>', [[None, None, 3, 4]]),
            ('<row><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row>', [[1, 2]]),
            ('<row><c r="b1"><v>2</v></c></row>', [[None, 2]]),
            (f'<row><c r="C1"/>{one}</row>', [[None, None, None, 1]]),
            (f"{one}<row>{one}</row>", [[1]]),
            ("<row/>", []),
        ]:
            with self.subTest(rows):
                self.assertEqual(self.load(rows).rows, want)

    def test_letters(self):
        for place, column in (("Z1", 25), ("AA1", 26), ("AZ9", 51), ("BA1", 52), ("AAA1", 702)):
            rows = self.load(f'<row><c r="{place}"><v>1</v></c></row>', max_columns=1000).rows
            self.assertEqual(len(rows[0]), column + 1)
        for place in ("AAAA1", "1", "$A$1", "A-1"):
            self.assertEqual(self.refuse(f'<row><c r="{place}"><v>1</v></c></row>'), "unreadable")

    def test_kinds(self):
        for cell, want in [
            ('<c t="s"><v>0</v></c>', "one"),
            ('<c t="s"><v>1</v></c>', "two parts"),
            ('<c t="s"><v>2</v></c>', "said"),
            ('<c t="s"><v>3</v></c>', "ab"),
            ('<c t="s"><v>4</v></c>', ""),
            ('<c t="s"><v>5</v></c>', "said after"),
            ('<c t="inlineStr"><is><t>in</t></is></c>', "in"),
            ('<c t="inlineStr"><is><r><t>in </t></r><r><t>two</t></r></is></c>', "in two"),
            ('<c t="str"><f>A1</f><v>x</v></c>', "x"),
            ('<c t="e"><v>#N/A</v></c>', "#N/A"),
            ('<c t="b"><v>1</v></c>', True),
            ('<c t="b"><v>0</v></c>', False),
            ('<c t="b"><v>false</v></c>', False),
            ("<c><v>12</v></c>", 12),
            ("<c><v>-12</v></c>", -12),
            ("<c><v>1.5</v></c>", 1.5),
            ("<c><v>1e3</v></c>", 1000.0),
            ("<c><v>1E3</v></c>", 1000.0),
            ("<c><v>soon</v></c>", "soon"),
            ("<c><v>123456789012345678</v></c>", 123456789012345678),
            ("<c><v>1234567890123456789</v></c>", 1.2345678901234568e18),
        ]:
            with self.subTest(cell):
                (((got,),), _formulas) = self.load(f"<row>{cell}</row>")
                self.assertEqual((got, type(got)), (want, type(want)))

    def test_days(self):
        for cell, want in [
            ('<c s="1"><v>46082</v></c>', DAY),
            ('<c s="3"><v>46082</v></c>', DAY),
            ('<c s="1"><v>46082.5</v></c>', DAY + timedelta(hours=12)),
            ('<c s="1"><v>0.5</v></c>', time(12)),
            ('<c s="2"><v>1.5</v></c>', timedelta(hours=36)),
            ('<c s="0"><v>46082</v></c>', 46082),
            ("<c><v>46082</v></c>", 46082),
            ('<c s="4"><v>46082</v></c>', 46082),
            ('<c s="5"><v>46082</v></c>', 46082),
            ('<c s="9"><v>46082</v></c>', 46082),
            ('<c s="x"><v>46082</v></c>', 46082),
            ('<c s="1"><v>99999999999</v></c>', "#VALUE!"),
        ]:
            with self.subTest(cell):
                self.assertEqual(self.load(f"<row>{cell}</row>").rows, [[want]])

    def test_the_first_style_holds_where_none_is_told(self):
        styles = '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
        self.assertEqual(self.load("<row><c><v>46082</v></c></row>", styles=styles).rows, [[DAY]])

    def test_days_counted_from_1904(self):
        book = (
            '<workbook xmlns:r="r"><workbookPr date1904="{}"/><sheets><sheet r:id="r1"/></sheets>'
            "</workbook>"
        )
        for mark, want in (("1", date(2026, 3, 1)), ("true", date(2026, 3, 1)), ("0", None)):
            (((got,),), _formulas) = self.load(
                '<row><c s="1"><v>44620</v></c></row>', book=book.format(mark)
            )
            self.assertEqual(got.date() if want else None, want, mark)

    def test_formulas(self):
        sheet = self.load(
            "<row><c><f>A2</f></c><c><f>A2</f><v>5</v></c><c><f>A2</f><v></v></c></row>"
            '<row><c r="B2"><f>A2</f></c><c/></row>'
        )
        self.assertEqual(sheet.rows, [[None, 5], []])
        self.assertEqual(sheet.formulas, {(0, 0), (0, 2), (1, 1)})

    def test_columns_beyond_the_last_are_left_out(self):
        rows = "<row><c><v>1</v></c><c><v>2</v></c><c><f>A1</f></c></row>"
        self.assertEqual(self.load(rows, max_columns=1), ([[1]], frozenset()))
        self.assertEqual(self.load(rows, max_columns=2).rows, [[1, 2]])
        self.assertEqual(self.load(rows, max_columns=3).formulas, {(0, 2)})

    def test_so_many_rows(self):
        rows = "<row><c><v>1</v></c></row>"
        self.assertEqual(self.refuse(rows * 3, max_rows=3), "")
        self.assertEqual(self.refuse(rows * 4, max_rows=3), "too_long")
        self.assertEqual(self.refuse('<row r="3"/>', max_rows=3), "")
        self.assertEqual(self.refuse('<row r="4"/>', max_rows=3), "too_long")
        # The number goes back, the rows count on.
        self.assertEqual(self.refuse('<row r="3"/><row r="1"/>', max_rows=3), "too_long")

    def test_the_first_sheet_with_a_cell(self):
        book = (
            '<workbook xmlns:r="r"><sheets><sheet r:id="r1"/><sheet r:id="r9"/>'
            '<sheet r:id="r4"/></sheets></workbook>'
        )
        links = "".join(
            f'<Relationship Id="r{number}" Type="x/worksheet" Target="worksheets/s{number}.xml"/>'
            for number in (1, 4)
        )
        sheet = "<worksheet><sheetData><row>{}</row></sheetData></worksheet>"
        for first, want in [
            ("", [[4]]),
            ("<c/>", [[4]]),
            ("<c><v>1</v></c>", [[1]]),
            ("<c><f>A1</f></c>", [[]]),
        ]:
            with self.subTest(first):
                others = {
                    "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
                    "xl/worksheets/s1.xml": sheet.format(first),
                    "xl/worksheets/s4.xml": sheet.format("<c><v>4</v></c>"),
                }
                self.assertEqual(self.load("", book=book, others=others.items()).rows, want)

    def test_a_book_of_nothing(self):
        self.assertEqual(self.load(""), ([], frozenset()))
        self.assertEqual(self.load("<row><c><v>1</v></c></row>", styles="").rows, [[1]])

    def test_how_much_is_read(self):
        """More than any ledger has, and what a server bears."""
        for name, most in [
            ("MAX_PARTS", 2000),
            ("MAX_SHEETS", 50),
            ("MAX_UNPACKED", 160 * 2**20),
            ("MAX_RATIO", 200),
            ("LARGE", 2**20),
            ("MAX_ARCHIVE", 400 * 2**20),
            ("MAX_TAGS", 14_000_000),
            ("MAX_TAG", 256 * 2**10),
            ("MAX_CELLS", 2_000_000),
            ("MAX_SIGNS", 40_000_000),
            ("MAX_CODES", 5000),
            ("MAX_FORMAT", 255),
            ("MAX_STYLES", 65_536),
            ("CHUNK", 64 * 2**10),
        ]:
            self.assertEqual(getattr(xlsx_reader, name), most, name)

    def test_bounds(self):
        cell = "<c><v>1</v></c>"
        for name, most, rows, code in [
            ("MAX_CELLS", 6 + 3, f"<row>{cell * 3}</row>", ""),
            ("MAX_CELLS", 6 + 3, f"<row>{cell * 4}</row>", "too_full"),
            ("MAX_CELLS", 5, "", "too_full"),
            ("MAX_SIGNS", 3, '<row><c t="s"><v>0</v></c></row>', ""),
            ("MAX_SIGNS", 2, '<row><c t="s"><v>0</v></c></row>', "too_full"),
            ("MAX_TAGS", 10, f"<row>{cell}</row>", "too_full"),
            ("MAX_UNPACKED", 400, f"<row>{cell}</row>", "too_packed"),
            ("MAX_TAG", 5, f"<row>{cell}</row>", "unreadable"),
            ("MAX_PARTS", 5, f"<row>{cell}</row>", ""),
            ("MAX_PARTS", 4, f"<row>{cell}</row>", "too_packed"),
            ("MAX_CODES", 1, f"<row>{cell}</row>", ""),
            ("MAX_CODES", 0, f"<row>{cell}</row>", "unreadable"),
            ("MAX_STYLES", 5, f"<row>{cell}</row>", ""),
            ("MAX_STYLES", 3, f"<row>{cell}</row>", "unreadable"),
        ]:
            with self.subTest(name=name, most=most), patch.object(xlsx_reader, name, most):
                self.assertEqual(self.refuse(rows), code)

    def test_the_bound_is_told(self):
        cell = "<row><c><v>1</v></c></row>"
        for name, most, told in (("MAX_UNPACKED", 400, 0), ("MAX_CELLS", 5, 5)):
            with patch.object(xlsx_reader, name, most), self.assertRaises(Unfit) as caught:
                self.load(cell)
            self.assertEqual(caught.exception.args[1], told)

    def test_tags_in_pieces(self):
        """A tag may lie in several chunks; the longest one decides, not all of them."""
        cell = "<row><c><v>1</v></c></row>"
        with patch.object(xlsx_reader, "CHUNK", 1):
            read = [most for most in range(40, 120) if self._reads(cell, most)]
        content = make_workbook(cell, texts=TEXTS, styles=STYLES)
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
        longest = max(len(piece) for part in parts for piece in part.split(b">"))
        self.assertEqual(read, list(range(longest + 1, 120)))

    def _reads(self, rows, most):
        with patch.object(xlsx_reader, "MAX_TAG", most):
            return not self.refuse(rows)

    def test_texts_are_cut(self):
        long = "x" * 1001
        sheet = self.load(
            f'<row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>{long}</t><t>y</t></is></c>'
            f'<c t="str"><v>{long}</v></c></row>',
            texts=f"<sst><si><t>{long}</t><t>y</t></si></sst>",
        )
        self.assertEqual([len(cell) for cell in sheet.rows[0]], [1000, 1000, 1000])

    def test_what_is_refused(self):
        doctype = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
        self.assertEqual(self.refuse(doctype), "unreadable")
        names = "".join(f"<a{number}/>" for number in range(1001))
        self.assertEqual(self.refuse(f"<row>{names}</row>"), "unreadable")
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("word/document.xml", "<x/>")
        with self.assertRaises(Unfit) as caught:
            read_sheet(stream.getvalue(), 9, 9)
        self.assertEqual(caught.exception.args, ("no_table", ""))


@tagged("post_install", "-at_install")
class TestArchive(BaseCase):
    def archive(self, pack, *sizes):
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", pack) as archive:
            for place, size in enumerate(sizes):
                archive.writestr(str(place), b"x" * size)
        return stream.getvalue()

    def refuse(self, content, **options):
        try:
            self.assertIs(check_archive(content, **options), content)
        except Unfit as refusal:
            return refusal.args[0]
        return ""

    def test_sizes(self):
        stored = self.archive(zipfile.ZIP_STORED, 60, 40)
        self.assertEqual(self.refuse(stored, most=100), "")
        self.assertEqual(self.refuse(stored, most=99), "too_packed")
        for most, told in ((2**20, 1), (3 * 2**20, 3)):
            with self.assertRaises(Unfit) as caught:
                check_archive(self.archive(zipfile.ZIP_STORED, most + 1), most)
            self.assertEqual(caught.exception.args, ("too_packed", told))
        large = self.archive(zipfile.ZIP_DEFLATED, 2**20 + 1)
        self.assertEqual(self.refuse(large), "too_packed")
        self.assertEqual(self.refuse(self.archive(zipfile.ZIP_DEFLATED, 2**20)), "")
        self.assertEqual(self.refuse(self.archive(zipfile.ZIP_STORED, 2**20 + 1)), "")

    def test_ways_of_packing(self):
        self.assertEqual(self.refuse(self.archive(zipfile.ZIP_BZIP2, 9)), "unreadable")
        locked = bytearray(self.archive(zipfile.ZIP_STORED, 9))
        place = locked.index(b"PK\x01\x02") + 8
        locked[place] |= 1
        self.assertEqual(self.refuse(bytes(locked)), "locked")
        locked[place] = 2
        self.assertEqual(self.refuse(bytes(locked)), "")
