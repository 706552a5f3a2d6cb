"""An order of the demo company can be delivered."""

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    def test_the_demo_company_has_a_warehouse(self):
        company = self.env["res.company"].create({"name": "Harbour without Stock"})
        demo = [("module", "=", "ar_collections_demo"), ("name", "=", "company")]
        self.env["ir.model.data"].search(demo).unlink()
        self.env["ir.model.data"].create(
            {
                **{name: value for name, _is, value in demo},
                "model": company._name,
                "res_id": company.id,
            }
        )
        warehouses = self.env["stock.warehouse"]
        own = [("company_id", "=", company.id)]
        # In a test Odoo makes one for each new company.
        warehouses.search(own).write({"active": False, "name": "Gone", "code": "GONE"})
        self.assertFalse(warehouses.search(own))
        for _turn in range(2):
            self.env["ar.demo"]._let_deliver()
            self.assertEqual(len(warehouses.search(own)), 1)
