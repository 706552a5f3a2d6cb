"""A customer's ledger read from a file: encodings, dates, amounts, and what is refused."""

import io
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook

from odoo.tests import BaseCase

from ....tools.base import table_file
from ....tools.statement import ledger_file


def workbook(*rows):
    """The bytes of an XLSX file."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


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
            (german, "utf-8"),
            (german, "utf-8-sig"),
            (german, "utf-16"),
            (german, "cp1252"),
            (chinese, "gb18030"),
            (chinese, "utf-8"),
        ]
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
                (2, "A (Date)", "bad_date"),
                (3, "C (Amount)", "bad_amount"),
                (4, "A (Date)", "no_date"),
                (5, "A (Date)", "date_range"),
                (6, "A (Date)", "date_range"),
                (7, "C (Amount)", "no_amount"),
                (8, "C (Amount)", "formula"),
            ],
        )

    def test_files_that_are_none(self):
        big = b"Date,Amount\n" + b"x" * table_file.MAX_BYTES
        cases = [
            (b"", "empty"),
            (b" \n ", "empty"),
            (b"PK\x03\x04broken", "unreadable"),
            (b"%PDF-1.7 ...", "no_table"),
            (b"\xd0\xcf\x11\xe0rest", "old_excel"),
            (big, "too_big"),
            (b"Dear Sirs\nwe owe you nothing\n", "no_table"),
            (b"\x00\x01\x02\x03", "no_table"),
        ]
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

    def test_where_the_headings_are(self):
        head, note = b"Date,Number,Amount\n", b"some,words\n"
        for before, place in ((0, 0), (39, 39), (40, -1)):
            table, _ = table_file.read_table(note * before + head)
            mapping = ledger_file.guess_mapping(table)
            self.assertEqual(mapping.head, place)
            self.assertEqual(
                mapping.columns, {"date": 0, "number": 1, "amount": 2} if place >= 0 else {}
            )
        # The first of the rows that have most of them; one heading alone is none.
        table, _ = table_file.read_table(b"Date,x,Text\n" + head + head + b"Date,x,y\n")
        self.assertEqual(ledger_file.guess_mapping(table).head, 1)
        table, _ = table_file.read_table(b"Date,x,y\n")
        self.assertEqual(ledger_file.guess_mapping(table)[:2], ({}, -1))

    def test_what_is_found_in_the_columns(self):
        for content, order, decimal in [
            (b"Date,Amount\n03/25/2026,1\n", "mdy", "."),
            (b"Date;Amount\n03/04/2026;1,234\n", "dmy", ","),
            (b'Date,Debit,Credit\n01/02/2026,,"1,5"\n', "dmy", ","),
            (b'Date,Debit,Credit\n01/02/2026,"1,5",\n', "dmy", ","),
        ]:
            with self.subTest(content):
                table, _ = table_file.read_table(content)
                mapping = ledger_file.guess_mapping(table)
                self.assertEqual((mapping.date_order, mapping.decimal), (order, decimal))

    def test_headings(self):
        for head, columns in [
            ("Due Date,Date,Amount", {"due": 0, "date": 1, "amount": 2}),
            ("Rechnungsnr.,Fälligkeit,Betrag (EUR)", {"number": 0, "due": 1, "amount": 2}),
            ("N° pièce,Échéance,Libellé", {"number": 0, "due": 1, "text": 2}),
            # Two sides say more than an amount.
            ("Debit,Credit,Amount", {"debit": 0, "credit": 1}),
            ("Debit,Amount,x", {"debit": 0, "amount": 1}),
            ("Number,Invoice,Date", {"number": 1, "date": 2}),
            ("Date,Date,Amount", {"date": 0, "amount": 2}),
        ]:
            with self.subTest(head):
                table, _ = table_file.read_table(f"{head}\n1,2,3\n".encode())
                self.assertEqual(ledger_file.guess_mapping(table).columns, columns)

    def test_letters_of_columns(self):
        for place, letter in [
            (0, "A"),
            (1, "B"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
        ]:
            self.assertEqual(ledger_file.column_letter(place), letter)

    def test_columns_by_name(self):
        table, _ = table_file.read_table(b"B,x (y)\n1,2,3,4\n")
        for head, wanted, place in [
            (0, "b", 0),
            (0, "X", 1),
            (0, "c", 2),
            (0, "D", 3),
            (0, "e", None),
            (-1, "b", 1),
            (1, "4", 3),
            (2, "b", 1),
        ]:
            with self.subTest(head=head, wanted=wanted):
                self.assertEqual(ledger_file.find_column(table, head, wanted), place)
        mapping = ledger_file.Mapping({})
        for head, place, told in [(0, 1, "B (x (y))"), (0, 2, "C"), (-1, 0, "A"), (9, 0, "A")]:
            named = ledger_file.column_name(table, mapping._replace(head=head), place)
            self.assertEqual(named, told)

    def test_columns_that_are_missing(self):
        for columns, missing in [
            ({}, ["date", "amount"]),
            ({"date": 0}, ["amount"]),
            ({"amount": 0}, ["date"]),
            ({"date": 0, "amount": 1}, []),
            ({"date": 0, "debit": 1}, []),
            ({"date": 0, "credit": 1}, []),
        ]:
            with self.subTest(columns):
                mapping = ledger_file.Mapping(columns, head=2)
                self.assertEqual(ledger_file.missing_columns(mapping), missing)
                table = table_file.Table([["x"]] * 3)
                told = [(3, key, "no_column", "") for key in missing]
                empty = [] if missing else [(0, "", "empty", "")]
                self.assertEqual(ledger_file.read_lines(table, mapping), ([], told or empty, {}))

    def test_what_a_mapping_does_not_say(self):
        self.assertEqual(ledger_file.Mapping({}), ({}, 0, "dmy", ".", 1))
        line = ledger_file.Line(1, date(2026, 3, 1), Decimal(5))
        self.assertEqual(line[3:], ("", "", "", None, False))

    def test_rows(self):
        """(row of the file, what it is: number and amount, a problem, or nothing)"""
        head = "Date,Number,Text,Debit,Credit,Amount2\n"
        for row, want in [
            ("01.03.2026,A1,,,5,", ("A1", 5)),
            ("01.03.2026,A1,,5,,", ("A1", -5)),
            ("01.03.2026,A1,,0,5,", ("A1", 5)),
            ("01.03.2026,A1,,5,0,", ("A1", -5)),
            ("01.03.2026,A1,,5,5,", (2, "E (Credit)", "both_sides", "")),
            ("01.03.2026,A1,,x,5,", (2, "D (Debit)", "bad_amount", "x")),
            ("01.03.2026,A1,,,,", (2, "E (Credit)", "no_amount", "")),
            ("01.03.2026,A1,,0,0,", None),
            (",A1,,,5,", (2, "A (Date)", "no_date", "")),
            ("x,A1,,,5,", (2, "A (Date)", "bad_date", "x")),
            ("01.01.1990,A1,,,5,", ("A1", 5)),
            ("31.12.1989,A1,,,5,", (2, "A (Date)", "date_range", "1989-12-31")),
            ("31.03.2026,A1,,,5,", ("A1", 5)),
            ("01.04.2026,A1,,,5,", (2, "A (Date)", "date_range", "2026-04-01")),
            (",,Opening balance,,5,", ("", 5)),
            ("x,,Opening balance,,5,", (2, "A (Date)", "bad_date", "x")),
            ("01.03.2026,Total,,,5,", None),
            (",,Closing balance,,5,", None),
            (",,Total of March,,5,", (2, "A (Date)", "no_date", "")),
            ("Summe,,,,5,", None),
            (",,Page 1,,,", None),
            (",,,,,", None),
            ("01.03.2026,A1,,,=B2,", (2, "E (Credit)", "formula", "")),
            (",,,,=B2,", None),
            (",A1,,,=B2,", (2, "E (Credit)", "formula", "")),
            ("01.03.2026,A1,,,5,=B2", ("A1", 5)),
            ("01.03.2026,A1", (2, "E (Credit)", "no_amount", "")),
        ]:
            with self.subTest(row):
                lines, problems = self._read((head + row).encode(), latest=date(2026, 3, 31))
                if want is None:
                    nothing = [(0, "", "empty", "")]
                    self.assertEqual((lines, problems), ([], nothing))
                elif len(want) == 4:
                    self.assertEqual((lines, problems), ([], [want]))
                else:
                    self.assertEqual([(one.number, one.amount) for one in lines], [want])
                    self.assertEqual(problems, [])

    def test_an_opening_balance(self):
        content = (
            b"Date,Text,Amount\n,Opening balance,5\n01.03.2026,Saldovortrag 2025,6\n1.3.26,x,7\n"
        )
        lines, _problems = self._read(content)
        self.assertEqual(
            [(one.date, one.opening) for one in lines],
            [(date(1990, 1, 1), True), (date(2026, 3, 1), True), (date(2026, 3, 1), False)],
        )

    def test_sides_and_signs(self):
        for row, sign, want in [
            ("01.03.2026,5,H", 1, 5),
            ("01.03.2026,5,S", 1, -5),
            ("01.03.2026,5,", 1, 5),
            ("01.03.2026,5,H", -1, -5),
            ("01.03.2026,-5,S", -1, -5),
            ("01.03.2026,5,Q", 1, (2, "C (S/H)", "bad_side", "q")),
        ]:
            with self.subTest(row=row, sign=sign):
                table, _ = table_file.read_table(f"Datum,Betrag,S/H\n{row}\n".encode())
                mapping = ledger_file.guess_mapping(table)._replace(sign=sign)
                lines, problems, _left = ledger_file.read_lines(table, mapping)
                told = [want] if isinstance(want, tuple) else [one.amount for one in lines]
                self.assertEqual(told, problems or [want])

    def test_texts_and_due_dates(self):
        content = "Date,Number,Ref,Text,Due,Amount\n1.3.26,１ , R ,t,31.3.26,5\n2.3.26,,,,x,5\n"
        lines, _problems = self._read(content.encode())
        self.assertEqual(lines[0][3:7], ("１", "R", "t", date(2026, 3, 31)))
        self.assertEqual(lines[1][3:7], ("", "", "", None))

    def test_currencies(self):
        rows = "1.3.26,5,EUR\n1.3.26,6,usd\n1.3.26,7,USD\n1.3.26,8,\n1.3.26,9,12345678901\n"
        table, _ = table_file.read_table(f"Date,Amount,Currency\n{rows}".encode())
        mapping = ledger_file.guess_mapping(table)
        for currency, amounts, left in [
            ("EUR", [5, 8], {"USD": 2, "1234567890": 1}),
            ("usd", [6, 7, 8], {"EUR": 1, "1234567890": 1}),
            (None, [5, 6, 7, 8, 9], {}),
        ]:
            with self.subTest(currency):
                lines, _problems, out = ledger_file.read_lines(table, mapping, currency=currency)
                self.assertEqual(([one.amount for one in lines], out), (amounts, left))
        table, _ = table_file.read_table(b"Date,Amount,Currency\n1.3.26,6,USD\n")
        found = ledger_file.read_lines(table, mapping, currency="EUR")
        self.assertEqual(found, ([], [], {"USD": 1}))

    def test_columns_named_by_hand(self):
        table, _ = table_file.read_table(b"Tag,Was,Wieviel\n1.3.2026,A1,5\n")
        self.assertEqual(
            ledger_file.missing_columns(ledger_file.guess_mapping(table)), ["date", "amount"]
        )
        self.assertEqual(ledger_file.find_column(table, 0, "wieviel"), 2)
        self.assertEqual(ledger_file.find_column(table, 0, "b"), 1)
        self.assertIsNone(ledger_file.find_column(table, 0, "Q"))
