"""The paper: documents printed and merged, page numbers, contents, ZIP, proof of the log."""

import inspect
import io
import json
import logging
import re
import zipfile

from PIL import Image
from reportlab.pdfgen import canvas

from odoo import api, models
from odoo.tools import split_every
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

from ....tools.resolution import log, merkle, verify_log
from ...base.ar_job_mixin import raise_if_lost

_logger = logging.getLogger(__name__)

REPORT = "ar_collections.report_ar_evidence_document"
CONTENTS = "ar_collections.report_ar_evidence"
# Documents that are printed by one call of the PDF program.
PDF_BATCH = 40
# Where the page number stands, in points from the right and from below, and its size.
STAMP_RIGHT, STAMP_BOTTOM, STAMP_SIZE = 30, 14, 8
# How PNG and JPEG begin, and how large a dot of them is printed.
IMAGES = (b"\x89PNG", b"\xff\xd8\xff")
SCAN_DPI = 150.0
# The most of a file's name in the ZIP.
MAX_NAME = 80


class ArEvidence(models.Model):
    _inherit = "ar.evidence"

    # -- documents ---------------------------------------------------------------------

    def _print(self, documents):
        """Keep the documents, and make PDF and ZIP of them.

        :param documents: list of (section, ``Document``)
        """
        lines = self.env["ar.evidence.document"].create(
            [self._prepare_document(*pair, at) for at, pair in enumerate(documents, 1)]
        )
        contents = self._print_html(lines)
        readers = []
        for line, (_section, document) in zip(lines, documents, strict=True):
            raw = contents.get(line.id) or document.raw
            if not raw and document.attachment:
                raw = document.attachment.raw or b""
            readers.append((line, document, raw, self._open(self._as_pdf(raw))))
        page = 1
        for line, _document, _raw, reader in readers:
            count = len(reader.pages) if reader else 0
            line.write({"page": page if count else 0, "page_count": count, "html": False})
            page += count
        self.page_count = page - 1
        extra = self._name_files(readers)
        pdf = self._merge([reader for *_rest, reader in readers if reader])
        self.attachment_id = self._keep(f"{self._get_file_name()}.pdf", pdf, "application/pdf")
        whole = self._pack(pdf, extra)
        self.zip_id = self._keep(f"{self._get_file_name()}.zip", whole, "application/zip")

    def _prepare_document(self, section, document, at):
        return {
            "evidence_id": self.id,
            "sequence": at,
            "section": section.name,
            "title": document.title or "–",
            "date": document.date or False,
            "note": document.note or False,
            "html": document.html or False,
        }

    @api.model
    def _print_html(self, lines):
        """{id: PDF} of the documents that are HTML; many in one call of the PDF program."""
        letters, pdfs = self.env["ar.channel.letter"], {}
        for ids in split_every(PDF_BATCH, lines.filtered("html").ids):
            pdfs.update(letters._make_batch(list(ids), REPORT))
        return pdfs

    @api.model
    def _as_pdf(self, raw):
        """A scan becomes a page; all else stays what it is."""
        if not raw.startswith(IMAGES):
            return raw
        try:
            with io.BytesIO() as output:
                Image.open(io.BytesIO(raw)).convert("RGB").save(output, "PDF", resolution=SCAN_DPI)
                return output.getvalue()
        except (OSError, ValueError, Image.DecompressionBombError):
            return raw

    @api.model
    def _open(self, raw):
        """A reader of the PDF; None for what is none, or cannot be read."""
        if not raw.startswith(b"%PDF"):
            return None
        try:
            reader = PdfFileReader(io.BytesIO(raw), strict=False)
            return reader if len(reader.pages) else None
        except Exception as error:
            raise_if_lost(error)
            _logger.info("A PDF of %s bytes cannot be read", len(raw), exc_info=True)
            return None

    def _name_files(self, readers):
        """Name what cannot be merged in the ZIP; returns [(name, content)]."""
        extra = []
        for line, document, raw, reader in readers:
            if reader or not raw:
                continue
            name = document.attachment.name if document.attachment else f"{document.title}.html"
            name = re.sub(r"[^\w. -]", "_", name)[-MAX_NAME:]
            line.file_name = f"{line.sequence:03} {name}"
            extra.append((line.file_name, raw))
        return extra

    # -- one PDF -----------------------------------------------------------------------

    def _merge(self, readers):
        """The table of contents, then the documents with their page numbers."""
        writer = PdfFileWriter()
        printed = self.env["ar.channel.letter"]._make_batch(self.ids, CONTENTS)[self.id]
        if contents := self._open(printed):
            for page in contents.pages:
                writer.add_page(page)
        pages = [page for reader in readers for page in reader.pages]
        stamps = self._make_stamps(pages)
        for page, stamp in zip(pages, stamps, strict=True):
            page.merge_page(stamp)
            writer.add_page(page)
        with io.BytesIO() as merged:
            writer.write(merged)
            return merged.getvalue()

    def _make_stamps(self, pages):
        """A page for each, as large, with nothing but its number."""
        if not pages:
            return []
        output = io.BytesIO()
        paper = canvas.Canvas(output)
        for number, page in enumerate(pages, 1):
            box = page.mediabox
            paper.setPageSize((float(box.right), float(box.top)))
            paper.setFont("Helvetica", STAMP_SIZE)
            words = f"{self.name}  ·  {number} / {len(pages)}"
            paper.drawRightString(
                float(box.right) - STAMP_RIGHT, float(box.bottom) + STAMP_BOTTOM, words
            )
            paper.showPage()
        paper.save()
        return PdfFileReader(io.BytesIO(output.getvalue()), strict=False).pages

    def _get_contents(self):
        """What the table of contents shows: list of (section, its documents)."""
        return list(self.document_ids.grouped("section").items())

    def _get_file_name(self):
        return re.sub(r"[^\w-]", "_", f"{self.name} {self.partner_id.name or ''}")[:MAX_NAME]

    def _keep(self, name, raw, mimetype):
        values = {"name": name, "raw": raw, "mimetype": mimetype}
        return self.env["ir.attachment"].create(
            {**values, "res_model": self._name, "res_id": self.id}
        )

    # -- ZIP ---------------------------------------------------------------------------

    def _pack(self, pdf, extra):
        """The ZIP: the PDF, what could not be merged, the proof of the log and its verifier."""
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as whole:
            whole.writestr(f"{self._get_file_name()}.pdf", pdf)
            for name, raw in extra:
                whole.writestr(name, raw)
            if proof := self._prove_log():
                whole.writestr("log_proof.json", json.dumps(proof, ensure_ascii=False, indent=1))
                whole.writestr("verify_log.py", inspect.getsource(verify_log))
        return output.getvalue()

    def _prove_log(self):
        """The proof of the log's rows about the customer, as ``verify_log.py`` reads it; None
        where nothing of them is sealed."""
        rows = self._find_log_rows().filtered("seal_id")
        if not rows:
            return None
        company = self.company_id
        first = min(rows.seal_id.mapped("number"))
        domain = [("company_id", "=", company.id), ("number", ">=", first)]
        seals = self.env["ar.log.seal"].sudo().search(domain, order="number")
        by_seal, proof = rows.grouped("seal_id"), {"rows": [], "seals": []}
        for seal in seals:
            leaves = log.leaves_of(seal.head, [hash_ for _id, hash_ in seal._get_leaves()])
            tree = merkle.levels(leaves)
            proof["seals"].append(self._prove_seal(seal, tree, leaves))
            for row in by_seal.get(seal, ()):
                proof["rows"].append(self._prove_row(row, tree))
        newest = seals[-1:]
        return {"version": log.VERSION, "company": company.name, "code": newest.code, **proof}

    @api.model
    def _prove_seal(self, seal, tree, leaves):
        path = merkle.path(tree, 0)
        if not merkle.verify(leaves[0], 0, len(leaves), path, log.read_hash(seal.root)):
            _logger.warning("Seal %s is not what its rows give: its proof will say so", seal.code)
        return {
            "number": seal.number,
            "code": seal.code,
            "date": str(seal.date),
            "head": seal.head,
            "size": seal.size,
            "root": seal.root,
            "path": [one.hex() for one in path],
        }

    @api.model
    def _prove_row(self, row, tree):
        known = row.position < len(tree[0])
        return {
            "id": row.id,
            "content": row.content or None,
            "salt": row.salt or None,
            "hash": row.hash,
            "seal": row.seal_id.number,
            "position": row.position,
            "path": [one.hex() for one in merkle.path(tree, row.position)] if known else [],
        }
