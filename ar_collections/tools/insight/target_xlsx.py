"""The basis of bonuses as a workbook. Pure: rows in, file out."""

from ..base.xlsx import HEAD, TITLE, Book

WIDTHS = {
    "user": 30,
    "customer": 40,
    "target": 34,
    "company": 24,
    "currency": 10,
    "date_from": 12,
    "date_to": 12,
    None: 16,
}
AMOUNTS = ("amount", "attained", "beyond")
# The row of the column titles.
HEAD_ROW = 2


class TargetBook(Book):
    """A row for each target, and a second sheet for the customers of those that are closed."""

    def add_table(self, title, columns, rows):
        """A sheet with a title and a table.

        :param columns: {name: title}
        :param rows: dicts with these names, and 'decimals' of the row's currency
        """
        sheet = self.add_sheet(title)
        sheet.write_string(0, 0, title, self.style(TITLE))
        self.write_head(
            sheet,
            HEAD_ROW,
            columns,
            WIDTHS,
            lambda name: self.style(
                HEAD, align="right" if name in (*AMOUNTS, "percent") else "left"
            ),
        )
        for place, row in enumerate(rows, HEAD_ROW + 1):
            for column, name in enumerate(columns):
                style = None
                if name in AMOUNTS:
                    style = self.amount(row["decimals"])
                elif name == "percent":
                    style = self.style(num_format='0.0" %"')
                self.put(sheet, place, column, row[name], style)
        sheet.freeze_panes(HEAD_ROW + 1, 1)
