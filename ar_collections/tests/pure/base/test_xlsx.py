"""What all workbooks have in common: names of sheets, formats, typed cells, print."""

import io
from datetime import date

from openpyxl import load_workbook

from odoo.tests import BaseCase, tagged

from ....tools.base.xlsx import A4, BOLD, HEAD, SUM, TITLE, Book, amount_format


@tagged("post_install", "-at_install")
class TestBook(BaseCase):
    def load(self, write):
        """The workbook that ``write(book)`` makes, as openpyxl reads it."""
        output = io.BytesIO()
        with Book(output) as book:
            write(book)
        return load_workbook(output)

    def test_amounts(self):
        self.assertEqual(amount_format(0), "#,##0;[Red]-#,##0")
        self.assertEqual(amount_format(3), "#,##0.000;[Red]-#,##0.000")

    def test_names_of_sheets(self):
        long = "x" * 40
        wanted = ["A/B", "a-b", "A-B", "", "", long, long]
        book = self.load(lambda book: [book.add_sheet(name) for name in wanted])
        self.assertEqual(
            book.sheetnames,
            ["A-B", "a-b 2", "A-B 3", "-", "- 2", "x" * 31, "x" * 29 + " 2"],
        )

    def test_cells_are_what_their_values_are(self):
        def write(book):
            sheet = book.add_sheet("S")
            values = ["=1+1", "https://x.example", 1.5, 0, date(2026, 3, 1), None, False, "", "x"]
            for column, value in enumerate(values):
                book.put(sheet, 0, column, value)
            book.put(sheet, 1, 0, 7.0, book.amount(2, SUM))

        sheet = self.load(write)["S"]
        kinds = [(cell.data_type, cell.hyperlink) for cell in sheet[1]]
        self.assertEqual([kind for kind, _link in kinds], list("ssnndnnns"))
        self.assertEqual({link for _kind, link in kinds}, {None})
        self.assertEqual([cell.value for cell in sheet[1]][5:8], [None] * 3)
        self.assertEqual(sheet["E1"].number_format, "yyyy-mm-dd")
        self.assertEqual(sheet["A2"].number_format, amount_format(2))
        self.assertTrue(sheet["A2"].font.bold)
        self.assertEqual(sheet["A2"].border.top.style, "thin")

    def test_print(self):
        def write(book):
            wide = book.add_sheet("Wide", paper=A4)
            book.write_head(wide, 2, {"a": "A", "b": "B"}, {"a": 30, None: 12})
            book.filter_rows(wide, 0, 2)
            book.add_sheet("Tall", wide=False)

        book = self.load(write)
        wide, tall = book["Wide"], book["Tall"]
        self.assertEqual((wide.page_setup.orientation, wide.page_setup.paperSize), ("landscape", 9))
        self.assertEqual((wide.page_setup.fitToHeight, wide.print_title_rows), (0, "$3:$3"))
        self.assertEqual([wide.column_dimensions[one].width // 1 for one in "AB"], [30, 12])
        self.assertEqual(wide.auto_filter.ref, "A1:B2")
        self.assertTrue(wide["A3"].alignment.wrap_text)
        self.assertNotEqual(tall.page_setup.orientation, "landscape")

    def test_titles(self):
        def write(book):
            sheet = book.add_sheet("S")
            book.put(sheet, 0, 0, "Title", book.style(TITLE))
            book.put(sheet, 0, 1, "Head", book.style(HEAD))

        sheet = self.load(write)["S"]
        self.assertEqual((sheet["A1"].font.bold, sheet["A1"].font.sz), (True, 14))
        self.assertEqual((sheet["B1"].font.bold, sheet["B1"].font.sz), (True, 11))
        self.assertEqual(sheet["B1"].border.bottom.style, "thin")

    def test_each_format_once(self):
        book = Book(io.BytesIO())
        self.assertIs(book.style(BOLD), book.style(bold=True))
        self.assertIs(book.style(BOLD, top=1), book.style(SUM))
        self.assertIsNot(book.style(BOLD), book.style())

    def test_nothing_is_written_after_an_error(self):
        output = io.BytesIO()
        with self.assertRaises(ZeroDivisionError), Book(output):
            raise ZeroDivisionError
        self.assertFalse(output.getvalue())
