"""Terms of payment that are longer than a law allows: told on contracts, confirmed by companies."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CreditCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestTermCap(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.caps = cls.env["ar.credit.term.cap"]
        cls.germany, cls.france = cls.env.ref("base.de"), cls.env.ref("base.fr")
        cls.company.country_id = cls.germany
        cls.long = cls._instalment_term((100, 90))
        cls.contract = cls.env["ar.credit.contract"].create(
            {"profile_id": cls.profile.id, "payment_term_id": cls.long.id}
        )

    def _told(self):
        self.contract.invalidate_recordset()
        return self.contract.term_warning or ""

    def test_longer_than_the_law(self):
        self.assertIn("90 days. Beyond 60, Germany wants", self._told())
        self.assertIn("unchecked", self._told())
        self.contract.payment_term_id = self.terms[60]
        self.assertFalse(self._told())
        self.contract.payment_term_id = False
        self.assertFalse(self._told())

    def test_the_law_that_governs_the_contract(self):
        self.contract.governing_country_id = self.france
        self.assertIn("France allows 60 at most", self._told())
        month_end = self.env["account.payment.term"].create(
            {
                "name": "45 days, end of month",
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "value": "percent",
                            "value_amount": 100,
                            "nb_days": 45,
                            "delay_type": "days_end_of_month_on_the",
                            "days_next_month": "0",
                        },
                    )
                ],
            }
        )
        self.contract.payment_term_id = month_end
        self.assertFalse(self._told())
        self.contract.governing_country_id = self.germany
        self.assertIn("up to 75 days", self._told())
        self.contract.governing_country_id = self.env.ref("base.us")
        self.assertFalse(self._told())

    def test_public_bodies_and_private_persons(self):
        self.profile.size_class = "public"
        self.assertIn("public bodies allows 60 at most, whatever is agreed", self._told())
        self.profile.size_class = False
        self.partner.is_company = False
        self.assertFalse(self._told())

    def test_confirmed_for_the_company(self):
        shipped = self.env.ref("ar_collections.ar_credit_term_cap_de")
        caps = shipped.with_company(self.company)
        action = caps.action_confirm()
        own = self.caps.browse(action["res_id"])
        self.assertEqual((own.company_id, str(own.checked_on)), (self.company, "2026-03-31"))
        self.assertEqual(self.caps.browse(caps.action_confirm()["res_id"]), own)
        self.assertNotIn("unchecked", self._told())
        self.assertTrue(shipped.unchecked)
        self.assertIn(own, self.caps.search([("unchecked", "=", False)]))
        own.days = 30
        self.assertFalse(own.checked_on)
        self.assertIn("Beyond 30", self._told())
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertEqual(
            self.caps._find_caps(other, self.germany)[self.germany].mapped("days"), [60, 60]
        )

    def test_an_amendment_is_told_by_the_same_law(self):
        self.contract.governing_country_id = self.france
        self.contract.payment_term_id = self.terms[30]
        self.contract.with_user(self.users["approver"]).action_approve()
        amendment = self.env["ar.credit.contract.amendment"].create(
            {"contract_id": self.contract.id, "reason": "Asked", "payment_term_id": self.long.id}
        )
        self.assertIn("France", amendment.term_warning)

    def test_branches_leave_those_above_alone(self):
        branch = self.env["res.company"].create({"name": "B", "parent_id": self.company.id})
        groups = "ar_collections.ar_collections_group_manager"
        manager = self._make_user("branch_manager", groups, branch)
        shipped = self.env.ref("ar_collections.ar_credit_term_cap_de")
        above = shipped.copy({"company_id": self.company.id}).with_user(manager)
        self.assertTrue(above.days)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            above.days = 90
        own = shipped.copy({"company_id": branch.id}).with_user(manager)
        own.days = 90
        self.assertEqual(own.days, 90)

    def test_managers_alone_write_them(self):
        cap = self.env.ref("ar_collections.ar_credit_term_cap_de")
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            cap.with_user(self.users["collector"]).days = 90
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            cap.with_user(self.users["collector"]).action_confirm()
