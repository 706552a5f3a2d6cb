"""Evidence files: what is in them, in which order, on which pages, and for whom."""

import base64
import io
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from unittest.mock import patch

from lxml import html
from reportlab.pdfgen import canvas

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools.pdf import PdfFileReader

from ....models.resolution.evidence.ar_evidence import Document, Section
from ...channel.common import ArChannelCommon

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)


def make_pdf(words):
    """A page with some words on it."""
    output = io.BytesIO()
    paper = canvas.Canvas(output)
    paper.drawString(100, 700, words)
    paper.save()
    return output.getvalue()


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestEvidence(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debtor = cls._make_debtor("Evident Ltd", 5, 700)
        cls.profile = cls.env["ar.profile"].get_or_create(cls.debtor, cls.company)
        cls.invoice = cls.env["account.move"].search(
            [("partner_id", "=", cls.debtor.id), ("move_type", "=", "out_invoice")]
        )
        cls.user = cls._make_user("proves", "ar_collections.ar_collections_group_collector")
        contract = cls.env["ar.credit.contract"].create(
            {"profile_id": cls.profile.id, "date_from": "2026-01-01", "reference": "C-77"}
        )
        scan = cls.env["ir.attachment"].create(
            {"name": "signed.png", "raw": PIXEL, "res_model": contract._name, "res_id": contract.id}
        )
        contract.sudo().write({"attachment_ids": [Command.set(scan.ids)], "state": "approved"})
        cls.contract = contract

    def _evidence(self, **values):
        return (
            self.env["ar.evidence"]
            .with_user(self.user)
            .create({"profile_id": self.profile.id, **values})
        )

    def test_of_a_case(self):
        """The button of a case begins a file about its items, and about no other customer's."""
        items = self._receivable(self.invoice[:1])
        values = {"profile_id": self.profile.id, "kind": "agency"}
        cases = self.env["ar.case"].with_user(self.user)
        case = cases.create({**values, "move_line_ids": [Command.set(items.ids)]})
        self.assertEqual(case.evidence_count, 0)
        evidence = self.env["ar.evidence"].browse(case.action_new_evidence()["res_id"])
        case.invalidate_recordset()
        self.assertEqual(evidence.subject_ref, case)
        self.assertEqual(evidence._get_moves(), self.invoice[:1])
        self.assertTrue(evidence._is_about_some())
        self.assertEqual(case.evidence_count, 1)
        self.assertEqual(case.action_evidence()["res_id"], evidence.id)
        other = self.env["ar.profile"].get_or_create(
            self._make_debtor("Other Ltd", 5, 7), self.company
        )
        with self.assertRaisesRegex(ValidationError, "is not about"):
            self._evidence(profile_id=other.id, subject_ref=f"ar.case,{case.id}")

    def test_nothing_is_told_of_what_one_may_not_read(self):
        """Neither a file nor its form names a case of another company."""
        items = self._receivable(self.invoice[:1])
        values = {"profile_id": self.profile.id, "kind": "agency"}
        cases = self.env["ar.case"].with_user(self.user)
        case = cases.create({**values, "move_line_ids": [Command.set(items.ids)]})
        other = self.setup_other_company(name="Elsewhere Ltd")["company"]
        abroad = self._make_user("abroad", "ar_collections.ar_collections_group_collector", other)
        own = self.env["ar.profile"].get_or_create(self._make_partner("Own"), other)
        files = self.env["ar.evidence"].with_user(abroad)
        files = files.with_context(allowed_company_ids=other.ids)
        self.env.flush_all()
        values = {"profile_id": own.id, "subject_ref": f"ar.case,{case.id}"}
        for way in (
            lambda: files.create(values),
            lambda: files.with_context(default_subject_ref=values["subject_ref"]).create(
                {"profile_id": own.id}
            ),
            lambda: files.onchange(values, ["subject_ref"], {"subject_ref": {}}),
        ):
            with self.assertRaises(AccessError) as told:
                way()
            self.assertNotIn(self.debtor.name, str(told.exception))
        self.assertTrue(files.create({"profile_id": own.id}))

    def setUp(self):
        super().setUp()
        # Odoo's own paper asks a web server for its style sheets; test_invoice_files makes some.
        moves = self.registry["account.move"]
        self.startPatcher(patch.object(moves, "_ar_ensure_pdfs", lambda self: {}))
        self.startPatcher(patch.object(moves, "_ar_find_pdfs", self._find_pdfs))

    @staticmethod
    def _find_pdfs(moves):
        values = {"name": "invoice.pdf", "raw": make_pdf("Invoice"), "mimetype": "application/pdf"}
        return {move: move.env["ir.attachment"].sudo().create(values) for move in moves}

    def _make(self, evidence, pdf=False):
        evidence.action_make()
        evidence.sudo().with_context(force_report_rendering=pdf)._make()
        self.assertEqual(evidence.state, "done")
        return evidence

    def _titles(self, evidence, section):
        return evidence.document_ids.filtered(lambda one: one.section == section).mapped("title")

    def _open_zip(self, evidence):
        return zipfile.ZipFile(io.BytesIO(evidence.sudo().zip_id.raw))

    def _live(self):
        """A customer to whom something was said, who has answered, and a log that is sealed."""
        notice = self._send(self._queue(self.debtor))
        self.env["ar.reply"].sudo().create(
            {
                "profile_id": self.profile.id,
                "text": "We will pay on Friday.",
                "kind": "promise",
                "currency_id": self.company.currency_id.id,
                "date_received": "2026-03-31 10:00:00",
            }
        )
        self.env["ar.hold"].create({"profile_id": self.profile.id, "reason": "Asked for a copy"})
        self.env["ar.log.seal"]._seal(self.company)
        return notice

    # -- what is in it -----------------------------------------------------------------

    def test_sections(self):
        notice = self._live()
        evidence = self._make(self._evidence())
        self.assertRegex(evidence.name, r"^EV/2026/\d{5}$")
        sections = list(dict.fromkeys(evidence.document_ids.mapped("section")))
        self.assertEqual(
            sections,
            [
                "Contract and terms",
                "Invoices",
                "Messages as sent",
                "What the customer answered",
                "When reminders were kept back",
                "What kept the claim from lapsing",
                "Proof of the log",
            ],
        )
        self.assertEqual(
            self._titles(evidence, "Invoices"), ["List of invoices", self.invoice.name]
        )
        self.assertIn("signed.png", self._titles(evidence, "Contract and terms"))
        [message] = evidence.document_ids.filtered(lambda one: one.section == "Messages as sent")
        self.assertIn(notice.name, message.title)
        self.assertIn("Sent", message.note)
        self.assertIn(notice.dispatch_ids.recipient, message.note)

    def test_messages_are_printed_as_they_were_read(self):
        """The words of an e-mail, not its source."""
        notice = self._live()
        [sent] = notice.sudo().dispatch_ids.filtered(lambda one: one.channel == "email")
        page = html.fromstring(self._evidence()._print_message(sent))
        words = page.text_content()
        self.assertIn("Evident Ltd", words)
        self.assertNotRegex(words, r"</?[a-z]+[ >]")
        self.assertTrue(page.xpath("//table//td[contains(., '700.00')]"), "the table is one")

    def test_of_some_invoices(self):
        """What is about other invoices stays out, and what was before them."""
        self._live()
        other = self._make_overdue(self.debtor, 3, 50)
        evidence = self._make(self._evidence(move_ids=[Command.set(other.ids)]))
        self.assertEqual(self._titles(evidence, "Invoices")[1:], [other.name])
        self.assertFalse(self._titles(evidence, "Messages as sent"))
        self.assertTrue(self._titles(evidence, "What the customer answered"))

    def test_paid_invoices(self):
        paid = self._make_overdue(self.debtor, 30, 50)
        self._pay(paid, 50, "2026-03-20")
        self.assertNotIn(paid, self._evidence()._get_moves())
        self.assertIn(paid, self._evidence(with_paid=True)._get_moves())

    def test_statements_and_confirmations(self):
        statement = self.env["ar.statement"].create(
            {
                "partner_id": self.debtor.id,
                "company_id": self.company.id,
                "date_to": "2026-03-31",
                "kind": "open",
                "ask_confirmation": True,
            }
        )
        statement.action_send()
        statement._lock_bundles()._send()
        evidence = self._make(self._evidence())
        self.assertEqual(self._titles(evidence, "Statements of account"), [statement.display_name])
        self.assertEqual(self._titles(evidence, "Balance confirmations"), ["Asked, not answered"])
        self.assertFalse(self._titles(evidence, "Messages as sent"), "it has its own section")

    # -- the paper ---------------------------------------------------------------------

    def test_pages_and_contents(self):
        self._live()
        evidence = self._make(self._evidence(), pdf=True)
        reader = PdfFileReader(io.BytesIO(evidence.sudo().attachment_id.raw), strict=False)
        in_file = evidence.document_ids.filtered("page")
        self.assertEqual(in_file, evidence.document_ids, "all of it is printed, the scan, too")
        self.assertEqual(sum(in_file.mapped("page_count")), evidence.page_count)
        contents = len(reader.pages) - evidence.page_count
        self.assertEqual(contents, 1)
        first = reader.pages[0].extract_text()
        self.assertIn(evidence.name, first)
        for document in in_file:
            self.assertIn(document.title.split()[0], first)
            page = reader.pages[contents + document.page - 1].extract_text()
            self.assertIn(f"{document.page} / {evidence.page_count}", page)
        pages = in_file.mapped("page")
        self.assertEqual(pages, sorted(pages))
        replies = in_file.filtered(lambda one: one.section == "What the customer answered")
        text = reader.pages[contents + replies.page - 1].extract_text()
        self.assertIn("We will pay on Friday", " ".join(text.split()))

    def test_two_hundred_documents_in_less_than_a_minute(self):
        """As many as a long case has: half of them letters that are there, half printed now."""
        [letter] = self._make(self._evidence(), pdf=True).sudo().attachment_id
        documents = [
            Document(f"Letter {number}", attachment=letter)
            if number % 2
            else Document(f"Message {number}", html=f"<p>{'Please pay. ' * 200}</p>")
            for number in range(200)
        ]
        evidence = self._evidence().sudo().with_context(force_report_rendering=True)
        begin = time.perf_counter()
        evidence._print([(Section("Many", 1), document) for document in documents])
        seconds = time.perf_counter() - begin
        self.assertEqual(len(evidence.document_ids.filtered("page")), 200)
        self.assertLess(seconds, 60)

    def test_files_that_are_no_pdf(self):
        """They are in the ZIP, under a name of their own, and the contents say so."""
        for name, raw in (
            ("ledger.xlsx", b"PK\3\4 no pdf"),
            ("../bro/ken.pdf", b"%PDF-1.4 broken"),
        ):
            self.contract.sudo().attachment_ids |= self.env["ir.attachment"].create(
                {
                    "name": name,
                    "raw": raw,
                    "res_model": self.contract._name,
                    "res_id": self.contract.id,
                }
            )
        evidence = self._make(self._evidence(), pdf=True)
        outside = evidence.document_ids.filtered("file_name")
        self.assertEqual(len(outside), 2)
        names = self._open_zip(evidence).namelist()
        for document in outside:
            self.assertIn(document.file_name, names)
            self.assertNotIn("/", document.file_name)
            self.assertFalse(document.page)

    # -- the proof of the log ----------------------------------------------------------

    def _run_verifier(self, evidence, change=None):
        with tempfile.TemporaryDirectory() as folder:
            self._open_zip(evidence).extractall(folder)
            proof = Path(folder, "log_proof.json")
            if change:
                told = json.loads(proof.read_text(encoding="utf-8"))
                change(told)
                proof.write_text(json.dumps(told), encoding="utf-8")
            command = [sys.executable, "-I", str(Path(folder, "verify_log.py")), str(proof)]
            return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_proof_is_checked_without_odoo(self):
        self._live()
        self.env["ar.hold"].create({"profile_id": self.profile.id, "reason": "One more"})
        self.env["ar.log.seal"]._seal(self.company)
        evidence = self._make(self._evidence())
        code = self.env["ar.log.seal"]._get_newest(self.company).code
        done = self._run_verifier(evidence)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(code, done.stdout)

        def forge(proof):
            proof["rows"][0]["content"] = proof["rows"][0]["content"].replace("a", "b")

        done = self._run_verifier(evidence, forge)
        self.assertEqual(done.returncode, 1)
        self.assertIn("is not what seal", done.stdout)

    def test_proof_of_erased_rows(self):
        self._live()
        self.profile._erase()
        evidence = self._make(self._evidence())
        done = self._run_verifier(evidence)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_nothing_sealed(self):
        self.assertFalse(self._make(self._evidence())._prove_log())

    # -- in the background -------------------------------------------------------------

    def test_failure_is_told(self):
        evidence = self._evidence()
        evidence.action_make()
        evidence.sudo()._fail(UserError("The disk is full."))
        self.assertEqual((evidence.state, evidence.error), ("failed", "The disk is full."))
        self.assertIn("The disk is full.", self.profile.message_ids[0].body)
        evidence.action_make()
        self.assertEqual((evidence.state, evidence.error), ("queued", False))

    def test_twice_is_once(self):
        evidence = self._evidence()
        evidence.action_make()
        evidence.action_make()
        evidence.sudo()._make()
        made = evidence.attachment_id
        evidence.sudo()._make()
        self.assertEqual(evidence.attachment_id, made)

    def test_job(self):
        evidence = self._evidence()
        evidence.action_make()
        with self.enter_registry_test_mode():
            self.env.ref("ar_collections.ir_cron_evidence").method_direct_trigger()
        evidence.invalidate_recordset()
        self.assertEqual(evidence.state, "done")

    # -- rights ------------------------------------------------------------------------

    def test_who_may(self):
        auditor = self._make_user("sees_no_links", "account.group_account_readonly")
        biller = self._make_user("bills", "account.group_account_invoice")
        for user in (auditor, biller):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["ar.evidence"].with_user(user).create({"profile_id": self.profile.id})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.invoice.with_user(user).action_ar_evidence()
        evidence = self._make(self._evidence())
        for act in (
            lambda: evidence.write({"note": "later"}),
            evidence.unlink,
            lambda: evidence.document_ids.write({"title": "Other"}),
            evidence.attachment_id.unlink,
            lambda: evidence.attachment_id.write({"raw": b"x"}),
        ):
            with self.assertRaises(UserError):
                act()
        with self.assertRaises(AccessError):
            evidence.with_user(auditor).action_download()
        self.assertIn(str(evidence.sudo().attachment_id.id), evidence.action_download()["url"])

    def test_invoices_of_somebody_else(self):
        other = self._make_invoice(self._make_partner("Beta"), 10)
        with self.assertRaises(UserError):
            self._evidence(move_ids=[Command.set(other.ids)])
        with self.assertRaises(UserError):
            (self.invoice | other).with_user(self.user).action_ar_evidence()
        with self.assertRaises(UserError):
            self._make_invoice(self.debtor, post=False).with_user(self.user).action_ar_evidence()
        action = self.invoice.with_user(self.user).action_ar_evidence()
        evidence = self.env["ar.evidence"].browse(action["res_id"])
        self.assertEqual((evidence.profile_id, evidence.move_ids), (self.profile, self.invoice))

    def test_merged_accounts(self):
        evidence = self._make(self._evidence())
        other = self.env["ar.profile"].get_or_create(self._make_partner("Beta"), self.company)
        self.profile._merge_into(other)
        self.assertEqual(evidence.sudo().profile_id, other)
