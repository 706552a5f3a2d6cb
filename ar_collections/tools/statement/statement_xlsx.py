"""Statements as a workbook, one sheet for each balance. Pure: rows and texts in, file out."""

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from ..base.xlsx import A4, BOLD, DAY, HEAD, MUTED, SUM, TITLE, Book

COLUMNS = {
    "open": ("date", "label", "name", "ref", "date_due", "days", "amount", "residual"),
    "activity": ("date", "label", "name", "ref", "date_due", "debit", "credit", "balance"),
}
AMOUNTS = {"amount", "residual", "debit", "credit", "balance"}
NUMBERS = AMOUNTS | {"days"}
WIDTHS = {None: 14, "label": 26, "name": 22, "ref": 22}


class StatementBook(Book):
    """A sheet for each statement."""

    def add_statement(self, texts, kind, figures, rows):
        """One sheet.

        :param texts: see ``ar.statement._get_xlsx_texts``
        :param kind: 'open' or 'activity'
        :param figures: {'opening', 'debit', 'credit', 'closing', 'from', 'to', 'decimals',
            'aging': [(label, amount)]}
        :param rows: [{column: typed value or None}]
        """
        sheet = self.add_sheet(texts["sheet"], paper=A4)
        columns, decimals = COLUMNS[kind], figures["decimals"]
        top = self._write_head(sheet, texts, columns)
        row = self._write_opening(sheet, top, texts, columns, figures) if kind != "open" else top
        for values in rows:
            row += 1
            self._write_row(sheet, row, columns, values, decimals)
        row += 1
        self._write_closing(sheet, (top, row), texts, columns, figures)
        self._write_aging(sheet, row + 2, texts, figures)

    def _write_head(self, sheet, texts, columns):
        """Title, words and column titles; returns the row of the latter."""
        sheet.write_string(0, 0, texts["title"], self.style(TITLE))
        for row, words in enumerate([*texts["words"], texts["currency"]], 1):
            sheet.write_string(row, 0, words, self.style(MUTED))
        top = len(texts["words"]) + 3
        titles = {name: texts["columns"][name] for name in columns}
        self.write_head(sheet, top, titles, WIDTHS, self._head)
        sheet.freeze_panes(top + 1, 0)
        return top

    def _head(self, name):
        return self.style(HEAD, align="right") if name in NUMBERS else self.style(HEAD)

    def _write_opening(self, sheet, top, texts, columns, figures):
        sheet.write_datetime(top + 1, 0, figures["from"], self.style(DAY))
        sheet.write_string(top + 1, 1, texts["opening"], self.style(BOLD))
        amount = self.amount(figures["decimals"], BOLD)
        sheet.write_number(top + 1, columns.index("balance"), figures["opening"], amount)
        return top + 1

    def _write_row(self, sheet, row, columns, values, decimals):
        amount = self.amount(decimals)
        for column, name in enumerate(columns):
            if name == "balance":
                # The balance before, plus and minus what this row says.
                cells = [xl_rowcol_to_cell(row - 1, column)]
                cells += [xl_rowcol_to_cell(row, columns.index(n)) for n in ("debit", "credit")]
                formula = f"={cells[0]}+{cells[1]}-{cells[2]}"
                sheet.write_formula(row, column, formula, amount, values["balance"])
            else:
                self.put(sheet, row, column, values[name], amount if name in AMOUNTS else None)

    def _write_closing(self, sheet, rows, texts, columns, figures):
        """The closing balance and the sums, as formulas over what stands above."""
        top, row = rows
        amount, style = self.amount(figures["decimals"], SUM), self.style(SUM)
        for column in range(len(columns)):
            sheet.write_blank(row, column, None, style)
        sheet.write_datetime(row, 0, figures["to"], self.style(DAY, SUM))
        sheet.write_string(row, 1, texts["closing"], style)
        last = len(columns) - 1
        if columns[last] == "residual":
            cells = xl_range(top + 1, last, row - 1, last)
            sheet.write_formula(row, last, f"=SUM({cells})", amount, figures["closing"])
            return
        for name in ("debit", "credit"):
            column = columns.index(name)
            cells = xl_range(top + 1, column, row - 1, column)
            sheet.write_formula(row, column, f"=SUM({cells})", amount, figures[name])
        first = xl_rowcol_to_cell(top + 1, last)
        debit, credit = (xl_rowcol_to_cell(row, columns.index(n)) for n in ("debit", "credit"))
        sheet.write_formula(row, last, f"={first}+{debit}-{credit}", amount, figures["closing"])

    def _write_aging(self, sheet, row, texts, figures):
        sheet.write_string(row, 0, texts["aging"], self.style(BOLD))
        amount = self.amount(figures["decimals"])
        for label, value in figures["aging"]:
            row += 1
            sheet.write_string(row, 1, label)
            sheet.write_number(row, 2, value, amount)
