"""Ways around the credit check of an order: each is refused with a sentence."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestOrderGuard(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rule("over_limit")
        cls._limit(100)
        cls.beta = cls._make_partner("Beta")
        cls.env["sale.order"].flush_model()

    def assertStopped(self, act):
        with self.assertRaisesRegex(UserError, "stopped by the credit check"):
            with self.env.cr.savepoint():
                act()
                self.env.flush_all()
        self.env.invalidate_all()

    def _sold(self, amount=500, partner=None, **values):
        """A confirmed order of the salesperson's."""
        order = self._order(amount, partner=partner, **values).with_user(self.salesperson)
        order.action_confirm()
        return order

    def test_another_invoice_address_and_back(self):
        order = self._sold(partner_invoice_id=self.beta.id)
        self.assertStopped(lambda: order.write({"partner_invoice_id": self.partner.id}))
        self.assertEqual(order.partner_invoice_id, self.beta)
        contact = self.env["res.partner"].create({"name": "Bills", "parent_id": self.partner.id})
        self.assertStopped(lambda: order.write({"partner_invoice_id": contact.id}))
        other = self._sold(partner=self.beta)
        self.assertStopped(
            lambda: (
                other.write({"partner_id": self.partner.id})
                or other.write({"partner_invoice_id": self.partner.id})
            )
        )

    def test_confirmed_together_with_another_address(self):
        order = self._order(500, partner_invoice_id=self.beta.id).with_user(self.salesperson)
        self.assertStopped(
            lambda: order.write({"state": "sale", "partner_invoice_id": self.partner.id})
        )
        self.assertStopped(
            lambda: order.write(
                {
                    "state": "sale",
                    "order_line": [Command.update(order.order_line.id, {})],
                    "partner_invoice_id": self.partner.id,
                }
            )
        )

    def test_born_confirmed(self):
        orders = self.env["sale.order"].with_user(self.salesperson)
        line = {"product_id": self.goods.id, "price_unit": 500, "tax_ids": [Command.clear()]}
        values = {"partner_id": self.partner.id, "order_line": [Command.create(line)]}
        self.assertStopped(lambda: orders.with_context(default_state="sale").create(dict(values)))
        self.assertStopped(lambda: orders.create({**values, "state": "sale"}))

    def test_the_check_is_left_out_by_approvers_alone(self):
        orders = self.env["sale.order"].with_user(self.salesperson)
        line = {"product_id": self.goods.id, "price_unit": 500, "tax_ids": [Command.clear()]}
        values = {"partner_id": self.partner.id, "order_line": [Command.create(line)]}
        with self.assertRaises(UserError), self.env.cr.savepoint():
            orders.create({**values, "ar_credit_excluded": True})
        key = {"default_ar_credit_excluded": True}
        born = orders.sudo().with_context(**key).create(dict(values)).sudo(False)
        self.assertFalse(born.sudo().ar_credit_excluded)
        self.assertStopped(born.with_context(**key).action_confirm)
        invoiced = self._sold(100)
        invoice = invoiced.with_context(**key)._create_invoices()
        self.assertFalse(invoice.sudo().ar_credit_excluded)

    def test_every_way_to_a_larger_order(self):
        order = self._sold(60)
        large = self._order(500, partner=self.beta).with_user(self.salesperson)
        line = {"order_id": order.id, "product_id": self.goods.id, "price_unit": 41}
        lines = order.order_line
        ways = {
            "line": lambda: lines.create({**line, "tax_ids": [Command.clear()]}),
            "lines moved": lambda: large.order_line.write({"order_id": order.id}),
            "price": lambda: lines.write({"price_unit": 101}),
            "quantity": lambda: order.write(
                {"order_line": [Command.update(lines.id, {"product_uom_qty": 2})]}
            ),
        }
        for way, act in ways.items():
            with self.subTest(way=way):
                self.assertStopped(act)
        discount = self._order(500)
        discount.write(
            {
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.goods.id,
                            "price_unit": -450,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ]
            }
        )
        discount = discount.with_user(self.salesperson)
        order.sudo()._action_cancel()
        discount.action_confirm()
        minus = discount.order_line.filtered(lambda one: one.price_unit < 0)
        self.assertStopped(lambda: minus.write({"product_uom_qty": 0}))
        self.assertStopped(lambda: minus.write({"order_id": large.id}))

    def test_a_debtor_that_comes_under_another_company(self):
        self._sold(partner=self.beta)
        self.assertStopped(
            lambda: self.beta.write({"parent_id": self.partner.id, "is_company": False})
        )
        self.assertEqual(self.beta.commercial_partner_id, self.beta)

    def test_a_released_order_does_not_change_hands(self):
        """A release is for one customer: another one needs one of its own."""
        self._rule("over_limit", "approve")
        order = self._order(500)
        release = self.env["ar.credit.release"]._ask(order, "Please")
        release._decide("granted", "Known")
        order.with_user(self.salesperson).action_confirm()
        self._limit(1, self.env["ar.profile"].get_or_create(self.beta, self.company))
        self.assertStopped(
            lambda: order.with_user(self.salesperson).write({"partner_invoice_id": self.beta.id})
        )

    def test_an_invoice_is_let_pass_for_its_own_order_alone(self):
        """Lines beside those of an order that is not checked, or of somebody else's order."""
        order = self._order(500)
        order.ar_credit_excluded = True
        order.action_confirm()
        invoice = order._create_invoices()
        more = {"name": "More", "price_unit": 500, "quantity": 1, "tax_ids": [Command.clear()]}
        invoice.write({"invoice_line_ids": [Command.create(more)]})
        self.assertStopped(invoice.action_post)
        linked = {**more, "sale_line_ids": [Command.set(order.order_line.ids)]}
        invoice.write(
            {
                "invoice_line_ids": [
                    Command.delete(invoice.invoice_line_ids[-1].id),
                    Command.create(linked),
                ]
            }
        )
        self.assertStopped(invoice.action_post)
        invoice.invoice_line_ids[-1:].unlink()
        theirs = self._order(1, partner=self.beta)
        theirs.ar_credit_excluded = True
        theirs.action_confirm()
        foreign = self._make_invoice(amount=500, date="2026-03-31", post=False)
        foreign.invoice_line_ids.sale_line_ids = theirs.order_line
        self.assertStopped(foreign.action_post)
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")

    def test_money_of_others_pays_for_nothing(self):
        provider = self.env["payment.provider"].create({"name": "Online", "code": "none"})
        paid = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "reference": "T1",
                "amount": 500,
                "currency_id": self.company.currency_id.id,
                "partner_id": self.beta.id,
                "state": "done",
            }
        )
        order = self._order(500)
        order.sudo().transaction_ids = paid
        self.assertStopped(order.action_confirm)
        paid.partner_id = self.partner
        self.env.invalidate_all()
        second = self._order(500)
        second.sudo().transaction_ids = paid
        order.action_confirm()
        self.assertStopped(second.action_confirm)

    def test_what_is_no_riskier_passes(self):
        order = self._sold(100)
        contact = self.env["res.partner"].create({"name": "Bills", "parent_id": self.partner.id})
        order.write({"partner_invoice_id": contact.id, "client_order_ref": "A7"})
        order.order_line.write({"price_unit": 90, "name": "Less"})
        order.write({"partner_invoice_id": self.beta.id})
        self.assertEqual(order.state, "sale")
