"""What was delivered and nobody invoices: the list, the tile, the alerts, who may see it."""

from freezegun import freeze_time

from odoo.tests import tagged

from .common import OrderCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestDeliveryBilling(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clara = cls._make_user("delivery_clara", COLLECTOR)
        cls.part = cls._deliver(1000, 10, 4, 1)
        cls.none = cls._deliver(500, 5, 5, commitment_date="2026-03-20")
        cls._deliver(500, 5, 5, 5)
        cls._order(500, quantity=5)

    @classmethod
    def _deliver(cls, amount, quantity, delivered, invoiced=0, **values):
        """The line of an order of 1 March, with so much of it delivered and invoiced."""
        order = cls._order(amount, quantity=quantity, user_id=cls.salesperson.id, **values)
        order.action_confirm()
        order.date_order = "2026-03-01"
        order.order_line.qty_delivered = delivered
        if invoiced:
            order._create_invoices().invoice_line_ids.quantity = invoiced
        return order.order_line

    def _rows(self, user=None):
        self.env.flush_all()
        return self.env["ar.delivery.billing"].with_user(user or self.env.user).search([])

    def test_rows(self):
        rows = self._rows()
        self.assertEqual(rows.ids, [self.part.id, self.none.id])
        told = [(row.quantity, row.amount, str(row.delivered_on), row.days) for row in rows]
        self.assertEqual(told, [(3, 300, "2026-03-01", 30), (5, 500, "2026-03-20", 11)])
        self.assertEqual(rows.partner_id, self.partner)
        self.part.order_id._create_invoices().invoice_line_ids.quantity = 3
        self.assertEqual(self._rows().ids, self.none.ids)

    def test_down_payments_are_left_out(self):
        """1,000 ordered and delivered, 400 paid down: 600 are left to invoice."""
        order = self._deliver(1000, 10, 10).order_id
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=order.ids)
            .create({"advance_payment_method": "fixed", "fixed_amount": 400})
        )
        wizard.create_invoices()
        order.invoice_ids.action_post()
        row = self._rows().filtered(lambda row: row.order_id == order)
        self.assertEqual((row.quantity, row.amount), (10, 600))

    def test_what_is_invoiced_as_ordered_is_up_to_what_was_ordered(self):
        line = self._deliver(1000, 10, 11, 10)
        self.assertEqual(line.invoice_status, "upselling")
        self.assertNotIn(line.id, self._rows().ids)
        more = self._deliver(1000, 10, 11)
        self.assertEqual(self._rows().filtered(lambda row: row.id == more.id).quantity, 10)

    def test_the_day_is_that_of_the_company(self):
        """Two o'clock at night in Shanghai is the day before in Greenwich."""
        self.company.partner_id.tz = "Asia/Shanghai"
        self.part.order_id.date_order = "2026-03-09 18:00:00"
        self.none.order_id.commitment_date = "2026-05-01"
        first, second = self._rows()
        self.assertEqual((first.id, str(first.delivered_on)), (self.part.id, "2026-03-10"))
        self.assertEqual((second.days, str(second.delivered_on)), (0, "2026-03-31"))

    def test_who_sees_them(self):
        other = self._user("sales_team.group_sale_salesman")
        self.assertEqual(len(self._rows(self.clara)), 2)
        self.assertFalse(self._rows(other))
        self.part.order_id.user_id = other
        [row] = self._rows(other)
        self.assertEqual(row.action_view_order()["res_id"], self.part.order_id.id)
        self.assertTrue(row.order_id.with_user(self.clara).has_access("read"))

    def test_tile(self):
        self.env.flush_all()
        page = self.env["ar.today"].with_user(self.clara).get_today("all", self.company.ids)
        tiles = {tile["code"]: tile for part in page["sections"] for tile in part["tiles"]}
        tile = tiles["deliveries"]
        self.assertEqual((tile["number"], tile["sums"][0]["amount"]), (2, 800))

    def test_alerts(self):
        rules = self.env["ar.alert.rule"]
        watch = rules._get_watch(self.company)
        self.env.flush_all()
        self.assertEqual(rules._measure_delivered_days(watch), {self.profile.id: 30})
        self.assertEqual(rules._measure_delivered(watch), {False: 800})
        late = rules.create(
            {"name": "Not invoiced", "indicator": "delivered_days", "threshold": 20}
        )
        rules._watch_company(self.company)
        self.assertEqual(late.alert_ids.profile_id, self.profile)
