import base64
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .charge_common import ChargeCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"
APPROVER = "ar_collections.ar_collections_group_credit_approver"
BILLING = "account.group_account_invoice"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestChargeSteps(ChargeCommon):
    """Charges are claimed, waived, and booked once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = cls._make_user("ar_charge_collector", COLLECTOR)
        cls.approver = cls._make_user("ar_charge_approver", APPROVER)
        cls.biller = cls._make_user("ar_charge_biller", BILLING)

    def _claims(self):
        return self.profile.charge_claim_ids.filtered(lambda one: one.state != "cancelled")

    def _waive(self, charges, amount, user=None, reason="Good will"):
        wizard = (
            self.env["ar.charge.waive"]
            .with_user(user or self.env.user)
            .create({"charge_ids": [Command.set(charges.ids)], "reason": reason})
        )
        wizard.amount = amount
        return wizard.action_waive()

    # -- claims ------------------------------------------------------------------------

    def test_what_was_paid_late_is_claimed_in_its_own_message(self):
        first, second = self._paid_late(), self._paid_late(amount=500)
        still_open = self._make_invoice(due="2026-03-21")
        self._accrue()
        self._step("_claim_rest")
        claim = self._claims()
        self.assertEqual((claim.state, claim.amount), ("draft", 30))
        self.assertEqual(claim.charge_ids, self._of(first, second))
        self.assertEqual(self._of(still_open).claim_id, claim.browse())
        claim.action_send()
        claim._send_bundles()
        self.assertEqual(claim.state, "sent")
        self.assertEqual(set(claim.charge_ids.mapped("state")), {"claimed"})
        self.assertEqual(str(claim.deadline), "2026-04-14")
        mail = claim.sudo().dispatch_ids.mail_mail_id
        self.assertIn("30.00", mail.body_html)
        self.assertIn(first.name, mail.body_html)
        self.assertTrue(claim.sudo().attachment_id)

    def test_the_night_makes_one_draft(self):
        self._paid_late()
        self._step("_claim_rest")
        claim = self._claims()
        self._paid_late(amount=500)
        self._step("_claim_rest")
        self.assertEqual(self._claims(), claim)
        self.assertEqual(claim.amount, 30)

    def test_the_least_claim(self):
        self.company.ar_charge_min_amount = 25
        self._paid_late()
        self._step("_claim_rest")
        self.assertFalse(self._claims())
        self._paid_late(amount=500)
        self._step("_claim_rest")
        self.assertEqual(self._claims().amount, 30)

    def test_who_has_paid_the_charges_is_not_asked(self):
        """The notice asked for 1,015, and that is what came in."""
        invoice = self._make_invoice(due="2026-03-21")
        notice = self._remind()
        self._pay(invoice, 1000, "2026-03-31")
        credit = self._pay_on_account(self.partner, notice.amount_total - 1000, "2026-03-31")
        self._accrue()
        self._step("_claim_rest")
        self.assertFalse(self._claims())
        self.assertIn("Book the charges", self.profile.activity_ids.summary)
        self._step("_claim_rest")
        self.assertEqual(len(self.profile.activity_ids), 1)
        self._set_accounts()
        self._of(invoice).action_book()
        self._allocate().action_allocate()
        self.assertEqual(self.profile.open_amount, 0)
        self.assertTrue(self._receivable(credit.move_id).reconciled)

    def test_claims_may_leave_by_themselves(self):
        self.company.ar_charge_claim_auto = True
        self._paid_late()
        self._step("_claim_rest")
        self.assertEqual(self._claims().state, "queued")

    def test_a_company_that_only_shows_claims_nothing(self):
        self.company.ar_charge_mode = "threat"
        self._paid_late()
        self._step("_claim_rest")
        self.assertFalse(self._claims())

    def test_by_hand_and_only_once(self):
        charge = self._of(self._paid_late())
        with self.assertRaises(AccessError):
            charge.with_user(self.biller).action_claim()
        charge.with_user(self.collector).action_claim()
        self.assertEqual(self._claims().charge_ids, charge)
        with self.assertRaisesRegex(UserError, "in a claim already"):
            charge.with_user(self.collector).action_claim()
        self._claims().action_cancel()
        self.assertFalse(charge.claim_id)
        charge.action_claim()
        self.assertEqual(self._claims().charge_ids, charge)

    def test_what_was_waived_meanwhile_is_not_sent(self):
        first, second = self._paid_late(), self._paid_late(amount=500)
        self._step("_claim_rest")
        claim = self._claims()
        claim.action_send()
        self._waive(self._of(first), 20)
        self.assertEqual(claim.amount, 10)
        self._waive(self._of(second), 10)
        self.assertEqual(claim.state, "cancelled")
        with self.assertRaisesRegex(UserError, "sent or cancelled"):
            claim.action_send()

    def test_the_letter(self):
        self.partner.write({"email": False, "street": "Rue 1", "city": "Paris", "zip": "75000"})
        self._paid_late()
        self._step("_claim_rest")
        claim = self._claims()
        claim.action_send()
        letters = type(self.env["ar.channel.letter"])
        with patch.object(letters, "_get_pdf_problem", lambda channel: None):
            claim._send_bundles()
        self.assertEqual(claim.state, "sent", claim.error)
        letter = claim.sudo().dispatch_ids.filtered(lambda one: one.channel == "letter")
        self.assertEqual(letter.state, "sent")
        words = claim.sudo().attachment_id.raw.decode()
        self.assertIn("Charges for late payment", words)
        self.assertIn("20 days on", words)

    def test_nobody_can_be_reached(self):
        self.partner.email = False
        self._paid_late()
        self._step("_claim_rest")
        claim = self._claims()
        claim.action_send()
        claim._send_bundles()
        self.assertEqual(claim.state, "failed")
        self.assertEqual(claim.charge_ids.mapped("state"), ["accrued"])
        self.assertIn("A claim of charges", self.profile.activity_ids.mapped("summary")[0])

    # -- waivers -----------------------------------------------------------------------

    def test_a_part_is_waived_the_oldest_first(self):
        first = self._of(self._paid_late())
        second = self._of(self._paid_late(due="2026-03-11"))
        self._waive(first | second, 25, self.collector)
        self.assertEqual((first.state, first.amount_left), ("waived", 0))
        self.assertEqual((second.state, second.amount_left), ("accrued", 5))
        self.assertEqual((second.waive_reason, second.waived_by_id), ("Good will", self.collector))
        self.assertIn("Good will", self.profile.message_ids[0].body)
        self.assertEqual(self.profile.charge_amount, 5)

    def test_what_was_waived_is_not_charged_again(self):
        invoice = self._make_invoice(due="2026-03-21")
        self._accrue()
        self._waive(self._of(invoice), 10)
        with freeze_time("2026-04-05 12:00:00"):
            self._accrue()
        says = [(one.state, one.amount) for one in self._of(invoice)]
        self.assertEqual(says, [("waived", 10), ("accrued", 5)])

    def test_above_ones_right_it_waits_for_somebody_else(self):
        charge = self._of(self._paid_late(amount=10000))
        self._waive(charge, 150, self.collector)
        waiver = self.profile.waiver_ids
        self.assertEqual((waiver.state, waiver.user_id), ("waiting", self.collector))
        self.assertEqual(charge.amount_left, 200)
        with self.assertRaisesRegex(AccessError, "credit approver"):
            waiver.with_user(self.collector).action_approve()
        waiver.with_user(self.approver).action_approve()
        self.assertEqual((waiver.state, waiver.approver_id), ("done", self.approver))
        self.assertEqual((charge.state, charge.amount_left), ("accrued", 50))
        self.assertEqual(charge.waived_by_id, self.collector)

    def test_an_approver_does_not_approve_alone(self):
        charge = self._of(self._paid_late(amount=10000))
        self._waive(charge, 150, self.approver)
        waiver = self.profile.waiver_ids
        with self.assertRaisesRegex(UserError, "another credit approver"):
            waiver.with_user(self.approver).action_approve()
        waiver.with_user(self.approver).action_withdraw()
        self.assertEqual((waiver.state, charge.amount_left), ("withdrawn", 200))

    def test_many_small_ones_are_no_way_around(self):
        charge = self._of(self._paid_late(amount=10000))
        for _time in range(2):
            self._waive(charge, 60, self.collector)
        self.assertEqual(charge.amount_left, 140)
        self.assertEqual(set(self.profile.waiver_ids.mapped("state")), {"done", "waiting"})

    def test_less_is_left_when_it_is_approved(self):
        charge = self._of(self._paid_late(amount=10000))
        self._waive(charge, 150, self.collector)
        self._set_accounts()
        charge.action_book()
        waiver = self.profile.waiver_ids
        with self.assertRaisesRegex(UserError, "is left of these charges"):
            waiver.with_user(self.approver).action_approve()

    def test_bad_waivers(self):
        charge = self._of(self._paid_late())
        beta = self._of(self._paid_late(partner=self._make_partner("Beta")))
        for amount in (0, -5, 20.01):
            with self.subTest(amount), self.assertRaisesRegex(ValidationError, "20.00 is left"):
                self._waive(charge, amount)
        with self.assertRaisesRegex(UserError, "one customer"):
            (charge | beta).action_waive()
        for value in (float("nan"), float("inf")):
            with self.subTest(value), self.assertRaises(ValidationError):
                self.env["ar.charge.waiver"].create(
                    {"charge_ids": [Command.set(charge.ids)], "amount": value, "reason": "x"}
                )
        with self.assertRaises(AccessError):
            self._waive(charge, 5, self.biller)
        self._waive(charge, 20)
        with self.assertRaisesRegex(UserError, "None of these charges"):
            charge.action_waive()

    # -- booking -----------------------------------------------------------------------

    def test_one_debit_note_for_customer_and_currency(self):
        self._set_accounts()
        first, second = self._paid_late(), self._paid_late(amount=500)
        beta = self._paid_late(partner=self._make_partner("Beta"))
        charges = self._of(first, second, beta)
        charges.action_book()
        self.assertEqual(set(charges.mapped("state")), {"booked"})
        notes = charges.move_id
        self.assertEqual(len(notes), 2)
        note = self._of(first).move_id
        self.assertEqual(note, self._of(second).move_id)
        self.assertEqual((note.state, note.amount_total), ("posted", 30))
        self.assertEqual(note.invoice_line_ids.account_id, self.interest_account)
        self.assertFalse(note.debit_origin_id, "it is added to two invoices")
        self.assertEqual(self._of(beta).move_id.debit_origin_id, beta)
        self.assertIn("Late interest on", note.invoice_line_ids[0].name)
        self.assertEqual(self.profile.charge_amount, 0)
        self.assertEqual(self.profile.open_amount, 30, "what is booked is in the ledger")

    def test_accounts_and_taxes(self):
        self._set_accounts()
        self.company.ar_fee_tax_id = tax = self.company_data["default_tax_sale"]
        other = tax.copy({"name": "Reduced", "amount": 5})
        position = self.env["account.fiscal.position"].create({"name": "Abroad"})
        other.fiscal_position_ids = position
        other.original_tax_ids = tax
        self.partner.property_account_position_id = position
        invoice = self._make_invoice(due="2026-03-21")
        self._remind()
        self._of(invoice).action_book()
        lines = {line.account_id: line for line in self._of(invoice).move_id.invoice_line_ids}
        self.assertEqual(lines[self.interest_account].price_unit, 10)
        self.assertFalse(lines[self.interest_account].tax_ids)
        self.assertEqual(lines[self.fee_account].price_unit, 5)
        self.assertEqual(lines[self.fee_account].tax_ids, other)

    def test_never_twice(self):
        self._set_accounts()
        charge = self._of(self._paid_late())
        charge.action_book()
        note = charge.move_id
        with self.assertRaisesRegex(UserError, "booked, waived or lapsed"):
            charge.action_book()
        self.assertEqual(charge.move_id, note)

    def test_a_charge_that_somebody_else_works_on(self):
        self._set_accounts()
        charge = self._of(self._paid_late())
        with (
            patch.object(
                type(charge), "try_lock_for_update", lambda records, **options: records.browse()
            ),
            self.assertRaisesRegex(UserError, "Somebody else"),
        ):
            charge.action_book()

    def test_without_accounts_a_sentence_says_where(self):
        charge = self._of(self._paid_late())
        with self.assertRaisesRegex(UserError, "no account for late interest.*Settings"):
            charge.action_book()
        self.company.ar_interest_account_id = self.interest_account
        charge.action_book()
        self._make_invoice(due="2026-03-21")
        self._remind()
        fee = self.charges.search([("kind", "=", "fee")])
        with self.assertRaisesRegex(UserError, "no account for fees"):
            fee.action_book()

    def test_who_may_not_make_invoices_books_nothing(self):
        self._set_accounts()
        charge = self._of(self._paid_late())
        with self.assertRaisesRegex(AccessError, "Ask somebody in accounting"):
            charge.with_user(self.collector).action_book()
        charge.with_user(self.biller).action_book()
        self.assertEqual((charge.state, charge.booked_by_id), ("booked", self.biller))

    def test_accounts_of_another_company(self):
        other = self.setup_other_company(name="Other Ltd")
        with self.assertRaisesRegex(ValidationError, "company above it"):
            self.company.ar_interest_account_id = other["default_account_revenue"]

    def test_a_closed_period(self):
        """The debit note is of today, whatever period the charge is of."""
        self._set_accounts()
        charge = self._of(self._paid_late())
        self.company.fiscalyear_lock_date = "2026-03-30"
        charge.action_book()
        self.assertEqual(str(charge.move_id.date), "2026-03-31")

    def test_a_reversal_leaves_it_claimed_and_its_end_books_it_again(self):
        self._set_accounts()
        charge = self._of(self._paid_late())
        charge.action_book()
        note = charge.move_id
        credit = note._reverse_moves([{"date": "2026-03-31"}], cancel=True)
        self.assertEqual((charge.state, charge.last_move_id), ("claimed", note))
        self.assertFalse(charge.move_id)
        self.assertEqual(self.profile.charge_amount, 20)
        credit.button_draft()
        self.assertEqual((charge.state, charge.move_id), ("booked", note))

    def test_a_reversal_in_part_leaves_it_booked(self):
        self._set_accounts()
        charge = self._of(self._paid_late())
        charge.action_book()
        credit = charge.move_id._reverse_moves([{"date": "2026-03-31"}])
        credit.invoice_line_ids.price_unit = 5
        credit.action_post()
        self.assertEqual(charge.state, "booked")

    def test_a_debit_note_that_is_cancelled_or_deleted(self):
        self._set_accounts()
        charge = self._of(self._paid_late())
        charge.action_book()
        note = charge.move_id
        note.button_draft()
        note.button_cancel()
        self.assertEqual(charge.state, "claimed")
        note.button_draft()
        note.action_post()
        self.assertEqual((charge.state, charge.move_id), ("booked", note))
        note.button_draft()
        note.with_context(force_delete=True).unlink()
        self.assertEqual((charge.state, charge.move_id.id), ("claimed", False))

    def test_a_cancelled_note_does_not_come_back_beside_a_new_one(self):
        self._set_accounts()
        charge = self._of(self._paid_late())
        charge.action_book()
        note = charge.move_id
        note.button_draft()
        note.button_cancel()
        self._waive(charge, 20)
        note.button_draft()
        with self.assertRaisesRegex(UserError, "waived"):
            note.action_post()

    def test_the_night_books_what_was_claimed_and_is_settled(self):
        self.company.ar_charge_mode = "book"
        invoice = self._make_invoice(due="2026-03-21")
        self._remind()
        self._step("_book_rest")
        self.assertEqual(set(self._of(invoice).mapped("state")), {"claimed"}, "it is open")
        self._pay(invoice, 1000, "2026-03-31")
        self._accrue()
        self._step("_book_rest")
        [task] = self.company.partner_id.activity_ids
        self.assertIn("Charges cannot be booked", task.summary)
        self._set_accounts()
        self._step("_book_rest")
        self.assertEqual(set(self._of(invoice).mapped("state")), {"booked"})

    def test_the_whole_night(self):
        invoice = self._make_invoice(due="2026-03-01")
        self._pay(invoice, 1000, "2026-03-21")
        self._night()
        self.assertEqual(self._of(invoice).claim_id.amount, 20)
        self.assertEqual(self.company.ar_charges_reached, 0)

    # -- allocation --------------------------------------------------------------------

    def _allocate(self, user=None):
        wizards = self.env["ar.charge.allocate"].with_user(user or self.env.user)
        return wizards.create({"profile_id": self.profile.id})

    def test_costs_interest_principal(self):
        self._set_accounts()
        debt = self._make_invoice(amount=100, due="2026-03-30")
        late = self._make_invoice(due="2026-03-21")
        self._remind()
        for charge in self._of(late):
            charge.action_book()
        interest, fee = self._of(late).move_id.sorted("amount_total", reverse=True)
        self._pay_on_account(self.partner, 12, "2026-03-31")
        wizard = self._allocate()
        self.assertEqual(
            [(line.kind, line.amount) for line in wizard.line_ids],
            [("costs", 5), ("interest", 7)],
        )
        wizard.action_allocate()
        self.assertEqual((fee.amount_residual, interest.amount_residual), (0, 3))
        self.assertEqual((late.amount_residual, debt.amount_residual), (1000, 100))

    def test_principal_first(self):
        self._set_accounts()
        self.company.ar_allocation_order = "principal_first"
        late = self._make_invoice(due="2026-03-21")
        self._remind()
        self._of(late).action_book()
        self._pay_on_account(self.partner, 1007, "2026-03-31")
        wizard = self._allocate()
        self.assertEqual(
            [(line.kind, line.amount) for line in wizard.line_ids],
            [("principal", 1000), ("costs", 7)],
        )
        wizard.action_allocate()
        self.assertEqual(late.amount_residual, 0)

    # -- payments that are allocated by themselves -------------------------------------

    def _post_payment(self, amount, memo="", **values):
        """A payment that nobody matches, at the end of its transaction."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.partner.id,
                "amount": amount,
                "memo": memo,
                "date": "2026-03-31",
                "journal_id": self.company_data["default_journal_bank"].id,
                **values,
            }
        )
        payment.action_post()
        self.env.cr.precommit.run()
        return payment

    def test_posted_payments_pay_in_order_where_that_is_wanted(self):
        """1,000 with 10 of interest and 5 of a fee booked: 12 pay the fee, and 7 of interest."""
        self._set_accounts()
        late = self._make_invoice(due="2026-03-21")
        self._remind()
        for charge in self._of(late):
            charge.action_book()
        interest, fee = self._of(late).move_id.sorted("amount_total", reverse=True)
        self._post_payment(12)
        self.assertEqual((fee.amount_residual, interest.amount_residual), (5, 10), "switched off")
        self.company.ar_allocation_auto = True
        self._post_payment(12)
        self.assertEqual((fee.amount_residual, interest.amount_residual), (0, 3))
        self.assertEqual(late.amount_residual, 1000)
        self.company.ar_allocation_order = "principal_first"
        self._post_payment(500)
        self.assertEqual((interest.amount_residual, late.amount_residual), (3, 500))

    def test_posted_payments_pay_what_they_name_first(self):
        self.company.ar_allocation_auto = True
        old = self._make_invoice(amount=100, due="2026-03-01")
        new = self._make_invoice(amount=100, due="2026-03-20")
        self._post_payment(150, memo=f"For {new.name}")
        self.assertEqual((old.amount_residual, new.amount_residual), (50, 0))

    def test_posted_payments_pay_what_was_promised_first(self):
        """Where the payment names nothing; what it names comes before."""
        self.company.ar_allocation_auto = True
        old = self._make_invoice(amount=100, due="2026-03-01")
        new = self._make_invoice(amount=100, due="2026-03-20")
        self.env["ar.promise"].create(
            {
                "profile_id": self.profile.id,
                "date": "2026-04-05",
                "move_line_ids": [Command.set(self._receivable(new).ids)],
            }
        )
        self._post_payment(30)
        self.assertEqual((old.amount_residual, new.amount_residual), (100, 70))
        self._post_payment(30, memo=f"For {old.name}")
        self.assertEqual((old.amount_residual, new.amount_residual), (70, 70))

    def test_posted_payments_pay_a_promise_in_full_and_no_more(self):
        """80 of 50 and 100 are promised, an older debt is not: 80 pay 50 and 30; the next 50 pay
        the older one first."""
        self.company.ar_allocation_auto = True
        old = self._make_invoice(amount=40, due="2026-02-01")
        first, second = (
            self._make_invoice(amount=amount, due=due)
            for amount, due in ((50, "2026-03-01"), (100, "2026-03-20"))
        )
        promise = self.env["ar.promise"].create(
            {
                "profile_id": self.profile.id,
                "date": "2026-04-05",
                "amount": 80,
                "move_line_ids": [Command.set(self._receivable(first | second).ids)],
            }
        )
        self._post_payment(80)
        self.assertEqual(
            (old.amount_residual, first.amount_residual, second.amount_residual), (40, 0, 70)
        )
        self.assertEqual(promise.state, "kept")
        self._post_payment(50)
        self.assertEqual((old.amount_residual, second.amount_residual), (0, 60))

    def test_posted_payments_pay_what_is_not_disputed_of_two_items(self):
        """60 of 100 and 30 of 50 are not disputed, and a younger 25: 110 pay 60, 30 and 20."""
        self.company.ar_allocation_auto = True
        old = self._make_invoice(amount=100, due="2026-03-01")
        new = self._make_invoice(amount=50, due="2026-03-10")
        young = self._make_invoice(amount=25, due="2026-03-20")
        for move, amount in ((old, 40), (new, 20)):
            self.env["ar.dispute"].create(
                {
                    "profile_id": self.profile.id,
                    "move_line_ids": [Command.set(self._receivable(move).ids)],
                    "amount": amount,
                }
            )
        self._post_payment(110)
        self.assertEqual(
            (old.amount_residual, new.amount_residual, young.amount_residual), (40, 20, 5)
        )

    def test_a_part_in_another_currency_is_one_at_its_own_rate(self):
        """60 of 100 and 30 of 50 in a foreign currency: each keeps what is disputed, in both
        currencies at the rate of its own day."""
        self.company.ar_allocation_auto = True
        rates = [("2020-01-01", 2.0), ("2026-03-15", 4.0)]
        currency = self.setup_other_currency("EUR", rates=rates)
        moves = [
            self._make_invoice(amount=amount, due=due, currency_id=currency.id)
            for amount, due in ((100, "2026-03-01"), (50, "2026-03-10"))
        ]
        for move, amount in zip(moves, (40, 20), strict=True):
            self.env["ar.dispute"].create(
                {
                    "profile_id": self.profile.id,
                    "move_line_ids": [Command.set(self._receivable(move).ids)],
                    "amount": amount,
                }
            )
        payment = self._post_payment(90, currency_id=currency.id)
        self.assertTrue(self._receivable(payment.move_id).reconciled)
        for move, left in zip(moves, (40, 20), strict=True):
            line = self._receivable(move)
            self.assertEqual(
                (line.amount_residual_currency, line.amount_residual), (left, left / 2)
            )

    def test_a_payment_for_what_is_disputed_is_left_to_a_person(self):
        self.company.ar_allocation_auto = True
        old = self._make_invoice(amount=100, due="2026-03-01")
        disputed = self._make_invoice(amount=50, due="2026-03-20")
        self.env["ar.dispute"]._raise_for(self.profile, self._receivable(disputed), "person")
        payment = self._post_payment(50, memo=f"For {disputed.name}")
        self.assertEqual((disputed.amount_residual, old.amount_residual), (50, 100))
        self.assertIn("which is disputed", payment.message_ids[0].body)

    def test_what_somebody_says_of_a_payment_counts(self):
        """A payment made for an invoice stays with it, its rest too; what is un-matched by hand
        is not matched again; a disputed item is left alone."""
        self.company.ar_allocation_auto = True
        old = self._make_invoice(amount=100, due="2026-03-01")
        new = self._make_invoice(amount=100, due="2026-03-20")
        self._pay(new, 130, "2026-03-31")
        self.env.cr.precommit.run()
        self.assertEqual((old.amount_residual, new.amount_residual), (100, 0))
        payment = self._post_payment(60)
        self.assertEqual(old.amount_residual, 40)
        self._receivable(payment.move_id).remove_move_reconcile()
        self.env.cr.precommit.run()
        self.assertEqual(old.amount_residual, 100)
        disputed = self._make_invoice(amount=50, due="2026-02-01")
        self.env["ar.dispute"]._raise_for(self.profile, self._receivable(disputed), "person")
        self._post_payment(60)
        self.assertEqual((disputed.amount_residual, old.amount_residual), (50, 40))

    def test_a_payment_that_cannot_be_matched_is_posted_all_the_same(self):
        self.company.ar_allocation_auto = True
        invoice = self._make_invoice(amount=100, due="2026-03-01")
        error = UserError("Somebody else has it.")
        with patch.object(type(self.charges), "_match_credit", side_effect=error):
            payment = self._post_payment(100)
        self.assertEqual(invoice.amount_residual, 100)
        self.assertIn(payment.state, ("in_process", "paid"))
        self.assertIn("Somebody else has it", payment.message_ids[0].body)

    def test_nothing_to_allocate(self):
        wizard = self._allocate()
        self.assertFalse(wizard.line_ids)
        with self.assertRaisesRegex(UserError, "nothing to match"):
            wizard.action_allocate()

    def test_who_may_not_match(self):
        self._make_invoice(due="2026-03-21")
        self._pay_on_account(self.partner, 12, "2026-03-31")
        wizard = self._allocate(self.collector)
        self.assertEqual(wizard.line_ids.amount, 12)
        with self.assertRaisesRegex(AccessError, "up to accounting"):
            wizard.action_allocate()

    def test_the_form_shows_the_split(self):
        self._make_invoice(due="2026-03-21")
        self._pay_on_account(self.partner, 12, "2026-03-31")
        wizards = self.env["ar.charge.allocate"].with_context(default_profile_id=self.profile.id)
        with Form(wizards) as form:
            self.assertEqual(form.amount, 12)
            self.assertEqual(len(form.line_ids), 1)

    # -- rates from a file -------------------------------------------------------------

    def test_rates_are_imported_or_replaced(self):
        reference = self.env["ar.interest.reference"].create({"name": "Test rate", "months": 6})
        wizards = self.env["ar.interest.rate.import"]
        text = b"date,rate,source,checked\n2026-01-01,2.15,ECB,2026-03-30\n2026-07-01,2.40,,\n"
        wizards.create({"reference_id": reference.id, "file": self._encode(text)}).action_import()
        rows = reference.rate_ids.sorted("date_from")
        self.assertEqual(rows.mapped("rate"), [2.15, 2.4])
        self.assertEqual(rows.mapped("verification"), ["checked", "unchecked"])
        self.assertEqual(rows[0].note, "ECB")
        text = b"date,rate\n2026-07-01,2.50\n"
        wizards.create({"reference_id": reference.id, "file": self._encode(text)}).action_import()
        self.assertEqual(reference.rate_ids.sorted("date_from").mapped("rate"), [2.15, 2.5])

    def test_a_file_with_faults_imports_nothing(self):
        reference = self.env["ar.interest.reference"].create({"name": "Test rate"})
        wizards = self.env["ar.interest.rate.import"]
        text = b"date,rate\n2026-01-01,2\nsoon,3\n"
        wizard = wizards.create({"reference_id": reference.id, "file": self._encode(text)})
        with self.assertRaisesRegex(UserError, "Row 3, column date: “soon”"):
            wizard.action_import()
        self.assertFalse(reference.rate_ids)
        with self.assertRaises(AccessError):
            wizards.with_user(self.collector).create(
                {"reference_id": reference.id, "file": self._encode(text)}
            )

    def _encode(self, content):
        return base64.b64encode(content)
