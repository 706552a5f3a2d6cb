"""Dates and amounts as people write them, and the texts around them."""

from datetime import date, datetime
from decimal import Decimal

from odoo.tests import BaseCase

from ....tools.base import cells


class TestCells(BaseCase):
    def test_amounts(self):
        cases = [
            ("1,234.56", ".", "1234.56"),
            ("1.234,56", ",", "1234.56"),
            ("1 234,56 €", ",", "1234.56"),
            ("1'234.50", ".", "1234.50"),
            ("(12.00)", ".", "-12.00"),
            ("12.00-", ".", "-12.00"),
            ("-12", ".", "-12"),
            ("−12,5", ",", "-12.5"),
            ("EUR 5.00", ".", "5.00"),
            ("100,00 S", ",", "-100.00"),
            ("100.00 CR", ".", "100.00"),
            ("100.00 DR", ".", "-100.00"),
            ("¥１２３．４５", ".", "123.45"),
            ("12,34,567.00", ".", "1234567.00"),
            (".5", ".", "0.5"),
            ("-€ 5,00", ",", "-5.00"),
            (12.1, ".", "12.1"),
        ]
        for text, decimal, want in cases:
            with self.subTest(text):
                self.assertEqual(cells.to_amount(text, decimal), Decimal(want))
        for text in ("abc", "1.2.3", "", "12,34.5,6", "#REF!", True, None, "1e400", "nan"):
            with self.subTest(text):
                self.assertIsNone(cells.to_amount(text))

    def test_dates(self):
        day = date(2026, 3, 4)
        cases = [
            ("2026-03-04", "dmy"),
            ("04.03.2026", "dmy"),
            ("4/3/26", "dmy"),
            ("03/04/2026", "mdy"),
            ("20260304", "dmy"),
            ("04032026", "dmy"),
            ("2026年3月4日", "dmy"),
            ("4 März 2026", "dmy"),
            ("4. mars 2026", "dmy"),
            ("04-Mar-26", "dmy"),
            (46085, "dmy"),
            (day, "mdy"),
            (datetime(2026, 3, 4, 12), "dmy"),
            ("2026-03-04 00:00:00", "dmy"),
        ]
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

    def test_texts(self):
        for cell, plain, said in [
            (None, "", ""),
            ("", "", ""),
            (12.0, "12", "12"),
            (12.5, "12.5", "12.5"),
            (7, "7", "7"),
            (" a\u00a0", "a", "a"),
            ("１２ Ａ ", "12 A", "１２ Ａ"),
            ("\ufdfa", "\ufdfa", "\ufdfa"),
            # Of a long text only the beginning is made plain.
            ("x" * 99 + "１１", "x" * 99 + "1１", "x" * 99 + "１１"),
            ("x" * 1001, "x" * 1000, "x" * 1000),
        ]:
            with self.subTest(cell):
                self.assertEqual(cells.clean(cell), plain)
                self.assertEqual(cells.say(cell), said)

    def test_dates_as_numbers(self):
        """Days as spreadsheet programs count them; what is no day of theirs is none."""
        for cell, day in [
            (0, None),
            (0.5, None),
            (1, date(1899, 12, 31)),
            (46085.9, date(2026, 3, 4)),
            (79999, date(2119, 1, 10)),
            (80000, None),
            (True, None),
            (-1, None),
        ]:
            with self.subTest(cell):
                self.assertEqual(cells.to_date(cell), day)

    def test_dates_by_their_order(self):
        for text, order, day in [
            ("04032026", "mdy", date(2026, 4, 3)),
            ("19991231", "mdy", date(1999, 12, 31)),
            ("26-03-04", "ymd", date(2026, 3, 4)),
            ("2026/3/4", "mdy", date(2026, 3, 4)),
            ("4/3/69", "dmy", date(2069, 3, 4)),
            ("4/3/70", "dmy", date(1970, 3, 4)),
            ("4/3/99", "mdy", date(1999, 4, 3)),
            ("2026-03-04T10:00", "dmy", date(2026, 3, 4)),
            ("04.03.2026 and more", "dmy", date(2026, 3, 4)),
            ("04.03.2026" + " x" * 100, "dmy", date(2026, 3, 4)),
            ("04.03.2026x", "dmy", None),
            ("4 Dec 99", "dmy", date(1999, 12, 4)),
            ("4 décembre 2026", "dmy", date(2026, 12, 4)),
            ("4.Sept.26", "dmy", date(2026, 9, 4)),
            ("1 févr. 2026", "dmy", date(2026, 2, 1)),
            ("1 March" + " " * 52 + "26", "dmy", date(2026, 3, 1)),
            ("1 Jan" + "-" * 53 + "26", "dmy", date(2026, 1, 1)),
            ("1 Jan" + "-" * 54 + "26", "dmy", None),
            ("4 March 202", "dmy", None),
            ("1234567", "dmy", None),
        ]:
            with self.subTest(text=text, order=order):
                self.assertEqual(cells.to_date(text, order), day)

    def test_each_month(self):
        names = ("jan", "feb", "mrz", "apr", "mai", "juni", "juillet", "août", "sep", "okt", "nov")
        for month, name in enumerate((*names, "dez"), 1):
            self.assertEqual(cells.to_date(f"2 {name} 2026"), date(2026, month, 2), name)

    def test_order_of_a_column(self):
        for column, order in [
            ([], "dmy"),
            (["12/12/26"], "dmy"),
            (["13/01/26"], "dmy"),
            (["01/13/26"], "mdy"),
            (["12/13/26"], "mdy"),
            (["13/13/26"], "dmy"),
            (["01/13/26", "13/01/26"], "mdy"),
            (["123/13/26", "01/13/26"], "mdy"),
            ([date(2026, 1, 13), "2026-01-13", "soon", None, "1/13/26"], "mdy"),
            (["3/4/2026", "3/25/2026 12:00" + " x" * 50], "mdy"),
        ]:
            with self.subTest(column):
                self.assertEqual(cells.find_date_order(column), order)

    def test_decimal_of_a_column(self):
        for column, default, decimal in [
            ([], ".", "."),
            (["1,234"], ".", "."),
            (["1.234"], ",", ","),
            (["12,50"], ".", ","),
            (["12.5"], ",", "."),
            (["1,2345"], ".", ","),
            (["1.234,567"], ".", ","),
            (["1,234.567"], ",", "."),
            (["1.234.567"], ".", ","),
            (["1,234,567"], ",", "."),
            (["1,234 EUR"], ".", "."),
            (["12,5 EUR"], ".", ","),
            (["12,50", "12.50"], ",", ","),
            (["1.234.567", "12.50"], ".", "."),
            (["1.234.567", "12.50"], ",", ","),
            (["1.234,5", "12.50"], ".", "."),
            (["12,50", "12.50"], ".", "."),
            (["12,50", "12.50", "1.50"], ",", "."),
            (["12,50", "1,50", "12.50"], ".", ","),
            ([None, 5, 1.5, "5", "1,5"], ".", ","),
            (["1,5" + "0" * 57], ".", ","),
            (["1,5" + "0" * 58], ".", "."),
        ]:
            with self.subTest(column=column, default=default):
                self.assertEqual(cells.find_decimal(column, default), decimal)

    def test_amounts_at_their_bounds(self):
        for cell, decimal, want in [
            (5, ".", "5"),
            (0, ".", "0"),
            (0.1, ".", "0.1"),
            (999999999999999, ".", "999999999999999"),
            (1e15, ".", None),
            (-1e15, ".", None),
            (False, ".", None),
            ("999999999999999", ".", "999999999999999"),
            ("1000000000000000", ".", None),
            ("-1000000000000000", ".", None),
            ("5." + "0" * 58, ".", "5"),
            ("5." + "0" * 59, ".", None),
            # Thousands marks stand where they can.
            ("1,23", ".", None),
            ("12,345", ".", "12345"),
            ("1,2345", ".", "12345"),
            ("1,23456", ".", None),
            ("12345,678", ".", None),
            ("1234,567", ".", "1234567"),
            ("1,23,456", ".", "123456"),
            ("1.234.5", ",", None),
            ("1.234,5", ".", None),
            ("1’234.5", ".", "1234.5"),
            ("1_234", ".", "1234"),
            ("5.", ".", "5"),
        ]:
            with self.subTest(cell=cell, decimal=decimal):
                want = None if want is None else Decimal(want)
                self.assertEqual(cells.to_amount(cell, decimal), want)

    def test_signs(self):
        for text, want in [
            ("+5", 5),
            ("5+", 5),
            ("-5-", -5),
            ("(5", 5),
            ("5)", 5),
            ("(5 EUR)", -5),
            ("EUR -5", -5),
            ("EUR +5", 5),
            ("5 EUR", 5),
            ("5-EUR", -5),
            ("5S", -5),
            ("5 H", 5),
            ("5 贷", 5),
            ("5 借", -5),
            ("-5 S", 5),
            ("(5 S)", 5),
            ("5 USD", 5),
            ("USD 5 cr", 5),
            ("EURS", None),
            ("S", None),
        ]:
            with self.subTest(text):
                self.assertEqual(cells.to_amount(text), want)
