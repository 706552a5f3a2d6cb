"""Letters: a PDF in the company's layout, made in the background and kept for printing."""

import io
import logging

from odoo import api, fields, models
from odoo.tools import split_every
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

from ..base.ar_job_mixin import raise_if_lost

_logger = logging.getLogger(__name__)

# One call of the PDF program for so many letters: its start is dearer than a page.
PDF_BATCH = 20


class ArChannelLetter(models.AbstractModel):
    """A letter counts as sent when its PDF lies, for good, in the list of letters to print.

    From there on only printing and posting are left, which no crash can undo; printing it
    marks it delivered.
    """

    _name = "ar.channel.letter"
    _inherit = "ar.channel"
    _description = "Collection Channel: Letter"

    _code = "letter"
    _sequence = 10
    _icon = "fa-file-text-o"
    # Posting has its own day.
    _is_timed = False

    @api.model
    def _get_label(self):
        return self.env._("Letter")

    @api.model
    def _get_count_words(self, count):
        # EXTENDS the channel
        return self.env._("1 letter") if count == 1 else self.env._("%s letters", count)

    @api.model
    def _get_addressee(self, message):
        """The contact if it has a postal address of its own, else the customer."""
        return self._map_readers(message)[message.id][0]

    @api.model
    def _map_readers(self, messages):
        # EXTENDS the channel
        return self._find_places(messages, super()._map_readers(messages))

    @api.model
    def _find_places(self, messages, readers):
        """``readers`` of ``_map_readers``, where the post finds them: the contact if it has an
        address of its own, else the customer."""
        return {
            one.id: (
                readers[one.id][0] if self._has_address(readers[one.id][0]) else one.partner_id,
                readers[one.id][1],
            )
            for one in messages
        }

    @api.model
    def _get_own_problem(self, message):
        # EXTENDS the channel
        return self._get_pdf_problem()

    @api.model
    def _has_address(self, partner):
        """Can the post find ``partner``? A street and a town; the rest varies by country."""
        return bool((partner.street or partner.street2) and (partner.city or partner.zip))

    @api.model
    def _get_recipient(self, message):
        return self._map_recipients(message)[message.id]

    @api.model
    def _map_recipients(self, messages):
        # EXTENDS the channel: whom the letter names in its window.
        readers = self._map_readers(messages)
        return {id_: self._write_address(reader) for id_, (reader, _words) in readers.items()}

    @api.model
    def _write_address(self, partner):
        if not self._has_address(partner):
            return ""
        parts = (partner.name, partner.street, partner.street2, partner.zip, partner.city)
        return ", ".join(part for part in (*parts, partner.country_id.name) if part)

    @api.model
    def _get_problems(self, messages):
        if pdf_problem := self._get_pdf_problem():
            return dict.fromkeys(messages.ids, pdf_problem)
        used = self._map_recipients(messages)
        returned = self.env["ar.refused.address"]._read(used.values())
        problems = {}
        for message in messages:
            address = used[message.id]
            if not address:
                problems[message.id] = self._get_address_problem(message)
            elif address in returned:
                problems[message.id] = self.env._(
                    "The last letter to %(customer)s came back from %(address)s. Correct the "
                    "address.",
                    customer=message.partner_id.display_name,
                    address=address,
                )
        return problems

    @api.model
    def _get_address_problem(self, message):
        return self.env._(
            "%(customer)s has no complete postal address. Enter at least street and city.",
            customer=message.partner_id.display_name,
        )

    @api.model
    def _get_pdf_problem(self):
        """A sentence if this server cannot make PDFs, else None."""
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() in ("install", "broken"):
            return self.env._(
                "Letters cannot be made: the program wkhtmltopdf is missing on the server. "
                "Ask your administrator to install it."
            )
        return None

    @api.model
    def _dispatch(self, dispatches):
        for messages, own in dispatches._by_model():
            messages._ensure_letters()
            letters = {message.id: message._get_letter() for message in messages}
            logged = self._log(messages)
            for dispatch in own:
                letter = letters[dispatch.res_id]
                dispatch._move_to(
                    "sent",
                    handed_date=fields.Datetime.now(),
                    attachment_id=letter.id,
                    mail_message_id=logged[letter.id],
                )

    @api.model
    def _withdraw(self, dispatches):
        # EXTENDS the channel: what was not printed yet.
        waiting = dispatches.filtered(lambda dispatch: dispatch.state == "sent")
        waiting._move_to("cancelled", error=self.env._("Sent again."))
        return True

    @api.model
    def _log(self, messages):
        """Put the letters into the customers' chatter; {attachment id: message id}."""
        by_letter = messages.sudo().grouped(lambda message: message._get_letter())
        note = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        values = [
            {
                "model": "ar.profile",
                "res_id": group.profile_id.id,
                "message_type": "notification",
                "subtype_id": note,
                "is_internal": True,
                "subject": attachment.name,
                "body": group[:1]._get_letter_words(),
                "attachment_ids": [(4, attachment.id)],
                "author_id": self.env.user.partner_id.id,
                "email_from": self.env.user.email_formatted,
                "reply_to": False,
                "record_company_id": group.company_id.id,
            }
            for attachment, group in by_letter.items()
        ]
        logged = self.env["mail.message"].sudo().create(values)
        return dict(zip((letter.id for letter in by_letter), logged.ids, strict=True))

    # -- PDF ---------------------------------------------------------------------------

    @api.model
    def _make_pdfs(self, leads, report):
        """{id: PDF as bytes} of what is said in ``leads``, records of ``ar.message.mixin``.

        Rendered by language in batches: see docs on performance.
        """
        pdfs = {}
        for lang, group in leads.grouped(lambda lead: lead._get_lang()).items():
            for ids in split_every(PDF_BATCH, group.ids):
                pdfs.update(self.with_context(lang=lang)._make_batch(list(ids), report))
        return pdfs

    @api.model
    def _make_batch(self, ids, report_name):
        report = self.env["ir.actions.report"].sudo()
        done, kind = report._pre_render_qweb_pdf(report_name, res_ids=ids)
        if kind != "pdf":
            # Odoo renders HTML in place of PDFs while it runs tests.
            return {id_: report._render_qweb_html(report_name, [id_])[0] for id_ in ids}
        return {
            id_: done[id_]["stream"].getvalue()
            if id_ in done and done[id_]["stream"]
            else report._render_qweb_pdf(report_name, [id_])[0]
            for id_ in ids
        }

    @api.model
    def _find_readable(self, attachments):
        """Those of the letters whose files are there and can be read: one that is lost must not
        keep the others from being printed."""
        return attachments.filtered(lambda one: self._is_readable(one.raw or b""))

    @api.model
    def _is_readable(self, content):
        try:
            return bool(PdfFileReader(io.BytesIO(content), strict=False).getNumPages())
        except Exception as error:
            raise_if_lost(error)
            _logger.info("A letter of %s bytes cannot be read", len(content), exc_info=True)
            return False

    @api.model
    def _merge(self, contents):
        """One PDF of many, in order."""
        writer = PdfFileWriter()
        for content in contents:
            writer.appendPagesFromReader(PdfFileReader(io.BytesIO(content), strict=False))
        with io.BytesIO() as merged:
            writer.write(merged)
            return merged.getvalue()
