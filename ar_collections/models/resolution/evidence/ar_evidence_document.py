"""What stands in an evidence file: a line of its table of contents."""

from odoo import fields, models


class ArEvidenceDocument(models.Model):
    """A document as it was put into the file, and on which pages."""

    _name = "ar.evidence.document"
    _inherit = ["ar.guard.mixin"]
    _description = "Document of an Evidence File"
    _order = "evidence_id, sequence, id"
    _rec_name = "title"

    evidence_id = fields.Many2one(
        "ar.evidence", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="evidence_id.company_id", store=True, index=True)
    sequence = fields.Integer(readonly=True)
    section = fields.Char(required=True, readonly=True)
    title = fields.Char(required=True, readonly=True)
    date = fields.Date(readonly=True)
    note = fields.Char(readonly=True, help="What became of it.")
    page = fields.Integer(
        readonly=True, aggregator=None, help="On which it begins; 0: not in the PDF."
    )
    page_count = fields.Integer(string="Pages", readonly=True)
    file_name = fields.Char(string="File in the ZIP", readonly=True)
    # What is printed; empty once it is.
    html = fields.Html(readonly=True, sanitize=False)
