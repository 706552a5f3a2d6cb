from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ....models.credit.assessment.ar_credit_scorer import Evidence
from .charge_common import ChargeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestPaymentException(ChargeCommon):
    """A payment that is returned opens its items again, costs something, and counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.biller = cls._make_user("ar_returns_biller", "account.group_account_invoice")
        cls.collector = cls._make_user(
            "ar_returns_collector", "ar_collections.ar_collections_group_collector"
        )

    def _record(self, payment, user=None, **values):
        wizards = self.env["ar.payment.exception.record"].with_user(user or self.env.user)
        values = {"date": "2026-03-30", "cost": 7.5, "reason": "No funds", **values}
        wizard = wizards.create({"payment_id": payment.id, **values})
        wizard.action_record()
        return self.env["ar.payment.exception"].search([("payment_id", "=", payment.id)])

    def _returned(self, **values):
        invoice = self._make_invoice(due="2026-03-01")
        payment = self._pay(invoice, 1000, "2026-03-11")
        return invoice, payment, self._record(payment, **values)

    def test_the_item_is_open_again(self):
        invoice, payment, record = self._returned(user=self.biller)
        self.assertEqual(invoice.amount_residual, 1000)
        self.assertEqual(self.profile.open_amount, 1000, "and the payment is no credit")
        self.assertEqual(record.move_line_ids, self._receivable(invoice))
        self.assertEqual(
            (record.kind, str(record.date), record.amount, record.reason),
            ("returned", "2026-03-30", 1000, "No funds"),
        )
        self.assertEqual(str(record.reversal_id.date), "2026-03-30")
        self.assertEqual(record.reversal_id.state, "posted")
        open_lines = (payment.move_id | record.reversal_id).line_ids.filtered(
            lambda line: line.account_id.reconcile and not line.reconciled
        )
        self.assertFalse(open_lines)
        self.assertIn("No funds", self.profile.message_ids[0].body)
        self.assertIn("was returned", self.profile.activity_ids.summary)

    def test_the_costs_are_a_fee(self):
        invoice, _payment, record = self._returned()
        charge = record.charge_ids
        self.assertEqual(self._says(charge), [("fee", "2026-03-30", "2026-03-30", 7.5, "accrued")])
        self.assertEqual((charge.origin_id, charge.profile_id), (invoice, self.profile))
        self.assertIn("returned payment", charge._get_title())
        self._step("_claim_rest")
        self.assertEqual(charge.claim_id.amount, 7.5)

    def test_no_costs_no_fee(self):
        _invoice, _payment, record = self._returned(cost=0)
        self.assertFalse(record.charge_ids)

    def test_interest_runs_as_if_nothing_had_come(self):
        invoice, _payment, _record = self._returned()
        self._accrue()
        interest = self._of(invoice).filtered(lambda one: one.kind == "interest")
        self.assertEqual(interest.amount, 30)

    def test_a_closed_period_stays_closed(self):
        invoice = self._make_invoice(due="2026-02-01", date="2026-02-01")
        payment = self._pay(invoice, 1000, "2026-02-11")
        self.company.fiscalyear_lock_date = "2026-02-28"
        record = self._record(payment)
        self.assertEqual(str(record.reversal_id.date), "2026-03-30")
        self.assertEqual(payment.move_id.state, "posted")
        self.assertEqual(invoice.amount_residual, 1000)

    def test_a_payment_of_several_invoices(self):
        invoices = self._make_invoice(due="2026-03-01") | self._make_invoice(
            amount=500, due="2026-03-05"
        )
        payment = self._pay(invoices, 1500, "2026-03-11")
        record = self._record(payment)
        self.assertEqual(invoices.mapped("amount_residual"), [1000, 500])
        self.assertEqual(record.move_line_ids, self._receivable(invoices))

    def test_what_the_bank_has_seen_waits_for_its_return(self):
        """The bank shows the money coming and going: the reversal waits for the second line."""
        invoice = self._make_invoice(due="2026-03-01")
        payment = self._pay(invoice, 1000, "2026-03-11")
        outstanding = payment.move_id.line_ids.filtered(
            lambda line: line.account_type != "asset_receivable"
        )
        bank = self.company_data["default_account_assets"]
        entry = self.env["account.move"].create(
            {
                "date": "2026-03-12",
                "journal_id": self.company_data["default_journal_misc"].id,
                "line_ids": [
                    Command.create({"account_id": outstanding.account_id.id, "balance": -1000}),
                    Command.create({"account_id": bank.id, "balance": 1000}),
                ],
            }
        )
        entry.action_post()
        (outstanding | entry.line_ids[0]).reconcile()
        record = self._record(payment)
        self.assertTrue(outstanding.reconciled, "with what the bank has shown")
        waiting = record.reversal_id.line_ids.filtered(
            lambda line: line.account_id == outstanding.account_id
        )
        self.assertFalse(waiting.reconciled)
        self.assertEqual(invoice.amount_residual, 1000)

    def test_a_payment_without_entry(self):
        invoice = self._make_invoice(due="2026-03-01")
        payment = self._pay_without_entry(invoice, 1000)
        self._record(payment)
        self.assertEqual(payment.state, "rejected")

    def test_foreign_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0), ("2026-03-20", 4.0)])
        invoice = self._make_invoice(due="2026-03-01", currency_id=euro.id)
        payment = self._pay(invoice, 1000, "2026-03-21", currency_id=euro.id)
        record = self._record(payment)
        self.assertEqual(invoice.amount_residual, 1000)
        self.assertEqual(record.move_line_ids, self._receivable(invoice))
        self.assertEqual(self.profile.open_amount, 500)
        self.assertEqual(record.charge_ids.currency_id, euro)

    def test_another_way_than_agreed(self):
        invoice = self._make_invoice(due="2026-03-01")
        payment = self._pay(invoice, 1000, "2026-03-11")
        record = self._record(payment, kind="wrong_method", cost=0, reason="Cash")
        self.assertEqual(invoice.amount_residual, 0)
        self.assertFalse(record.reversal_id)
        self.assertEqual(self.profile.payment_exception_count, 1)

    def test_returned_once(self):
        _invoice, payment, _record = self._returned()
        with self.assertRaisesRegex(UserError, "returned already"):
            self._record(payment)
        with self.assertRaisesRegex(UserError, "returned already"):
            payment.action_ar_return()

    def test_bad_input(self):
        invoice = self._make_invoice(due="2026-03-01")
        payment = self._pay(invoice, 1000, "2026-03-11")
        for values, words in (
            ({"cost": -1}, "cannot be negative"),
            ({"date": "2026-03-10"}, "cannot have been returned"),
            ({"date": "2026-04-01"}, "cannot have been returned"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                self._record(payment, **values)
        draft = self.env["account.payment"].create(
            {"partner_id": self.partner.id, "amount": 5, "payment_type": "inbound"}
        )
        with self.assertRaisesRegex(UserError, "not in the books"):
            draft.action_ar_return()
        vendor = payment.copy({"partner_type": "supplier", "payment_type": "outbound"})
        with self.assertRaisesRegex(UserError, "not a customer's payment"):
            vendor.action_ar_return()

    def test_rights(self):
        invoice = self._make_invoice(due="2026-03-01")
        payment = self._pay(invoice, 1000, "2026-03-11")
        with self.assertRaises(AccessError):
            self._record(payment, user=self.collector)
        record = self._record(payment)
        with self.assertRaises(AccessError):
            record.amount = 1
        record.with_user(self.collector).note = "Pays by transfer from now on"
        with self.assertRaisesRegex(UserError, "part of the history"):
            record.sudo().unlink()

    def test_it_counts_in_the_rating(self):
        self._returned()
        self.env["ar.payment.exception"].sudo().create(
            {
                "kind": "cheque",
                "profile_id": self.profile.id,
                "date": "2020-01-01",
                "payment_name": "long ago",
                "currency_id": self.usd.id,
            }
        )
        beta = self._make_invoice(self._make_partner("Beta"), due="2026-03-01")
        other = self.env["ar.profile"].get_or_create(beta.partner_id, self.company)
        factor = self.env["ar.credit.factor"].search([], limit=1)
        self.assertIn(
            "payment_exceptions",
            dict(factor._fields["metric"]._description_selection(self.env)),
        )
        scorer = self.env["ar.credit.scorer"]
        evidence = self._evidence(self.profile | other)
        found = scorer._measure(["payment_exceptions"], evidence)["payment_exceptions"]
        self.assertEqual(found, {self.profile.id: 1, other.id: 0})
        for profile, words in ((self.profile, "1 payments returned"), (other, "No payment")):
            value = found[profile.id]
            said = scorer._describe("payment_exceptions", value, evidence, profile.id)
            self.assertIn(words, said)

    def _evidence(self, profiles):
        partners = {profile.id: profile.partner_id.id for profile in profiles}
        return Evidence(self.env, self.company, partners)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestChargesOnStatements(ChargeCommon):
    """Statements tell no charges unless the company wants it; in China the claims are reserved."""

    def _message(self):
        statement = self.env["ar.statement"].create(
            {"partner_id": self.partner.id, "company_id": self.company.id, "date_to": "2026-03-31"}
        )
        return statement._prepare_print()

    def test_statements(self):
        self._make_invoice(due="2026-03-21")
        self._remind()
        message = self._message()
        self.assertEqual((message["charges"], message["reservation"]), ("", ""))
        self.company.ar_interest_on_statements = True
        self.assertIn("15.00", self._message()["charges"])
        self.company.ar_interest_on_statements = False
        self.company.country_id = self.env.ref("base.cn")
        message = self._message()
        self.assertEqual(message["charges"], "")
        self.assertIn("principal only", message["reservation"])
        self.company.ar_interest_on_statements = True
        message = self._message()
        self.assertIn("15.00", message["charges"])
        self.assertNotIn("principal only", message["reservation"])
        self.assertIn("reserved", message["reservation"])
