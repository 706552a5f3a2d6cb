"""Delivered and not invoiced, invoiced and not delivered."""

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestInternalCheckSale(OrderCommon):
    def _found(self, code):
        checks = self.env["ar.check"]._ensure(self.company)
        check = checks.filtered(lambda check: check.code == code)
        check.action_run()
        action = check.action_view_records()
        lines = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(len(lines), check.count)
        return lines, check.amount

    def _confirm(self, amount, quantity, delivered=0, invoiced=0, day="2026-03-01", **values):
        """The line of a confirmed order, with so much of it delivered and invoiced."""
        order = self._order(amount, quantity=quantity, date_order=day, **values)
        order.action_confirm()
        order.date_order = day
        line = order.order_line
        line.qty_delivered = delivered
        if invoiced:
            invoice = order._create_invoices()
            invoice.invoice_line_ids.quantity = invoiced
            invoice.invoice_date = day
            invoice.action_post()
        return line

    def test_delivered_and_not_invoiced(self):
        part = self._confirm(1000, 10, delivered=4, invoiced=1)
        none = self._confirm(500, 5, delivered=5)
        self._confirm(500, 5, delivered=5, invoiced=5)
        self._confirm(500, 5, delivered=5, day="2026-03-30")
        self._confirm(500, 5, delivered=5, commitment_date="2026-03-30")
        self._order(500, quantity=5, date_order="2026-03-01")
        lines, amount = self._found("delivered")
        self.assertEqual((lines, amount), (part | none, 3 * 100 + 5 * 100))

    def test_in_another_currency(self):
        """100 of a currency of which 2 are one of ours."""
        euro = self.setup_other_currency("EUR", rates=[("2025-01-01", 2.0)])
        pricelist = self.env["product.pricelist"].create({"name": "E", "currency_id": euro.id})
        line = self._confirm(100, 1, delivered=1, pricelist_id=pricelist.id)
        self.assertEqual(self._found("delivered"), (line, 50))

    def test_invoiced_and_not_delivered(self):
        part = self._confirm(1000, 10, delivered=4, invoiced=10)
        self._confirm(500, 5, delivered=5, invoiced=5)
        service = self.env["product.product"].create(
            {"name": "Advice", "type": "service", "invoice_policy": "order", "taxes_id": False}
        )
        advice = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "order_line": [Command.create({"product_id": service.id, "price_unit": 70})],
            }
        )
        advice.action_confirm()
        advice.date_order = "2026-03-01"
        advice._create_invoices().action_post()
        self.assertEqual(advice.order_line.qty_invoiced, 1)
        self.assertEqual(self._found("not_delivered"), (part, 6 * 100))

    def test_down_payment_is_no_delivery(self):
        order = self._confirm(1000, 10).order_id
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=order.ids)
            .create({"advance_payment_method": "fixed", "fixed_amount": 300})
        )
        wizard.create_invoices()
        order.invoice_ids.action_post()
        lines, amount = self._found("not_delivered")
        self.assertEqual((len(lines), amount), (0, 0))
