"""Evidence files: what was agreed, delivered, said and answered, in one file for a court."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...base.ar_guard_mixin import NEW


class Section(NamedTuple):
    """A part of the file; its documents are what ``_collect_<code>`` gives.

    :param name: a few words, in the language of the context
    :param sequence: its place; the log comes at 900
    """

    name: str
    sequence: int


class Document(NamedTuple):
    """One document of a section: a file that is there, a PDF in bytes, or HTML to be printed.

    :param date: its day, None where it is of all days; sections are in this order
    :param note: what became of it, a sentence or two; stands in the table of contents
    """

    title: str
    date: object = None
    attachment: object = None
    raw: bytes = b""
    html: str = ""
    note: str = ""


class ArEvidence(models.Model):
    """One file for a customer, some of his invoices, or a record that speaks of them (a case).

    It is made in the background and kept as it was made: who needs a newer one makes another.
    """

    _name = "ar.evidence"
    _inherit = ["ar.gate.mixin", "ar.job.mixin"]
    _description = "Evidence File"
    _order = "id desc"
    _check_company_auto = True

    _writable = {
        NEW: ("profile_id", "move_ids", "subject_ref", "with_paid"),
        "draft": ("move_ids", "with_paid", "note"),
        "failed": ("move_ids", "with_paid", "note"),
    }
    _transitions = {
        "queued": ("draft", "failed"),
        "done": ("queued",),
        "failed": ("queued",),
    }
    _kept_files = True
    _logged = ("name", "partner_id", "move_ids", "subject_ref", "attachment_id", "zip_id")
    _logged_states = ("done",)

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    move_ids = fields.Many2many(
        "account.move",
        string="Invoices",
        domain="[('commercial_partner_id', '=', partner_id), ('company_id', '=', company_id), "
        "('state', '=', 'posted'), ('move_type', 'in', ('out_invoice', 'out_refund'))]",
        help="Empty: all that are open.",
    )
    subject_ref = fields.Reference(
        selection="_selection_subject",
        string="About",
        help="What the file is for; its invoices are taken where none are chosen.",
    )
    with_paid = fields.Boolean(
        string="Also What Is Paid",
        help="Where no invoices are chosen: all of the customer's, and not the open ones alone.",
    )
    note = fields.Text(help="Stands on the first page.")
    state = fields.Selection(
        [("draft", "Draft"), ("queued", "In the Making"), ("done", "Done"), ("failed", "Failed")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    error = fields.Text(string="What Went Wrong", readonly=True)
    made_date = fields.Datetime(string="Made On", readonly=True)
    document_ids = fields.One2many("ar.evidence.document", "evidence_id", readonly=True)
    document_count = fields.Integer(compute="_compute_document_count")
    page_count = fields.Integer(string="Pages", readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", string="PDF", readonly=True, index="btree_not_null", ondelete="set null"
    )
    zip_id = fields.Many2one(
        "ir.attachment", string="ZIP", readonly=True, index="btree_not_null", ondelete="set null"
    )

    _queue_idx = models.Index("(id) WHERE state = 'queued'")

    @api.model
    def _selection_subject(self):
        """Models that an evidence file may be about; later rooms add theirs."""
        return [("ar.case", self.env._("Case"))]

    @api.depends("document_ids")
    def _compute_document_count(self):
        for evidence in self:
            evidence.document_count = len(evidence.document_ids)

    @api.constrains("move_ids", "profile_id")
    def _check_moves(self):
        for evidence in self:
            for move in evidence.sudo().move_ids:
                if (move.commercial_partner_id, move.company_id) != (
                    evidence.partner_id,
                    evidence.company_id,
                ):
                    raise ValidationError(
                        self.env._(
                            "%(invoice)s is no invoice to %(customer)s. Choose invoices of this "
                            "customer alone.",
                            invoice=move.display_name,
                            customer=evidence.profile_id.display_name,
                        )
                    )

    @api.constrains("subject_ref", "profile_id")
    def _check_subject(self):
        for evidence in self:
            subject = evidence.sudo().subject_ref
            if subject and subject.profile_id != evidence.profile_id:
                raise ValidationError(
                    self.env._(
                        "%(subject)s is not about %(customer)s. Begin the evidence file there.",
                        subject=subject.display_name,
                        customer=evidence.profile_id.display_name,
                    )
                )

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard
        done = super()._complete(vals_list)
        for vals in done:
            if not vals.get("name") and vals.get("profile_id"):
                company = self.env["ar.profile"].browse(vals["profile_id"]).sudo().company_id
                vals["name"] = company._ar_number("ar.evidence")
        return done

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("It is kept as it was made. Make a new file instead.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        for evidence in self:
            if evidence.state == "done":
                raise UserError(
                    self.env._("%s is evidence, and is not deleted.", evidence.display_name)
                )

    # -- what it is about --------------------------------------------------------------

    def _get_moves(self):
        """The invoices that the file is about, as the superuser, oldest first."""
        self.ensure_one()
        moves = self.sudo().move_ids or self._find_moves_of_subject()
        if not moves:
            domain = Domain("commercial_partner_id", "=", self.partner_id.id)
            domain &= Domain("company_id", "=", self.company_id.id)
            domain &= Domain("move_type", "in", ("out_invoice", "out_refund"))
            domain &= Domain("state", "=", "posted")
            if not self.with_paid:
                domain &= Domain("amount_residual", "!=", 0)
            moves = self.env["account.move"].sudo().search(domain)
        return moves.sorted(lambda move: (move.invoice_date or move.date, move.id))

    def _find_moves_of_subject(self):
        """Hook: the invoices of what the file is about; later rooms answer for theirs. Here: those
        whose items are in the case."""
        subject = self.sudo().subject_ref
        if subject and subject._name == "ar.case":
            return subject.move_line_ids.move_id
        return self.env["account.move"].sudo()

    def _is_about_some(self):
        """Whether the file is about chosen invoices, and not about the whole customer."""
        return bool(self.sudo().move_ids or self._find_moves_of_subject())

    def _get_since(self):
        """The first day that matters: that of the oldest invoice; None for the whole customer."""
        moves = self._get_moves()
        if not self._is_about_some() or not moves:
            return None
        return moves[0].invoice_date or moves[0].date

    # -- buttons -----------------------------------------------------------------------

    def action_make(self):
        """Have the file made in the background."""
        self.check_access("write")
        if queued := self._move_to("queued", error=False):
            self.env["ir.cron"]._ar_wake("ar_collections.ir_cron_evidence")
            queued._before_queue()
        return True

    def _before_queue(self):
        """Hook: what is to be done when a file was asked for."""

    def action_download(self):
        """Download the PDF."""
        return self._download("attachment_id")

    def action_download_zip(self):
        """Download the ZIP: the PDF, what is no PDF, and the proof of the log with its verifier."""
        return self._download("zip_id")

    def _download(self, name):
        self.ensure_one()
        self.check_access("read")
        file = self.sudo()[name]._ar_of(self)
        if not file:
            raise UserError(self.env._("%s is not made yet.", self.display_name))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{file.id}?download=true",
            "target": "download",
        }
