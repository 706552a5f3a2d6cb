"""Letters: made in the background, printed together, in the customer's language."""

import base64
import io
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

from ...tools.base import paper
from .common import ArChannelCommon

REPORT = "ar_collections.report_ar_dunning_letter"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5Er"
    "kJggg=="
)
#: What makes the PDF program fetch an address.
FETCHING = """
<img src="{0}/img"><img src="/relative"><iframe src="{0}/frame"></iframe>
<div style="background:url({0}/background)">x</div><style>@import "{0}/import";</style>
<link rel="stylesheet" href="{0}/link"><object data="{0}/object">x</object><embed src="{0}/embed">
<svg width="9" height="9"><image xlink:href="{0}/svg" width="9" height="9"></image></svg>
<script>new Image().src = "{0}/script";</script><img srcset="{0}/set 1x" src="{0}/src">
<table background="{0}/table"><tr><td>x</td></tr></table><input type="image" src="{0}/input">
<iframe src="file:///etc/passwd"></iframe><img src="file:///etc/hostname">
"""


@contextmanager
def listening():
    """A web server of this machine: (its address, paths it was asked for)."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


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

    def test_a_lost_file_does_not_stop_the_others(self):
        """The others are printed; who is missing is named, and stays in the list."""
        notices = self._remind(self._make_debtor("Alpha", 35), self._make_debtor("Beta", 35))
        letters = notices.dispatch_ids.filtered(lambda d: d.channel == "letter")
        writer = PdfFileWriter()
        writer.addBlankPage(200, 200)
        with io.BytesIO() as page:
            writer.write(page)
            letters.sudo().attachment_id.raw = page.getvalue()
        lost = letters.filtered(lambda d: d.partner_id.name == "Alpha")
        self.env.flush_all()
        for store in ("", "aa/0123456789"):
            with self.subTest(store):
                self.env.cr.execute(
                    "UPDATE ir_attachment SET store_fname = %s, db_datas = NULL WHERE id = %s",
                    [store or None, lost.sudo().attachment_id.id],
                )
                self.env.invalidate_all()
                with mute_logger("odoo.addons.base.models.ir_attachment"):
                    action = letters.with_user(self.collector).action_print_letters()
                wizard = self.env[action["res_model"]].with_user(self.collector)
                wizard = wizard.browse(action["res_id"])
                self.assertEqual(wizard.count, 1)
                self.assertIn("Alpha", wizard.missing)
        wizard.action_confirm()
        self.assertEqual(lost.state, "sent")
        self.assertEqual((letters - lost).state, "delivered")

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

    # -- what people write into letters ------------------------------------------------

    def _print_hostile(self, address):
        """The PDF of a letter whose text and company's footer fetch in all ways."""
        notice = self._queue(self._make_debtor("Alpha"))
        report = self.env["ir.actions.report"]._get_report(REPORT)
        text = Markup(FETCHING.format(address))
        # As a superuser, an import or a translation may write it, past what Odoo cleans.
        self.patch(
            type(self.levels),
            "_render_text",
            lambda self, name, notices: dict.fromkeys(notices.ids, text),
        )
        self.patch(type(report), "_get_report_url", lambda self, layout=None: address)
        with self.allow_pdf_render():
            html = report._render_qweb_html(REPORT, notice.ids)[0]
            self.assertIn(address, html.decode())
            bodies, _ids, header, footer, arguments = report._prepare_html(html, report.model)
            return report._run_wkhtmltopdf(
                bodies,
                report_ref=REPORT,
                header=header,
                footer=footer,
                specific_paperformat_args=arguments,
            )

    def test_nothing_is_fetched(self):
        with listening() as (address, asked):
            pdf = self._print_hostile(address)
        self.assertEqual(asked, [])
        self.assertEqual(PdfFileReader(io.BytesIO(pdf)).numPages, 1)

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_no_network(self):
        """What the cleaner would leave still reaches nobody; without either, all is fetched."""
        module = "odoo.addons.ar_collections.models.channel.ir_actions_report"
        self.patch(paper, "clean", lambda html, embed: html)
        with listening() as (address, asked):
            self._print_hostile(address)
            self.assertEqual(asked, [], "The proxy where nobody listens")
            with patch(f"{module}.NO_NETWORK", ()):
                self._print_hostile(address)
        self.assertGreater(len(set(asked)), 5)

    def test_images_that_may_be_shown(self):
        report = self.env["ir.actions.report"]
        own = report._ar_get_own_address()
        make = self.env["ir.attachment"].create
        secret = make({"name": "secret.png", "raw": PNG})
        shared = make({"name": "shared.png", "raw": PNG})
        token = shared.generate_access_token()[0]
        public = make({"name": "public.png", "raw": PNG, "public": True})
        text = make({"name": "text.txt", "raw": b"text", "public": True})
        far = make({"name": "far", "type": "url", "url": "http://evil.example", "public": True})
        self.company.logo = base64.b64encode(PNG)
        shown = [
            f"/web/image/{public.id}",
            f"{own}/web/image/{public.id}-abc/name.png",
            f"/web/image/{shared.id}-x/shared.png?access_token={token}",
            f"/web/image/res.company/{self.company.id}/logo",
            "/logo.png",
            "/base/static/img/demo_logo_report.png",
        ]
        for address in shown:
            with self.subTest(address):
                self.assertTrue(report._ar_find_image(address))
        hidden = [
            f"/web/image/{secret.id}",
            f"/web/image/{secret.id}?access_token=",
            f"/web/image/{secret.id}?access_token={token}",
            f"/web/image/{text.id}",
            f"/web/image/{far.id}",
            "/web/image/res.partner/1/image_128",
            f"/web/image/res.company/{self.company.id}/vat",
            "/web/image/999999999",
            "",
            f"http://evil.example/web/image/{public.id}",
            f"//evil.example/web/image/{public.id}",
            "/base/static/../../base/static/img/logo.png",
            "/base/__manifest__.py",
            f"/web/content/{public.id}",
            "/web/image/99999999999999999999",
            "http://[",
            "\x00",
            "/etc/passwd",
            "/base/static/src/css/description.css",
            f"{own}@evil.example/logo.png",
        ]
        for address in hidden:
            with self.subTest(address):
                self.assertIsNone(report.sudo()._ar_find_image(address))

    def test_every_paper_of_ours_is_self_contained(self):
        reports = self.env["ir.actions.report"].search([("report_name", "like", "ar_collections%")])
        self.assertGreater(len(reports), 6)
        self.assertTrue(all(report._ar_is_self_contained() for report in reports))
        foreign = self.env.ref("account.account_invoices")
        self.assertFalse(foreign._ar_is_self_contained())
