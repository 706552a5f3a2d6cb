"""Deliveries stop before the goods leave, whoever sends them."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.ar_collections_sale.tests.common import OrderCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestDelivery(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids |= cls.env.ref("stock.group_stock_manager")
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.goods.write({"is_storable": True})
        cls.storekeeper = cls._user("stock.group_stock_user")

    def _delivery(self, amount=100, quantity=1, **values):
        """The delivery of a confirmed order, picked."""
        order = self._order(amount, quantity=quantity, warehouse_id=self.warehouse.id, **values)
        order.action_confirm()
        picking = order.picking_ids
        picking.move_ids.write({"quantity": quantity, "picked": True})
        return picking

    def test_every_way_to_a_delivery(self):
        self._rule("hold")
        ways = {
            "button": lambda picking: picking.with_user(self.storekeeper).button_validate(),
            "private": lambda picking: picking._action_done(),
            "moves": lambda picking: picking.move_ids._action_done(),
            "superuser": lambda picking: picking.sudo().button_validate(),
            "batch": lambda picking: (picking | self._delivery()).button_validate(),
        }
        for way, act in ways.items():
            self.profile.credit_hold = False
            picking = self._delivery()
            self.profile.with_context(way=way).credit_hold = True
            with self.subTest(way=way):
                self._rule("hold", action_order="off", action_delivery="block")
                with self.assertRaisesRegex(UserError, "stopped by the credit check"):
                    with self.env.cr.savepoint():
                        act(picking)
                self.assertNotEqual(picking.state, "done")

    def test_rules_on_deliveries(self):
        """Rule by rule: off, warn, block."""
        self._make_invoice(amount=50, due="2026-02-01")
        self._limit(10)
        self.profile.credit_hold = True
        for code in ("over_limit", "overdue_days", "overdue_share", "hold"):
            picking = self._delivery()
            self._rule(code, "off", action_delivery="block")
            with self.subTest(code=code), self.assertRaises(UserError), self.env.cr.savepoint():
                picking.button_validate()
            self._rule(code, "off", action_delivery="warn")
            picking.invalidate_recordset()
            self.assertEqual(picking.ar_credit_state, "warn")
            picking.button_validate()
            self.assertEqual(picking.state, "done")
            self.assertIn("Credit check", " ".join(picking.message_ids.mapped("body")))
            self._rule(code, "off")

    def test_order_and_delivery_do_not_count_twice(self):
        self._limit(100)
        self._rule("over_limit")
        picking = self._delivery(100)
        picking.button_validate()
        self.assertEqual(self._exposure(), 100)
        self.assertEqual(picking.sale_id.order_line.qty_delivered, 1)

    def test_where_orders_do_not_count_the_delivery_does(self):
        self.company.ar_exposure_order = False
        self._limit(100)
        self._rule("over_limit", "off", action_delivery="block")
        picking = self._delivery(400, quantity=4)
        picking.move_ids.quantity = 2
        with self.assertRaises(UserError), self.env.cr.savepoint():
            picking.with_context(skip_backorder=True).button_validate()
        picking.move_ids.quantity = 1
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(picking.state, "done")

    def test_release_of_a_delivery(self):
        picking = self._delivery()
        self.profile.credit_hold = True
        self._rule("hold", "approve")
        storekeeper = picking.with_user(self.storekeeper)
        self.assertEqual(storekeeper.ar_credit_state, "approve")
        self.assertIn("Alpha Trading", storekeeper.ar_credit_message)
        wizard = self.env["ar.credit.release.ask"].with_user(self.storekeeper)
        wizard.create(
            {"res_model": "stock.picking", "res_id": picking.id, "reason": "Truck waits"}
        ).action_ask()
        release = self.env["ar.credit.release"].search([], limit=1)
        self.assertEqual(release.document_ref, picking)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            storekeeper.button_validate()
        release._decide("granted", "Paid in cash")
        storekeeper.button_validate()
        self.assertEqual(picking.state, "done")

    def test_paid_goods_leave(self):
        """A customer on hold gets what he has paid for."""
        picking = self._delivery()
        invoice = picking.sale_id._create_invoices()
        invoice.action_post()
        self.profile.credit_hold = True
        self._rule("hold")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            picking.button_validate()
        self._pay(invoice, 100, "2026-03-31")
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_receipts_returns_and_exclusions_pass(self):
        picking = self._delivery()
        excluded = self._delivery()
        excluded.sale_id.ar_credit_excluded = True
        picking.button_validate()
        self.profile.credit_hold = True
        self._rule("hold")
        excluded.button_validate()
        wizard = (
            self.env["stock.return.picking"]
            .with_context(
                active_id=picking.id, active_ids=picking.ids, active_model="stock.picking"
            )
            .create({})
        )
        wizard.product_return_moves.quantity = 1
        returned = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        returned.move_ids.write({"quantity": 1, "picked": True})
        returned.button_validate()
        self.assertEqual((excluded.state, returned.state), ("done", "done"))
        self.assertFalse(returned.ar_credit_message)
