"""A customer's ledger read from a file: encodings, dates, amounts, and what is refused."""

import io
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook

from odoo.tests import BaseCase

from ....tools.base import cells, table_file
from ....tools.statement import ledger_file


def workbook(*rows):
    """The bytes of an XLSX file."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class TestLedgerCells(BaseCase):
    def test_amounts(self):
        cases = [
            ("1,234.56", ".", "1234.56"), ("1.234,56", ",", "1234.56"),
            ("1 234,56 €", ",", "1234.56"),
            ("1'234.50", ".", "1234.50"), ("(12.00)", ".", "-12.00"), ("12.00-", ".", "-12.00"),
            ("-12", ".", "-12"), ("−12,5", ",", "-12.5"), ("EUR 5.00", ".", "5.00"),
            ("100,00 S", ",", "-100.00"), ("100.00 CR", ".", "100.00"),
            ("100.00 DR", ".", "-100.00"),
            ("¥１２３．４５", ".", "123.45"),
            ("12,34,567.00", ".", "1234567.00"), (".5", ".", "0.5"),
            ("-€ 5,00", ",", "-5.00"), (12.1, ".", "12.1"),
        ]  # fmt: skip
        for text, decimal, want in cases:
            with self.subTest(text):
                self.assertEqual(cells.to_amount(text, decimal), Decimal(want))
        for text in ("abc", "1.2.3", "", "12,34.5,6", "#REF!", True, None, "1e400", "nan"):
            with self.subTest(text):
                self.assertIsNone(cells.to_amount(text))

    def test_dates(self):
        day = date(2026, 3, 4)
        cases = [
            ("2026-03-04", "dmy"), ("04.03.2026", "dmy"), ("4/3/26", "dmy"), ("03/04/2026", "mdy"),
            ("20260304", "dmy"), ("04032026", "dmy"), ("2026年3月4日", "dmy"),
            ("4 März 2026", "dmy"),
            ("4. mars 2026", "dmy"), ("04-Mar-26", "dmy"), (46085, "dmy"), (day, "mdy"),
            (datetime(2026, 3, 4, 12), "dmy"), ("2026-03-04 00:00:00", "dmy"),
        ]  # fmt: skip
        for cell, order in cases:
            with self.subTest(cell):
                self.assertEqual(cells.to_date(cell, order), day)
        for cell in ("31.02.2026", "13/13/2026", "soon", "", None, "4 Foo 2026", "1/2/345"):
            with self.subTest(cell):
                self.assertIsNone(cells.to_date(cell))

    def test_a_column_says_how_it_is_written(self):
        self.assertEqual(cells.find_date_order(["03/04/2026", "03/25/2026"]), "mdy")
        self.assertEqual(cells.find_date_order(["03/04/2026", "25/03/2026"]), "dmy")
        self.assertEqual(cells.find_decimal(["1,234", "12,50"]), ",")
        self.assertEqual(cells.find_decimal(["1,234", "1,234,567"]), ".")
        self.assertEqual(cells.find_decimal(["1,234"], ","), ",")


class TestLedgerFile(BaseCase):
    def _read(self, content, **options):
        table, problems = table_file.read_table(content, "ledger.csv")
        if problems:
            return [], problems
        mapping = ledger_file.guess_mapping(table)
        return ledger_file.read_lines(table, mapping, **options)[:2]

    def test_encodings(self):
        german = "Datum;Text;Betrag\n01.03.2026;Müller & Söhne, Köln, größer;10,50\n"
        chinese = "日期,发票号,摘要,金额\n2026-03-01,0012,三月货款，已收到,10.50\n"
        cases = [
            (german, "utf-8"), (german, "utf-8-sig"), (german, "utf-16"), (german, "cp1252"),
            (chinese, "gb18030"), (chinese, "utf-8"),
        ]  # fmt: skip
        for text, encoding in cases:
            with self.subTest(f"{text[:2]} {encoding}"):
                lines, problems = self._read(text.encode(encoding))
                self.assertEqual(problems, [])
                self.assertEqual(
                    (lines[0].date, lines[0].amount), (date(2026, 3, 1), Decimal("10.50"))
                )
                self.assertIn(lines[0].text, text)

    def test_debit_and_credit_in_any_order_of_columns(self):
        content = (
            b"Ledger of Beta Ltd\n\nCredit,Doc. No.,Debit,Posting Date\n"
            b'"1,000.00",A1,,03/25/2026\n,P1,400.00,03/26/2026\n1000,Total,400,\n'
        )
        lines, problems = self._read(content)
        self.assertEqual(problems, [])
        self.assertEqual(
            [(line.row, line.number, line.amount) for line in lines],
            [(4, "A1", Decimal(1000)), (5, "P1", Decimal(-400))],
        )

    def test_problems_name_row_and_column(self):
        content = (
            b"Date,Number,Amount\n31.02.2026,A1,5.00\n01.03.2026,A2,abc\n,A3,5.00\n"
            b"01.03.1926,A4,5\n02.03.2036,A5,5\n01.03.2026,A6,\n01.03.2026,A7,=B2*2\n"
        )
        lines, problems = self._read(content, latest=date(2027, 3, 31))
        self.assertEqual(lines, [])
        self.assertEqual(
            [(one.row, one.column, one.code) for one in problems],
            [
                (2, "A (Date)", "bad_date"), (3, "C (Amount)", "bad_amount"),
                (4, "A (Date)", "no_date"),
                (5, "A (Date)", "date_range"), (6, "A (Date)", "date_range"),
                (7, "C (Amount)", "no_amount"), (8, "C (Amount)", "formula"),
            ],
        )  # fmt: skip

    def test_files_that_are_none(self):
        big = b"Date,Amount\n" + b"x" * table_file.MAX_BYTES
        cases = [
            (b"", "empty"), (b" \n ", "empty"), (b"PK\x03\x04broken", "unreadable"),
            (b"%PDF-1.7 ...", "no_table"), (b"\xd0\xcf\x11\xe0rest", "old_excel"), (big, "too_big"),
            (b"Dear Sirs\nwe owe you nothing\n", "no_table"), (b"\x00\x01\x02\x03", "no_table"),
        ]  # fmt: skip
        for content, code in cases:
            with self.subTest(code):
                _table, problems = table_file.read_table(content, "f")
                self.assertEqual([(one.row, one.code) for one in problems], [(0, code)])

    def test_workbook(self):
        content = workbook(
            ["Rechnungsnr.", "Datum", "Betrag"],
            ["A1", datetime(2026, 3, 1), 10.1],
            [12, 46082, "=C2*2"],
            ["Summe", None, "=SUM(C2:C3)"],
        )
        lines, problems = self._read(content)
        # A formula without its result is named; that of the sum does not matter.
        self.assertEqual(
            [(p.row, p.column, p.code) for p in problems], [(3, "C (Betrag)", "formula")]
        )
        self.assertEqual([(line.number, line.amount) for line in lines], [("A1", Decimal("10.1"))])

    def test_a_sheet_is_as_wide_as_what_is_written_in_it(self):
        table, _problems = table_file.read_table(workbook(["Date", "Amount", None], [], [1]), "f")
        self.assertEqual([len(row) for row in table.rows], [2, 0, 1])

    def test_other_currencies_are_left_out_and_counted(self):
        table, _ = table_file.read_table(b"Date,Amount,Currency\n1.3.2026,5,EUR\n1.3.2026,6,usd\n")
        mapping = ledger_file.guess_mapping(table)
        lines, problems, left = ledger_file.read_lines(table, mapping, currency="EUR")
        self.assertEqual((len(lines), problems, left), (1, [], {"USD": 1}))

    def test_columns_named_by_hand(self):
        table, _ = table_file.read_table(b"Tag,Was,Wieviel\n1.3.2026,A1,5\n")
        self.assertEqual(
            ledger_file.missing_columns(ledger_file.guess_mapping(table)), ["date", "amount"]
        )
        self.assertEqual(ledger_file.find_column(table, 0, "wieviel"), 2)
        self.assertEqual(ledger_file.find_column(table, 0, "b"), 1)
        self.assertIsNone(ledger_file.find_column(table, 0, "Q"))
