"""Salespeople have more ways to a customer, and may not read figures."""

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.ar_collections.tests.base.guarded_common import GuardedCommon


@tagged("post_install", "-at_install")
class TestGuardedOrderFields(GuardedCommon):
    maxDiff = None
    freeze_time = freeze_time("2026-03-31")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_invoice(amount=700.0)
        cls.env["sale.order"].sudo().create({"partner_id": cls.partner.id})

    def test_salespeople_learn_no_figures(self):
        seller = self._make_user("seller", "sales_team.group_sale_salesman")
        self.assertFalse(self._learned_by(seller))

    def test_salespeople_read_words(self):
        seller = self._make_user("reader", "sales_team.group_sale_salesman_all_leads")
        order = (
            self.env["sale.order"].sudo().search([("partner_id", "=", self.partner.id)], limit=1)
        )
        order.with_user(seller).read(["ar_credit_state", "ar_credit_message"])
        self.partner.with_user(seller).read(["ar_credit_hold", "ar_credit_message"])
        arch = order.with_user(seller).get_view(view_type="form")["arch"]
        self.assertIn("ar_credit_message", arch)
