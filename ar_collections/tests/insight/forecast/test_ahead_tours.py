"""The screens that look ahead, in the browser: from the menu to what one does first, on a wide
screen and on a phone."""

from unittest.mock import patch

from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ...common import ArCommon

WIDE, PHONE = "1366x768", "390x844"


@tagged("post_install", "-at_install")
class TestAheadTours(ArCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The browser's clock cannot be frozen: dates are relative to the company's day.
        cls.env.user.password = cls.env.user.login
        today = cls.company._ar_today()
        old = Date.subtract(today, days=100)
        cls._make_invoice(amount=1_200, date=old, due=old)
        cls.env["ar.profile"].get_or_create(cls.partner, cls.company)
        cls.env["ar.ecl"].create({"company_id": cls.company.id, "date": today})
        rule = cls.env["ar.alert.rule"].create({"name": "Late", "threshold": 60})
        rule._watch_company(cls.company)
        cls.env["ar.process.review"].create({"company_id": cls.company.id})
        cls.other = cls.setup_other_company(name="Other Ltd")["company"]
        currency = cls.env.ref("base.EUR")
        if currency == cls.company.currency_id:
            currency = cls.env.ref("base.USD")
        currency.active = True
        cls.other.currency_id = currency
        cls.env.user.company_ids |= cls.other
        cls.env.flush_all()

    def _walk(self, name, size):
        # Both companies are switched on, as by the menu of companies.
        cids = f"{self.company.id}-{self.other.id}"
        with patch.object(type(self), "browser_size", size):
            login = self.env.user.login
            self.start_tour("/odoo/aging", name, login=login, cookies={"cids": cids}, timeout=180)

    def test_wide(self):
        self._walk("ar_ahead", WIDE)

    def test_on_a_phone(self):
        with patch.object(type(self), "touch_enabled", True):
            self._walk("ar_ahead_phone", PHONE)
