"""The aging report as a workbook. Pure: rows and texts in, an XLSX file out."""

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_range

from ..base.money import round_to
from ..base.xlsx import amount_format

MAX_ITEMS = 1_048_000
DATE = "yyyy-mm-dd"
WIDTHS = {"partner": 34, "name": 20, "ref": 20, "salesperson": 20, "company": 20}
AMOUNTS = {
    None: {},
    "bold": {"bold": True},
    "child": {},
    "total": {"bold": True, "top": 1},
}
# The columns of items that hold amounts, each with the column of its currency.
ITEM_AMOUNTS = {"residual": "company_currency", "residual_currency": "currency"}


class AgingBook:
    """Writes the two sheets; use it as a context manager.

    :param output: a binary file
    :param texts: titles and labels, see ``ar.aging.report._get_xlsx_texts``
    :param decimals: {currency code: decimals of its amounts}
    """

    def __init__(self, output, texts, decimals):
        self.book = xlsxwriter.Workbook(output, {"in_memory": True})
        self.texts = texts
        self.decimals = decimals
        self.amounts = {}
        self.formats = {
            name: self.book.add_format(values)
            for name, values in {
                "title": {"bold": True, "font_size": 14},
                "muted": {"font_color": "#666666"},
                "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
                "head_number": {"bold": True, "bottom": 1, "align": "right", "text_wrap": True},
                "bold": {"bold": True},
                "child": {"indent": 1},
                "total": {"bold": True, "top": 1},
                "date": {"num_format": DATE},
            }.items()
        }

    def __enter__(self):
        return self

    def __exit__(self, kind, *_more):
        if kind is None:
            self.book.close()

    def _amount(self, style, currency):
        """The format of amounts in a currency; each of them once."""
        key = style, self.decimals[currency]
        if key not in self.amounts:
            values = {**AMOUNTS[style], "num_format": amount_format(self.decimals[currency])}
            self.amounts[key] = self.book.add_format(values)
        return self.amounts[key]

    # -- totals ---------------------------------------------------------

    def write_totals(self, report, tie_outs):
        """The rows: sums across and down are formulas, second levels fold.

        Columns: A level (hidden), B what the row stands for, C currency, then amounts.

        :param report: as ``get_aging`` gives it
        :param tie_outs: [(currency, [(label, amount)])]
        """
        sheet = self.book.add_worksheet(self.texts["totals_sheet"])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.outline_settings(symbols_below=False)
        top = self._write_head(sheet)
        self._write_columns(sheet, top)
        first = row = top + 1
        for group in report["rows"]:
            row = self._write_group(sheet, row, group)
        for total in report["totals_by_currency"]:
            self._write_total(sheet, row, total, first, len(report["totals_by_currency"]) > 1)
            row += 1
        self._write_tie_outs(sheet, row + 1, tie_outs)

    def _write_head(self, sheet):
        """Title, companies and what was asked; returns the row of the column titles."""
        sheet.write_string(0, 1, self.texts["title"], self.formats["title"])
        sheet.write_string(1, 1, self.texts["companies"], self.formats["bold"])
        for row, words in enumerate(self.texts["words"], 2):
            sheet.write_string(row, 1, words, self.formats["muted"])
        return 3 + len(self.texts["words"])

    def _write_columns(self, sheet, top):
        labels = [*self.texts["buckets"]]
        if self.texts["credits"]:
            labels.append(self.texts["credits"])
        labels += [self.texts["total"], *self.texts["previous"]]
        sheet.write_string(top, 1, self.texts["first"], self.formats["head"])
        sheet.write_string(top, 2, self.texts["currency"], self.formats["head"])
        for column, label in enumerate(labels, 3):
            sheet.write_string(top, column, label, self.formats["head_number"])
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.set_column(1, 1, 38)
        sheet.set_column(2, 2, 9)
        sheet.set_column(3, 2 + len(labels), 15)
        sheet.freeze_panes(top + 1, 3)
        sheet.repeat_rows(top)

    def _write_group(self, sheet, row, group):
        """A row and its second level below it; returns the next free row."""
        children = group.get("children") or []
        style = "bold" if children else None
        below = (row + 1, row + len(children)) if children else None
        self._write_row(sheet, row, group, 1, style, below)
        for index, child in enumerate(children, row + 1):
            sheet.set_row(index, None, None, {"level": 1})
            self._write_row(sheet, index, child, 2, "child", None)
        return row + 1 + len(children)

    def _write_row(self, sheet, row, values, level, style, below):
        amount = self._amount(style, values["currency"])
        sheet.write_number(row, 0, level)
        sheet.write_string(row, 1, values["name"], self.formats.get(style))
        sheet.write_string(row, 2, values["currency"], self.formats.get(style))
        for column, value in enumerate(self._plain_amounts(values), 3):
            if below:
                # SUBTOTAL, so that the total below does not count it twice.
                cells = xl_range(below[0], column, below[1], column)
                sheet.write_formula(row, column, f"=SUBTOTAL(9,{cells})", amount, value)
            else:
                sheet.write_number(row, column, value, amount)
        self._write_sums_across(sheet, row, values, amount, below)

    def _plain_amounts(self, values):
        """What the sum across is made of."""
        return [*values["buckets"], *([values["credits"]] if self.texts["credits"] else [])]

    def _write_sums_across(self, sheet, row, values, amount, below):
        last = 2 + len(self._plain_amounts(values))
        cells = xl_range(row, 3, row, last)
        sheet.write_formula(row, last + 1, f"=SUM({cells})", amount, values["total"])
        if not self.texts["previous"]:
            return
        if below:
            cells = xl_range(below[0], last + 2, below[1], last + 2)
            sheet.write_formula(row, last + 2, f"=SUBTOTAL(9,{cells})", amount, values["previous"])
        else:
            sheet.write_number(row, last + 2, values["previous"], amount)
        self._write_delta(sheet, row, last, values, amount)

    def _write_delta(self, sheet, row, last, values, amount):
        now, before = xl_col_to_name(last + 1), xl_col_to_name(last + 2)
        formula = f"={now}{row + 1}-{before}{row + 1}"
        sheet.write_formula(row, last + 3, formula, amount, values["delta"])

    def _write_total(self, sheet, row, total, first, several):
        """The sum of a currency: of all rows, or of its own among several."""
        amount = self._amount("total", total["currency"])
        sheet.write_string(row, 1, self.texts["total"], self.formats["total"])
        sheet.write_string(row, 2, total["currency"], self.formats["total"])
        amounts = [*self._plain_amounts(total), total["total"]]
        if self.texts["previous"]:
            amounts += [total["previous"], total["delta"]]
        # The rows end where the totals begin; other currencies' totals have no level.
        end = row - 1
        for column, value in enumerate(amounts, 3):
            if row == first:
                sheet.write_number(row, column, value, amount)
                continue
            cells = xl_range(first, column, end, column)
            formula = f"=SUBTOTAL(9,{cells})"
            if several or column > 2 + len(self._plain_amounts(total)):
                codes, levels = xl_range(first, 2, end, 2), xl_range(first, 0, end, 0)
                formula = f'=SUMIFS({cells},{codes},"{total["currency"]}",{levels},1)'
            sheet.write_formula(row, column, formula, amount, value)

    def _write_tie_outs(self, sheet, row, tie_outs):
        for currency, lines in tie_outs:
            sheet.write_string(row, 1, self.texts["tie_out"], self.formats["bold"])
            for label, amount in lines:
                row += 1
                sheet.write_string(row, 1, label)
                sheet.write_string(row, 2, currency)
                sheet.write_number(row, 3, amount, self._amount(None, currency))
            row += 2

    # -- items ----------------------------------------------------------

    def write_items(self, items):
        """The items, one a row, with sums of the company currency's column.

        :param items: as ``get_items`` gives them
        """
        sheet = self.book.add_worksheet(self.texts["items_sheet"])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        names = list(self.texts["items"])
        for column, name in enumerate(names):
            sheet.write_string(0, column, self.texts["items"][name], self.formats["head"])
            sheet.set_column(column, column, WIDTHS.get(name, 14))
        writers = [(column, name, self._writer(sheet, name)) for column, name in enumerate(names)]
        for row, item in enumerate(items, 1):
            # Not a dict of labels: there, False would be the same key as 0.
            apart = item["bucket"] is False
            age = self.texts["credits"] if apart else self.texts["buckets"][item["bucket"]]
            for column, name, write in writers:
                value = age if name == "age" else item[name]
                if name in ITEM_AMOUNTS:
                    amount = self._amount(None, item[ITEM_AMOUNTS[name]])
                    sheet.write_number(row, column, value, amount)
                elif value is not False and value is not None:
                    write(row, column, value)
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(len(items), 1), len(names) - 1)
        self._write_item_sums(sheet, items, names)

    def _writer(self, sheet, name):
        """How cells of a column are written: typed, without guessing."""
        if name in ("date", "invoice_date", "date_due"):
            return lambda row, column, value: sheet.write_datetime(
                row, column, value, self.formats["date"]
            )
        if name == "days":
            return sheet.write_number
        return sheet.write_string

    def _write_item_sums(self, sheet, items, names):
        """Company currencies below each other; currencies are never added up."""
        codes = sorted({item["company_currency"] for item in items})
        column, code_column = names.index("residual"), names.index("company_currency")
        end = len(items)
        for row, code in enumerate(codes, end + 2):
            own = [item["residual"] for item in items if item["company_currency"] == code]
            value = round_to(sum(own), 10.0 ** -max(self.decimals[code], 2))
            cells = xl_range(1, column, end, column)
            formula = f'=SUMIFS({cells},{xl_range(1, code_column, end, code_column)},"{code}")'
            sheet.write_string(row, 0, self.texts["total"], self.formats["total"])
            sheet.write_formula(row, column, formula, self._amount("total", code), value)
            sheet.write_string(row, code_column, code, self.formats["total"])
