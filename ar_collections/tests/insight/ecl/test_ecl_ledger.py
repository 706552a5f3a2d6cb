"""Losses however they are booked, against the ledger; the allowance against its account; insured
and taxed items; unfinished months; grades of then. All figures were computed by hand."""

import json

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ....models.insight.ecl.ar_ecl_page import DRILLS
from ...common import ArCommon

TODAY = "2026-03-31"
MANAGER = "ar_collections.ar_collections_group_manager"
OLD = {"date": "2024-06-01", "due": "2024-07-01"}


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestEclLedger(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._make_user("ecl_ledger_manager", MANAGER)
        cls.bad = cls._make_account("Bad debts", "expense", "992001")
        cls.expense = cls._make_account("Expected losses", "expense", "992002")
        cls.stands = cls._make_account("Allowance", "asset_current", "992003")
        cls.company.write(
            {
                "ar_writeoff_account_id": cls.bad.id,
                "ar_ecl_expense_account_id": cls.expense.id,
                "ar_ecl_allowance_account_id": cls.stands.id,
            }
        )
        # Of June 2024: paid in time, late; written off; booked by an entry; paid but for 1,000.
        cls._pay(cls._make_invoice(amount=60_000, **OLD), 60_000, "2024-06-20")
        cls._pay(cls._make_invoice(amount=30_000, **OLD), 30_000, "2024-07-15")
        cls.off = cls._write_off(cls._make_invoice(amount=1_000, **OLD), "2024-12-31")
        cls.lost = cls._make_invoice(amount=2_000, **OLD)
        cls.entry = cls._lose(cls.lost, 2_000, "2024-12-31")
        cls.short = cls._make_invoice(amount=5_000, **OLD)
        cls.payment = cls._pay(
            cls.short,
            4_000,
            "2024-08-10",
            payment_difference_handling="reconcile",
            writeoff_account_id=cls.bad.id,
        )
        # What is open.
        cls.open = cls._make_invoice(amount=10_000, date="2026-03-20", due="2026-04-20")
        cls.env.flush_all()

    @classmethod
    def _make_account(cls, name, kind, code):
        return cls.env["account.account"].create({"name": name, "code": code, "account_type": kind})

    @classmethod
    def _write_off(cls, invoice, day):
        line = cls._receivable(invoice)
        off = (
            cls.env["ar.writeoff"]
            .with_user(cls.manager)
            .create(
                {
                    "move_line_id": line.id,
                    "amount": line.amount_residual,
                    "reason": "insolvent",
                    "date": day,
                }
            )
        )
        off.action_request()
        off.action_approve()
        off.action_book()
        return off

    @classmethod
    def _lose(cls, invoice, amount, day, account=None):
        """An accountant's entry against the bad debts, matched with the invoice."""
        move = cls._post(day, {(account or cls.bad): amount}, cls._receivable(invoice).account_id)
        (cls._receivable(move) | cls._receivable(invoice)).reconcile()
        return move

    @classmethod
    def _post(cls, day, debits, credited, partner=None):
        lines = [*debits.items(), (credited, -sum(debits.values()))]
        move = cls.env["account.move"].create(
            {
                "move_type": "entry",
                "date": day,
                "journal_id": cls.company_data["default_journal_misc"].id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "balance": balance,
                            "partner_id": (partner or cls.partner).id,
                        }
                    )
                    for account, balance in lines
                ],
            }
        )
        move.action_post()
        return move

    def _make(self, **values):
        self.env.flush_all()
        ecl = (
            self.env["ar.ecl"]
            .with_user(self.manager)
            .create({"company_id": self.company.id, "date": TODAY, **values})
        )
        ecl.action_compute()
        return ecl

    def _put_apart(self, ecl, invoice, percent=100):
        item = (
            self.env["ar.ecl.item"]
            .with_user(self.manager)
            .create(
                {
                    "ecl_id": ecl.id,
                    "move_line_id": self._receivable(invoice).id,
                    "percent": percent,
                    "reason": "Insolvent",
                }
            )
        )
        ecl.action_compute()
        return item

    def _behind(self, record, figure, user=None):
        action = record.with_user(user or self.manager).get_drill_action(figure)
        lines = self.env[action["res_model"]].with_user(user or self.manager)
        return lines.search(action["domain"])

    def assertLosses(self, ecl, writeoffs, entries, recovered, ledger, difference=0):
        found = (ecl.loss_writeoffs, ecl.loss_entries, ecl.loss_recovered)
        self.assertEqual(found, (writeoffs, entries, recovered))
        self.assertEqual((ecl.loss_ledger, ecl.loss_difference), (ledger, difference))

    def assertRates(self, ecl, *wanted):
        for line, want in zip(ecl.line_ids, wanted, strict=False):
            self.assertAlmostEqual(line.rate, want, places=4)

    # -- losses ------------------------------------------------------------------------

    def test_losses_however_they_are_booked(self):
        """1,000 written off, 2,000 by an entry, 1,000 as the difference of a payment of 4,000."""
        ecl = self._make()
        reached = [98_000, 38_000, 8_000, 3_000, 3_000, 3_000]
        self.assertEqual(ecl.line_ids.mapped("reached"), reached)
        self.assertEqual(ecl.line_ids.mapped("lost"), [4_000, 4_000, 4_000, 3_000, 3_000, 3_000])
        self.assertRates(ecl, 400 / 98, 400 / 38, 50, 100, 100, 100)
        [month] = ecl.cohort_ids
        self.assertEqual((month.billed, month.paid, month.lost), (98_000, 94_000, 4_000))
        self.assertLosses(ecl, 1_000, 3_000, 0, 4_000)
        self.assertEqual(str(ecl.loss_from), "2024-04-01")
        self.assertEqual(ecl.loss_in_rates, 4_000)
        self.assertNotIn("accounts of losses differ", ecl.warning)
        # 10,000 that are not due, at 4,000 / 98,000.
        self.assertEqual(ecl.allowance, 408.16)

    def test_tax_is_no_loss(self):
        """An entry of 1,190 with 190 of tax on a tax line: 1,190 are settled, 1,000 lost."""
        tax = self.env["account.tax"].create({"name": "VAT 19", "amount": 19})
        tax_line = tax.refund_repartition_line_ids.filtered(
            lambda line: line.repartition_type == "tax"
        )
        invoice = self._make_invoice(amount=1_190, **OLD)
        receivable = self._receivable(invoice).account_id
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": "2024-12-31",
                "line_ids": [
                    Command.create({"account_id": self.bad.id, "balance": 1_000}),
                    Command.create(
                        {
                            "account_id": self.expense.id,
                            "balance": 190,
                            "tax_repartition_line_id": tax_line.id,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": receivable.id,
                            "balance": -1_190,
                            "partner_id": self.partner.id,
                        }
                    ),
                ],
            }
        )
        move.action_post()
        (self._receivable(move) | self._receivable(invoice)).reconcile()
        ecl = self._make()
        self.assertEqual(ecl.line_ids[0].reached, 99_190)
        self.assertEqual(ecl.line_ids[0].lost, 5_000)
        self.assertEqual(ecl.cohort_ids.paid, 94_190)
        self.assertLosses(ecl, 1_000, 4_000, 0, 5_000)

    def test_what_came_in_after_all(self):
        payment = self._pay_on_account(self.partner, 300, "2026-03-01")
        self.off._recover(self._receivable(payment.move_id), 300, self._day("2026-03-01"))
        ecl = self._make()
        self.assertEqual(ecl.line_ids[0].lost, 3_700)
        self.assertLosses(ecl, 1_000, 3_000, 300, 3_700)
        self.assertEqual(self._behind(ecl, "loss_recovered").mapped("balance"), [-300])

    def test_what_nothing_explains_is_told(self):
        move = self._post("2025-05-05", {self.bad: 50}, self.expense)
        ecl = self._make()
        self.assertLosses(ecl, 1_000, 3_000, 0, 4_050, 50)
        self.assertIn("differ by", ecl.warning)
        self.assertEqual(self._behind(ecl, "loss_difference").move_id, move)
        # An entry that is matched with no invoice is none of its losses.
        receivable = self._receivable(self.open).account_id
        self._post("2025-05-06", {self.bad: 70}, receivable)
        ecl.action_compute()
        self.assertLosses(ecl, 1_000, 3_000, 0, 4_120, 120)

    def test_a_loss_that_was_taken_back(self):
        self.entry._reverse_moves([{"date": "2025-01-31"}], cancel=True)
        ecl = self._make()
        self.assertLosses(ecl, 1_000, 1_000, 0, 2_000)
        self.assertEqual(ecl.line_ids[0].lost, 2_000 + 2_000 - 2_000)
        self.off.with_user(self.manager).action_reverse()
        ecl.action_compute()
        # Reversed today.
        self.assertLosses(ecl, 0, 1_000, 0, 1_000)

    def test_chosen_accounts(self):
        other = self._make_account("Bad debts of old", "expense", "992004")
        self._lose(self._make_invoice(amount=500, **OLD), 500, "2024-12-31", other)
        ecl = self._make()
        self.assertEqual(ecl.line_ids[0].lost, 4_000)
        self.company.ar_bad_debt_account_ids = self.bad | other
        ecl.action_compute()
        self.assertEqual(ecl.line_ids[0].lost, 4_500)
        self.assertLosses(ecl, 1_000, 3_500, 0, 4_500)
        self.company.write({"ar_bad_debt_account_ids": False, "ar_writeoff_account_id": False})
        self.company.ar_ecl_allowance_account_id = False
        ecl.action_compute()
        self.assertIn("no account of losses", ecl.warning)

    def test_a_deduction_is_no_loss_and_ties_all_the_same(self):
        profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
        dispute = self.env["ar.dispute"].create(
            {
                "profile_id": profile.id,
                "move_line_ids": [Command.set(self._receivable(self.open).ids)],
                "amount": 1,
                "reason_id": self.env.ref("ar_collections.ar_dispute_reason_price").id,
            }
        )
        dispute.sudo().kind = "deduction"
        dispute.item_ids.sudo().move_line_id = self._receivable(self.lost)
        ecl = self._make()
        self.assertEqual((ecl.line_ids[0].reached, ecl.line_ids[0].lost), (96_000, 2_000))
        self.assertLosses(ecl, 1_000, 3_000, 0, 4_000)
        self.assertEqual(ecl.loss_in_rates, 2_000)

    # -- months that have not ended ----------------------------------------------------

    def test_what_is_still_open_is_neither_paid_nor_lost(self):
        """1,000 of June 2024 are open for more than 120 days, of which all were lost so far."""
        self._make_invoice(amount=1_000, **OLD)
        ecl = self._make()
        first, last = ecl.line_ids[0], ecl.line_ids[5]
        self.assertEqual((first.reached, first.lost), (99_000, 4_000))
        self.assertEqual((first.still_open, first.open_lost), (1_000, 1_000))
        self.assertRates(ecl, 500 / 99, 500 / 39)
        self.assertEqual((last.reached, last.rate, last.balance), (4_000, 100, 1_000))
        self.assertIn("still open", ecl.warning)

    def test_open_for_longer_than_anything_that_ended(self):
        other = self._make_partner("Omega")
        country = self.env.ref("base.nz")
        other.country_id = country
        self._pay(self._make_invoice(other, 900, **OLD), 900, "2024-06-20")
        self._make_invoice(other, 100, **OLD)
        ecl = self._make(group_by="country")
        own = ecl.line_ids.filtered(lambda line: line.group_name == country.name)
        # 100 are left out; the age takes the rate of all, of which all was lost.
        self.assertEqual(own.mapped("reached"), [900, 0, 0, 0, 0, 0])
        self.assertEqual((own[0].rate, own[5].rate, own[5].rate_source), (0, 100, "all"))
        self.assertEqual(own[5].allowance, 100)

    def test_without_history_it_says_so(self):
        fresh = self._make_partner("Fresh")
        self._make_invoice(fresh, 700, "2020-01-01", "2020-02-01")
        ecl = self._make(date="2020-03-31")
        self.assertEqual(ecl.allowance, 0)
        self.assertIn("Nothing is known of", ecl.warning)
        self.assertIn("0 of 12 months", ecl.warning)
        self.assertIn("700.00", ecl.warning)

    # -- what is covered, and tax ------------------------------------------------------

    def _insure(self, partner, amount, percent, **values):
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        return self.env["ar.credit.limit"].create(
            {
                "profile_id": profile.id,
                "kind": "insured",
                "amount": amount,
                "cover_percent": percent,
                "date_from": "2026-01-01",
                "reason": "Policy",
                **values,
            }
        )

    def _secure(self, partner, amount):
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        self.env["ar.credit.security"].create(
            {
                "profile_id": profile.id,
                "kind": "deposit",
                "reference": "D1",
                "amount": amount,
                "date_from": "2026-01-01",
            }
        )

    def test_insured_part(self):
        """3,000 owed, 2,000 insured at 90 %: 1,800 are covered; with a deposit of 500, 2,300."""
        gamma = self._make_partner("Gamma")
        self._make_invoice(gamma, 3_000, "2026-03-20", "2026-04-20")
        # Paid by the insurer long ago, or not: it makes no rates.
        self._pay(self._make_invoice(gamma, 7_777, **OLD), 7_777, "2024-06-20")
        limit = self._insure(gamma, 2_000, 90)
        ecl = self._make()
        self.assertEqual((ecl.covered, ecl.matrix_balance), (1_800, 11_200))
        self.assertEqual((ecl.receivables, ecl.difference), (13_000, 0))
        self.assertEqual(ecl.line_ids[0].reached, 98_000)
        self.assertEqual(self._behind(ecl, "covered").partner_id, gamma)
        self._secure(gamma, 500)
        ecl.action_compute()
        self.assertEqual((ecl.covered, ecl.difference), (2_300, 0))
        ecl.group_by = "insurance"
        ecl.action_compute()
        lines = ecl.line_ids.filtered(lambda line: line.group_name == "Secured")
        self.assertEqual((lines[0].balance, lines[0].reached), (3_000, 7_777))
        # It was ended today: it covers nothing any more, and its customer makes no rates still.
        ecl.group_by = "none"
        limit._end("Cancelled")
        ecl.action_compute()
        self.assertEqual(ecl.covered, 500)
        self.assertEqual(ecl.line_ids[0].reached, 98_000)

    def test_items_apart_without_tax_and_cover(self):
        tax = self.env["account.tax"].create({"name": "VAT 20", "amount": 20})
        self.env["ar.writeoff.rule"].create(
            {
                "country_id": self.company.account_fiscal_country_id.id,
                "company_id": self.company.id,
                "months": 6,
            }
        )
        delta = self._make_partner("Delta")
        line = {"name": "Goods", "price_unit": 1_000, "tax_ids": [Command.set(tax.ids)]}
        invoice = self._make_invoice(
            delta, date="2026-01-20", due="2026-02-20", invoice_line_ids=[Command.create(line)]
        )
        self.assertEqual(invoice.amount_total, 1_200)
        ecl = self._make()
        item = self._put_apart(ecl, invoice, 50)
        # 1,200 with 200 of tax, nothing covered.
        self.assertEqual((item.balance, item.covered, item.tax), (1_200, 0, 200))
        self.assertEqual((item.net, item.allowance), (1_000, 500))
        self._secure(delta, 600)
        ecl.action_compute()
        # 600 are left, 100 of them are tax.
        self.assertEqual((item.covered, item.tax, item.net, item.allowance), (600, 100, 500, 250))
        # The deposit covers the other invoice as well: 600 of 2,400 is a quarter.
        self._make_invoice(delta, 1_200, "2026-03-20", "2026-04-20")
        ecl.action_compute()
        self.assertEqual((item.covered, item.tax, item.net, item.allowance), (300, 150, 750, 375))
        self.assertEqual((ecl.matrix_balance, ecl.covered), (10_900, 300))
        self.assertEqual((ecl.item_balance, ecl.receivables), (1_200, 12_400))
        self.assertEqual(ecl.difference, 0)
        self.assertEqual(self._behind(ecl, "item_balance"), self._receivable(invoice))

    def test_tax_without_relief_is_a_loss(self):
        tax = self.env["account.tax"].create({"name": "VAT 10", "amount": 10})
        self.env["ar.writeoff.rule"].create(
            {
                "country_id": self.company.account_fiscal_country_id.id,
                "company_id": self.company.id,
                "relief": False,
            }
        )
        line = {"name": "Goods", "price_unit": 1_000, "tax_ids": [Command.set(tax.ids)]}
        invoice = self._make_invoice(date="2026-01-20", invoice_line_ids=[Command.create(line)])
        item = self._put_apart(self._make(), invoice)
        self.assertEqual((item.balance, item.tax, item.allowance), (1_100, 0, 1_100))

    def test_items_apart_that_were_collected(self):
        invoice = self._make_invoice(amount=1_000, date="2026-01-05", due="2026-02-05")
        self._pay(invoice, 400, "2026-03-10")
        ecl = self._make(date="2026-02-28", method="cecl_after")
        item = self._put_apart(ecl, invoice)
        self.assertEqual((item.balance, item.allowance), (600, 600))
        self.assertEqual((ecl.collected, ecl.difference), (400, 0))

    # -- grades ------------------------------------------------------------------------

    def test_grade_when_it_was_invoiced(self):
        """A customer was good when it was invoiced, and is bad since: the loss is of the good."""
        good, bad = self.env["ar.credit.rating"].search([], limit=2)
        profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
        for rating, day in ((good, "2024-01-01"), (bad, "2025-01-01")):
            review = self.env["ar.credit.review"].create({"profile_id": profile.id})
            self.env.flush_all()
            self.env.cr.execute(
                """UPDATE ar_credit_review
                      SET state = 'approved', decision_date = %s, rating_id = %s
                    WHERE id = %s""",
                [day, rating.id, review.id],
            )
        profile.sudo().rating_id = bad
        self.env.invalidate_all()
        other = self._make_partner("Omega")
        self._make_invoice(other, 300, "2026-03-20", "2026-04-20")
        ecl = self._make(group_by="grade")
        lines = {line.group_key: line for line in ecl.line_ids if not line.bucket}
        of_good, of_bad, without = lines[str(good.id)], lines[str(bad.id)], lines[""]
        self.assertEqual((of_good.reached, of_good.lost, of_good.balance), (98_000, 4_000, 0))
        self.assertEqual((of_bad.reached, of_bad.lost, of_bad.balance), (0, 0, 10_000))
        self.assertEqual((without.reached, without.balance), (0, 300))
        self.assertIn("had none then", ecl.warning)
        self.assertEqual(ecl.difference, 0)

    def test_product_category(self):
        category = self.env["product.category"].create({"name": "Pumps"})
        product = self.env["product.product"].create({"name": "Pump", "categ_id": category.id})
        line = {"product_id": product.id, "price_unit": 500, "tax_ids": []}
        self._make_invoice(date="2026-03-20", invoice_line_ids=[Command.create(line)])
        ecl = self._make(group_by="product")
        found = {
            line.group_name: line.balance for line in ecl.line_ids.filtered(lambda one: one.balance)
        }
        self.assertEqual(found, {category.display_name: 500, "Without product": 10_000})

    # -- the allowance and its account -------------------------------------------------

    def test_an_account_that_shows_something_already(self):
        """408.16 are needed, 500 stand there since the opening: 91.84 are taken back."""
        opening = self._post("2025-12-31", {self.expense: 500}, self.stands)
        ecl = self._make()
        self.assertEqual((ecl.allowance, ecl.booked_balance, ecl.change), (408.16, 500, -91.84))
        ecl.action_confirm()
        ecl.action_propose_entry()
        entry = ecl.entry_id.sudo()
        self.assertEqual(
            {line.account_id: line.balance for line in entry.line_ids},
            {self.expense: -91.84, self.stands: 91.84},
        )
        self.assertEqual(self._behind(ecl, "booked_balance").move_id, opening)
        entry.action_post()
        self.assertEqual((ecl.booked_balance, ecl.change), (500, -91.84))
        ecl.action_book()
        self.assertEqual(ecl.state, "booked")

    def test_an_entry_that_an_accountant_changed(self):
        ecl = self._make()
        ecl.action_confirm()
        ecl.action_propose_entry()
        entry = ecl.entry_id.sudo()
        credit = entry.line_ids.filtered(lambda line: line.account_id == self.stands)
        debit = entry.line_ids - credit
        for amount in (400, 408.16):
            entry.write(
                {
                    "line_ids": [
                        Command.update(credit.id, {"balance": -amount}),
                        Command.update(debit.id, {"balance": amount}),
                    ]
                }
            )
            entry.action_post()
            if amount == 400:
                with self.assertRaisesRegex(UserError, "changes the allowance by"):
                    ecl.action_book()
                entry.button_draft()
        ecl.action_book()
        self.assertEqual(ecl.state, "booked")

    def test_an_entry_on_another_account(self):
        ecl = self._make()
        ecl.action_confirm()
        ecl.action_propose_entry()
        entry = ecl.entry_id.sudo()
        entry.line_ids.filtered(lambda line: line.account_id == self.stands).account_id = self.bad
        entry.action_post()
        with self.assertRaisesRegex(UserError, "changes the allowance by"):
            ecl.action_book()

    def test_an_account_that_was_booked_on_since(self):
        ecl = self._make()
        ecl.action_confirm()
        ecl.action_propose_entry()
        ecl.entry_id.sudo().action_post()
        self._post("2026-03-30", {self.expense: 10}, self.stands)
        with self.assertRaisesRegex(UserError, "when its entry was proposed"):
            ecl.action_book()

    def test_a_loss_that_the_allowance_bears(self):
        """100 are taken from the allowance of 500: a loss, and 400 are left on the account."""
        self._post("2024-05-31", {self.expense: 500}, self.stands)
        invoice = self._make_invoice(amount=100, **OLD)
        self._lose(invoice, 100, "2024-12-31", self.stands)
        ecl = self._make()
        self.assertEqual((ecl.line_ids[0].reached, ecl.line_ids[0].lost), (98_100, 4_100))
        self.assertLosses(ecl, 1_000, 3_100, 0, 4_100)
        self.assertEqual(ecl.booked_balance, 400)

    # -- the records behind ------------------------------------------------------------

    def test_what_is_behind_a_figure(self):
        ecl = self._make()
        items = self._receivable(self.short | self.lost | self.off.move_id)
        first, second, third, fourth = ecl.line_ids[:4]
        self.assertEqual(self._behind(first, "lost"), items)
        self.assertEqual(self._behind(third, "reached"), items)
        self.assertEqual(self._behind(fourth, "reached"), items - self._receivable(self.short))
        self.assertEqual(sum(self._behind(first, "reached").mapped("balance")), first.reached)
        self.assertEqual(sum(self._behind(second, "reached").mapped("balance")), second.reached)
        self.assertEqual(self._behind(first, "balance"), self._receivable(self.open))
        self.assertFalse(self._behind(second, "balance"))
        [month] = ecl.cohort_ids
        self.assertEqual(sum(self._behind(month, "billed").mapped("balance")), month.billed)
        self.assertEqual(self._behind(month, "lost"), items)
        self.assertIn(self._receivable(self.short), self._behind(month, "paid"))
        self.assertFalse(self._behind(month, "left_open"))
        for figure in ("loss_writeoffs", "loss_entries", "loss_ledger"):
            lines = self._behind(ecl, figure)
            self.assertEqual(sum(lines.mapped("balance")), ecl[figure])
        self.assertEqual(self._behind(ecl, "receivables"), self._receivable(self.open))

    def test_behind_the_back_test(self):
        late = self._make_invoice(amount=900, date="2025-03-01", due="2025-03-15")
        self._lose(late, 900, "2025-11-30")
        ecl = self._make()
        self.assertEqual((ecl.past_lost, str(ecl.past_date)), (900, "2025-03-31"))
        self.assertEqual(self._behind(ecl, "past_lost"), self._receivable(late))
        self.assertEqual(self._behind(ecl, "past_expected"), self._receivable(late))
        line = ecl.line_ids.filtered("past_lost")
        self.assertEqual((line.bucket, line.past_lost), (1, 900))
        self.assertEqual(self._behind(line, "past_lost"), self._receivable(late))
        self.assertEqual(self._behind(line, "past_expected"), self._receivable(late))

    def test_every_figure_of_every_group_opens(self):
        ecl = self._make()
        for group, _label in ecl._selection_group_by():
            ecl.group_by = group
            ecl.action_compute()
            for record in (ecl, ecl.line_ids[0], ecl.cohort_ids[0]):
                for figure in DRILLS[record._name]:
                    with self.subTest(group=group, figure=figure):
                        self._behind(record, figure)

    def test_who_may_not_read_it_sees_nothing_behind_it(self):
        ecl = self._make()
        nobody = self._make_user("ecl_nobody", "base.group_user")
        auditor = self._make_user("ecl_auditor", "account.group_account_readonly")
        self.assertTrue(self._behind(ecl.line_ids[0], "lost", auditor))
        with self.assertRaises(AccessError):
            ecl.with_user(nobody).get_drill_action("receivables")
        lines = self.env["account.move.line"]
        question = json.dumps(["ar.ecl", ecl.id, "receivables"])
        with self.assertRaises(AccessError):
            lines.with_user(nobody).search([("ar_provision_of", "=", question)])
        self._add_companies()
        stranger = self._make_user("ecl_stranger", MANAGER, self.other)
        with self.assertRaises(AccessError):
            lines.with_user(stranger).search([("ar_provision_of", "=", question)])
        for bad in (
            "[]",
            "x",
            "[1, 2, 3]",
            '["ar.ecl", true, "credits"]',
            '["ar.ecl", 0, "credits"]',
        ):
            with self.subTest(question=bad), self.assertRaises(UserError):
                lines.search([("ar_provision_of", "=", bad)])
        with self.assertRaises(UserError):
            ecl.get_drill_action("id")

    def test_paper_ties_out(self):
        self._post("2025-05-05", {self.bad: 50}, self.expense)
        ecl = self._make()
        report = self.env["ir.actions.report"].with_user(self.manager)
        html, _kind = report._render_qweb_html("ar_collections.report_ar_ecl", ecl.ids)
        text = html.decode()
        for words in ("Losses and the ledger", "4,050.00", "Not explained", "To be looked at"):
            self.assertIn(words, text)
