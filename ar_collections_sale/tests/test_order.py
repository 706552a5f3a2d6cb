"""Orders in the exposure, and the credit check when they are confirmed."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestOrder(OrderCommon):
    # -- exposure ----------------------------------------------------------------------

    def test_from_order_to_payment_nothing_counts_twice(self):
        order = self._order(1000, quantity=10)
        self.assertEqual(self._exposure(), 0, "a quotation is no debt")
        order.action_confirm()
        self.assertEqual(self._exposure(), 1000)
        self.assertEqual(self.profile.exposure_order, 1000)
        invoice = order._create_invoices()
        self.assertEqual(self._exposure(), 1000)
        self.assertEqual((self.profile.exposure_draft, self.profile.exposure_order), (1000, 0))
        invoice.invoice_line_ids.quantity = 4
        self.assertEqual(self._exposure(), 1000)
        self.assertEqual((self.profile.exposure_draft, self.profile.exposure_order), (400, 600))
        invoice.action_post()
        self.assertEqual((self._exposure(), self.profile.exposure_open), (1000, 400))
        self._pay(invoice, 400, "2026-03-31")
        self.assertEqual(self._exposure(), 600)
        order._create_invoices().action_post()
        self.assertEqual((self._exposure(), self.profile.exposure_order), (600, 0))

    def test_drafts_that_do_not_count_leave_the_order(self):
        self.company.ar_exposure_draft = False
        order = self._order(1000)
        order.action_confirm()
        invoice = order._create_invoices()
        self.assertEqual((self._exposure(), self.profile.exposure_order), (1000, 1000))
        self._limit(1000)
        self._rule("over_limit")
        invoice.action_post()
        self.assertEqual((self._exposure(), self.profile.exposure_order), (1000, 0))

    def test_down_payment(self):
        """300 invoiced in advance: 300 open and 700 in the order."""
        order = self._order(1000)
        order.action_confirm()
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=order.ids)
            .create({"advance_payment_method": "fixed", "fixed_amount": 300})
        )
        wizard.create_invoices()
        order.invoice_ids.action_post()
        self.assertEqual(order.invoice_ids.amount_total, 300)
        self.assertEqual(self._exposure(), 1000)
        self.assertEqual((self.profile.exposure_open, self.profile.exposure_order), (300, 700))

    def test_cheaper_invoice_ends_the_order(self):
        order = self._order(1000)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_line_ids.price_unit = 900
        invoice.action_post()
        self.assertEqual(self._exposure(), 900)

    def test_quantities_at_another_price(self):
        """Of 10 for 2,700 each 9 are invoiced, dearer or cheaper: one is left for 2,700."""
        for price in (2800, 2600, 0):
            order = self._order(27000, quantity=10)
            order.action_confirm()
            before = self.profile.exposure_order - 27000 if price != 2800 else 0
            invoice = order._create_invoices()
            invoice.invoice_line_ids.write({"quantity": 9, "price_unit": price})
            self._exposure()
            with self.subTest(price=price, state="draft"):
                self.assertEqual(self.profile.exposure_order - before, 2700)
            invoice.action_post()
            self._exposure()
            with self.subTest(price=price, state="posted"):
                self.assertEqual(self.profile.exposure_order - before, 2700)
            order._action_cancel()
            order.invoice_ids.filtered(lambda move: move.state == "draft").unlink()
            self._exposure()

    def test_quantities_in_another_unit(self):
        """Of 2 dozen for 120 each 18 pieces are invoiced: half a dozen is left, with its taxes."""
        dozen, piece = self.env.ref("uom.product_uom_dozen"), self.env.ref("uom.product_uom_unit")
        order = self._order(240, quantity=2)
        tax = self.company_data["default_tax_sale"].copy({"name": "10 %", "amount": 10})
        order.order_line.write({"product_uom_id": dozen.id, "tax_ids": tax.ids, "discount": 50})
        order.order_line.price_unit = 120
        order.action_confirm()
        self.assertEqual(self._exposure(), 132)
        invoice = order._create_invoices()
        invoice.invoice_line_ids.write({"product_uom_id": piece.id, "quantity": 18})
        self._exposure()
        self.assertEqual(self.profile.exposure_order, 33)

    def test_delivered_beyond_the_order(self):
        """Invoiced by delivery: 10 ordered for 100, 12 delivered, 9 invoiced at another price."""
        self.goods.invoice_policy = "delivery"
        order = self._order(100, quantity=10)
        order.action_confirm()
        self.assertEqual(self._exposure(), 100)
        order.order_line.qty_delivered = 12
        self.assertEqual(self._exposure(), 120)
        invoice = order._create_invoices()
        invoice.invoice_line_ids.write({"quantity": 9, "price_unit": 20})
        self._exposure()
        self.assertEqual((self.profile.exposure_draft, self.profile.exposure_order), (180, 30))
        invoice.action_post()
        refund = invoice._reverse_moves([{"invoice_date": "2026-03-31"}])
        self._exposure()
        self.assertEqual(self.profile.exposure_order, 30, "a draft credit note takes nothing back")
        refund.action_post()
        self._exposure()
        self.assertEqual(self.profile.exposure_order, 120)

    def test_an_invoice_at_another_price_takes_over_the_order(self):
        """Where drafts do not count: 9 of 10 at 12 come to 108, of which the order counts 90."""
        self.company.ar_exposure_draft = False
        order = self._order(100, quantity=10)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_line_ids.write({"quantity": 9, "price_unit": 12})
        self._rule("over_limit")
        self._limit(117.99)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            invoice.action_post()
        self._limit(118)
        invoice.action_post()
        self.assertEqual((self._exposure(), self.profile.exposure_order), (118, 10))

    def test_cancelled_refunded_and_foreign(self):
        order = self._order(1000)
        order.action_confirm()
        order._action_cancel()
        self.assertEqual(self._exposure(), 0)
        currency = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 2.0), ("2026-03-01", 4.0)]
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "EUR", "currency_id": currency.id}
        )
        foreign = self._order(1000, pricelist_id=pricelist.id)
        self.assertEqual(foreign.currency_id, currency)
        foreign.action_confirm()
        self.assertEqual(self._exposure(), 250, "at today's rate")
        self.company.ar_exposure_order = False
        self.assertEqual(self._exposure(), 0)

    def test_order_to_a_contact_billed_to_another(self):
        billed = self._make_partner("Beta")
        order = self._order(100, partner_invoice_id=billed.id)
        order.action_confirm()
        self.assertEqual(self._exposure(), 0)
        profile = self.env["ar.profile"].get_or_create(billed, self.company)
        self.assertEqual(profile.exposure, 100)

    # -- the check, on every way -------------------------------------------------------

    def test_every_way_to_a_confirmed_order(self):
        self._rule("over_limit")
        self._limit(100)
        sales = self.salesperson
        public = self.env.ref("base.public_user")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.user.company_ids |= elsewhere
        ways = {
            "button": lambda order: order.with_user(sales).action_confirm(),
            "rpc write": lambda order: order.with_user(sales).write({"state": "sale"}),
            "superuser": lambda order: order.sudo().action_confirm(),
            "shop": lambda order: order.with_user(public).sudo().action_confirm(),
            "batch": lambda order: (order | self._order(1)).action_confirm(),
            "portal": lambda order: order.sudo()._validate_order(),
            "import": lambda order: self._order(101, state="sale"),
            "another company": lambda order: order.with_context(
                allowed_company_ids=[elsewhere.id, self.company.id]
            ).action_confirm(),
        }
        for way, act in ways.items():
            order = self._order(101)
            with self.subTest(way=way):
                with self.assertRaisesRegex(UserError, "stopped by the credit check"):
                    with self.env.cr.savepoint():
                        act(order)
                self.assertEqual(order.state, "draft")
        self._order(100).action_confirm()

    def test_rules_on_orders(self):
        """Rule by rule: what stops an order stops it, what warns is noted on it."""
        self._make_invoice(amount=50, due="2026-02-01")
        self._limit(10)
        self.profile.credit_hold = True
        for code in ("over_limit", "overdue_days", "overdue_share", "hold"):
            order = self._order(1)
            self._rule(code, "off", action_order="block")
            with self.subTest(code=code), self.assertRaises(UserError), self.env.cr.savepoint():
                order.action_confirm()
            self._rule(code, "off", action_order="warn")
            order.invalidate_recordset()
            self.assertEqual(order.ar_credit_state, "warn")
            message = order.ar_credit_message
            order.action_confirm()
            self.assertIn("Credit check", order.message_ids.mapped("body")[0])
            self.assertTrue(message)
            self.assertFalse(order.ar_credit_message)
            self._rule(code, "off")

    def test_trap_14_two_orders_in_one_transaction(self):
        self._rule("over_limit")
        self._limit(100)
        first, second = self._order(60), self._order(60)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            (first | second).action_confirm()
        self.assertEqual(first.state, "draft")
        first.action_confirm()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            second.action_confirm()

    def test_trap_13_own_company(self):
        other = self.setup_other_company(name="Other Ltd")["company"]
        self.env.user.company_ids |= other
        self._rule("over_limit")
        self._limit(100)
        both = {"allowed_company_ids": (self.company | other).ids}
        there = self._order(500, company_id=other.id)
        there.with_context(**both).action_confirm()
        both["allowed_company_ids"].reverse()
        with self.assertRaises(UserError):
            self._order(101).with_context(**both).action_confirm()

    def test_raising_a_confirmed_order(self):
        self._rule("over_limit")
        self._limit(100)
        order = self._order(60)
        order.action_confirm()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.order_line.price_unit = 101
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.write(
                {"order_line": [Command.create({"product_id": self.goods.id, "price_unit": 41})]}
            )
        order.order_line.price_unit = 100
        order.order_line.price_unit = 10

    def test_release_for_one_order_and_amount(self):
        self._rule("over_limit", "approve")
        self._limit(100)
        order, other = self._order(150), self._order(150)
        wizard = self.env["ar.credit.release.ask"].with_user(self.salesperson)
        wizard.create(
            {"res_model": "sale.order", "res_id": order.id, "reason": "Big customer"}
        ).action_ask()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.with_user(self.salesperson).action_confirm()
        release = self.env["ar.credit.release"].search([], limit=1)
        self.assertEqual(release.document_ref, order)
        release._decide("granted", "Agreed by phone")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            other.action_confirm()
        order.order_line.price_unit = 151
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.with_user(self.salesperson).action_confirm()
        order.order_line.price_unit = 150
        order.with_user(self.salesperson).action_confirm()
        self.assertEqual(order.state, "sale")
        with self.assertRaises(UserError):
            order.order_line.price_unit = 151

    def test_paid_with_the_order(self):
        """What was paid online is not on credit, and a customer on hold may pay in advance."""
        self._rule("over_limit")
        self._rule("hold")
        self._limit(0)
        self.profile.credit_hold = True
        order = self._order(100)
        provider = self.env["payment.provider"].create({"name": "Online", "code": "none"})
        order.sudo().transaction_ids = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "reference": "T1",
                "amount": 100,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "state": "done",
            }
        )
        order.invalidate_recordset()
        self.assertFalse(order.ar_credit_message)
        order.action_confirm()

    def test_exclusion_by_order(self):
        self._rule("over_limit")
        self._limit(100)
        order = self._order(101)
        with self.assertRaises(AccessError):
            order.with_user(self.salesperson).ar_credit_excluded = True
        order.ar_credit_excluded = True
        order.with_user(self.salesperson).action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.state, "posted", "its invoice is not checked either")
        self.assertFalse(order.copy().ar_credit_excluded)

    # -- terms by grade ----------------------------------------------------------------

    def test_prepayment_by_grade(self):
        """The grade asks for half in advance; a quotation can be told otherwise by hand."""
        rating = self.env["ar.credit.rating"].create(
            {
                "code": "P",
                "name": "Prepays",
                "company_id": self.company.id,
                "min_score": 0,
                "prepayment_percent": 0.5,
            }
        )
        self.assertFalse(self._order(100).require_payment)
        self.profile.sudo().rating_id = rating
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.partner.id})
        order = self._order(100, partner=contact)
        self.assertTrue(order.require_payment)
        self.assertEqual(order.prepayment_percent, 0.5)
        self.assertEqual(order._get_prepayment_required_amount(), 50)
        order.prepayment_percent = 0.25
        self.assertEqual(order.prepayment_percent, 0.25)
        order.partner_id = self._make_partner("Beta")
        self.assertFalse(order.require_payment)

    # -- what a salesperson sees -------------------------------------------------------

    def test_salesperson_reads_words(self):
        """State and reason on quotation and contact, without figures, ledger or account."""
        self._rule("over_limit", "approve")
        self._rule("hold", "approve")
        self._limit(1234)
        self._make_invoice(amount=1200)
        self.env["ar.credit.hold"].create({"profile_id": self.profile.id, "reason": "Bad cheque"})
        order = self._order(500).with_user(self.salesperson)
        self.assertEqual(order.ar_credit_state, "approve")
        self.assertIn("Bad cheque", order.ar_credit_message)
        self.assertIn("over the credit limit", order.ar_credit_message)
        self.assertNotRegex(order.ar_credit_message, r"\d")
        with self.assertRaises(UserError) as caught:
            order.action_confirm()
        self.assertNotRegex(str(caught.exception).replace(order.name, ""), r"\d")
        partner = self.partner.with_user(self.salesperson)
        self.assertTrue(partner.ar_credit_hold)
        self.assertIn("Bad cheque", partner.ar_credit_message)
        for model in ("ar.profile", "ar.credit.limit", "ar.credit.hold", "ar.credit.release"):
            with self.subTest(model=model):
                self.assertFalse(self.env[model].with_user(self.salesperson).has_access("read"))
        for name in ("ar_open_amount", "credit_limit"):
            with self.assertRaises(AccessError):
                partner.read([name])
        full = self._order(500)
        self.assertIn("1,234.00", full.ar_credit_message)

    def test_who_decides_reads_the_figures(self):
        """The salesperson who asks for a release reads words; the approver reads all of it."""
        self._rule("over_limit", "approve")
        self._limit(1234)
        self._make_invoice(amount=1200)
        order = self._order(500)
        self.env["ar.credit.release.ask"].with_user(self.salesperson).create(
            {"res_model": "sale.order", "res_id": order.id, "reason": "Big customer"}
        ).action_ask()
        release = self.env["ar.credit.release"].search([], limit=1)
        self.assertEqual(release.requested_by_id, self.salesperson)
        approver = release.with_user(self._user("approver"))
        for figure in ("1,234.00", "1,200.00", "500.00", "466.00"):
            self.assertIn(figure, approver.cause_text)
        self.assertNotRegex(approver.cause, r"\d")
        clerk = self._user("ar_collections.ar_collections_group_sales")
        self.assertNotRegex(release.with_user(clerk).sudo().cause_text, r"\d")
        results = order.with_user(self.salesperson)
        self.assertNotRegex(results.ar_credit_message, r"\d")

    # -- many --------------------------------------------------------------------------

    def test_queries_of_many_orders(self):
        """The check of many orders takes as many queries as that of one."""
        self._rule("over_limit", "warn")
        partners = self.env["res.partner"].create(
            [{"name": f"Many {number}", "is_company": True} for number in range(40)]
        )
        orders = self.env["sale.order"].concat(*(self._order(10, p) for p in partners))
        counts = {}
        for size in (1, 1, 40):
            some = orders[:size]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._ar_credit_guard()
            counts[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[40], counts[1] + 8, counts)
