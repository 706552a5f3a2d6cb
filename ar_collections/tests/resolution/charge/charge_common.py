from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from ...common import ArCommon


@tagged("post_install", "-at_install")
class ChargeCommon(ArCommon):
    """A policy that charges 1 for each 1,000 and day late, a fee and a compensation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usd = cls.company.currency_id
        cls.rule = cls.env["ar.interest.rule"].create(
            {
                "name": "A thousandth a day",
                "basis": "agreed",
                "agreed_rate": 36.5,
                "currency_id": cls.usd.id,
                "compensation_ids": [
                    Command.create({"amount_from": 0, "compensation": 40}),
                    Command.create({"amount_from": 5000, "compensation": 70}),
                ],
            }
        )
        fee = {"currency_id": cls.usd.id, "amount": 5}
        cls.policy = cls._make_policy(
            {"delay_days": 3, "interest_rule_id": cls.rule.id, "fee_ids": [Command.create(fee)]},
            {"delay_days": 14, "interest_rule_id": cls.rule.id, "charge_compensation": True},
        )
        cls.first, cls.second = cls.policy.level_ids
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)
        revenue = cls.company_data["default_account_revenue"]
        cls.interest_account = revenue.copy({"name": "Late interest", "code": "499901"})
        cls.fee_account = revenue.copy({"name": "Reminder fees", "code": "499902"})

    def setUp(self):
        super().setUp()
        self.charges = self.env["ar.charge"]

    def _set_accounts(self):
        self.company.ar_interest_account_id = self.interest_account
        self.company.ar_fee_account_id = self.fee_account

    def _step(self, name):
        """A step of the night, without its commits."""
        with patch.object(type(self.charges), "_pause", lambda records: None):
            getattr(self.charges.sudo(), name)(self.company)
        self.env.flush_all()
        self.env.invalidate_all()

    def _accrue(self):
        self._step("_accrue")

    def _night(self):
        with self.enter_registry_test_mode():
            self.env.ref("ar_collections.ir_cron_charge").method_direct_trigger()
        self.env.invalidate_all()

    def _of(self, *moves):
        """The charges of documents, oldest first."""
        moves = self.env["account.move"].union(*moves)
        return self.charges.search([("origin_id", "in", moves.ids)], order="date_from, id")

    def _says(self, charges):
        return [
            (one.kind, str(one.date_from), str(one.date_to), one.amount, one.state)
            for one in charges
        ]

    def _paid_late(self, amount=1000.0, due="2026-03-01", paid="2026-03-21", partner=None):
        """An invoice that was paid 20 days late; its interest has accrued."""
        invoice = self._make_invoice(partner, amount, date="2026-02-01", due=due)
        self._pay(invoice, amount, paid)
        self._accrue()
        return invoice
