"""Ways around the credit check of orders, tried as a salesperson."""

from contextlib import suppress

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestAttacksSale(OrderCommon):
    def setUp(self):
        super().setUp()
        self._rule("over_limit")
        self._limit(100)

    def _confirmed(self, order):
        try:
            order.with_user(self.salesperson).action_confirm()
        except UserError:
            self.env.invalidate_all()
        return order.state == "sale"

    def test_totals_of_an_order_are_not_written(self):
        """What an order comes to follows from its lines."""
        for target, values in (
            ("order", {"amount_total": 1.0}),
            ("order", {"amount_untaxed": 1.0, "amount_tax": 0.0, "amount_total": 1.0}),
            ("line", {"price_total": 1.0}),
            ("line", {"price_subtotal": 1.0, "price_total": 1.0}),
        ):
            with self.subTest(values=values):
                order = self._order(1000)
                record = (order if target == "order" else order.order_line).with_user(
                    self.salesperson
                )
                try:
                    record.write(values)
                except AccessError:
                    continue
                self.assertFalse(self._confirmed(order))

    def test_confirmed_orders_stay_in_the_exposure(self):
        order = self._order(90)
        order.action_confirm()
        self.assertEqual(self._exposure(), 90)
        for target, values in (
            ("order", {"invoice_status": "invoiced"}),
            ("line", {"price_total": 0.0}),
            ("line", {"is_downpayment": True}),
            ("line", {"qty_invoiced": 1.0}),
        ):
            with self.subTest(values=values):
                record = (order if target == "order" else order.order_line).with_user(
                    self.salesperson
                )
                try:
                    record.write(values)
                except UserError:
                    continue
                self.assertEqual(self._exposure(), 90)

    def test_payment_of_something_else_pays_no_order(self):
        """What paid an invoice is not linked to a new order."""
        invoice = self._make_invoice(self._make_partner("Rich"), 1000)
        done = self._make_transaction(invoice, "done", partner_id=self.partner.id)
        order = self._order(1000)
        with suppress(AccessError):
            order.with_user(self.salesperson).write({"transaction_ids": [(4, done.id)]})
        self.assertFalse(self._confirmed(order))

    def test_default_transaction_of_the_context(self):
        invoice = self._make_invoice(self._make_partner("Rich"), 1000)
        done = self._make_transaction(invoice, "done", partner_id=self.partner.id)
        data = self._order(1000).copy_data()[0]
        orders = self.env["sale.order"].with_user(self.salesperson)
        try:
            order = orders.with_context(default_transaction_ids=[(4, done.id)]).create(data)
        except AccessError:
            return
        self.assertFalse(self._confirmed(order))
