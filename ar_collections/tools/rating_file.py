"""Agency ratings from a file, pure: bytes in, rows and errors out.

The first row names the columns, in any order and case. An error names its row as the
spreadsheet program counts it (the first row is 1) and its column.
"""

import csv
import io
import zipfile
from datetime import date, datetime
from typing import NamedTuple

#: Columns by name; aliases as agencies and spreadsheets write them.
COLUMNS = {
    "customer": ("customer", "vat", "tax id", "reference", "name", "客户", "税号"),
    "date": ("date", "rating date", "日期"),
    "value": ("value", "score", "index", "分值", "评分"),
    "grade": ("grade", "letters", "rating", "等级"),
    "reference": ("report", "report number", "报告编号"),
}
REQUIRED = ("customer", "date")
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%d/%m/%Y")


class Row(NamedTuple):
    """A rating as the file tells it; ``number`` is the row of the file."""

    number: int
    customer: str
    date: date
    value: float | None = None
    grade: str = ""
    reference: str = ""


class Problem(NamedTuple):
    """What is wrong in a row (0: the file) and column. ``code``: unreadable, empty,
    no_column, no_customer, no_date, bad_date, bad_number, no_rating."""

    row: int
    column: str
    code: str
    text: str = ""


def read(content, filename=""):
    """The rows of a CSV or XLSX file, and all that is wrong with it.

    :param content: bytes
    :return: (list of ``Row``, list of ``Problem``); rows with a problem are left out
    """
    try:
        table = _read_xlsx(content) if content[:2] == b"PK" else _read_csv(content)
    except (ValueError, KeyError, csv.Error, zipfile.BadZipFile):
        return [], [Problem(0, filename, "unreadable")]
    if not table:
        return [], [Problem(0, filename, "empty")]
    places, problems = _find_columns(table[0])
    if problems:
        return [], problems
    rows = []
    for number, cells in enumerate(table[1:], 2):
        if any(_text(cell) for cell in cells):
            row, wrong = _read_row(number, cells, places)
            problems += wrong
            rows += [] if wrong else [row]
    if not rows and not problems:
        problems.append(Problem(0, filename, "empty"))
    return rows, problems


def _read_csv(content):
    text = content.decode("utf-8-sig")
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _read_xlsx(content):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return [list(cells) for cells in book.worksheets[0].iter_rows(values_only=True)]


def _text(cell):
    return "" if cell is None else str(cell).strip()


def _find_columns(head):
    """({column: place}, problems) of the first row."""
    names = [_text(cell).casefold() for cell in head]
    places = {}
    for column, aliases in COLUMNS.items():
        found = (names.index(alias) for alias in aliases if alias in names)
        place = next(found, None)
        if place is not None:
            places[column] = place
    problems = [Problem(1, name, "no_column") for name in REQUIRED if name not in places]
    if "value" not in places and "grade" not in places:
        problems.append(Problem(1, "value", "no_column"))
    return places, problems


def _read_row(number, cells, places):
    cell = {
        column: cells[place] if place < len(cells) else None for column, place in places.items()
    }
    problems = []
    customer, grade = _text(cell["customer"]), _text(cell.get("grade"))
    if not customer:
        problems.append(Problem(number, "customer", "no_customer"))
    day = _to_date(cell["date"])
    if day is None:
        code = "bad_date" if _text(cell["date"]) else "no_date"
        problems.append(Problem(number, "date", code, _text(cell["date"])))
    value = None
    if _text(cell.get("value")):
        value = _to_number(cell["value"])
        if value is None:
            problems.append(Problem(number, "value", "bad_number", _text(cell["value"])))
    elif not grade:
        problems.append(Problem(number, "value", "no_rating"))
    row = Row(number, customer, day, value, grade, _text(cell.get("reference")))
    return row, problems


def _to_date(cell):
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for form in DATES:
        try:
            return datetime.strptime(_text(cell), form).date()
        except ValueError:
            continue
    return None


def _to_number(cell):
    """A number; a comma is taken for the decimal point only where nothing else can be meant."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    text = _text(cell)
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None
