"""A reconciliation statement as a workbook. Pure: words and rows in, a file out."""

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from ..base.xlsx import A4, BOLD, DAY, SUM, TITLE, Book

WIDTHS = {
    "number": 26,
    "text": 30,
    "cause": 24,
    "correction": 22,
    "owner": 20,
    "note": 36,
    "amount": 16,
    None: 12,
}
MATCH_WIDTHS = {"name": 8, "ours": 30, "theirs": 30, "reason": 44, None: 16}
AMOUNTS = {"ours", "theirs", "amount", "our_amount", "their_amount", "difference"}
DATES = {"date", "deadline"}


class ReconciliationWorkbook(Book):
    """The statement, and what was matched.

    :param words: titles and columns, as ``ar.reconciliation`` says them
    :param digits: decimals of the currency
    """

    def __init__(self, stream, words, digits=2):
        super().__init__(stream)
        self.words = words
        self.figure = self.amount(digits)
        self.sum = self.amount(digits, SUM)
        self.bold = self.style(BOLD)
        self.day = self.style(DAY, align="left")

    def write_statement(self, heads, balances, sections):
        """The way from our balance to theirs; sums are formulas with their values.

        :param heads: [(label, text or date)]
        :param balances: {'ours', 'theirs', 'rest'}
        """
        sheet = self.add_sheet(self.words["statement"], paper=A4)
        columns = list(self.words["columns"])
        place = columns.index("amount")
        sheet.write_string(0, 0, self.words["statement"], self.style(TITLE))
        row = 1
        for label, value in heads:
            sheet.write_string(row, 0, label, self.bold)
            self._write(sheet, row, 1, "text" if isinstance(value, str) else "date", value)
            row += 1
        row += 1
        self.write_head(sheet, row, self.words["columns"], WIDTHS)
        row += 1
        sheet.write_string(row, 0, self.words["our_balance"], self.bold)
        sheet.write_number(row, place, balances["ours"], self.sum)
        sums = [row]
        for section in sections:
            row = self._write_section(sheet, row + 1, section, columns, place)
            sums.append(row)
        row += 1
        if balances["rest"]:
            sheet.write_string(row, 0, self.words["rest"], self.bold)
            sheet.write_number(row, place, balances["rest"], self.sum)
            sums.append(row)
            row += 1
        formula = "=" + "+".join(xl_rowcol_to_cell(one, place) for one in sums)
        sheet.write_string(row, 0, self.words["their_balance"], self.bold)
        sheet.write_formula(row, place, formula, self.sum, balances["theirs"])

    def _write_section(self, sheet, row, section, columns, place):
        """A kind of difference: title, lines and their sum; returns the row of the sum."""
        sheet.write_string(row + 1, 0, section["title"], self.bold)
        first = row + 2
        for line, values in enumerate(section["rows"], first):
            for column, name in enumerate(columns):
                self._write(sheet, line, column, name, values[name])
        end = first + len(section["rows"])
        formula = f"=SUM({xl_range(first, place, end - 1, place)})"
        sheet.write_formula(end, place, formula, self.sum, section["amount"])
        return end

    def write_matches(self, rows):
        """What is the same on both sides, and why."""
        sheet = self.add_sheet(self.words["matches"])
        columns = self.words["match_columns"]
        self.write_head(sheet, 0, columns, MATCH_WIDTHS)
        for line, values in enumerate(rows, 1):
            for column, name in enumerate(columns):
                self._write(sheet, line, column, name, values[name])
        sheet.freeze_panes(1, 0)
        self.filter_rows(sheet, len(rows), len(columns))

    def _write(self, sheet, row, column, name, value):
        if isinstance(value, str):
            self.put(sheet, row, column, value)
        elif name in AMOUNTS:
            self.put(sheet, row, column, value, self.figure)
        elif name in DATES:
            self.put(sheet, row, column, value, self.day)
