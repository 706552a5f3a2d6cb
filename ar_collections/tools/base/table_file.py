"""A table from a file that somebody sent, pure: bytes in, cells and problems out.

Files come from customers and agencies, so nothing is taken for granted: everything has a
bound, and what passes it gets a problem whose code ends in a sentence.
"""

import contextlib
import csv
import io
import struct
import zipfile
import zlib
from itertools import islice
from typing import NamedTuple
from xml.parsers.expat import ExpatError

from .cells import MAX_TEXT, clean
from .xlsx_reader import MAX_CELLS, Unfit, read_sheet

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
HEAD_ROWS = 40
#: Foreign signs by which an encoding is judged.
SAMPLE = 20_000


class Table(NamedTuple):
    """Cells of a file. ``formulas`` are places of formulas whose result is not in the file."""

    rows: list
    kind: str = "csv"
    encoding: str = ""
    delimiter: str = ""
    formulas: frozenset = frozenset()


class Problem(NamedTuple):
    """What is wrong in a row (0: the file). ``code``: too_big, too_long, too_packed, too_full,
    unreadable, locked, old_excel, no_table, empty of a file; no_column, no_date, bad_date,
    date_range, no_amount, bad_amount, both_sides, bad_side, formula of a row."""

    row: int
    column: str
    code: str
    text: str = ""


def read_table(content, filename=""):
    """The cells of a CSV or XLSX file.

    :param content: bytes
    :return: (``Table`` or None, list of ``Problem``)
    """
    try:
        table = _read_any(content)
    except Unfit as refusal:
        code, bound = refusal.args
        return None, [Problem(0, filename, code, str(bound))]
    except (
        ValueError,
        LookupError,
        ArithmeticError,
        RuntimeError,
        EOFError,
        OSError,
        csv.Error,
        struct.error,
        zlib.error,
        zipfile.BadZipFile,
        ExpatError,
    ):
        return None, [Problem(0, filename, "unreadable")]
    if not any(clean(cell) for row in table.rows for cell in row):
        return None, [Problem(0, filename, "empty")]
    if not any(_is_filled(row) for row in table.rows):
        return None, [Problem(0, filename, "no_table")]
    return table, []


def _is_filled(row):
    """Whether a row has two cells with something in them."""
    return len(row) > 1 and len(list(islice(filter(clean, row), 2))) == 2


def _read_any(content):
    if len(content) > MAX_BYTES:
        raise Unfit("too_big", MAX_BYTES // 1024 // 1024)
    if not content.strip():
        raise Unfit("empty", "")
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise Unfit("old_excel", "")
    if content[:2] == b"PK":
        sheet = read_sheet(content, MAX_ROWS, MAX_COLUMNS)
        return Table(sheet.rows, "xlsx", formulas=sheet.formulas)
    return _read_csv(content)


def _read_csv(content):
    text, encoding = decode(content)
    if "\0" in text or content[:5] == b"%PDF-" or content[:6].lstrip().lower() == b"<html>":
        raise Unfit("no_table", "")
    delimiter = _find_delimiter(text)
    if text.count(delimiter) > MAX_CELLS:
        raise Unfit("too_full", MAX_CELLS)
    rows = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        rows.append([cell[:MAX_TEXT] for cell in row[:MAX_COLUMNS]])
        if len(rows) > MAX_ROWS:
            raise Unfit("too_long", MAX_ROWS)
    return Table(rows, "csv", encoding, delimiter, frozenset(_take_formulas(rows)))


def _take_formulas(rows):
    """The places of formulas, which are emptied. ``="00123"`` only keeps the zeros; anything
    else would have to be calculated."""
    formulas = set()
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell.startswith("="):
                kept = len(cell) > 2 and cell[1] == '"' == cell[-1]
                row[column] = cell[2:-1] if kept else None
                if not kept:
                    formulas.add((place, column))
    return formulas


def usual_decimal(table):
    """The decimal sign where no cell tells: semicolons part cells where the comma is taken."""
    return "," if table.delimiter == ";" else "."


def column_cells(table, place, start):
    """The cells of a column from row ``start`` (0 = the first) on."""
    return [row[place] for row in table.rows[start:] if place < len(row)]


def decode(content):
    """(text, encoding) of bytes: by their mark, else the first of UTF-8, GB18030 and
    Windows-1252 (Latin-1) that they make sense in."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding), encoding.removesuffix("-sig")
    with contextlib.suppress(UnicodeDecodeError):
        return content.decode("utf-8"), "utf-8"
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    # Nearly any Latin-1 text is also some GB18030, but of signs that nobody writes.
    signs = list(islice((sign for sign in text if ord(sign) > 127), SAMPLE))
    common = sum(1 for sign in signs if _is_gb2312(sign))
    if signs and common >= 0.8 * len(signs):
        return text, "gb18030"
    try:
        return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"


def _is_gb2312(sign):
    try:
        return bool(sign.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _find_delimiter(text):
    """The sign that parts most lines of the beginning into the same number of cells."""
    lines = [line for line in text[:20000].splitlines()[:HEAD_ROWS] if line.strip()]
    found = []
    for sign in ";\t,|":
        counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        counts = [count for count in counts if count > 1]
        if counts:
            usual = max(set(counts), key=lambda count: (counts.count(count), count))
            found.append((counts.count(usual), usual, sign))
    return max(found)[-1] if found else ","


def find_columns(head, columns):
    """{column: place} of those that the first row of a table names, in any order and case.

    :param columns: {column: its names, in lower case}
    """
    names = [clean(cell).casefold() for cell in head]
    places = {}
    for column, aliases in columns.items():
        place = next((names.index(alias) for alias in aliases if alias in names), None)
        if place is not None:
            places[column] = place
    return places


class Reader:
    """The cells of a table by the names of its columns; what is not there is None.

    :param places: as of :func:`find_columns`
    """

    def __init__(self, table, places):
        self.table = table
        self.places = places

    def column(self, key):
        return column_cells(self.table, self.places[key], 1) if key in self.places else []

    def cell(self, place, key):
        row, column = self.table.rows[place], self.places.get(key)
        return row[column] if column is not None and column < len(row) else None
