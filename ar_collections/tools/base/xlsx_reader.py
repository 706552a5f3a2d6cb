"""The cells of a workbook (XLSX) that somebody sent. Pure: bytes in, rows out.

A reader of our own, because what comes from outside is read under bounds: what is read is
parsed once, as a stream, and the first bound that is passed ends it. Sizes and ratios are looked
at in the directory of the archive before anything is unpacked, and only the parts that hold
cells are. Workbooks have no document type, so a part with one (entities) is refused.
"""

import io
import posixpath
import zipfile
from collections import Counter
from typing import NamedTuple
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from .cells import MAX_TEXT

#: Parts of the archive, and sheets that are looked at for the first cell.
MAX_PARTS = 2000
MAX_SHEETS = 50
#: Bytes of the parts that are read, unpacked; how much smaller a large one may be packed.
MAX_UNPACKED = 160 * 1024 * 1024
MAX_RATIO = 200
LARGE = 1024 * 1024
#: Bytes of all parts, those that are not read (images) included.
MAX_ARCHIVE = 400 * 1024 * 1024
#: Tags of all parts that are read, and bytes without the end of one.
MAX_TAGS = 14_000_000
MAX_TAG = 256 * 1024
#: Cells that are written, with and without a value, and the signs of all their texts.
MAX_CELLS = 2_000_000
MAX_SIGNS = 40_000_000
#: Formats of numbers, their signs, and styles: what spreadsheet programs can have.
MAX_CODES = 5000
MAX_FORMAT = 255
MAX_STYLES = 65_536
CHUNK = 64 * 1024


class Unfit(Exception):
    """The workbook is not read. ``args``: a code (no_table, unreadable, locked, too_long,
    too_packed, too_full) and the bound, as text."""


class Sheet(NamedTuple):
    """Rows of cells, each as long as what is written in it, and the places (row, column) of the
    formulas whose result is not in the file."""

    rows: list
    formulas: frozenset


def read_sheet(content, max_rows, max_columns):
    """The first sheet of a workbook that has any cell.

    :param content: bytes
    :param max_rows: more rows are refused; cells beyond ``max_columns`` are left out
    :raise Unfit: it is no workbook, or passes a bound
    """
    with zipfile.ZipFile(io.BytesIO(check_archive(content))) as archive:
        book = _Book(archive)
        for path in book.sheets[:MAX_SHEETS]:
            sheet = book.read_part(path, _SheetReader(book, max_rows, max_columns))
            if sheet.has_cells:
                return Sheet(sheet.rows, frozenset(sheet.formulas))
    return Sheet([], frozenset())


def check_archive(content, most=MAX_ARCHIVE):
    """``content`` if it is an archive of a usual number of parts, packed in the usual ways.

    :param most: bytes of all parts, unpacked
    :raise Unfit: it is not; nothing has been unpacked then
    """
    # Counted before the directory is read: reading it takes a second for each hundred thousand.
    if content.count(b"PK\x01\x02") > MAX_PARTS:
        raise Unfit("too_packed", MAX_UNPACKED // LARGE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        for part in parts:
            if part.flag_bits & 1:
                raise Unfit("locked", "")
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Unfit("unreadable", "")
            if part.file_size > LARGE and part.file_size > MAX_RATIO * part.compress_size:
                raise Unfit("too_packed", MAX_UNPACKED // LARGE)
        if sum(part.file_size for part in parts) > most:
            raise Unfit("too_packed", most // LARGE)
    return content


class _Book:
    """What a workbook says of itself: its sheets, its texts, which styles are dates."""

    def __init__(self, archive):
        self.archive = archive
        self.names = set(archive.namelist())
        self.left = Counter(bytes=MAX_UNPACKED, tags=MAX_TAGS, cells=MAX_CELLS, signs=MAX_SIGNS)
        if "xl/workbook.xml" not in self.names:
            raise Unfit("no_table", "")
        workbook = self.read_part("xl/workbook.xml", _WorkbookReader())
        links = self._read_if("xl/_rels/workbook.xml.rels", _LinkReader()).links
        self.epoch = CALENDAR_MAC_1904 if workbook.mac else CALENDAR_WINDOWS_1900
        paths = [links[id_][1] for id_ in workbook.ids if links.get(id_, [""])[0] == "worksheet"]
        self.sheets = [path for path in paths if path in self.names]
        known = dict(links.values())
        styles = self._read_if(known.get("styles", "xl/styles.xml"), _StyleReader())
        self.dates, self.durations = styles.find_dates()
        texts = known.get("sharedStrings", "xl/sharedStrings.xml")
        self.texts = self._read_if(texts, _TextReader(self)).texts

    def take(self, what, count, code):
        """Use up some of a bound.

        :raise Unfit: with ``code``, where nothing of it is left
        """
        self.left[what] -= count
        if self.left[what] < 0:
            bounds = {"too_packed": MAX_UNPACKED // LARGE, "too_full": MAX_CELLS}
            raise Unfit(code, bounds[code])

    def _read_if(self, path, reader):
        return self.read_part(path, reader) if path in self.names else reader

    def read_part(self, path, reader):
        """``reader`` after it has read a part of the archive."""
        if self.archive.getinfo(path).file_size > self.left["bytes"]:
            raise Unfit("too_packed", MAX_UNPACKED // LARGE)
        parser = reader.make_parser()
        run = 0
        with self.archive.open(path) as part:
            while chunk := part.read(CHUNK):
                self.take("bytes", len(chunk), "too_packed")
                self.take("tags", chunk.count(b"<"), "too_full")
                # Of a tag without an end the parser would read all again with each chunk.
                ends = chunk.find(b">")
                if run + (len(chunk) if ends < 0 else ends) > MAX_TAG:
                    raise Unfit("unreadable", "")
                run = run + len(chunk) if ends < 0 else len(chunk) - chunk.rfind(b">")
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
        return reader


class _Reader:
    """Reads a part: ``start_<name>`` and ``end_<name>`` are called for elements of that name,
    whatever their namespace is called; ``text`` is what stands in the innermost one that
    collects."""

    def __init__(self):
        self.text = None
        self.length = 0
        self._starts, self._ends = {}, {}

    def make_parser(self):
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        return parser

    def _refuse(self, *_doctype):
        raise Unfit("unreadable", "")

    def _start(self, name, attributes):
        if name not in self._starts:
            self._learn(name)
        if handler := self._starts[name]:
            handler(attributes)

    def _end(self, name):
        if handler := self._ends[name]:
            handler()

    def _learn(self, name):
        # A part of made up names must not be kept in memory; a real one has dozens.
        if len(self._starts) > 1000:
            raise Unfit("unreadable", "")
        local = name.rpartition(":")[2]
        self._starts[name] = getattr(self, f"start_{local}", None)
        self._ends[name] = getattr(self, f"end_{local}", None)

    def _characters(self, text):
        if self.text is not None and self.length < MAX_TEXT:
            self.text.append(text)
            self.length += len(text)

    def collect(self, _attributes=None):
        self.text, self.length = [], 0

    def collected(self):
        """What was collected, cut to what is kept."""
        text, self.text = "".join(self.text or ())[:MAX_TEXT], None
        return text


class _WorkbookReader(_Reader):
    def __init__(self):
        super().__init__()
        self.ids, self.mac = [], False

    def start_workbookPr(self, attributes):
        self.mac = attributes.get("date1904") in ("1", "true", "on")

    def start_sheet(self, attributes):
        for name, value in attributes.items():
            if name.rpartition(":")[2] == "id":
                self.ids.append(value)


class _LinkReader(_Reader):
    def __init__(self):
        super().__init__()
        self.links = {}

    def start_Relationship(self, attributes):
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "")[:MAX_TEXT]
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        self.links[attributes.get("Id")] = (kind, posixpath.normpath(path))


class _StyleReader(_Reader):
    def __init__(self):
        super().__init__()
        self.codes, self.styles, self.inside = {}, [], False

    def start_numFmt(self, attributes):
        if len(self.codes) > MAX_CODES:
            raise Unfit("unreadable", "")
        code = attributes.get("formatCode", "")[:MAX_FORMAT]
        self.codes[_to_int(attributes.get("numFmtId"))] = code

    def start_cellXfs(self, _attributes):
        self.inside = True

    def end_cellXfs(self):
        self.inside = False

    def start_xf(self, attributes):
        if len(self.styles) > MAX_STYLES:
            raise Unfit("unreadable", "")
        if self.inside:
            self.styles.append(_to_int(attributes.get("numFmtId")))

    def find_dates(self):
        """(numbers of the styles that show dates, of those that show durations)."""
        formats = {
            number: self.codes.get(number, BUILTIN_FORMATS.get(number))
            for number in set(self.styles)
        }
        dates = {number for number, code in formats.items() if is_date_format(code)}
        durations = {number for number, code in formats.items() if is_timedelta_format(code)}
        return (
            {place for place, number in enumerate(self.styles) if number in dates},
            {place for place, number in enumerate(self.styles) if number in durations},
        )


class _TextReader(_Reader):
    """The texts of cells, which stand in a part of their own."""

    def __init__(self, book):
        super().__init__()
        self.book = book
        self.texts, self.parts, self.reading = [], [], False

    def start_si(self, _attributes):
        self.parts, self.reading = [], True
        self.book.take("cells", 1, "too_full")

    def start_rPh(self, _attributes):
        # How a text is pronounced is no part of it.
        self.reading = False

    def end_rPh(self):
        self.reading = True

    def start_t(self, _attributes):
        if self.reading:
            self.collect()

    def end_t(self):
        if self.reading:
            self.parts.append(self.collected())

    def end_si(self):
        self.texts.append("".join(self.parts)[:MAX_TEXT].replace("x005F_", ""))
        self.reading = False


class _SheetReader(_Reader):
    def __init__(self, book, max_rows, max_columns):
        super().__init__()
        self.book, self.max_rows, self.max_columns = book, max_rows, max_columns
        self.rows, self.formulas, self.has_cells = [], set(), False
        self.row, self.column = None, -1
        self.kind = self.style = self.value = None
        self.formula = False
        self.places = {}

    def start_row(self, attributes):
        number = _to_int(attributes.get("r")) or len(self.rows) + 1
        if max(number, len(self.rows) + 1) > self.max_rows:
            raise Unfit("too_long", self.max_rows)
        # Rows that are not in the file are empty; a number that goes back counts on.
        self.rows += [[] for _missing in range(number - len(self.rows))] or [[]]
        self.row, self.column = self.rows[-1], -1

    def start_c(self, attributes):
        self.book.take("cells", 1, "too_full")
        place = attributes.get("r")
        self.column = self._find_column(place) if place else self.column + 1
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s")
        self.value, self.formula = None, False

    def _find_column(self, place):
        letters = place.rstrip("0123456789$")
        if letters not in self.places:
            number = 0
            for letter in letters[:4]:
                number = number * 26 + ord(letter.upper()) - 64
            if not number or not letters.isalpha() or len(letters) > 3:
                raise Unfit("unreadable", "")
            self.places[letters] = number - 1
        return self.places[letters]

    def start_f(self, _attributes):
        self.formula = True

    start_v = _Reader.collect

    def end_v(self):
        self.value = self.collected() or None

    def start_is(self, _attributes):
        self.value = ""

    def start_t(self, _attributes):
        if self.kind == "inlineStr":
            self.collect()

    def end_t(self):
        if self.kind == "inlineStr":
            self.value = ((self.value or "") + self.collected())[:MAX_TEXT]

    def end_c(self):
        if self.row is None or self.column >= self.max_columns:
            return
        value = None if self.value is None else self._read_value()
        if value is None:
            if self.formula:
                self.has_cells = True
                self.formulas.add((len(self.rows) - 1, self.column))
            return
        if isinstance(value, str):
            self.book.take("signs", len(value), "too_full")
        self.has_cells = True
        missing = self.column + 1 - len(self.row)
        if missing > 0:
            self.row.extend([None] * missing)
        self.row[self.column] = value

    def _read_value(self):
        kind, text = self.kind, self.value
        if kind == "s":
            return self.book.texts[int(text[:10])]
        if kind == "n":
            return self._read_number(text)
        if kind == "b":
            return text not in ("0", "false")
        return text

    def _read_number(self, text):
        whole = len(text) < 19 and not any(sign in text for sign in ".eE")
        try:
            number = int(text) if whole else float(text)
        except ValueError:
            return text
        style = _to_int(self.style) if self.style else 0
        if style not in self.book.dates:
            return number
        try:
            return from_excel(number, self.book.epoch, timedelta=style in self.book.durations)
        except (OverflowError, ValueError):
            return "#VALUE!"


def _to_int(text):
    """The number of an attribute, 0 where it is none."""
    return int(text) if text and len(text) < 10 and text.isdecimal() else 0
