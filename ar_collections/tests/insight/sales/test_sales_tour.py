"""A salesperson's day in the browser: the customer, what was told, and the answer."""

from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from .test_sales import ArSalesCommon


@tagged("post_install", "-at_install")
class TestSalesTour(ArSalesCommon, HttpCase):
    def test_told_and_answered(self):
        self.sam.sudo().password = self.sam.login
        self.clara.sudo().password = self.clara.login
        action = "/odoo/action-ar_collections.ar_sales_account_action"
        self.start_tour(action, "ar_sales_tell", login=self.sam.login)
        hint = self.env["ar.hint"].search([])
        self.assertEqual((hint.kind, hint.text), ("has_paid", "Paid by cheque"))
        self.assertEqual(hint.day, Date.subtract(self.company._ar_today(), days=1))
        self.start_tour(
            "/odoo/action-ar_collections.ar_today_action", "ar_sales_answer", login=self.clara.login
        )
        self.assertEqual(hint.state, "answered")
        self.start_tour(action, "ar_sales_read", login=self.sam.login)
