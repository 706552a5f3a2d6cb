"""The same items are paid online once; what is paid twice is a credit, and is said at once."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import ArCommon

TODAY = "2026-03-31"
NOT_ONLINE = "odoo.addons.ar_collections.models.portal.payment_transaction.NOT_ONLINE"


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestPaymentTwice(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = cls._make_user(
            "twice_collector", "ar_collections.ar_collections_group_collector"
        )
        method = cls.env.ref("payment.payment_method_unknown")
        cls.provider = cls.env["payment.provider"].create(
            {
                "name": "Online",
                "code": "none",
                "state": "enabled",
                "company_id": cls.company.id,
                "payment_method_ids": [Command.set(method.ids)],
            }
        )
        cls._create_dummy_payment_method_for_provider(
            cls.provider, cls.company_data["default_journal_bank"]
        )
        line = cls.provider.journal_id.inbound_payment_method_line_ids.filtered(
            lambda line: line.payment_provider_id == cls.provider
        )
        line.payment_account_id = cls.inbound_payment_method_line.payment_account_id
        halves = cls._instalment_term((50, 0), (50, 60))
        cls.move = cls._make_invoice(date="2026-03-01", invoice_payment_term_id=halves.id)
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company).sudo()
        cls.profile.collector_id = cls.collector

    # -- short ways --------------------------------------------------------------------

    def _create(self, reference, amount, **values):
        return (
            self.env["payment.transaction"]
            .sudo()
            .create(
                {
                    "provider_id": self.provider.id,
                    "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                    "reference": reference,
                    "amount": amount,
                    "currency_id": self.company.currency_id.id,
                    "operation": "online_direct",
                    "partner_id": self.partner.id,
                    **values,
                }
            )
        )

    def _begin(self, reference, lines=None):
        """What our page begins with, for the first instalment unless told otherwise."""
        lines = lines or self._receivable(self.move)[0]
        rows = {row["id"]: row for row in self.profile._portal_rows()}
        chosen = [(line.id, self.profile._portal_amount(rows[line.id])) for line in lines]
        choice = self.profile._portal_begin(self.company.currency_id, chosen)
        return self._create(
            reference,
            choice["amount"],
            invoice_ids=[Command.set(lines.move_id.ids)],
            ar_item_ids=self.profile._portal_prepare_items(choice["rows"]),
        )

    def _begin_on_invoice(self, reference, amount):
        """What Odoo's page of the invoice begins with."""
        return self._create(reference, amount, invoice_ids=[Command.set(self.move.ids)])

    def _pay_online(self, transaction):
        transaction._set_done()
        transaction._post_process()
        self.env.invalidate_all()
        return transaction.payment_id

    def _tasks(self):
        return self.profile.activity_ids.filtered(lambda task: "Paid twice" in task.summary)

    def _residuals(self):
        return self._receivable(self.move).mapped("amount_residual_currency")

    # -- begun twice -------------------------------------------------------------------

    def test_of_eight_that_begin_one_lives(self):
        begun = [self._begin(f"draft {number}") for number in range(8)]
        self.assertEqual([tx.state for tx in begun], ["cancel"] * 7 + ["draft"])
        self.assertFalse(self._tasks())

    def test_of_eight_two_are_paid(self):
        """The provider's page of a withdrawn one is still open: its money is taken and told."""
        begun = [self._begin(f"draft {number}") for number in range(8)]
        first, second = begun[2], begun[7]
        self.assertTrue(self._pay_online(second))
        self.assertFalse(self._tasks(), "paid once")
        payment = self._pay_online(first)
        self.assertEqual(payment.amount, 500, "money is a fact")
        self.assertEqual(self._residuals(), [0, 500], "nothing else is paid with it")
        self.assertEqual(min(self._items().mapped("residual")), -500, "a credit")
        task = self._tasks()
        self.assertEqual(task.user_id, self.collector)
        self.assertEqual(str(task.date_deadline), TODAY)
        for words in (first.reference, second.reference, self.move.name):
            self.assertIn(words, task.note)

    def test_of_eight_a_withdrawn_one_is_paid(self):
        """It is paid once: nobody is bothered, and what was begun after it is withdrawn."""
        begun = [self._begin(f"draft {number}") for number in range(8)]
        with patch(NOT_ONLINE, ("custom",)):
            begun[3]._set_pending()
            self.assertEqual(begun[3].state, "pending")
            self.assertEqual(begun[7].state, "cancel")
            with self.assertRaisesRegex(UserError, "paid or settled meanwhile"):
                self._begin("once more")
            self._pay_online(begun[3])
        self.assertEqual(self._residuals(), [0, 500])
        self.assertFalse(self._tasks())

    def test_the_second_is_told_when_it_becomes_pending(self):
        first, second = self._begin("one"), self._begin("two")
        with patch(NOT_ONLINE, ("custom",)):
            first._set_pending()
            self.assertFalse(self._tasks())
            second._set_pending()
            self.assertEqual(len(self._tasks()), 1)
            first._set_done()
            second._set_done()
        self.assertEqual(len(self._tasks()), 1, "once")

    def test_one_that_was_cancelled_otherwise_stays_so(self):
        one = self._begin("one")
        one._set_canceled()
        with self.assertLogs("odoo.addons.payment", "WARNING"):
            one._set_done()
        self.assertEqual(one.state, "cancel")

    # -- Odoo's own page ---------------------------------------------------------------

    def test_the_page_of_the_invoice_counts_too(self):
        ours = self._begin("ours")
        own = self._begin_on_invoice("own", 1000)
        self.assertEqual((ours.state, own.state), ("cancel", "draft"))
        again = self._begin("again")
        self.assertEqual((own.state, again.state), ("cancel", "draft"))
        self._pay_online(own)
        self.assertEqual(self._residuals(), [0, 0])
        self._pay_online(again)
        self.assertIn("own", self._tasks().note)
        self.assertIn("again", self._tasks().note)
        self.assertEqual(min(self._items().mapped("residual")), -500)

    def test_two_instalments_are_no_double_payment(self):
        self._pay_online(self._begin_on_invoice("first half", 500))
        self._pay_online(self._begin_on_invoice("second half", 500))
        self.assertEqual(self._residuals(), [0, 0])
        self.assertFalse(self._tasks())
        first, second = self._receivable(
            self._make_invoice(
                date="2026-03-01", invoice_payment_term_id=self.move.invoice_payment_term_id.id
            )
        )
        one, two = self._begin("one", first), self._begin("two", second)
        self.assertEqual((one.state, two.state), ("draft", "draft"))
        one._set_done()
        two._set_done()
        self.assertFalse(self._tasks())

    # -- other ways --------------------------------------------------------------------

    def test_paid_at_the_bank_meanwhile(self):
        one = self._begin("one")
        self._pay(self.move, 500, TODAY)
        self._pay_online(one)
        self.assertIn("settled otherwise", self._tasks().note)

    def test_an_announced_transfer_is_no_payment(self):
        wire, card = self._begin("wire"), self._begin("card")
        wire._set_pending()
        self.assertEqual(card.state, "draft", "a wire is only announced")
        self._pay_online(card)
        self.assertFalse(self._tasks())

    def test_refunds_are_no_payments(self):
        one = self._begin("one")
        self._pay_online(one)
        refund = self._create("refund", -500, operation="refund", source_transaction_id=one.id)
        refund._set_done()
        self.assertFalse(self._tasks())

    def test_a_capture_is_no_second_payment(self):
        one = self._begin("one")
        providers = self.env.registry["payment.provider"]
        compute = providers._compute_feature_support_fields

        def _compute_feature_support_fields(records):
            compute(records)
            records.support_manual_capture = "partial"

        with (
            patch(NOT_ONLINE, ("custom",)),
            patch.object(
                providers, "_compute_feature_support_fields", _compute_feature_support_fields
            ),
        ):
            self.env.invalidate_all()
            one._set_authorized()
            capture = self._create(
                "capture", 500, operation="online_direct", source_transaction_id=one.id
            )
            capture._set_done()
        self.assertFalse(self._tasks())
