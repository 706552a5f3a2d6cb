"""Workbooks: what all of ours have in common. Pure: values in, an XLSX file out.

``Book`` has the formats, the sheets set up for print and the typed cells; a book of its own is
derived from it and says what is special about it. Sums are formulas with their values.
"""

import re

import xlsxwriter

DATE = "yyyy-mm-dd"
#: Signs of a sheet's name.
MAX_NAME = 31
#: XlsxWriter's number of the paper.
A4 = 9

BOLD = {"bold": True}
TITLE = {"bold": True, "font_size": 14}
MUTED = {"font_color": "#666666"}
HEAD = {"bold": True, "bottom": 1, "text_wrap": True}
SUM = {"bold": True, "top": 1}
DAY = {"num_format": DATE}


def amount_format(decimals):
    """The number format of amounts with so many decimals: credits are red."""
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"{number};[Red]-{number}"


class Book:
    """A workbook; use it as a context manager, or ``close`` it before the file is read.

    :param output: a binary file
    """

    def __init__(self, output):
        self.book = xlsxwriter.Workbook(output, {"in_memory": True})
        self._names = set()
        self._formats = {}

    def __enter__(self):
        return self

    def __exit__(self, kind, *_more):
        if kind is None:
            self.close()

    def close(self):
        """Write the file."""
        self.book.close()

    # -- formats -----------------------------------------------------------------------

    def style(self, *parts, **more):
        """The format of some of the styles above and more; each once, a book has so many."""
        values = {}
        for part in (*parts, more):
            values.update(part)
        key = tuple(sorted(values.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(values)
        return self._formats[key]

    def amount(self, decimals, *parts, **more):
        """The format of amounts with so many decimals."""
        return self.style(*parts, num_format=amount_format(decimals), **more)

    # -- sheets ------------------------------------------------------------------------

    def add_sheet(self, name, wide=True, paper=None):
        """A new sheet.

        :param name: as wanted; it is made one that a sheet can have and no other one has
        :param wide: printed in landscape, all columns on a page
        :param paper: its number, None for the printer's own
        """
        sheet = self.book.add_worksheet(self._free_name(name))
        if wide:
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
        if paper:
            sheet.set_paper(paper)
        return sheet

    def _free_name(self, wanted):
        clean = re.sub(r"[\[\]:*?/\\']", "-", wanted)[:MAX_NAME] or "-"
        name, number = clean, 1
        while name.lower() in self._names:
            number += 1
            tail = f" {number}"
            name = clean[: MAX_NAME - len(tail)] + tail
        self._names.add(name.lower())
        return name

    def write_head(self, sheet, row, titles, widths=None, style=None):
        """The column titles, repeated on each printed page.

        :param titles: {column: its title} in order
        :param widths: {column: width}, ``None`` for all others; left as they are without it
        :param style: function that gives the format of a column's title
        """
        for place, (name, title) in enumerate(titles.items()):
            sheet.write_string(row, place, title, style(name) if style else self.style(HEAD))
            if widths:
                sheet.set_column(place, place, widths.get(name, widths[None]))
        sheet.repeat_rows(row)

    def filter_rows(self, sheet, count, columns):
        """Let the reader filter ``count`` rows below titles in the first one."""
        sheet.autofilter(0, 0, max(count, 1), columns - 1)

    # -- cells -------------------------------------------------------------------------

    def put(self, sheet, row, column, value, style=None):
        """Write a value as what it is: text, number or day. Nothing stays an empty cell, and a
        text stays a text, whatever it begins with."""
        if value is None or value is False or value == "":
            return
        if isinstance(value, str):
            sheet.write_string(row, column, value, style)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, style)
        else:
            sheet.write_datetime(row, column, value, style or self.style(DAY))
