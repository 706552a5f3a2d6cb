"""Reference rates from a file, pure: bytes in, rows and errors out.

The first row names the columns, in any order and case. An error names its row as the
spreadsheet program counts it (the first row is 1) and its column.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ..base.cells import clean, find_date_order, find_decimal, to_amount, to_date
from ..base.table_file import Reader, find_columns, read_table, usual_decimal

#: Columns by name; aliases as central banks and spreadsheets write them.
COLUMNS = {
    "date": ("date", "from", "valid from", "datum", "日期", "生效日期"),
    "rate": ("rate", "value", "%", "% a year", "zinssatz", "利率"),
    "source": ("source", "note", "quelle", "来源"),
    "checked": ("checked", "checked on", "geprüft", "核对日期"),
}
REQUIRED = ("date", "rate")
#: Percent per year that no published reference rate passes, below and above.
LOWEST, HIGHEST = Decimal(-20), Decimal(1000)


class Row(NamedTuple):
    """A rate as the file tells it, in percent per year; ``number`` is the row of the file."""

    number: int
    date: date
    rate: Decimal
    source: str = ""
    checked: date | None = None


class Problem(NamedTuple):
    """What is wrong in a row (0: the file) and column. ``code``: what ``read_table`` says of a
    file, no_column, no_date, bad_date, no_rate, bad_number, out_of_range, twice."""

    row: int
    column: str
    code: str
    text: str = ""


def read(content, filename=""):
    """The rows of a CSV or XLSX file, oldest first, and all that is wrong with it.

    :param content: bytes
    :return: (list of ``Row``, list of ``Problem``); rows with a problem are left out
    """
    table, refused = read_table(content, filename)
    if refused:
        return [], [Problem(*problem) for problem in refused]
    places = find_columns(table.rows[0], COLUMNS)
    problems = [Problem(1, name, "no_column") for name in REQUIRED if name not in places]
    if problems:
        return [], problems
    reader = _Reader(table, places)
    rows, days = [], {}
    for place, cells in enumerate(table.rows[1:], 1):
        if any(clean(cell) for cell in cells):
            row, wrong = reader.read_row(place)
            if not wrong and row.date in days:
                wrong = [Problem(row.number, "date", "twice", str(days[row.date]))]
            problems += wrong
            if not wrong:
                days[row.date] = row.number
                rows.append(row)
    if not rows and not problems:
        problems.append(Problem(0, filename, "empty"))
    return sorted(rows, key=lambda row: row.date), problems


class _Reader(Reader):
    """Reads the rows of a table; each column of dates or rates is judged as a whole."""

    def __init__(self, table, places):
        super().__init__(table, places)
        self.orders = {key: find_date_order(self.column(key)) for key in ("date", "checked")}
        self.decimal = find_decimal(self.column("rate"), usual_decimal(table))

    def read_day(self, place, key, problems):
        text = clean(self.cell(place, key))
        day = to_date(self.cell(place, key), self.orders[key])
        if day is None and (text or key == "date"):
            problems.append(Problem(place + 1, key, "bad_date" if text else "no_date", text))
        return day

    def read_rate(self, place, problems):
        text = clean(self.cell(place, "rate")).removesuffix("%").strip()
        raw = self.cell(place, "rate")
        rate = to_amount(text if isinstance(raw, str) else raw, self.decimal)
        if rate is None:
            code = "bad_number" if text else "no_rate"
            problems.append(Problem(place + 1, "rate", code, text))
        elif not LOWEST <= (rate := Decimal(str(rate))) <= HIGHEST:
            problems.append(Problem(place + 1, "rate", "out_of_range", text))
        return rate

    def read_row(self, place):
        """(``Row``, problems) of a row of the table."""
        problems = []
        day = self.read_day(place, "date", problems)
        rate = self.read_rate(place, problems)
        checked = self.read_day(place, "checked", problems)
        source = clean(self.cell(place, "source"))
        return Row(place + 1, day, rate, source, checked), problems
