"""A reconciliation statement as a workbook. Pure: words and rows in, a file out."""

import xlsxwriter

from ..base.xlsx import amount_format

WIDTHS = {
    "number": 26, "text": 30, "cause": 24, "correction": 22, "owner": 20, "note": 36,
    "ours": 16, "theirs": 16, "amount": 16, "reason": 44, "name": 8,
}  # fmt: skip
AMOUNTS = {"ours", "theirs", "amount", "our_amount", "their_amount", "difference"}
DATES = {"date", "deadline"}


class ReconciliationWorkbook:
    """Writes the sheets; ``close`` must be called before the stream is read.

    :param words: titles and columns, as ``ar.reconciliation`` says them
    :param digits: decimals of the currency
    """

    def __init__(self, stream, words, digits=2):
        # Texts of a customer's file stay texts, whatever they begin with.
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(stream, options)
        self.words = words
        number = amount_format(digits)
        self.formats = {
            "title": self.book.add_format({"bold": True, "font_size": 14}),
            "bold": self.book.add_format({"bold": True}),
            "head": self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "amount": self.book.add_format({"num_format": number}),
            "sum": self.book.add_format({"num_format": number, "bold": True, "top": 1}),
            "date": self.book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        }

    def close(self):
        self.book.close()

    def write_statement(self, heads, balances, sections):
        """The way from our balance to theirs; sums are formulas with their values.

        :param heads: [(label, text or date)]
        :param balances: {'ours', 'theirs', 'rest'}
        """
        sheet = self.book.add_worksheet(self.words["statement"][:31])
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        columns = list(self.words["columns"])
        place = columns.index("amount")
        letter = chr(65 + place)
        for column, name in enumerate(columns):
            sheet.set_column(column, column, WIDTHS.get(name, 12))
        sheet.write_string(0, 0, self.words["statement"], self.formats["title"])
        row = 1
        for label, value in heads:
            sheet.write_string(row, 0, label, self.formats["bold"])
            self._write(sheet, row, 1, "text" if isinstance(value, str) else "date", value)
            row += 1
        row += 1
        for column, name in enumerate(columns):
            sheet.write_string(row, column, self.words["columns"][name], self.formats["head"])
        sheet.repeat_rows(row)
        row += 1
        sheet.write_string(row, 0, self.words["our_balance"], self.formats["bold"])
        sheet.write_number(row, place, balances["ours"], self.formats["sum"])
        sums = [row]
        for section in sections:
            row = self._write_section(sheet, row + 1, section, columns, place)
            sums.append(row)
        row += 1
        if balances["rest"]:
            sheet.write_string(row, 0, self.words["rest"], self.formats["bold"])
            sheet.write_number(row, place, balances["rest"], self.formats["sum"])
            sums.append(row)
            row += 1
        formula = "=" + "+".join(f"{letter}{one + 1}" for one in sums)
        sheet.write_string(row, 0, self.words["their_balance"], self.formats["bold"])
        sheet.write_formula(row, place, formula, self.formats["sum"], balances["theirs"])

    def _write_section(self, sheet, row, section, columns, place):
        """A kind of difference: title, lines and their sum; returns the row of the sum."""
        sheet.write_string(row + 1, 0, section["title"], self.formats["bold"])
        first = row + 2
        for line, values in enumerate(section["rows"], first):
            for column, name in enumerate(columns):
                self._write(sheet, line, column, name, values[name])
        end = first + len(section["rows"])
        letter = chr(65 + place)
        formula = f"=SUM({letter}{first + 1}:{letter}{end})"
        sheet.write_formula(end, place, formula, self.formats["sum"], section["amount"])
        return end

    def write_matches(self, rows):
        """What is the same on both sides, and why."""
        sheet = self.book.add_worksheet(self.words["matches"][:31])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        columns = list(self.words["match_columns"])
        for column, name in enumerate(columns):
            width = 30 if name in ("ours", "theirs") else WIDTHS.get(name, 16)
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, self.words["match_columns"][name], self.formats["head"])
        for line, values in enumerate(rows, 1):
            for column, name in enumerate(columns):
                self._write(sheet, line, column, name, values[name])
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)

    def _write(self, sheet, row, column, name, value):
        if value is None or value is False:
            return
        if isinstance(value, str):
            sheet.write_string(row, column, value)
        elif name in AMOUNTS:
            sheet.write_number(row, column, value, self.formats["amount"])
        elif name in DATES:
            sheet.write_datetime(row, column, value, self.formats["date"])
