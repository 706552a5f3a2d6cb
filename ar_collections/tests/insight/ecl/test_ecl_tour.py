"""The provision in the browser: on a wide screen, and on a phone."""

from unittest.mock import patch

from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ...common import ArCommon

WIDE, PHONE = "1366x768", "390x844"


@tagged("post_install", "-at_install")
class TestEclTour(ArCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The browser's clock cannot be frozen: dates are relative to the company's day.
        cls.env.user.password = cls.env.user.login
        today = cls.company._ar_today()
        accounts = cls.env["account.account"]
        bad = accounts.create({"name": "Bad debts", "code": "993001", "account_type": "expense"})
        cls.company.ar_writeoff_account_id = bad
        old = Date.subtract(today, months=18)
        values = {"payment_difference_handling": "reconcile", "writeoff_account_id": bad.id}
        paid = cls._make_invoice(amount=5_000, date=old, due=old)
        cls._pay(paid, 4_000, Date.add(old, days=40), **values)
        cls._make_invoice(amount=900, date=today, due=Date.add(today, days=30))
        cls.ecl = cls.env["ar.ecl"].create({"company_id": cls.company.id, "date": today})
        cls.env.flush_all()

    def _tour(self, name, size):
        with patch.object(type(self), "browser_size", size):
            self.start_tour("/odoo/provision", name, login=self.env.user.login)

    def test_wide(self):
        self._tour("ar_provision", WIDE)

    def test_on_a_phone(self):
        self.ecl.action_compute()
        with patch.object(type(self), "touch_enabled", True):
            self._tour("ar_provision_phone", PHONE)
