"""The collection report as a workbook, a sheet for each section. Pure: rows in, file out."""

from xlsxwriter.utility import xl_range

from ..base.xlsx import BOLD, HEAD, MUTED, SUM, TITLE, Book

# Signs wide, by the kind of a column.
WIDTHS = {"text": 34, "amount": 16, "bar": 24, None: 14}
FORMATS = {
    "bar": "0",
    "days": "#,##0.0",
    "number": "#,##0",
    "percent": '#,##0.00" %"',
    "times": "#,##0.00",
}
# How a number from 0 to 100 is drawn.
BAR = {
    "type": "data_bar",
    "bar_only": True,
    "bar_color": "#714B67",
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 100,
}
# The row of the column titles.
HEAD_ROW = 4


class KpiBook(Book):
    """A sheet for each section.

    :param texts: {'title', 'companies', 'currency', 'total'}
    :param decimals: of the currency
    """

    def __init__(self, output, texts, decimals):
        super().__init__(output)
        self.texts, self.decimals = texts, decimals

    def add_section(self, section):
        """One sheet; see ``ar.kpi._get_sections``."""
        sheet = self.add_sheet(section["title"])
        sheet.write_string(0, 0, section["title"], self.style(TITLE))
        sheet.write_string(1, 0, self.texts["title"], self.style(BOLD))
        words = f"{self.texts['companies']} · {self.texts['currency']}"
        sheet.write_string(2, 0, words, self.style(MUTED))
        sheet.write_string(3, 0, section["note"], self.style(MUTED))
        columns = section["columns"]
        titles = {name: title for name, (title, _kind) in columns.items()}
        self.write_head(
            sheet,
            HEAD_ROW,
            titles,
            style=lambda name: self.style(HEAD, align=self._align(columns[name][1])),
        )
        for place, (_title, kind) in enumerate(columns.values()):
            sheet.set_column(place, place, WIDTHS.get(kind, WIDTHS[None]))
        for row, values in enumerate(section["rows"], HEAD_ROW + 1):
            for place, (name, (_title, kind)) in enumerate(columns.items()):
                kind = values["unit"] if kind == "unit" else kind
                self.put(sheet, row, place, values[name], self._style_of(kind))
        for place, (_title, kind) in enumerate(columns.values()):
            if kind == "bar" and section["rows"]:
                last = HEAD_ROW + len(section["rows"])
                sheet.conditional_format(HEAD_ROW + 1, place, last, place, BAR)
        sheet.freeze_panes(HEAD_ROW + 1, 1)
        if section.get("sums"):
            self._write_sums(sheet, section)

    @staticmethod
    def _align(kind):
        return "left" if kind == "text" else "right"

    def _style_of(self, kind):
        if kind == "text":
            return None
        if kind == "amount":
            return self.amount(self.decimals)
        return self.style(num_format=FORMATS[kind])

    def _write_sums(self, sheet, section):
        """Sums of amounts and numbers, as formulas with their values."""
        rows, first = section["rows"], HEAD_ROW + 1
        last = first + len(rows)
        sheet.write_string(last, 0, self.texts["total"], self.style(SUM))
        for place, (name, (_title, kind)) in enumerate(section["columns"].items()):
            if not rows or kind not in ("amount", "number"):
                continue
            style = self.style(SUM, num_format=FORMATS["number"])
            if kind == "amount":
                style = self.amount(self.decimals, SUM)
            cells = xl_range(first, place, last - 1, place)
            total = sum(values[name] for values in rows)
            sheet.write_formula(last, place, f"=SUM({cells})", style, total)
