"""Files that are too large for an e-mail are links of the customer's own."""

from odoo.tests import tagged

from .common import ArChannelCommon

MEGABYTE = 1024 * 1024


@tagged("post_install", "-at_install")
class TestTooLarge(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels.write({"invoices_attached": True, "letter_attached": True})

    def _queue_with(self, megabytes, letter=0.1, **values):
        """A notice whose invoice and letter have PDFs of such sizes."""
        notice = self._queue(self._make_debtor("Large", **values))
        move = notice.line_ids.move_id
        move.invoice_pdf_report_id = self._make_file(move, "invoice.pdf", megabytes)
        notice.sudo().letter_attachment_id = self._make_file(notice, "letter.pdf", letter)
        return notice

    def _make_file(self, record, name, megabytes):
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": name,
                    "raw": b"%PDF-1.4 " + b"x" * int(megabytes * MEGABYTE),
                    "mimetype": "application/pdf",
                    "res_model": record._name,
                    "res_id": record.id,
                    "res_field": "invoice_pdf_report_file"
                    if record._name == "account.move"
                    else False,
                }
            )
        )

    def _mail(self, notice):
        self._hand_over(notice)
        return notice.dispatch_ids.filtered(lambda one: one.channel == "email").mail_mail_id

    def test_all_fit(self):
        mail = self._mail(self._queue_with(2))
        self.assertEqual(set(mail.attachment_ids.mapped("name")), {"invoice.pdf", "letter.pdf"})
        self.assertNotIn("download", mail.body_html)

    def test_the_invoice_is_a_link(self):
        """8 MB are more than 10 MB on their way."""
        notice = self._queue_with(8)
        move = notice.line_ids.move_id
        mail = self._mail(notice)
        self.assertEqual(mail.attachment_ids.mapped("name"), ["letter.pdf"])
        self.assertIn("Too large for an e-mail", mail.body_html)
        self.assertIn(f"{notice._get_answer_url()}/invoice/{move.id}/pdf", mail.body_html)
        self.assertFalse(move.access_token, "It is made when somebody follows the link.")
        self.assertIn("Too large for an e-mail", mail.mail_message_id.body)
        self.assertNotIn("/pay/", mail.mail_message_id.body)

    def test_the_invoice_is_a_link_without_personal_links(self):
        self.company.ar_answer_days = 0
        notice = self._queue_with(8)
        move = notice.line_ids.move_id
        mail = self._mail(notice)
        self.assertIn(f"/my/invoices/{move.id}?", mail.body_html)
        self.assertIn(move.access_token, mail.body_html)
        self.assertNotIn(move.access_token, mail.mail_message_id.body)

    def test_the_letter_is_a_link(self):
        """Below the personal link, and no key that never ends."""
        notice = self._queue_with(0.1, letter=8)
        mail = self._mail(notice)
        letter = notice.sudo().letter_attachment_id
        self.assertEqual(mail.attachment_ids.mapped("name"), ["invoice.pdf"])
        self.assertIn(f"{notice._get_answer_url()}/file/{letter.id}", mail.body_html)
        self.assertFalse(letter.access_token)
        self.assertNotIn("/pay/", mail.mail_message_id.body)
        self.assertIn("Pay or answer", mail.body_html, "The button is there, too.")

    def test_without_personal_links(self):
        self.company.ar_answer_days = 0
        mail = self._mail(self._queue_with(0.1, letter=8))
        self.assertIn("we send it another way", mail.body_html)
        self.assertIn("letter.pdf (8.00 Mb)", mail.body_html)
        self.assertNotIn("/file/", mail.body_html)

    def test_the_limit_is_a_setting(self):
        self.env["ir.config_parameter"].set_param("ar_collections.mail_max_megabytes", "25")
        mail = self._mail(self._queue_with(8))
        self.assertEqual(len(mail.attachment_ids), 2)
        for text in ("nonsense", "-1", "0", ""):
            self.env["ir.config_parameter"].set_param("ar_collections.mail_max_megabytes", text)
            most = self.env["ar.channel.email"]._get_most_bytes()
            self.assertEqual(most, 10 * MEGABYTE, text)
