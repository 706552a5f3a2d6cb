from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase

from ....tools.dunning import rate_file


def read(text):
    return rate_file.read(text.encode())


class TestRateFile(BaseCase):
    def test_rows_are_read_oldest_first(self):
        rows, problems = read(
            "Rate,Valid from,Source,Checked on\n2.40,2026-07-01,ECB,2026-11-30\n"
            "2.15%,2026-01-01,,\n"
        )
        self.assertEqual(problems, [])
        self.assertEqual(
            rows,
            [
                rate_file.Row(3, date(2026, 1, 1), Decimal("2.15")),
                rate_file.Row(2, date(2026, 7, 1), Decimal("2.4"), "ECB", date(2026, 11, 30)),
            ],
        )

    def test_a_decimal_comma(self):
        rows, problems = read("datum;zinssatz\n01.07.2026;1,52\n01.01.2026;-0,88\n")
        self.assertEqual(problems, [])
        self.assertEqual([str(row.rate) for row in rows], ["-0.88", "1.52"])

    def test_what_is_wrong_is_told_by_row_and_column(self):
        cases = [
            ("date,text\n2026-01-01,x\n", [(1, "rate", "no_column")]),
            ("date,rate\n", [(0, "", "empty")]),
            ("date,rate\n,2\n", [(2, "date", "no_date")]),
            ("date,rate\nsoon,2\n", [(2, "date", "bad_date")]),
            ("date,rate\n2026-01-01,\n", [(2, "rate", "no_rate")]),
            ("date,rate\n2026-01-01,high\n", [(2, "rate", "bad_number")]),
            ("date,rate\n2026-01-01,nan\n", [(2, "rate", "bad_number")]),
            ("date,rate\n2026-01-01,1001\n", [(2, "rate", "out_of_range")]),
            ("date,rate,checked\n2026-01-01,2,never\n", [(2, "checked", "bad_date")]),
            ("date,rate\n2026-01-01,2\n2026-01-01,3\n", [(3, "date", "twice")]),
        ]
        for text, expected in cases:
            with self.subTest(text):
                _rows, problems = read(text)
                self.assertEqual([problem[:3] for problem in problems], expected)
