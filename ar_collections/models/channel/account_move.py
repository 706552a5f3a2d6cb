"""What our messages take along of many invoices at once: portal links and PDFs."""

from odoo import models
from odoo.tools import SQL, split_every

from ..base import guarded

# Invoices that are printed by one call of the PDF program.
PDF_BATCH = 20


class AccountMove(models.Model):
    _inherit = "account.move"
    _ar_closed = {"ar_posted_on": None}

    ar_posted_on = guarded.Datetime(
        string="Last Posted on",
        readonly=True,
        copy=False,
        groups=guarded.LEDGER,
        help="When it was last posted: a PDF made before shows an earlier invoice. Empty for what "
        "was posted before this was noted.",
    )

    def write(self, vals):
        # EXTENDS 'account'
        posted = self.browse()
        if vals.get("state") == "posted":
            posted = self.filtered(lambda move: move.state != "posted")
        result = super().write(vals)
        if posted:
            # As of the files that are made in the same transaction.
            posted.sudo().ar_posted_on = self.env.cr.now().replace(microsecond=0)
        return result

    def _ar_ensure_access_tokens(self):
        """Give the invoices their portal tokens, in one statement instead of one write each."""
        missing = self.filtered(lambda move: not move.access_token)
        if missing:
            self.env.execute_query(
                SQL(
                    "UPDATE account_move SET access_token = gen_random_uuid()::text "
                    "WHERE id IN %s AND access_token IS NULL RETURNING id",
                    tuple(missing.ids),
                )
            )
            missing.invalidate_recordset(["access_token"])

    def _ar_get_keyed_url(self, as_pdf=False):
        """The portal's address with the invoice's own key, which ``_ar_ensure_access_tokens`` has
        made; ``as_pdf``: of its PDF."""
        self.ensure_one()
        if as_pdf:
            return self.get_portal_url(report_type="pdf", download=True)
        return self.get_portal_url()

    def _ar_find_told(self):
        """Who gets the e-mail with this invoice, as the customer account says; nobody where it has
        no line for that."""
        self.ensure_one()
        customer, company = self.commercial_partner_id, self.company_id
        account = (
            self.env["ar.profile"]
            .sudo()
            .search([("partner_id", "=", customer.id), ("company_id", "=", company.id)], limit=1)
        )
        told = self.env["ar.profile.contact"]._find_told(account, "invoice", "email")
        return told.filtered("email")

    # -- PDFs --------------------------------------------------------------------------

    def _ar_find_pdfs(self):
        """{invoice: its present PDF} as superuser: the one that Odoo made of it since it was last
        posted. Nothing else of its files ever leaves with a message, whoever put it there."""
        found = {}
        for move in self.sudo():
            kept = move.invoice_pdf_report_id._ar_of(move)
            if move._ar_has_legal_pdf() and kept and not move._ar_is_older(kept):
                found[move] = kept
        return found

    def _ar_has_legal_pdf(self):
        """Whether it is an invoice of ours that stands: the other documents have no such PDF."""
        self.ensure_one()
        return self.state == "posted" and self.is_sale_document(include_receipts=True)

    def _ar_is_older(self, file):
        """Whether ``file`` was made before the invoice was last posted."""
        posted = self.ar_posted_on
        return bool(posted and file.create_date < posted) or file.mimetype != "application/pdf"

    def _ar_ensure_pdfs(self):
        """Make the PDFs of invoices that have none of the present, as Odoo makes them where
        they are printed and sent; nothing is transmitted to anybody.

        :return: {id: sentence} of the invoices whose PDF cannot be made
        """
        moves = self.sudo().filtered(lambda move: move._ar_has_legal_pdf())
        missing = moves.browse(set(moves.ids) - {move.id for move in moves._ar_find_pdfs()})
        # An old one that Odoo has not put aside itself.
        if stale := missing.filtered("invoice_pdf_report_id"):
            stale._detach_attachments()
            stale.invalidate_recordset(["invoice_pdf_report_id", "invoice_pdf_report_file"])
        problems = missing._ar_find_silent()
        missing = missing.filtered(lambda move: move.id not in problems)
        for company, own in missing.grouped("company_id").items():
            for ids in split_every(PDF_BATCH, own.ids):
                self.env["ar.job.mixin"]._attempt(
                    own.browse(ids).with_company(company),
                    lambda part: problems.update(part._ar_make_pdfs()),
                    failed=lambda part, error: problems.update({part.id: str(error)}),
                )
        return problems

    def _ar_find_silent(self):
        """{id: sentence} of the invoices that Odoo cannot print: to a customer whose language
        was switched off."""
        known = {code for code, _name in self.env["res.lang"].get_installed()}
        return {
            move.id: self.env._(
                "%(customer)s has the language %(lang)s, which is switched off. Choose another "
                "one on the contact.",
                customer=move.partner_id.display_name,
                lang=move.partner_id.lang,
            )
            for move in self
            if move.partner_id.lang and move.partner_id.lang not in known
        }

    def _ar_make_pdfs(self):
        """Make and link the PDFs of invoices of one company, with the data that is embedded in
        them; returns {id: sentence} of those whose data is not complete."""
        sender = self.env["account.move.send"]
        no_way = {"sending_methods": [], "extra_edis": []}
        data = {move: sender._get_default_sending_settings(move, **no_way) for move in self}
        sender._generate_invoice_documents(data)
        self.invalidate_recordset(["invoice_pdf_report_id", "invoice_pdf_report_file"])
        return {
            move.id: sender._format_error_text(values["error"])
            for move, values in data.items()
            if values.get("error")
        }
