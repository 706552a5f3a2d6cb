"""Cells of files that somebody sent: encodings, delimiters, formulas, bounds."""

from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ....tools.base import table_file
from ....tools.base.table_file import Table, column_cells, decode, read_table, usual_decimal


@tagged("post_install", "-at_install")
class TestTableFile(BaseCase):
    def load(self, content):
        """(rows, code of the problem)"""
        table, problems = read_table(content, "f")
        self.assertEqual([(one.row, one.column) for one in problems], [(0, "f")] * (not table))
        return (table.rows if table else None), (problems[0].code if problems else "")

    def test_encodings(self):
        for raw, text, encoding in [
            (b"a\xc3\xa4", "aä", "utf-8"),
            (b"\xef\xbb\xbfa", "a", "utf-8"),
            ("aä".encode("utf-16"), "aä", "utf-16"),
            ("ä".encode("utf-16-be").join([b"\xfe\xff", b""]), "ä", "utf-16"),
            ("货款".encode("gb18030"), "货款", "gb18030"),
            # Nearly all of it is Chinese that people write; and less than that.
            ("货款货款".encode("gb18030") + b"\x81\x40", "货款货款丂", "gb18030"),
            ("Müller".encode("cp1252"), "Müller", "cp1252"),
            ("Ärger für Söhne".encode("cp1252"), "Ärger für Söhne", "cp1252"),
            (b"a\x81", "a\x81", "latin-1"),
            (b"", "", "utf-8"),
        ]:
            with self.subTest(text):
                self.assertEqual(decode(raw), (text, encoding))

    def test_delimiters(self):
        for content, rows, delimiter in [
            (b"a,b\nc,d\n", [["a", "b"], ["c", "d"]], ","),
            (b"a;b\nc;d,e\n", [["a", "b"], ["c", "d,e"]], ";"),
            (b"a\tb\nc\td\n", [["a", "b"], ["c", "d"]], "\t"),
            (b"a|b\nc|d\n", [["a", "b"], ["c", "d"]], "|"),
            (b"x,y,z\na;b\nc;d\n", [["x,y,z"], ["a", "b"], ["c", "d"]], ";"),
            (b"a;b,c,d\n", [["a;b", "c", "d"]], ","),
            (b"\n\na;b\n", [[], [], ["a", "b"]], ";"),
        ]:
            with self.subTest(content):
                table, problems = read_table(content)
                self.assertEqual((table.rows, table.delimiter, problems), (rows, delimiter, []))
                self.assertEqual((table.kind, table.encoding), ("csv", "utf-8"))

    def test_formulas(self):
        for cell, want, formula in [
            ('"=""00123"""', "00123", False),
            ('"="""""', None, True),
            ('"="""', None, True),
            ("=A1", None, True),
            ("=", None, True),
            ('"=""a"', None, True),
            ("x=1", "x=1", False),
        ]:
            with self.subTest(cell):
                table, _problems = read_table(f"a,b\n1,{cell}\n".encode())
                if cell == '"="""""':
                    want, formula = "", False
                self.assertEqual(table.rows[1][1], want)
                self.assertEqual(table.formulas, {(1, 1)} if formula else frozenset())

    def test_what_is_no_table(self):
        for content, code in [
            (b"", "empty"),
            (b" \n\t", "empty"),
            (b",,\n , \n", "empty"),
            (b"words\nalone\n", "no_table"),
            (b"a,\n,b\n", "no_table"),
            (b"a,b\n", ""),
            (b"a,,b\n", ""),
            (b"a\0,b\n", "no_table"),
            (b"%PDF-1.4 a,b", "no_table"),
            (b"<HTML>a,b", "no_table"),
            (b"\xd0\xcf\x11\xe0a,b", "old_excel"),
            (b"PK\x03\x04a,b", "unreadable"),
            (b"\xff\xfea", "unreadable"),
        ]:
            with self.subTest(content):
                self.assertEqual(self.load(content)[1], code)

    def test_bounds(self):
        whole = b"a,b\n".ljust(20 * 2**20)
        self.assertEqual(self.load(whole)[1], "")
        self.assertEqual(read_table(whole + b" ", "f")[1], [(0, "f", "too_big", "20")])
        for name, most, content, code in [
            ("MAX_BYTES", 4, b"a,b\n", ""),
            ("MAX_BYTES", 3, b"a,b\n", "too_big"),
            ("MAX_ROWS", 2, b"a,b\n" * 2, ""),
            ("MAX_ROWS", 2, b"a,b\n" * 3, "too_long"),
            ("MAX_CELLS", 2, b"a,b\n" * 2, ""),
            ("MAX_CELLS", 2, b"a,b\n" * 3, "too_full"),
        ]:
            with self.subTest(name=name, code=code):
                with patch.object(table_file, name, most):
                    self.assertEqual(self.load(content)[1], code)

    def test_long_rows_and_cells_are_cut(self):
        rows, _code = self.load(b",".join([b"y" * 1001] * 201) + b"\n")
        self.assertEqual((len(rows[0]), len(rows[0][0])), (200, 1000))

    def test_columns(self):
        table = Table([["a", "b"], ["c"], ["d", "e"]])
        self.assertEqual(column_cells(table, 1, 0), ["b", "e"])
        self.assertEqual(column_cells(table, 0, 1), ["c", "d"])
        for delimiter, decimal in ((";", ","), (",", "."), ("", ".")):
            self.assertEqual(usual_decimal(table._replace(delimiter=delimiter)), decimal)
