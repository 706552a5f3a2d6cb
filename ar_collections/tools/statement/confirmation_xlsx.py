"""The auditor's summary as a workbook: totals on one sheet, customers on another. Pure."""

from xlsxwriter.utility import xl_col_to_name, xl_range

from ..base.xlsx import BOLD, TITLE, Book

COLUMNS = (
    "customer",
    "number",
    "balance",
    "asked",
    "asked_on",
    "channel",
    "answered_on",
    "by",
    "standing",
    "difference",
    "note",
)
AMOUNTS = {"balance", "asked", "difference"}
WIDTHS = {None: 14, "customer": 32, "number": 18, "by": 22, "standing": 18, "note": 40}
TOTALS = ("ledger", "exchange_pending", "gap")


class SummaryBook(Book):
    """Both sheets.

    :param output: a binary file
    :param words: see ``ar.balance.round._get_xlsx_words``
    :param currency: what knows its ``decimal_places``
    """

    def __init__(self, output, words, currency):
        super().__init__(output)
        self.words = words
        self.figure = self.amount(currency.decimal_places)
        self.share = self.style(num_format="0.0%")

    def add(self, summary):
        """Both sheets; the totals are formulas over the customers.

        :param summary: see ``ar.balance.round._get_summary``
        """
        first = self.add_sheet(self.words["sheets"][0], wide=False)
        second = self.add_sheet(self.words["sheets"][1])
        self._write_customers(second, summary["rows"])
        self._write_sums(first, summary, second.get_name())

    def _write_customers(self, sheet, rows):
        titles = {name: self.words["columns"][name] for name in COLUMNS}
        head = self.style(BOLD, bottom=1)
        self.write_head(sheet, 0, titles, WIDTHS, lambda name: head)
        for place, row in enumerate(rows, 1):
            for column, name in enumerate(COLUMNS):
                value = row[name]
                if name == "standing":
                    value = self.words["standings"][value]
                self.put(sheet, place, column, value, self.figure if name in AMOUNTS else None)
        sheet.freeze_panes(1, 1)
        self.filter_rows(sheet, len(rows), len(COLUMNS))

    def _write_sums(self, sheet, summary, customers):
        """:param customers: the name of the other sheet"""
        bold = self.style(BOLD)
        words, sums = self.words["sums"], summary["sums"]
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 3, 18)
        sheet.write_string(0, 0, self.words["title"], self.style(TITLE))
        for place, (label, value) in enumerate(self.words["head"], 1):
            sheet.write_string(place, 0, label)
            sheet.write_string(place, 1, value)
        top = len(self.words["head"]) + 2
        for column, name in enumerate(("standing", "count", "balance", "share")):
            sheet.write_string(top, column, words[name], bold)
        place = top + 1
        for standing, *figures in sums["standings"]:
            self._write_standing(sheet, place, standing, figures, customers)
            place += 1
        sheet.write_string(place, 0, words["total"], bold)
        for column, total, style in ((1, sums["count"], None), (2, sums["balance"], self.figure)):
            cells = xl_range(top + 1, column, max(place - 1, top + 1), column)
            sheet.write_formula(place, column, f"=SUM({cells})", style, total)
        place += 2
        for name in ("confirmed", "coverage", "answered", "difference"):
            style = self.share if name in ("coverage", "answered") else self.figure
            sheet.write_string(place, 0, words[name])
            self.put(sheet, place, 2, sums[name], style)
            place += 1
        for name in TOTALS:
            place += 1
            sheet.write_string(place, 0, words[name])
            sheet.write_number(place, 2, summary[name], self.figure)

    def _write_standing(self, sheet, place, standing, figures, customers):
        """A row of the totals: counted and summed from the sheet of customers."""
        count, balance, share = figures
        keys, values = (
            f"'{customers}'!{letter}:{letter}"
            for letter in (xl_col_to_name(COLUMNS.index(name)) for name in ("standing", "balance"))
        )
        sheet.write_string(place, 0, self.words["standings"][standing])
        sheet.write_formula(place, 1, f"=COUNTIF({keys},A{place + 1})", None, count)
        formula = f"=SUMIF({keys},A{place + 1},{values})"
        sheet.write_formula(place, 2, formula, self.figure, balance)
        self.put(sheet, place, 3, share, self.share)
