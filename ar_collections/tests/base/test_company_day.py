"""One today, the company's: not the server's, not that of the user who happens to act."""

from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from ..common import ArCommon


@tagged("post_install", "-at_install")
@freeze_time("2025-12-31 23:30:00")
class TestCompanyDay(ArCommon):
    """It is 2026 in Auckland, where the company is, and 2025 for the server and in Los Angeles,
    where the user is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Pacific/Auckland"
        cls.env.user.tz = "America/Los_Angeles"
        cls.env = cls.env(context={**cls.env.context, "tz": "America/Los_Angeles"})
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)
        cls.today = cls._day("2026-01-01")

    def test_numbers_are_of_the_companys_year(self):
        self._make_invoice(due="2025-12-01")
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        review = self.env["ar.credit.review"].create(
            {"profile_id": self.profile.id, "kind": "manual", "reason": "Test"}
        )
        contract = self.env["ar.credit.contract"].create({"profile_id": self.profile.id})
        statement = self.env["ar.statement"].create(
            {
                "kind": "open",
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "date_to": self.today,
            }
        )
        for record in (run, review, contract, statement):
            self.assertIn("/2026/", record.name, record._name)
        # Odoo's other way to a number.
        sequence = self.env["ir.sequence"].sudo().search([("code", "=", "ar.statement")])
        sequence.implementation = "no_gap"
        self.assertIn("/2026/", statement.copy().name)

    def test_tasks_are_due_on_the_companys_day(self):
        schedule = self.env["ar.aging.schedule"].create(
            {
                "name": "Weekly",
                "company_id": self.company.id,
                "recipient_ids": [(6, 0, self.env.user.partner_id.ids)],
            }
        )
        schedule.sudo()._note_failure(ValueError("Broken"))
        self.assertEqual(schedule.activity_ids.date_deadline, self.today)

    def test_a_payment_on_its_way_is_of_the_companys_day(self):
        move = self._make_invoice(due="2025-12-01")
        transaction = self._make_transaction(move, "pending")
        self.env.cr.execute(
            "UPDATE payment_transaction SET create_date = '2025-12-31 23:00:00' WHERE id = %s",
            [transaction.id],
        )
        self.env.invalidate_all()
        profile = self.profile.sudo()
        with patch.object(
            self.registry["payment.transaction"], "_ar_is_on_its_way", lambda _tx: True
        ):
            [payment] = profile._portal_payments()
        self.assertIn("2026", payment["date"])
