import re

from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ....controllers import credit_application
from ..common import CreditCommon

URL = "/my/credit/application"
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
FORM = {
    "legal_name": "Alpha Trading Ltd",
    "vat": "12345",
    "requested_limit": "12500,50",
    "expected_monthly": "4000",
    "requested_days": "45",
    "bank_name": "First Bank",
    "trade_references": "Beta, +1 555 0100",
    "figures_date": "2025-12-31",
    "total_assets": "1200",
    "current_assets": "600",
    "total_liabilities": "700",
    "current_liabilities": "400",
    "equity": "500",
    "retained_earnings": "250",
    "ebit": "120",
    "sales": "1500",
    "business": "manufacturing",
    "accept": "1",
}


@tagged("post_install", "-at_install")
class TestCreditPortal(CreditCommon, HttpCase):
    """A customer applies for credit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.env["res.partner"].create(
            {"name": "Ann", "parent_id": cls.partner.id, "email": "ann@example.com"}
        )
        cls.portal = cls._portal_user("portal.ann", cls.contact)
        cls.stranger = cls._portal_user("portal.bob", cls._make_partner("Stranger"))

    @classmethod
    def _portal_user(cls, login, partner):
        return new_test_user(
            cls.env,
            login,
            groups="base.group_portal",
            partner_id=partner.id,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _login(self, user=None):
        user = user or self.portal
        self.authenticate(user.login, user.login)

    def _token(self):
        return re.search(r'name="csrf_token" value="([^"]+)"', self.url_open(URL).text).group(1)

    def _post(self, files=None, **values):
        form = {**FORM, "csrf_token": self._token(), **values}
        return self.url_open(URL, data=form, files=files)

    def _applications(self):
        return self.env["ar.credit.application"].search([("company_id", "=", self.company.id)])

    def test_amounts_as_people_write_them(self):
        """4,500 is no 4.5; a page in English, and a customer who writes as in German."""
        self._login()
        self._post(
            requested_limit="4,500", expected_monthly="1.234,50", sales="1,500,000.00", equity="0"
        )
        application = self._applications()
        self.assertEqual(
            (application.requested_limit, application.expected_monthly), (4500, 1234.5)
        )
        self.assertEqual(application.financials_id.sales, 1500000)
        self.assertEqual(application.financials_id.equity, 0)

    def test_application(self):
        self.profile.collector_id = self.users["collector"]
        self._login()
        form = self.url_open(URL).text
        for name in FORM:
            self.assertRegex(form, rf'<(input|textarea|select)[^>]* name="{name}"')
        page = self._post(files=[("files", ("year.pdf", PDF, "application/pdf"))])
        self.assertTrue(page.url.endswith("/thanks"), page.url)
        self.assertIn("Thank you", page.text)
        application = self._applications()
        self.assertEqual(application.partner_id, self.partner)
        self.assertEqual(application.contact_id, self.contact)
        self.assertEqual(application.requested_limit, 12500.5)
        self.assertTrue(application.accepted_on)
        review = application.review_id
        self.assertEqual((review.state, review.kind), ("draft", "application"))
        self.assertEqual(review.expected_monthly, 4000)
        self.assertEqual(review.activity_ids.user_id, self.users["collector"])
        self.assertEqual(review.offer_ids.limit_amount, 12500.5)
        self.assertIn("45 days", review.offer_ids.note)
        statement = application.financials_id
        self.assertEqual((statement.origin, statement.business), ("customer", "manufacturing"))
        self.assertAlmostEqual(statement.altman_private, 2.1542)
        points = self._line(review, "altman_general").points
        self.assertAlmostEqual(points, 3.1945 * 20, 1, "the figures are scored")
        attachment = application.attachment_ids
        self.assertEqual((attachment.res_model, attachment.res_id), (review._name, review.id))
        self.assertEqual(attachment.raw, PDF)
        self.assertIn(attachment, review.message_ids.attachment_ids)

    def test_one_at_a_time(self):
        self._login()
        token = self._token()
        self._post()
        self.assertIn("Being examined", self.url_open(URL).text)
        self.assertNotIn('<form action="/my/credit', self.url_open(URL).text)
        self.url_open(URL, data={**FORM, "csrf_token": token, "legal_name": "Again"})
        application = self._applications()
        self.assertEqual(application.legal_name, "Alpha Trading Ltd")
        self._approve(application.review_id)
        page = self.url_open(URL).text
        self.assertIn("Granted", page)
        self.assertIn("Send application", page)

    def test_forged_ids_are_ignored(self):
        """Whoever is named in the form, the applicant is the user's own company."""
        other = self._make_partner("Victim")
        profile = self.env["ar.profile"].get_or_create(other, self.company)
        self._login()
        self._post(
            partner_id=str(other.id),
            profile_id=str(profile.id),
            company_id="1",
            review_id="1",
            state="approved",
            contact_id=str(other.id),
        )
        application = self._applications()
        self.assertEqual(application.partner_id, self.partner)
        self.assertEqual(application.contact_id, self.contact)
        self.assertEqual(application.state, "draft")
        self.assertFalse(profile.review_ids)

    def test_strangers_see_their_own(self):
        self._login()
        self._post()
        self._login(self.stranger)
        page = self.url_open(URL).text
        self.assertIn("Send application", page)
        self.assertNotIn("12,500", page)
        thanks = self.url_open(URL + "/thanks")
        self.assertTrue(thanks.url.endswith("/application"), thanks.url)
        attachment = self.env["ir.attachment"].create(
            {
                "name": "secret.pdf",
                "raw": PDF,
                "res_model": "ar.credit.review",
                "res_id": self._applications().review_id.id,
            }
        )
        self.assertEqual(self.url_open(f"/web/content/{attachment.id}").status_code, 404)

    def test_public_has_to_log_in(self):
        page = self.url_open(URL)
        self.assertIn("/web/login", page.url)
        self.assertIn("/web/login", self.url_open(URL, data=FORM).url)
        self.assertFalse(self._applications())

    def test_csrf(self):
        self._login()
        for token in ({}, {"csrf_token": "forged"}):
            with self.subTest(token=token), mute_logger("odoo.http"):
                self.assertEqual(self.url_open(URL, data={**FORM, **token}).status_code, 400)
        self.assertFalse(self._applications())

    def test_files_that_are_refused(self):
        self._login()
        self.patch(credit_application, "MAX_FILE_BYTES", 2000)
        html = b"<html><script>alert(1)</script></html>"
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        for name, content, words in (
            ("big.pdf", PDF + b"x" * 2000, "too large"),
            ("page.html", html, "cannot be sent"),
            ("page.pdf", html, "cannot be sent"),
            ("drawing.png", svg, "cannot be sent"),
            ("run.exe", b"MZ\x90\x00", "cannot be sent"),
            ("noending", PDF, "cannot be sent"),
        ):
            with self.subTest(name=name):
                page = self._post(files=[("files", (name, content, "application/pdf"))])
                self.assertIn(words, page.text)
                self.assertIn("Alpha Trading Ltd", page.text, "the form is kept")
                self.assertFalse(self._applications())
        many = [("files", (f"{n}.pdf", PDF, "application/pdf")) for n in range(6)]
        self.assertIn("at most 5 files", self._post(files=many).text)

    def test_bad_input(self):
        self._login()
        for name, value, words in (
            ("requested_limit", "a lot", "enter a number"),
            ("requested_limit", "nan", "enter a number"),
            ("requested_limit", "-5", "enter a number"),
            ("expected_monthly", "", "fill this in"),
            ("figures_date", "2999-12-31", "last day of the year"),
            ("figures_date", "soon", "last day of the year"),
            ("total_assets", "1e99", "enter a number"),
            ("accept", "", "confirm the figures"),
        ):
            with self.subTest(name=name, value=value):
                self.assertIn(words, self._post(**{name: value}).text)
                self.assertFalse(self._applications())

    def test_html_is_shown_as_text(self):
        evil = "<img src=x onerror=alert(1)>"
        self._login()
        page = self._post(legal_name=evil, note=evil, accept="").text
        self.assertNotIn("<img src=x", page)
        self.assertIn("&lt;img src=x", page)
        self._post(legal_name=evil, note=evil, trade_references=evil)
        application = self._applications()
        self.assertEqual(application.note, evil, "kept as it was said")
        for message in application.review_id.message_ids:
            self.assertNotIn("<img", str(message.body))

    def test_our_own_people_do_not_apply(self):
        user = self.users["collector"]
        user.partner_id.parent_id = self.company.partner_id
        self.authenticate(user.login, user.login)
        self.assertIn("Credit is for customers", self.url_open(URL).text)

    def test_our_figures_are_not_overwritten(self):
        ours = self._make_statement(date="2025-12-31", equity=450)
        self._login()
        self._post()
        self.assertEqual(self._applications().financials_id, ours)
        self.assertEqual(ours.equity, 450)
