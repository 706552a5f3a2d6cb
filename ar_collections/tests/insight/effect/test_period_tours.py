"""The pages of a period in the browser: chosen anew, drilled into, and found as they were left."""

from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ...common import ArCommon


@tagged("post_install", "-at_install")
class TestPeriodTours(ArCommon, HttpCase):
    def test_pages_of_a_period(self):
        # The browser's clock cannot be frozen: dates are relative to the company's day.
        self.env.user.password = self.env.user.login
        late = Date.subtract(self.company._ar_today(), days=20)
        bill = self._make_invoice(amount=500, date=late, due=late)
        words = "Your invoice"
        bill.message_post(body=words, partner_ids=self.partner.ids)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_message SET date = %s WHERE model = 'account.move' AND res_id = %s",
            [f"{late} 09:00:00", bill.id],
        )
        self.env.invalidate_all()
        self._make_policy(3)
        self._remind()
        login = self.env.user.login
        self.start_tour("/odoo/key-figures", "ar_kpi_period", login=login)
        self.start_tour("/odoo/what-works", "ar_effect_period", login=login)
