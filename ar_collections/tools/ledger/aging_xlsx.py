"""The aging report as a workbook. Pure: rows and texts in, an XLSX file out."""

from xlsxwriter.utility import xl_col_to_name, xl_range

from ..base.money import round_to
from ..base.xlsx import BOLD, DAY, HEAD, MUTED, SUM, TITLE, Book

MAX_ITEMS = 1_048_000
WIDTHS = {None: 14, "partner": 34, "name": 20, "ref": 20, "salesperson": 20, "company": 20}
NUMBER_HEAD = {**HEAD, "align": "right"}
CHILD = {"indent": 1}
# The columns of items that hold amounts, each with the column of its currency.
ITEM_AMOUNTS = {"residual": "company_currency", "residual_currency": "currency"}


class AgingBook(Book):
    """The two sheets.

    :param output: a binary file
    :param texts: titles and labels, see ``ar.aging.report._get_xlsx_texts``
    :param decimals: {currency code: decimals of its amounts}
    """

    def __init__(self, output, texts, decimals):
        super().__init__(output)
        self.texts = texts
        self.decimals = decimals

    def _amount(self, currency, style=None):
        """The format of amounts in a currency."""
        return self.amount(self.decimals[currency], style or {})

    # -- totals ------------------------------------------------------------------------

    def write_totals(self, report, tie_outs):
        """The rows: sums across and down are formulas, second levels fold.

        Columns: A level (hidden), B what the row stands for, C currency, then amounts.

        :param report: as ``get_aging`` gives it
        :param tie_outs: [(currency, [(label, amount)])]
        """
        sheet = self.add_sheet(self.texts["totals_sheet"])
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
        sheet.write_string(0, 1, self.texts["title"], self.style(TITLE))
        sheet.write_string(1, 1, self.texts["companies"], self.style(BOLD))
        for row, words in enumerate(self.texts["words"], 2):
            sheet.write_string(row, 1, words, self.style(MUTED))
        return 3 + len(self.texts["words"])

    def _write_columns(self, sheet, top):
        labels = [*self.texts["buckets"]]
        if self.texts["credits"]:
            labels.append(self.texts["credits"])
        labels += [self.texts["total"], *self.texts["previous"]]
        sheet.write_string(top, 1, self.texts["first"], self.style(HEAD, valign="top"))
        sheet.write_string(top, 2, self.texts["currency"], self.style(HEAD, valign="top"))
        for column, label in enumerate(labels, 3):
            sheet.write_string(top, column, label, self.style(NUMBER_HEAD))
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.set_column(1, 1, 38)
        sheet.set_column(2, 2, 9)
        sheet.set_column(3, 2 + len(labels), 15)
        sheet.freeze_panes(top + 1, 3)
        sheet.repeat_rows(top)

    def _write_group(self, sheet, row, group):
        """A row and its second level below it; returns the next free row."""
        children = group.get("children") or []
        style = BOLD if children else None
        below = (row + 1, row + len(children)) if children else None
        self._write_row(sheet, row, group, 1, style, below)
        for index, child in enumerate(children, row + 1):
            sheet.set_row(index, None, None, {"level": 1})
            self._write_row(sheet, index, child, 2, CHILD, None)
        return row + 1 + len(children)

    def _write_row(self, sheet, row, values, level, style, below):
        # What stands below is set in; its amounts are not.
        amount = self._amount(values["currency"], None if style is CHILD else style)
        text = self.style(style) if style else None
        sheet.write_number(row, 0, level)
        sheet.write_string(row, 1, values["name"], text)
        sheet.write_string(row, 2, values["currency"], text)
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
        amount = self._amount(total["currency"], SUM)
        sheet.write_string(row, 1, self.texts["total"], self.style(SUM))
        sheet.write_string(row, 2, total["currency"], self.style(SUM))
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
            sheet.write_string(row, 1, self.texts["tie_out"], self.style(BOLD))
            for label, amount in lines:
                row += 1
                sheet.write_string(row, 1, label)
                sheet.write_string(row, 2, currency)
                sheet.write_number(row, 3, amount, self._amount(currency))
            row += 2

    # -- items -------------------------------------------------------------------------

    def write_items(self, items):
        """The items, one a row, with sums of the company currency's column.

        :param items: as ``get_items`` gives them
        """
        sheet = self.add_sheet(self.texts["items_sheet"])
        names = list(self.texts["items"])
        head = self.style(HEAD, valign="top")
        self.write_head(sheet, 0, self.texts["items"], WIDTHS, lambda name: head)
        writers = [(column, name, self._writer(sheet, name)) for column, name in enumerate(names)]
        amounts = {currency: self._amount(currency) for currency in self.decimals}
        for row, item in enumerate(items, 1):
            # Not a dict of labels: there, False would be the same key as 0.
            apart = item["bucket"] is False
            age = self.texts["credits"] if apart else self.texts["buckets"][item["bucket"]]
            for column, name, write in writers:
                value = age if name == "age" else item[name]
                if name in ITEM_AMOUNTS:
                    amount = amounts[item[ITEM_AMOUNTS[name]]]
                    sheet.write_number(row, column, value, amount)
                elif value is not False and value is not None:
                    write(row, column, value)
        sheet.freeze_panes(1, 2)
        self.filter_rows(sheet, len(items), len(names))
        self._write_item_sums(sheet, items, names)

    def _writer(self, sheet, name):
        """How cells of a column are written: typed, without guessing."""
        if name in ("date", "invoice_date", "date_due"):
            day = self.style(DAY)
            return lambda row, column, value: sheet.write_datetime(row, column, value, day)
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
            sheet.write_string(row, 0, self.texts["total"], self.style(SUM))
            sheet.write_formula(row, column, formula, self._amount(code, SUM), value)
            sheet.write_string(row, code_column, code, self.style(SUM))
