"""Which file of an invoice goes out with a reminder: its present PDF, and nothing else."""

from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ArChannelCommon


@tagged("post_install", "-at_install")
class TestInvoiceFiles(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels.invoices_attached = True
        cls.debtor = cls._make_debtor("Alpha")
        cls.invoice = cls.env["account.move"].search([("partner_id", "=", cls.debtor.id)])

    def _mail(self, notice):
        return notice.dispatch_ids.filtered(lambda d: d.channel == "email").mail_mail_id

    def _attach(self, move, **values):
        """A PDF at the invoice; with ``res_field`` the one that Odoo made of it."""
        file = self.env["ir.attachment"].create(
            {
                "name": "invoice.pdf",
                "raw": b"%PDF-1.4 as stored",
                "mimetype": "application/pdf",
                "res_model": "account.move",
                "res_id": move.id,
                **values,
            }
        )
        move.invalidate_recordset(["invoice_pdf_report_id", "invoice_pdf_report_file"])
        return file

    def _attached(self, *partners):
        """The files that leave with the reminder, as the mail queue will read them."""
        mail = self._mail(self._remind(*(partners or (self.debtor,))))
        mail.invalidate_recordset()
        mail.mail_message_id.invalidate_recordset()
        return mail.attachment_ids

    def test_the_pdf_as_sent(self):
        """What was sent with the invoice is attached as it was; nothing is made anew."""
        kept = self._attach(self.invoice, res_field="invoice_pdf_report_file")
        with patch.object(
            type(self.env["account.move"]), "_ar_make_pdfs", side_effect=AssertionError
        ):
            self.assertEqual(self._attached(), kept)

    def test_missing_ones_are_made_together(self):
        self._make_overdue(self.debtor, 6)
        other = self._make_debtor("Beta")
        asked = []
        send = type(self.env["account.move.send"])
        origin = send._prepare_invoice_pdf_report

        def prepare(self, data):
            asked.append(len(data))
            return origin(self, data)

        with patch.object(send, "_prepare_invoice_pdf_report", prepare):
            notices = self._remind(self.debtor, other)
        self.assertEqual(asked, [3])
        for notice in notices:
            moves = notice.line_ids.move_id
            self.assertTrue(all(moves.mapped("invoice_pdf_report_id")))
            self.assertEqual(self._mail(notice).attachment_ids, moves.invoice_pdf_report_id)
            self.assertFalse(notice.missing_enclosures)

    def test_a_note_stays_in_the_house(self):
        """A PDF that somebody put into the chatter, the main attachment of the invoice."""
        note = self._attach(self.invoice, name="Internal opinion.pdf")
        self.invoice.message_main_attachment_id = note
        files = self._attached()
        self.assertNotIn(note, files)
        self.assertEqual(files, self.invoice.invoice_pdf_report_id)

    def test_reset_and_posted_anew(self):
        """The old PDF shows the old amount: it stays behind, and a new one is made."""
        old = self._attach(self.invoice, res_field="invoice_pdf_report_file")
        self.invoice.message_main_attachment_id = old
        self.invoice.button_draft()
        self.invoice.invoice_line_ids.price_unit = 700
        self.invoice.action_post()
        files = self._attached()
        self.assertNotIn(old, files)
        self.assertEqual(files, self.invoice.invoice_pdf_report_id)

    def test_an_old_one_that_is_still_linked(self):
        """Whoever forgot to put it aside: what was made before the last posting is not sent."""
        old = self._attach(self.invoice, res_field="invoice_pdf_report_file")
        with freeze_time("2026-03-31 12:30:00"):
            self.invoice.button_draft()
            self.invoice.invoice_line_ids.price_unit = 700
            self.invoice.action_post()
        old.res_field = "invoice_pdf_report_file"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET ar_posted_on = %s WHERE id = %s",
            ["2026-03-31 12:30:00", self.invoice.id],
        )
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = %s WHERE id = %s",
            ["2026-03-31 12:00:00", old.id],
        )
        self.env.invalidate_all()
        with freeze_time("2026-03-31 13:00:00"):
            files = self._attached()
        self.assertTrue(files)
        self.assertNotIn(old, files)
        self.assertFalse(old.res_field)

    def test_posting_is_noted(self):
        self.assertTrue(self.invoice.ar_posted_on)
        moment = self.invoice.ar_posted_on
        self.invoice.button_draft()
        self.assertEqual(self.invoice.ar_posted_on, moment)
        self.assertFalse(self.invoice.copy().ar_posted_on)

    def test_one_that_cannot_be_made(self):
        """The others leave with theirs; this one leaves without, and its notice says so."""
        other = self._make_debtor("Beta")
        send = type(self.env["account.move.send"])
        origin = send._prepare_invoice_pdf_report
        broken = self.invoice

        def prepare(self, data):
            if any(move.id == broken.id for move in data):
                raise ValueError("The layout is gone.")
            return origin(self, data)

        with patch.object(send, "_prepare_invoice_pdf_report", prepare):
            notices = self._remind(self.debtor, other)
        self.assertEqual(set(notices.mapped("state")), {"sent"})
        bad = notices.filtered(lambda notice: notice.partner_id == self.debtor)
        for words in (self.invoice.name, "could not be made", "The layout is gone."):
            self.assertIn(words, bad.missing_enclosures)
        self.assertFalse(self._mail(bad).attachment_ids)
        good = notices - bad
        self.assertFalse(good.missing_enclosures)
        self.assertEqual(len(self._mail(good).attachment_ids), 1)

    @mute_logger("odoo.addons.account.models.account_move_send")
    def test_data_that_is_not_complete(self):
        """Errors that Odoo collects instead of raising them, of the embedded data for example."""
        send = type(self.env["account.move.send"])

        def before(self, invoice, data):
            data["error"] = {"error_title": "No tax number", "errors": ["of Alpha"]}

        with patch.object(send, "_hook_invoice_document_before_pdf_report_render", before):
            notice = self._remind(self.debtor)
        self.assertEqual(notice.state, "sent")
        self.assertIn("No tax number", notice.missing_enclosures)

    def test_levels_that_attach_none_make_none(self):
        self.levels.invoices_attached = False
        self.assertFalse(self._attached())
        self.assertFalse(self.invoice.invoice_pdf_report_id)

    def test_entries_have_none(self):
        """Opening balances, deposits: reminded, and without a PDF."""
        partner = self._make_debtor("Gamma")
        invoice = self.env["account.move"].search([("partner_id", "=", partner.id)])
        self._make_entry(500, "2026-01-01", partner, due="2026-03-01")
        self.assertEqual(self._attached(partner), invoice.invoice_pdf_report_id)

    def test_language_that_was_switched_off(self):
        """Odoo prints nothing for such a customer. The reminder leaves, and says what to do."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.debtor.lang = "fr_FR"
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_lang SET active = FALSE WHERE code = 'fr_FR'")
        self.env.registry.clear_all_caches()
        self.env.invalidate_all()
        self.addCleanup(self.env.registry.clear_all_caches)
        notice = self._remind(self.debtor)
        self.assertEqual(notice.state, "sent")
        self.assertIn("Alpha has the language fr_FR, which is switched", notice.missing_enclosures)
        self.assertFalse(self._mail(notice).attachment_ids)
