"""A balance that was confirmed restarts the limitation of what it was made of."""

from freezegun import freeze_time

from odoo.tests import tagged

from .confirmation_common import ConfirmationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-12-15 12:00:00")
class TestConfirmedClaims(ConfirmationCommon):
    def _dates(self, partner):
        self.env["ar.open.item"].invalidate_model()
        items = self.env["ar.open.item"].search([("partner_id", "=", partner.id)], order="id")
        return [str(item.limitation_date) for item in items]

    def test_a_confirmed_balance_acknowledges_its_items(self):
        partner = self._make_partner("Confirming", country_id=self.env.ref("base.in").id)
        self._make_invoice(partner, 100, date="2025-01-01", due="2025-01-31")
        one = self._ask(partner)
        later = self._make_invoice(partner, 100, date="2026-12-10", due="2026-12-31")
        before = ["2028-01-31", "2029-12-31"]
        self.assertEqual(self._dates(partner), before)
        self._answer(one)
        self.assertEqual(self._dates(partner), ["2029-12-15", "2029-12-31"])
        item = self.env["ar.open.item"].search([("partner_id", "=", partner.id)])[0]
        self.assertIn(one.name, item.limitation_cause)
        self.assertTrue(later)

    def test_one_that_differs_and_one_by_word_acknowledge_nothing(self):
        country = self.env.ref("base.in").id
        for way, outcome in (("link", "differs"), ("phone", "confirmed"), ("paper", "confirmed")):
            with self.subTest(way=way):
                partner = self._make_partner(f"{way} customer", country_id=country)
                invoice = self._make_invoice(partner, 100, date="2025-01-01", due="2025-01-31")
                one = self._ask(partner)
                told = [self._differ(one, invoice)] if outcome == "differs" else ()
                self._answer(one, outcome, told, answer_way=way)
                self.assertEqual(one.state, outcome)
                # Nobody kept the paper: it could not be proved.
                self.assertEqual(self._dates(partner), ["2028-01-31"])

    def test_a_paper_that_was_kept_is_signed(self):
        partner = self._make_partner("Paper", country_id=self.env.ref("base.uk").id)
        self._make_invoice(partner, 100, date="2025-01-01", due="2025-01-31")
        one = self._ask(partner)
        evidence = {"answered_by": "Ann", "answer_way": "paper", "date_signed": "2026-12-10"}
        one._answer("confirmed", evidence, files=[("signed.pdf", b"%PDF-", "application/pdf")])
        self.assertEqual(self._dates(partner), ["2032-12-10"])
