"""Lists on a phone: cards that say whose they are."""

from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ..common import PHONE, ArCommon

LISTS = (
    "ar_balance_confirmation_action",
    "ar_balance_difference_action",
    "ar_reconciliation_action",
    "ar_credit_contract_action",
    "ar_profile_action_credit_use",
)


@tagged("post_install", "-at_install")
class TestCards(ArCommon, HttpCase):
    browser_size = PHONE
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The browser's clock cannot be frozen: dates are relative to the company's day.
        cls.env.user.password = cls.env.user.login
        approver = cls.env.ref("ar_collections.ar_collections_group_credit_approver")
        cls.env.user.sudo().group_ids += approver
        cls.today = cls.company._ar_today()
        due = Date.subtract(cls.today, days=20)
        cls.invoice = cls._make_invoice(amount=1000, date=due, due=due)
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)
        cls.profile.collector_id = cls.env.user

    def _differ(self):
        """The customer does not confirm what was asked."""
        statement = self.env["ar.statement"].create(
            {
                "kind": "open",
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "date_to": Date.subtract(self.today, days=1),
                "ask_confirmation": True,
            }
        )
        statement.action_send()
        line = statement.line_ids.filtered(lambda one: one.move_id == self.invoice)
        difference = {
            "line_id": line.id,
            "currency_id": line.currency_id.id,
            "amount": line.residual,
            "cause": "wrong_price",
        }
        evidence = {"answered_by": "Ann Buyer", "answer_way": "link"}
        statement.confirmation_ids._answer("differs", evidence, [difference])

    def test_cards(self):
        self._differ()
        self.env["ar.reconciliation"].create(
            {
                "partner_id": self.partner.id,
                "date": Date.subtract(self.today, days=1),
                "company_id": self.company.id,
                "currency_id": self.company.currency_id.id,
            }
        )
        self.env["ar.credit.contract"].create(
            {"profile_id": self.profile.id, "date_from": self.today, "subject": "Office furniture"}
        )
        for name in LISTS:
            with self.subTest(name):
                url = f"/odoo/action-ar_collections.{name}"
                self.start_tour(url, "ar_collections_card", login=self.env.user.login)
