"""The first hour in the browser, by what the screens say alone: from Today to going live."""

from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ...common import ArCommon


@tagged("post_install", "-at_install")
class TestFirstHour(ArCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.password = cls.env.user.login
        # The browser's clock cannot be frozen: dates are relative to the company's day.
        late = Date.subtract(cls.company._ar_today(), days=40)
        cls._make_invoice(amount=700, date=late, due=late)
        cls.policy = cls._make_policy(3, 14, name="Ours", step="age")
        cls.company.ar_dunning_start = cls.company._ar_today()
        cls.company._ar_begin_setup()

    def test_from_today_to_going_live(self):
        self.start_tour("/odoo", "ar_collections_first_hour", login=self.env.user.login)
        self.assertFalse(self.company.ar_setup_since)
        self.assertFalse(self.company.ar_dunning_start)
        self.assertEqual(self.policy.step, "one")

    def test_a_collector_is_told_whom_to_ask(self):
        role = "ar_collections.ar_collections_group_collector"
        collector = self._make_user("hour_collector", role)
        collector.password = collector.login
        today = "/odoo/action-ar_collections.ar_today_action"
        self.start_tour(today, "ar_collections_first_hour_ask", login=collector.login)
