"""The auditor's summary as a workbook: totals on one sheet, customers on another. Pure."""

import xlsxwriter
from xlsxwriter.utility import xl_range

COLUMNS = (
    "customer", "number", "balance", "asked", "asked_on", "channel", "answered_on", "by",
    "standing", "difference", "note",
)  # fmt: skip
AMOUNTS = {"balance", "asked", "difference"}
DAYS = {"asked_on", "answered_on"}
WIDTHS = {"customer": 32, "number": 18, "by": 22, "standing": 18, "note": 40}
TOTALS = ("ledger", "exchange_pending", "gap")


class SummaryBook:
    """Writes the workbook; use it as a context manager.

    :param output: a binary file
    :param words: see ``ar.balance.round._get_xlsx_words``
    :param currency: what knows its ``decimal_places``
    """

    def __init__(self, output, words, currency):
        self.book = xlsxwriter.Workbook(output, {"in_memory": True})
        self.words = words
        digits = currency.decimal_places
        number = f"#,##0.{'0' * digits}" if digits else "#,##0"
        self.number = f"{number};[Red]-{number}"

    def __enter__(self):
        return self

    def __exit__(self, kind, *_more):
        if kind is None:
            self.book.close()

    def add(self, summary):
        """Both sheets; the totals are formulas over the customers.

        :param summary: see ``ar.balance.round._get_summary``
        """
        first = self.book.add_worksheet(self.words["sheets"][0][:31])
        second = self.book.add_worksheet(self.words["sheets"][1][:31])
        self._write_customers(second, summary["rows"])
        self._write_sums(first, summary)

    def _write_customers(self, sheet, rows):
        bold = self.book.add_format({"bold": True, "bottom": 1})
        amount = self.book.add_format({"num_format": self.number})
        day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, self.words["columns"][name], bold)
            sheet.set_column(column, column, WIDTHS.get(name, 14))
            for place, row in enumerate(rows, 1):
                value = row[name]
                if name == "standing":
                    value = self.words["standings"][value]
                if value is None or value == "":
                    continue
                if name in AMOUNTS:
                    sheet.write_number(place, column, value, amount)
                elif name in DAYS:
                    sheet.write_datetime(place, column, value, day)
                else:
                    sheet.write_string(place, column, value)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _write_sums(self, sheet, summary):
        bold = self.book.add_format({"bold": True})
        amount = self.book.add_format({"num_format": self.number})
        share = self.book.add_format({"num_format": "0.0%"})
        words, sums = self.words["sums"], summary["sums"]
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 3, 18)
        sheet.write_string(
            0, 0, self.words["title"], self.book.add_format({"bold": True, "font_size": 14})
        )
        for place, (label, value) in enumerate(self.words["head"], 1):
            sheet.write_string(place, 0, label)
            sheet.write_string(place, 1, value)
        top = len(self.words["head"]) + 2
        for column, name in enumerate(("standing", "count", "balance", "share")):
            sheet.write_string(top, column, words[name], bold)
        place = top + 1
        for standing, count, balance, part in sums["standings"]:
            self._write_standing(sheet, place, standing, (count, balance, part), amount, share)
            place += 1
        sheet.write_string(place, 0, words["total"], bold)
        for column, total in ((1, sums["count"]), (2, sums["balance"])):
            cells = xl_range(top + 1, column, max(place - 1, top + 1), column)
            sheet.write_formula(
                place, column, f"=SUM({cells})", amount if column == 2 else None, total
            )
        place += 2
        for name in ("confirmed", "coverage", "answered", "difference"):
            sheet.write_string(place, 0, words[name])
            if sums[name] is not None:
                sheet.write_number(
                    place, 2, sums[name], share if name in ("coverage", "answered") else amount
                )
            place += 1
        for name in TOTALS:
            place += 1
            sheet.write_string(place, 0, words[name])
            sheet.write_number(place, 2, summary[name], amount)

    def _write_standing(self, sheet, place, standing, figures, amount, share):
        """A row of the totals: counted and summed from the sheet of customers."""
        count, balance, part = figures
        label = self.words["standings"][standing]
        name = self.words["sheets"][1][:31]
        letters = {key: chr(ord("A") + COLUMNS.index(key)) for key in ("standing", "balance")}
        keys = f"'{name}'!{letters['standing']}:{letters['standing']}"
        values = f"'{name}'!{letters['balance']}:{letters['balance']}"
        sheet.write_string(place, 0, label)
        sheet.write_formula(place, 1, f"=COUNTIF({keys},A{place + 1})", None, count)
        sheet.write_formula(place, 2, f"=SUMIF({keys},A{place + 1},{values})", amount, balance)
        if part is not None:
            sheet.write_number(place, 3, part, share)
