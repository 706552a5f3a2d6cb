"""The page of today in the browser: one click from it to what waits."""

from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ...common import PHONE, ArCommon


@tagged("post_install", "-at_install")
class TestTodayTour(ArCommon, HttpCase):
    def _propose(self):
        # The browser's clock cannot be frozen: dates are relative to the company's day.
        self.env.user.password = self.env.user.login
        late = Date.subtract(self.company._ar_today(), days=20)
        beta = self._make_partner("Beta Works")
        self._make_invoice(amount=500, date=late, due=late)
        self._make_invoice(beta, amount=700, date=late, due=late)
        self._make_policy(3, 14)
        self._run()

    def test_one_click_to_the_run(self):
        self._propose()
        self.start_tour("/odoo", "ar_collections_today", login=self.env.user.login)
        self.assertEqual(self.env.user.action_id.name, "Today")
        # From signing in to the run it is one click now.
        self.start_tour("/odoo", "ar_collections_today_start_page", login=self.env.user.login)


@tagged("post_install", "-at_install")
class TestTodayTourOnAPhone(TestTodayTour):
    browser_size = PHONE
    touch_enabled = True

    def test_one_click_to_the_run_on_a_phone(self):
        self._propose()
        self.env.user.action_id = self._get_start_page()
        self.start_tour("/odoo", "ar_collections_today_start_page", login=self.env.user.login)

    def _get_start_page(self):
        action = self.env.ref("ar_collections.ar_today_action")
        return self.env["ir.actions.actions"].browse(action.id)
