from datetime import date
from io import BytesIO

from openpyxl import Workbook

from odoo.tests import BaseCase

from ....tools.base import table_file
from ....tools.credit import rating_file
from ....tools.statement import ledger_file


class TestRatingFile(BaseCase):
    """Files of agency ratings are read with the eyes that read customers' ledgers."""

    def _values(self, *cells, head="customer;date;value", delimiter="\t"):
        lines = [head.replace(";", delimiter)]
        lines += [delimiter.join(("A", "2026-03-01", cell)) for cell in cells]
        rows, problems = rating_file.read("\n".join(lines).encode())
        self.assertEqual(problems, [])
        return [row.value for row in rows]

    def test_the_comma_by_its_column(self):
        for cells, want in (
            (("4,500",), [4500]),
            (("4.500,00",), [4500]),
            (("4,500", "75,5"), [4.5, 75.5]),
            (("4,500", "75.5"), [4500, 75.5]),
            (("4.500", "1.234.567"), [4500, 1234567]),
            (("12 500,5",), [12500.5]),
        ):
            with self.subTest(cells=cells):
                self.assertEqual(self._values(*cells), want)
        # Where nothing else tells, semicolons speak for the decimal comma, as in ledgers.
        self.assertEqual(self._values("75,125", delimiter=";"), [75.125])

    def test_the_same_amounts_as_in_a_ledger(self):
        for cell in ("4,500", "4.500,00", "1.234", "7,5", "1'234.50", "４５０"):
            for sign in ("\t", ";"):
                with self.subTest(cell=cell, sign=sign):
                    text = sign.join(("date", "number", "amount"))
                    text += "\n" + sign.join(("2026-03-01", "R1", cell))
                    table, _problems = table_file.read_table(text.encode())
                    mapping = ledger_file.guess_mapping(table)
                    [line] = ledger_file.read_lines(table, mapping)[0]
                    self.assertEqual(self._values(cell, delimiter=sign), [float(line.amount)])

    def test_the_order_of_dates_by_its_column(self):
        rows, _problems = rating_file.read(b"customer,date,value\nA,03/04/2026,1\nB,03/31/2026,2\n")
        self.assertEqual([row.date for row in rows], [date(2026, 3, 4), date(2026, 3, 31)])

    def test_chinese_encoding_and_headings(self):
        text = "客户,日期,评分\n甲公司,2026年3月1日,80\n"
        for encoding in ("utf-8", "gb18030", "utf-16"):
            rows, problems = rating_file.read(text.encode(encoding))
            self.assertEqual(problems, [], encoding)
            self.assertEqual((rows[0].customer, rows[0].date), ("甲公司", date(2026, 3, 1)))

    def test_workbook_with_numbers_as_text(self):
        book = Workbook()
        for row in (("Customer", "Date", "Value"), ("A", 46082, "1.250,00"), ("B", "1.3.2026", 7)):
            book.active.append(row)
        content = BytesIO()
        book.save(content)
        rows, problems = rating_file.read(content.getvalue())
        self.assertEqual(problems, [])
        self.assertEqual([row.value for row in rows], [1250, 7])
        self.assertEqual({row.date for row in rows}, {date(2026, 3, 1)})

    def test_rows_and_what_is_wrong_with_them(self):
        content = (
            "customer,date,value,grade,report\n"
            "A,2026-03-01,80,,R1\n"
            ",,,,\n"
            ",2026-03-01,80,,\n"
            "C,31.02.2026,80,,\n"
            "D,,80,,\n"
            "E,2026-03-01,much,,\n"
            "F,2026-03-01,,,\n"
            "G,2026-03-01,,BB+,\n"
            "H,,much,,\n"
        )
        rows, problems = rating_file.read(content.encode())
        self.assertEqual(
            rows,
            [
                (2, "A", date(2026, 3, 1), 80.0, "", "R1"),
                (9, "G", date(2026, 3, 1), None, "BB+", ""),
            ],
        )
        self.assertEqual(
            problems,
            [
                (4, "customer", "no_customer", ""),
                (5, "date", "bad_date", "31.02.2026"),
                (6, "date", "no_date", ""),
                (7, "value", "bad_number", "much"),
                (8, "value", "no_rating", ""),
                (10, "date", "no_date", ""),
                (10, "value", "bad_number", "much"),
            ],
        )

    def test_columns(self):
        for head, missing in [
            ("customer,date,value", []),
            ("VAT,Rating Date,Letters", []),
            ("grade,date,name", []),
            ("date,value", ["customer"]),
            ("customer,value", ["date"]),
            ("customer,date", ["value"]),
            ("a,b", ["customer", "date", "value"]),
        ]:
            with self.subTest(head):
                cells = ",".join("2026-03-01" if "ate" in one else "7" for one in head.split(","))
                rows, problems = rating_file.read(f"{head}\n{cells}\n".encode(), "f")
                self.assertEqual(problems, [(1, name, "no_column", "") for name in missing])
                self.assertEqual(len(rows), 0 if missing else 1)

    def test_short_rows_and_none(self):
        rows, problems = rating_file.read(b"customer,date,value,grade\nA,2026-03-01,5\n", "f")
        self.assertEqual((rows[0].grade, problems), ("", []))
        rows, problems = rating_file.read(b"customer,date,value\n,,\n", "f")
        self.assertEqual((rows, problems), ([], [(0, "f", "empty", "")]))

    def test_what_is_no_table(self):
        for content in (b"", b"%PDF-1.4 a,b", b"PK no workbook", b"\xff\xfe\x00"):
            with self.subTest(content=content):
                rows, problems = rating_file.read(content)
                self.assertEqual((rows, problems[0].row), ([], 0))
