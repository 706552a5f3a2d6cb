"""The items as a workbook."""

import io
from itertools import cycle, islice

import xlsxwriter

from ..case import Aim, Case

ROWS = 100_000
DATES = ("date", "invoice_date", "date_due")
NUMBERS = ("residual", "residual_currency", "days")


class Workbook(Case):
    name = "workbook"
    title = f"XLSX of {ROWS:,} items"
    floor_is = "XlsxWriter, the same cells"
    aims = (Aim("ratio", 1.15), Aim("queries", 30))
    turns = 2
    unit = "item"
    fixed = True

    def prepare(self):
        report = self.env["ar.aging.report"]
        query = report._prepare_query()
        totals = report._build_report(query)
        items = list(islice(cycle(report.get_items()), ROWS))
        texts = report._get_xlsx_texts(query, totals)
        return items, texts, report._get_decimals(totals, items)

    def ours(self, state):
        from odoo.addons.ar_collections.tools.ledger.aging_xlsx import AgingBook

        items, texts, decimals = state
        with AgingBook(io.BytesIO(), texts, decimals) as book:
            book.write_items(items)
        return len(items)

    def floor(self, state):
        """Each cell by the method of its type, as a script for this sheet alone would."""
        items, texts, _decimals = state
        names = list(texts["items"])
        book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
        sheet = book.add_worksheet()
        amount = book.add_format({"num_format": "#,##0.00"})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        for row, item in enumerate(items, 1):
            for column, name in enumerate(names):
                value = texts["buckets"][item["bucket"]] if name == "age" else item[name]
                if value is False:
                    continue
                if name in DATES:
                    sheet.write_datetime(row, column, value, date)
                elif name in NUMBERS:
                    sheet.write_number(row, column, value, amount)
                else:
                    sheet.write_string(row, column, value)
        book.close()
