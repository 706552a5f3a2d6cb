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

    def test_the_state_alone_lets_nothing_leave(self):
        """Written by hand, born done, added afterwards, or moved to a paid order and back."""
        self._limit(100)
        self._rule("over_limit", "off", action_delivery="block")
        picking = self._delivery(500)
        move = picking.move_ids.with_user(self.storekeeper)
        beta = self._make_partner("Beta")
        free = self._delivery(500, partner=beta).with_user(self.storekeeper)
        born = {
            "product_id": self.goods.id,
            "product_uom_qty": 1,
            "picking_id": picking.id,
            "location_id": picking.location_id.id,
            "location_dest_id": picking.location_dest_id.id,
            "state": "done",
        }
        free.button_validate()
        self.assertEqual(free.state, "done")
        sold = self.env["sale.order"].search([("partner_id", "=", self.partner.id)], limit=1)
        ways = {
            "state": lambda: move.write({"state": "done"}),
            "state as superuser": lambda: move.sudo().write({"state": "done"}),
            "born done": lambda: move.create(born),
            "born done by a default": lambda: move.with_context(default_state="done").create(
                {name: value for name, value in born.items() if name != "state"}
            ),
            "another order afterwards": lambda: free.sudo().write({"sale_id": sold.id}),
        }
        for way, act in ways.items():
            with self.subTest(way=way):
                with self.assertRaisesRegex(UserError, "stopped by the credit check"):
                    with self.env.cr.savepoint():
                        act()
                        self.env.flush_all()
                self.env.invalidate_all()
                self.assertNotEqual(picking.state, "done")

    def test_more_than_what_was_checked(self):
        """A delivery that is done is corrected upwards: the check asks again."""
        self._limit(100)
        self._rule("over_limit", "off", action_delivery="block")
        self.company.ar_exposure_order = False
        picking = self._delivery(100, quantity=1)
        picking.button_validate()
        lines = picking.move_ids.move_line_ids
        for act in (
            lambda: lines.write({"quantity": 5}),
            lambda: picking.move_ids.write({"quantity": 5}),
        ):
            with self.assertRaisesRegex(UserError, "stopped by the credit check"):
                with self.env.cr.savepoint():
                    act()
                    self.env.flush_all()
            self.env.invalidate_all()
        lines.write({"quantity": 1})

    def test_the_check_is_left_out_by_approvers_alone(self):
        picking = self._delivery().with_user(self.storekeeper)
        with self.assertRaises(UserError):
            picking.write({"ar_credit_excluded": True})

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

    def _released_order(self, amount=100, quantity=10, until=None):
        """An order over the limit, released and confirmed; returns its delivery."""
        self._limit(50)
        self._rule("over_limit", "approve")
        order = self._order(amount, quantity=quantity, warehouse_id=self.warehouse.id)
        release = self.env["ar.credit.release"]._ask(order, "Good customer")
        release._decide("granted", "Known for years", until)
        order.action_confirm()
        return order.picking_ids, release

    def _deliver(self, picking, quantity):
        """Let a part leave; returns the backorder."""
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(picking.state, "done")
        return picking.backorder_ids

    def test_release_of_the_order_covers_its_delivery(self):
        picking, release = self._released_order()
        # What stands against it is still told, but does not stop it.
        self.assertEqual(picking.ar_credit_state, "warn")
        self.assertIn("Known for years", picking.ar_credit_message)
        self._deliver(picking, 10)
        # Another order of the same customer needs its own.
        other = self._order(10, quantity=1, warehouse_id=self.warehouse.id)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            other.action_confirm()
        self.assertEqual(release.res_model, "sale.order")

    def test_more_than_the_release_is_stopped(self):
        """Part deliveries add up: 6 of 10 leave, then 5 do not, and 4 do."""
        picking, _release = self._released_order()
        rest = self._deliver(picking, 6)
        rest.move_ids.write({"quantity": 5, "picked": True})
        self.assertEqual(rest.ar_credit_state, "approve")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            rest.with_context(skip_backorder=True).button_validate()
        self._deliver(rest, 4)

    def test_deliveries_of_one_order_in_one_go_add_up(self):
        picking, _release = self._released_order()
        second = picking.copy({"move_ids": False})
        line = picking.move_ids.sale_line_id
        picking.move_ids[:1].copy({"picking_id": second.id, "sale_line_id": line.id})
        second.action_confirm()
        both = picking | second
        for one, quantity in ((picking, 6), (second, 5)):
            one.move_ids.write({"quantity": quantity, "picked": True})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            both._action_done()
        second.move_ids.write({"quantity": 4})
        both._action_done()
        self.assertEqual(both.mapped("state"), ["done", "done"])

    def test_what_comes_back_may_leave_again(self):
        picking, _release = self._released_order()
        line = picking.move_ids.sale_line_id
        self._deliver(picking, 10)
        wizard = (
            self.env["stock.return.picking"]
            .with_context(
                active_id=picking.id, active_ids=picking.ids, active_model="stock.picking"
            )
            .create({})
        )
        wizard.product_return_moves.quantity = 3
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.write({"quantity": 3, "picked": True})
        back.button_validate()
        self.assertEqual(line.qty_delivered, 7)
        again = picking.copy({"move_ids": False})
        picking.move_ids.copy({"picking_id": again.id, "sale_line_id": line.id})
        again.action_confirm()
        again.move_ids.write({"quantity": 4, "picked": True})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            again.with_context(skip_backorder=True).button_validate()
        self._deliver(again, 3)

    def test_release_of_the_order_for_its_rules_and_time(self):
        picking, _release = self._released_order(until="2026-04-02")
        picking.move_ids.write({"quantity": 10, "picked": True})
        with freeze_time("2026-04-03 12:00:00"):
            picking.invalidate_recordset()
            self.assertEqual(picking.ar_credit_state, "approve")
        picking.invalidate_recordset()
        self.assertEqual(picking.ar_credit_state, "warn")
        # A rule that the order did not break is not released with it.
        self._rule("hold", "off", action_delivery="approve")
        self.profile.credit_hold = True
        with self.assertRaises(UserError), self.env.cr.savepoint():
            picking.button_validate()
        self.profile.credit_hold = False
        # Another customer on the order since: the release was for somebody else.
        other = self._make_partner("Beta")
        picking.sale_id.partner_invoice_id = other
        self._limit(50, self.env["ar.profile"].get_or_create(other, self.company))
        picking.invalidate_recordset()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            picking.button_validate()

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

    def test_since_when_a_delivery_could_be_invoiced(self):
        """Four on 20 March, six on 25 March; what is invoiced covers what left first."""
        self.goods.invoice_policy = "delivery"
        picking = self._delivery(1000, 10)
        line = picking.move_ids.sale_line_id
        picking.move_ids.quantity = 4
        with freeze_time("2026-03-20 12:00:00"):
            picking._action_done()
        rest = line.order_id.picking_ids - picking
        rest.move_ids.write({"quantity": 6, "picked": True})
        with freeze_time("2026-03-25 12:00:00"):
            rest._action_done()
        self.assertEqual(self._first_to_invoice(line), (10, "2026-03-20"))
        invoice = line.order_id._create_invoices()
        invoice.invoice_line_ids.quantity = 3
        self.assertEqual(self._first_to_invoice(line), (7, "2026-03-20"))
        invoice.invoice_line_ids.quantity = 4
        self.assertEqual(self._first_to_invoice(line), (6, "2026-03-25"))

    def _first_to_invoice(self, line):
        self.env.flush_all()
        self.env.invalidate_all()
        row = self.env["ar.delivery.billing"].browse(line.id)
        return row.quantity, str(row.delivered_on)
