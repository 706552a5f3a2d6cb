"""The open items in the browser."""

from datetime import timedelta

from odoo.tests import HttpCase, tagged

from ...common import ArCommon


@tagged("post_install", "-at_install")
class TestOpenItemTour(ArCommon, HttpCase):
    def test_drill_down(self):
        # The browser's clock cannot be frozen: dates are relative to the company's day.
        customer = self._make_partner("Drill Down Ltd")
        today = self.company._ar_today()
        for amount, age in ((1000, 45), (250, 5)):
            self._make_invoice(customer, amount=amount, date=today - timedelta(days=age))
        url = "/odoo/action-ar_collections.ar_open_item_action"
        self.start_tour(url, "ar_open_item_tour", login=self.env.user.login)
