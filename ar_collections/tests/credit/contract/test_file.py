"""The credit file: what was known and decided about a customer, on paper."""

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common import CreditCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestCreditFile(CreditCommon):
    def _print(self, profiles=None, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.users["collector"])
        ids = (profiles or self.profile).ids
        body, _kind = report._render_qweb_html("ar_collections.report_ar_credit_file", ids)
        return html.fromstring(body)

    def _rows(self, page, name):
        return [
            [cell.text_content() for cell in row.xpath("./td")]
            for row in page.xpath(f"//table[@name='{name}']/tbody/tr")
        ]

    def test_payment_history_by_hand(self):
        """Two in the first quarter, of which 1,000 of 4,000 on time; one long before."""
        self._make_paid(0, 1000)
        self._make_paid(20, 3000)
        self._make_invoice(amount=500)  # not paid: no history
        rows = self._rows(self._print(), "payments")
        self.assertEqual(rows, [["2026 Q1", "2", "$\xa04,000.00", "25 %", "15.0", "20"]])
        self.assertEqual(self.env["ar.open.item"]._read_payment_quarters([], []), [])

    def test_tells_what_was_decided(self):
        self._make_paid(0, 50000)
        self._make_statement()
        self._rate(90)
        review = self._make_review()
        review.limit_amount = 4000
        self._approve(review)
        self._make_invoice(amount=5000)
        hold = {"profile_id": self.profile.id, "reason": "Cheque <b>returned</b>"}
        self.env["ar.credit.hold"].create(hold)
        attachment = {"name": "Accounts.pdf", "res_model": "ar.profile", "raw": b"x"}
        self.env["ir.attachment"].create({**attachment, "res_id": self.profile.id})
        page = self._print()
        text = page.text_content()
        self.assertIn(self.partner.name, text)
        self.assertIn("On credit hold. Cheque <b>returned</b>", text)
        self.assertIn("$\xa01,000.00 over the limit", text)
        self.assertEqual(self._rows(page, "review")[0][0], review.name)
        self.assertEqual(self._rows(page, "review")[0][5], "$\xa04,000.00")
        self.assertEqual(self._rows(page, "limit")[0][1], "$\xa04,000.00")
        self.assertEqual(self._rows(page, "documents")[0][0], "Accounts.pdf")
        self.assertEqual(len(self._rows(page, "financials")), 1)
        factors = {row[0]: row[2:] for row in self._rows(page, "factors")}
        self.assertEqual(factors["agency_score"][0], "90.00")
        self.assertEqual(factors["judgement"], ["–"] * 3, "missing is not 0 points")

    def test_nothing_known(self):
        page = self._print()
        self.assertIn("Not reviewed yet", page.text_content())
        self.assertFalse(page.xpath("//table[contains(@class, 'ar_rows')]"))

    def test_a_file_for_each_customer(self):
        other = self.env["ar.profile"].get_or_create(self._make_partner("Beta"), self.company)
        page = self._print(self.profile + other)
        shown = page.xpath("//div[@data-profile]/@data-profile")
        self.assertEqual(shown, [str(self.profile.id), str(other.id)])

    def test_long_lists_say_what_they_leave_out(self):
        for day in range(1, 31):
            self._rate(50, date=f"2026-01-{day:02d}")
        page = self._print()
        self.assertEqual(len(self._rows(page, "rating")), 24)
        self.assertIn("6 older entries are not listed", page.text_content())

    def test_who_may_print(self):
        for login, group in (("file employee", "base.group_user"),):
            user = new_test_user(
                self.env, login, group, company_id=self.company.id, company_ids=self.company.ids
            )
            with self.assertRaises(AccessError):
                self._print(user=user)
        company = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = new_test_user(
            self.env,
            "file foreign",
            "ar_collections.ar_collections_group_collector",
            company_id=company.id,
            company_ids=company.ids,
        )
        with self.assertRaises(AccessError):
            self._print(user=foreign)
