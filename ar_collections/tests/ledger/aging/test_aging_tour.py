"""The aging report in the browser."""

from datetime import timedelta

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...common import ArCommon


@tagged("post_install", "-at_install")
class TestAgingTour(ArCommon, HttpCase):
    def test_read_and_drill(self):
        # The browser's clock cannot be frozen: dates are relative to the company's day.
        self.env.user.password = self.env.user.login
        today = self.company._ar_today()
        late, later = today - timedelta(days=20), today - timedelta(days=40)
        self.partner.country_id = self.env.ref("base.be")
        self._make_invoice(amount=200, date=later, due=later)
        self._make_invoice(amount=300, date=late, due=late)
        self._make_invoice(self._make_partner("Beta Works"), amount=1000, date=late, due=late)
        with mute_logger("odoo.http"):  # the limits that the tour gets wrong
            self.start_tour("/odoo", "ar_collections_aging", login=self.env.user.login)
        self.start_tour("/odoo/aging", "ar_collections_aging_back", login=self.env.user.login)
