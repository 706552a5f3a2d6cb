"""Agency ratings from a file, pure: bytes in, rows and errors out.

The first row names the columns, in any order and case. An error names its row as the
spreadsheet program counts it (the first row is 1) and its column.
"""

from datetime import date
from typing import NamedTuple

from ..base.cells import clean, find_date_order, find_decimal, to_amount, to_date
from ..base.table_file import Reader, find_columns, read_table, usual_decimal

#: Columns by name; aliases as agencies and spreadsheets write them.
COLUMNS = {
    "customer": ("customer", "vat", "tax id", "reference", "name", "客户", "税号"),
    "date": ("date", "rating date", "日期"),
    "value": ("value", "score", "index", "分值", "评分"),
    "grade": ("grade", "letters", "rating", "等级"),
    "reference": ("report", "report number", "报告编号"),
}
REQUIRED = ("customer", "date")


class Row(NamedTuple):
    """A rating as the file tells it; ``number`` is the row of the file."""

    number: int
    customer: str
    date: date
    value: float | None = None
    grade: str = ""
    reference: str = ""


class Problem(NamedTuple):
    """What is wrong in a row (0: the file) and column. ``code``: what ``read_table`` says of
    a file, no_column, no_customer, no_date, bad_date, bad_number, no_rating."""

    row: int
    column: str
    code: str
    text: str = ""


def read(content, filename=""):
    """The rows of a CSV or XLSX file, and all that is wrong with it.

    :param content: bytes
    :return: (list of ``Row``, list of ``Problem``); rows with a problem are left out
    """
    table, refused = read_table(content, filename)
    if refused:
        return [], [Problem(*problem) for problem in refused]
    places, problems = _find_columns(table.rows[0])
    if problems:
        return [], problems
    reader = _Reader(table, places)
    rows = []
    for place, cells in enumerate(table.rows[1:], 1):
        if any(clean(cell) for cell in cells):
            row, wrong = reader.read_row(place)
            problems += wrong
            rows += [] if wrong else [row]
    if not rows and not problems:
        problems.append(Problem(0, filename, "empty"))
    return rows, problems


def _find_columns(head):
    """({column: place}, problems) of the first row."""
    places = find_columns(head, COLUMNS)
    problems = [Problem(1, name, "no_column") for name in REQUIRED if name not in places]
    if "value" not in places and "grade" not in places:
        problems.append(Problem(1, "value", "no_column"))
    return places, problems


class _Reader(Reader):
    """Reads the rows of a table; each column of dates or values is judged as a whole."""

    def __init__(self, table, places):
        super().__init__(table, places)
        self.order = find_date_order(self.column("date"))
        self.decimal = find_decimal(self.column("value"), usual_decimal(table))

    def read_row(self, place):
        """(``Row``, problems) of a row of the table."""
        number = place + 1
        problems = []
        texts = {key: clean(self.cell(place, key)) for key in COLUMNS}
        if not texts["customer"]:
            problems.append(Problem(number, "customer", "no_customer"))
        day = to_date(self.cell(place, "date"), self.order)
        if day is None:
            code = "bad_date" if texts["date"] else "no_date"
            problems.append(Problem(number, "date", code, texts["date"]))
        value = to_amount(self.cell(place, "value"), self.decimal)
        if texts["value"] and value is None:
            problems.append(Problem(number, "value", "bad_number", texts["value"]))
        elif value is None and not texts["grade"]:
            problems.append(Problem(number, "value", "no_rating"))
        value = None if value is None else float(value)
        row = Row(number, texts["customer"], day, value, texts["grade"], texts["reference"])
        return row, problems
