"""Statements as a workbook, one sheet for each balance. Pure: rows and texts in, file out."""

import re

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from ..base.xlsx import amount_format

COLUMNS = {
    "open": ("date", "label", "name", "ref", "date_due", "days", "amount", "residual"),
    "activity": ("date", "label", "name", "ref", "date_due", "debit", "credit", "balance"),
}
DAYS = {"date", "date_due"}
AMOUNTS = {"amount", "residual", "debit", "credit", "balance"}
WIDTHS = {"label": 26, "name": 22, "ref": 22}
MAX_NAME = 31


class StatementBook:
    """Writes the sheets; use it as a context manager.

    :param output: a binary file
    """

    def __init__(self, output):
        self.book = xlsxwriter.Workbook(output, {"in_memory": True})
        self.names = set()
        self.formats = {}

    def __enter__(self):
        return self

    def __exit__(self, kind, *_more):
        if kind is None:
            self.book.close()

    def add_sheet(self, texts, kind, figures, rows):
        """One sheet.

        :param texts: see ``ar.statement._get_xlsx_texts``
        :param kind: 'open' or 'activity'
        :param figures: {'opening', 'debit', 'credit', 'closing', 'from', 'to', 'decimals',
            'aging': [(label, amount)]}
        :param rows: [{column: typed value or None}]
        """
        sheet = self.book.add_worksheet(self._get_name(texts["sheet"]))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
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
        sheet.write_string(0, 0, texts["title"], self._format(bold=True, font_size=14))
        for row, words in enumerate([*texts["words"], texts["currency"]], 1):
            sheet.write_string(row, 0, words, self._format(font_color="#666666"))
        top = len(texts["words"]) + 3
        for column, name in enumerate(columns):
            right = {"align": "right"} if name in AMOUNTS | {"days"} else {}
            head = self._format(bold=True, bottom=1, text_wrap=True, **right)
            sheet.write_string(top, column, texts["columns"][name], head)
            sheet.set_column(column, column, WIDTHS.get(name, 14))
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        return top

    def _write_opening(self, sheet, top, texts, columns, figures):
        bold = {"bold": True}
        sheet.write_datetime(top + 1, 0, figures["from"], self._format(num_format="yyyy-mm-dd"))
        sheet.write_string(top + 1, 1, texts["opening"], self._format(**bold))
        amount = self._amount(figures["decimals"], **bold)
        sheet.write_number(top + 1, columns.index("balance"), figures["opening"], amount)
        return top + 1

    def _write_row(self, sheet, row, columns, values, decimals):
        for column, name in enumerate(columns):
            if name == "balance":
                # The balance before, plus and minus what this row says.
                cells = [xl_rowcol_to_cell(row - 1, column)]
                cells += [xl_rowcol_to_cell(row, columns.index(n)) for n in ("debit", "credit")]
                formula = f"={cells[0]}+{cells[1]}-{cells[2]}"
                sheet.write_formula(row, column, formula, self._amount(decimals), values["balance"])
            elif (value := values[name]) is not None:
                if name in DAYS:
                    style = self._format(num_format="yyyy-mm-dd")
                    sheet.write_datetime(row, column, value, style)
                elif name in AMOUNTS:
                    sheet.write_number(row, column, value, self._amount(decimals))
                elif name == "days":
                    sheet.write_number(row, column, value)
                else:
                    sheet.write_string(row, column, value)

    def _write_closing(self, sheet, rows, texts, columns, figures):
        """The closing balance and the sums, as formulas over what stands above."""
        top, row = rows
        style = {"bold": True, "top": 1}
        amount = self._amount(figures["decimals"], **style)
        for column in range(len(columns)):
            sheet.write_blank(row, column, None, self._format(**style))
        day = self._format(num_format="yyyy-mm-dd", **style)
        sheet.write_datetime(row, 0, figures["to"], day)
        sheet.write_string(row, 1, texts["closing"], self._format(**style))
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
        sheet.write_string(row, 0, texts["aging"], self._format(bold=True))
        amount = self._amount(figures["decimals"])
        for label, value in figures["aging"]:
            row += 1
            sheet.write_string(row, 1, label)
            sheet.write_number(row, 2, value, amount)

    def _get_name(self, wanted):
        """A name that a sheet can have, and that no other one has."""
        clean = re.sub(r"[\[\]:*?/\\']", "-", wanted)[:MAX_NAME] or "-"
        name, number = clean, 1
        while name.lower() in self.names:
            number += 1
            tail = f" {number}"
            name = clean[: MAX_NAME - len(tail)] + tail
        self.names.add(name.lower())
        return name

    def _amount(self, decimals, **style):
        return self._format(num_format=amount_format(decimals), **style)

    def _format(self, **style):
        """Each style once: a workbook has room for so many."""
        key = tuple(sorted(style.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(style)
        return self.formats[key]
