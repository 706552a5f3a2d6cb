"""Letters: made in the background, printed together, in the customer's language."""

import base64
import io

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .common import ArChannelCommon

REPORT = "ar_collections.report_ar_dunning_letter"


@tagged("post_install", "-at_install")
class TestLetter(ArChannelCommon):
    def _html(self, notices):
        return self.env["ir.actions.report"]._render_qweb_html(REPORT, notices.ids)[0].decode()

    def test_content(self):
        partner = self._make_debtor("Alpha & Co", days_late=35, amount=500.0, ref="C-17")
        self._make_overdue(partner, -10, 70.0)
        self._pay_on_account(partner, 100.0, "2026-03-01")
        html = self._html(self._queue(partner))
        for text in (
            "Alpha &amp; Co",
            "High Street 1",
            "C-17",
            "Formal demand for payment",
            "35",
            "500.00",
            "-\N{ZERO WIDTH NO-BREAK SPACE}100.00",
            "400.00",
            "For your information, not yet due",
            "70.00",
            "04/10/2026",
            "a final notice, after which we reserve the right",
            "Clara Collector",
            "clara@example.com",
        ):
            self.assertIn(text, html)

    def test_level_without_text(self):
        """A level that nobody worded still writes a letter that can be sent."""
        self.levels[1].write({"letter_title": False, "letter_body": False})
        html = self._html(self._queue(self._make_debtor("Alpha")))
        self.assertIn("Dear Sir or Madam", html)
        self.assertIn("Reminder", html)

    def test_placeholders_are_escaped(self):
        partner = self._make_debtor("<b>Bold</b>", email="bold@example.com", days_late=35)
        html = self._html(self._queue(partner))
        self.assertNotIn("<b>Bold</b>", html)

    def test_many_in_one_print(self):
        notices = self._queue(self._make_debtor("Alpha"), self._make_debtor("Beta"))
        html = self._html(notices)
        self.assertEqual(html.count("<h2"), 2, "One heading each, so that Odoo can part them")

    def test_level_four_is_posted_and_mailed(self):
        notice = self._remind(self._make_debtor("Alpha", days_late=35))
        self.assertEqual(self._channels(notice), {"letter": "sent", "email": "sent"})
        dispatch = notice.dispatch_ids.filtered(lambda d: d.channel == "letter")
        self.assertEqual(dispatch.attachment_id, notice.letter_attachment_id)
        self.assertIn("High Street 1", dispatch.recipient)
        self.assertIn(dispatch.mail_message_id, notice.profile_id.message_ids)

    def test_real_pdfs(self):
        """One PDF per notice out of one print; the collector prints them together."""
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() == "install":
            self.fail("wkhtmltopdf is missing: letters cannot be tested without it.")
        partners = [self._make_debtor(name, days_late=35) for name in ("Alpha", "Beta")]
        for _number in range(60):
            self._make_overdue(partners[1], 35, 10.0)
        notices = self._queue(*partners).with_context(force_report_rendering=True)
        self._send(notices)
        self.assertEqual(set(notices.mapped("state")), {"sent"})
        pages = {
            notice.partner_id.name: PdfFileReader(
                io.BytesIO(notice.letter_attachment_id.raw)
            ).numPages
            for notice in notices
        }
        self.assertEqual(pages["Alpha"], 1)
        self.assertGreater(pages["Beta"], 1)
        letters = notices.dispatch_ids.filtered(lambda d: d.channel == "letter")
        letters = letters.with_user(self.collector)
        action = letters.action_print_letters()
        wizard = self.env[action["res_model"]].with_user(self.collector).browse(action["res_id"])
        merged = PdfFileReader(io.BytesIO(base64.b64decode(wizard.pdf)))
        self.assertEqual(merged.numPages, sum(pages.values()))
        self.assertEqual(wizard.count, 2)
        wizard.action_confirm()
        self.assertEqual(set(letters.mapped("state")), {"delivered"})

    def test_paid_before_printing(self):
        partner = self._make_debtor("Alpha", 35)
        notice = self._remind(partner)
        letter = notice.dispatch_ids.filtered(lambda d: d.channel == "letter")
        self._pay(notice.line_ids.move_id, 1000, "2026-03-31")
        action = letter.with_user(self.collector).action_print_letters()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(letter.state, "cancelled")

    def test_nothing_to_print(self):
        notice = self._remind(self._make_debtor("Alpha"))
        with self.assertRaisesRegex(UserError, "Choose letters"):
            notice.dispatch_ids.with_user(self.collector).action_print_letters()

    def test_sheets_are_embedded(self):
        """The PDF program asks no server and no other host for anything."""
        notices = self._queue(self._make_debtor("Alpha"))
        report = self.env["ir.actions.report"]._get_report(REPORT)
        html = report._render_qweb_html(REPORT, notices.ids)[0]
        bodies, _ids, header, footer, arguments = report._prepare_html(
            html, report_model="ar.dunning.notice"
        )
        self.assertEqual(arguments["data-report-print-delay"], "0")
        for page in (*bodies, header, footer):
            self.assertNotIn("<link", page)
            self.assertNotIn("url(/", page)
            self.assertNotIn('url("http', page)
            self.assertIn("<style>", page)
