"""A customer's ledger of ten planted differences, from the file to the agreement."""

import base64
import csv
import io
import zipfile
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import Workbook, load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ....tools.base import table_file, xlsx_reader
from ....wizard import ar_reconciliation_import
from ...common import ArCommon
from ...pure.base.test_hostile import make_workbook

SAMPLES = Path(__file__).resolve().parents[3] / "demo" / "reconciliation"
TODAY = "2026-04-02 12:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestReconciliation(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with open(SAMPLES / "our_ledger.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        cls.moves = cls.env["account.move"]
        for row in rows:
            amount = float(row["amount"])
            move = cls._make_invoice(
                amount=abs(amount),
                date=row["date"],
                move_type="out_invoice" if amount > 0 else "out_refund",
            )
            cls.moves |= move
        cls.names = [row["number"] for row in rows]
        roles = {
            "collector": "ar_collections.ar_collections_group_collector",
            "manager": "ar_collections.ar_collections_group_manager",
            "salesperson": "ar_collections.ar_collections_group_sales",
            "clerk": "base.group_user",
        }
        cls.users = {
            name: new_test_user(
                cls.env,
                f"reconciliation_{name}",
                groups=f"base.group_user,{group}",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for name, group in roles.items()
        }
        cls.content = (SAMPLES / "customer_ledger.cp1252.csv").read_bytes()

    def _make(self, user=None, **values):
        env = self.env(user=user) if user else self.env
        return env["ar.reconciliation"].create(
            {
                "partner_id": self.partner.id,
                "date": "2026-03-31",
                "company_id": self.company.id,
                "currency_id": self.company.currency_id.id,
                **values,
            }
        )

    def _wizard(self, one, content, filename="ledger.csv", **values):
        """The import wizard as the screen fills it."""
        defaults = {"default_reconciliation_id": one.id, "default_filename": filename}
        with Form(one.env["ar.reconciliation.import"].with_context(**defaults)) as form:
            form.file = base64.b64encode(content)
            for name, value in values.items():
                setattr(form, name, value)
        return form.record

    def _import(self, one, content=None, **values):
        self._wizard(one, content or self.content, **values).action_import()
        return one

    def _kinds(self, one):
        return {(d.kind, d.lines): d.amount for d in one.difference_ids}

    def _line(self, one, side, number):
        return one.line_ids.filtered(lambda line: line.side == side and line.number == number)

    def test_our_side_is_the_one_readers(self):
        self.assertEqual(self.moves.mapped("name"), self.names)
        one = self._make()
        rows = self.env["ar.open.item"].read_as_of("2026-03-31", self.company.ids, self.partner.ids)
        self.assertEqual(one.our_balance, 11053.60)
        self.assertAlmostEqual(sum(row["residual_currency"] for row in rows), 11053.60)
        self.assertFalse(one.difference_ids, "Without the other side nothing differs.")

    def test_ten_planted_differences(self):
        one = self._import(self._make())
        self.assertEqual(
            self._kinds(one),
            {
                ("only_ours_claim", "INV/2026/00002"): -850.50,
                ("typing", "INV/2026/00003"): -90.0,
                ("amount", "INV/2026/00004"): -30.0,
                ("rounding", "INV/2026/00005"): 0.01,
                ("date", "INV/2026/00006"): 0.0,
                ("duplicate_theirs", "INV/2026/00007"): 415.0,
                ("sign", "INV/2026/00011"): -180.0,
                ("only_ours_credit", "RINV/2026/00001"): 180.0,
                ("only_theirs_claim", "G-4711"): 333.0,
                ("only_theirs_credit", "Z-88"): -500.0,
            },
        )
        self.assertEqual((one.our_balance, one.their_balance), (11053.60, 10331.11))
        self.assertEqual((one.difference, one.explained, one.rest), (-722.49, -722.49, 0.0))
        self.assertEqual(one.state, "matched")
        reasons = {match.our_lines: match.reason for match in one.match_ids}
        self.assertEqual(reasons["INV/2026/00001"], "Same number INV/2026/00001, same amount")
        self.assertEqual(
            reasons["INV/2026/00012"], "INV/2026/00012 is named on both sides, same amount"
        )
        self.assertEqual(reasons["INV/2026/00013"], "Same amount, 2 days apart")
        self.assertEqual(
            reasons["INV/2026/00008, INV/2026/00009, INV/2026/00010"],
            "One line is the sum of 3",
        )
        self.assertIn(
            "13 lines were read from ledger.csv. Encoding: cp1252.", one.message_ids[0].body
        )
        self.assertEqual(one.message_ids[0].attachment_ids.raw, self.content)

    def test_a_stated_balance_leaves_a_rest(self):
        one = self._import(self._make(), has_stated=True, stated_balance=10000.0)
        self.assertEqual((one.their_balance, one.explained, one.rest), (10000.0, -722.49, -331.11))
        with self.assertRaisesRegex(UserError, "331.11"):
            one.action_agree()

    def test_workbook_with_the_signs_of_our_books(self):
        book = Workbook()
        for row in (
            ["Betrag", "Rechnungsnummer", "Datum"],
            [-1200.0, "INV/2026/00001", "2026-01-05"],
            [-2430.0, "INV/2026/00003", "2026-01-19"],
            [-1.0, "later", "2026-04-01"],
        ):
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        one = self._import(self._make(), stream.getvalue(), filename="ledger.xlsx")
        self.assertEqual(one.file_balance, 3630.0)
        self.assertEqual(len(one.match_ids), 2)
        self.assertIn("1 lines are dated after the day", one.message_ids[0].body)

    def test_columns_are_kept_for_the_customer(self):
        content = b"Wann,Was,Wieviel\n05.01.2026,INV/2026/00001,1200\n"
        wizard = self._wizard(self._make(), content)
        with self.assertRaisesRegex(UserError, "No column is named for the date"):
            wizard.action_import()
        self._import(
            self._make(),
            content,
            head_row=1,
            column_date="Wann",
            column_number="B",
            column_amount="wieviel",
        )
        again = self._wizard(self._make(), content)
        self.assertEqual(
            (again.column_date, again.column_number, again.column_amount), ("Wann", "B", "wieviel")
        )
        again.column_text = "Notiz"
        with self.assertRaisesRegex(UserError, "no column “Notiz”"):
            again.action_import()

    def test_bad_files_get_a_sentence(self):
        one = self._make()
        cases = [
            (b"%PDF-1.7 scan", "no table"),
            (b"\xd0\xcf\x11\xe0 old", "old Excel file"),
            (b"PK\x03\x04 broken", "cannot be read"),
            (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
            (b"Date,Amount\n01.01.2026,abc\n", "Row 2, column B .Amount.: “abc” is no amount"),
            (b"Date,Amount\n01.01.1926,5\n", "1926-01-01 is out of range"),
            (b"Date,Amount\n01.01.2026,=1+1\n", "formula whose result is not in the file"),
            (b"Date,Amount,Currency\n01.01.2026,5,XTS\n", "no line in USD until 2026-03-31"),
        ]
        for content, words in cases:
            with self.subTest(words):
                wizard = self.env["ar.reconciliation.import"].create(
                    {
                        "reconciliation_id": one.id,
                        "file": base64.b64encode(content),
                        "head_row": 1,
                        "column_date": "A",
                        "column_amount": "B",
                        "column_currency": "C" if b"Currency" in content else False,
                    }
                )
                with self.assertRaisesRegex(UserError, words):
                    wizard.action_import()
        self.assertFalse(one.their_line_ids)

    def test_hostile_workbooks_get_a_sentence(self):
        """Said when the file is chosen, and again when it is imported; nothing is a stack trace."""
        one = self._make()
        entity = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>'
        locked = bytearray(make_workbook("<row/>"))
        locked[locked.find(b"PK\x01\x02") + 8] |= 1
        cases = [
            (make_workbook(entity), "ledger.xlsx cannot be read"),
            (make_workbook(" " * 9_000_000), "packed tightly"),
            (make_workbook("<row/>", texts="<sst>" + "<si/>" * 20_000 + "</sst>"), "cells. Delete"),
            (bytes(locked), "protected by a password"),
            (make_workbook('<row r="999999"/>'), "more than 100000 rows"),
            (make_workbook("<row/>", pack=zipfile.ZIP_LZMA), "cannot be read"),
        ]
        with patch.object(xlsx_reader, "MAX_CELLS", 10_000):
            for content, words in cases:
                with self.subTest(words):
                    values = {"reconciliation_id": one.id, "filename": "ledger.xlsx", "head_row": 1}
                    wizard = self.env["ar.reconciliation.import"].create(
                        {**values, "file": base64.b64encode(content)}
                    )
                    self.assertRegex(wizard.fault, words)
                    with self.assertRaisesRegex(UserError, words):
                        wizard.action_import()

    def test_a_file_is_read_once(self):
        """Columns, preview and import ask for the same cells, five times in all; each of the
        three requests reads them once."""
        one = self._make()
        with patch.object(table_file, "read_table", wraps=table_file.read_table) as read:
            wizard = self._wizard(one, self.content)
            self.assertTrue(wizard.preview)
            wizard.with_context(bin_size=True).action_import()
        self.assertLessEqual(read.call_count, 3)
        self.assertTrue(one.their_line_ids)

    def test_more_lines_than_a_request_can_match(self):
        one = self._make()
        with patch.object(ar_reconciliation_import, "MOST_LINES", 5):
            with self.assertRaisesRegex(UserError, "ledger.csv has .* and 5 can be reconciled"):
                self._import(one)
        self.assertFalse(one.their_line_ids)

    def test_a_file_that_is_not_what_a_browser_sends(self):
        wizard = self.env["ar.reconciliation.import"].new({"reconciliation_id": self._make().id})
        for file in (b"%%%", b"a", b"=", "ü".encode()):
            with (
                self.subTest(file),
                patch.object(type(wizard), "_get_raw", lambda self, file=file: file),
            ):
                wizard.file = base64.b64encode(b"x")
                _table, problems = wizard._read_table()
                self.assertIn(problems[0].code, ("unreadable", "empty"))

    def test_a_long_ledger_takes_no_more_queries(self):
        """Lines and matches are written by a statement for all of them."""
        counts = {}
        for size in (20, 20, 200):
            one = self._make()
            text = "Document;Date;Amount\n" + "".join(
                f"CR-7{number:05};2026-03-{number % 28 + 1:02};{number + 1}.00\n"
                for number in range(size // 2)
            )
            text += "".join(
                f"CR-7{number:05};2026-03-{number % 28 + 1:02};-{number + 1}.00\n"
                for number in range(size // 2)
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._import(one, text.encode(), column_number="A")
            self.env.flush_all()
            counts[size] = self.env.cr.sql_log_count - before
            self.assertEqual(len(one.their_line_ids), size)
            # A few are of the same amount as lines of ours.
            self.assertGreaterEqual(len(one.their_line_ids.match_id), size // 2 - 6)
        self.assertLessEqual(counts[200], counts[20] + 10, counts)

    def test_by_hand(self):
        one = self._import(self._make())
        freight, second = (
            self._line(one, "theirs", "G-4711"),
            self._line(one, "ours", self.names[1]),
        )
        first = self._line(one, "ours", "INV/2026/00001")
        (freight | first).chosen = True
        with self.assertRaisesRegex(UserError, "matched already"):
            one.action_match_chosen()
        first.chosen = False
        with self.assertRaisesRegex(UserError, "both sides"):
            one.action_match_chosen()
        second.chosen = True
        one.action_match_chosen()
        self.assertEqual(second.match_id, freight.match_id)
        self.assertEqual(second.match_reason, "Matched by hand")
        self.assertEqual(self._kinds(one)["amount", "INV/2026/00002, G-4711"], -517.50)
        self.assertEqual(one.rest, 0.0)
        # What a person undoes is not matched again by rule.
        first.action_unmatch()
        one.action_match()
        self.assertFalse(first.match_id)
        self.assertTrue(second.match_id, "What was matched by hand stays.")
        self.assertEqual(one.rest, 0.0)

    def test_differences_keep_their_cause(self):
        one = self._import(self._make())
        freight = one.difference_ids.filtered(lambda d: d.lines == "G-4711")
        freight.write({"cause": "price", "user_id": self.users["manager"].id})
        one.match_ids.filtered(lambda m: m.step == "sum").action_unmatch()
        self.assertEqual(
            (freight.exists().cause, freight.user_id), ("price", self.users["manager"])
        )
        self.assertEqual(len(one.difference_ids), 14)
        one.action_match()
        self.assertEqual(freight.exists().cause, "price")

    def test_a_difference_is_disputed_with_one_click(self):
        one = self._import(self._make())
        ours = one.difference_ids.filtered(lambda d: d.kind == "only_ours_claim")[:1]
        ours.user_id = self.users["collector"]
        as_collector = ours.with_user(self.users["collector"])
        opened = as_collector.action_open_dispute()
        dispute = ours.dispute_id
        self.assertEqual((opened["res_model"], opened["res_id"]), ("ar.dispute", dispute.id))
        self.assertEqual(as_collector.action_open_dispute()["res_id"], dispute.id)
        self.assertEqual((dispute.source, dispute.origin_ref), ("reconciliation", ours))
        self.assertEqual(dispute.move_line_ids, ours.line_ids.move_line_id)
        self.assertEqual(dispute.amount_disputed, abs(ours.amount))
        self.assertEqual(dispute.user_id, self.users["collector"])
        dispute.with_user(self.users["collector"]).action_reject()
        self.assertEqual(ours.state, "open", "The customer has not accepted it")
        dispute.action_reopen()
        dispute.action_agree()
        self.assertEqual(ours.state, "done")
        self.assertTrue(ours.cause)
        credit = one.difference_ids.filtered(lambda d: d.kind == "only_theirs_credit")[:1]
        with self.assertRaisesRegex(UserError, "nothing of it is open with us"):
            credit.action_open_dispute()

    def test_agreement_and_what_follows(self):
        one = self._import(self._make())
        with self.assertRaisesRegex(UserError, "matches to confirm or undo: 5"):
            one.action_agree()
        one.action_confirm_matches()
        unknown = one.difference_ids.filtered(lambda d: not d.cause)
        with self.assertRaisesRegex(UserError, f"without a cause or an owner: {len(unknown)}"):
            one.action_agree()
        unknown.write({"cause": "other", "user_id": self.users["collector"].id})
        one.action_agree()
        one.action_agree()
        self.assertEqual(one.state, "agreed")
        task = unknown[0].activity_ids
        self.assertEqual((len(task), task.user_id), (1, self.users["collector"]))
        self.assertEqual(task.date_deadline, self._day("2026-04-16"))
        for change in (one.action_match, one.match_ids[0].action_unmatch, one.action_read_ours):
            with self.assertRaisesRegex(UserError, "is closed"):
                change()
        with self.assertRaisesRegex(UserError, "keep a cause"):
            unknown[0].cause = False
        with self.assertRaisesRegex(UserError, "is kept"):
            one.unlink()
        unknown[0].with_user(self.users["collector"]).action_done()
        self.assertEqual((unknown[0].state, len(unknown[0].activity_ids)), ("done", 0))
        one.action_reopen()
        self.assertEqual(one.state, "matched")

    def test_a_payment_that_crosses_the_import(self):
        one = self._import(self._make())
        self.assertFalse(one.is_outdated)
        self._pay(self.moves[0], 1200.0, "2026-03-30")
        one.invalidate_recordset()
        self.assertTrue(one.is_outdated)
        one.action_read_ours()
        self.assertFalse(one.is_outdated)
        self.assertEqual(one.our_balance, 9853.60)
        self.assertEqual(self._kinds(one)["only_theirs_claim", "INV/2026/00001"], 1200.0)
        self.assertEqual(one.rest, 0.0)
        # A payment of a later day belongs to a later reconciliation.
        self._pay(self.moves[1], 850.50, "2026-04-01")
        one.invalidate_recordset()
        self.assertFalse(one.is_outdated)

    def test_what_cannot_be(self):
        with self.assertRaisesRegex(ValidationError, "a day to come"):
            self._make(date="2026-04-03")
        with self.assertRaisesRegex(ValidationError, "0 to 60 days"):
            self._make(window=61)
        one = self._make()
        with self.assertRaisesRegex(UserError, "import the customer's ledger first"):
            one.action_match()
        self._import(one)
        with self.assertRaisesRegex(UserError, "imported already"):
            one.date = "2026-03-30"

    def test_statement_on_paper_and_in_a_workbook(self):
        one = self._import(self._make())
        statement = one._get_statement()
        total = one.our_balance + sum(section["amount"] for section in statement["sections"])
        self.assertAlmostEqual(total, one.their_balance)
        self.assertEqual(len(statement["sections"]), 10)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("ar_collections.report_ar_reconciliation", one.ids)[0]
            .decode()
        )
        for words in (
            "11,053.60",
            "10,331.11",
            "Figures swapped",
            "Twice with the customer",
            "Fracht Bestellung 4711",
            "is explained by the documents above",
        ):
            self.assertIn(words, html)
        self.assertNotIn("Unexplained rest", html)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        # What wkhtmltopdf says of the machine's libraries is not about the report.
        quiet = mute_logger("odoo.addons.base.models.ir_actions_report")
        with quiet, self.allow_pdf_render():
            pdf = report._render_qweb_pdf("ar_collections.report_ar_reconciliation", one.ids)[0]
        self.assertTrue(pdf.startswith(b"%PDF"))
        book = load_workbook(io.BytesIO(one._get_xlsx()))
        sheet = book["Reconciliation Statement"]
        cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
        for number in self.names[1:7]:
            self.assertTrue(any(number in str(cell) for cell in cells))
        self.assertEqual(book["Matches"].max_row, len(one.match_ids) + 1)
        values = load_workbook(io.BytesIO(one._get_xlsx()), data_only=True)
        self.assertAlmostEqual(
            values["Reconciliation Statement"].cell(sheet.max_row, 6).value, 10331.11
        )

    def test_roles(self):
        collector = self.users["collector"]
        one = self._import(self._make(collector))
        one.action_confirm_matches()
        one.difference_ids.write({"cause": "other"})
        one.action_agree()
        for change in (
            lambda: one.write({"state": "draft"}),
            lambda: one.line_ids[0].write({"amount": 1.0}),
            lambda: one.difference_ids[0].write({"amount": 1.0}),
        ):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(AccessError):
            one.match_ids[0].write({"confirmed": False})
        with self.assertRaises(AccessError):
            one.unlink()
        for name in ("salesperson", "clerk"):
            with self.assertRaises(AccessError):
                one.with_user(self.users[name]).read(["our_balance"])
            with self.assertRaises(AccessError):
                one.with_user(self.users[name])._get_xlsx()
        draft = self._make()
        draft.with_user(self.users["manager"]).unlink()
        self.assertFalse(draft.exists())

    def test_other_companies_do_not_see_it(self):
        one = self._import(self._make())
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self._make_user(
            "reconciliation_stranger", "ar_collections.ar_collections_group_manager", other
        )
        for records in (one, one.line_ids, one.match_ids, one.difference_ids):
            seen = records.with_user(stranger)
            self.assertFalse(seen.search([("id", "in", records.ids)]))
            with self.assertRaises(AccessError):
                seen.read(["company_id"])
        with self.assertRaises(AccessError):
            self._make(stranger)

    def test_an_overdue_difference_is_late(self):
        one = self._import(self._make())
        self.assertFalse(one.difference_ids[0].is_late)
        with freeze_time("2026-04-17"):
            one.difference_ids.invalidate_recordset()
            self.assertTrue(one.difference_ids[0].is_late)
