"""Write-offs, to the cent: entries, the tax by its own repartition, recoveries, refusals."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ...common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"
MANAGER = "ar_collections.ar_collections_group_manager"
TODAY = "2026-09-30"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestWriteoff(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = cls._make_user("off_collector", COLLECTOR)
        cls.manager = cls._make_user("off_manager", MANAGER, name="Mia Manager")
        cls.second = cls._make_user("off_second", MANAGER, name="Sam Second")
        make = cls._make_account
        cls.debts = make("Bad debts", "expense")
        cls.waits = make("Tax of bad debts", "asset_current")
        cls.income = make("Recoveries", "income_other")
        cls.vat = make("VAT", "liability_current")
        cls.company.write(
            {
                "ar_writeoff_account_id": cls.debts.id,
                "ar_writeoff_recovery_account_id": cls.income.id,
                "ar_writeoff_collector_amount": 100,
                "ar_writeoff_four_eyes_amount": 5000,
            }
        )
        cls.tags = {
            name: cls.env["account.account.tag"].create({"name": name, "applicability": "taxes"})
            for name in ("+base", "+tax", "-base", "-tax")
        }
        cls.tax = cls._make_tax(19)
        cls.rule = cls._make_rule(start="later", months=6, claim_months=54)
        cls.invoice = cls._make_taxed(1000.0)
        cls.item = cls._receivable(cls.invoice)

    def _watch(self, model):
        """The night's work, in the transaction of the test."""
        cron = self.env.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", lambda *args, **options: float("inf")):
            self.env[model]._cron_watch()

    @classmethod
    def _make_account(cls, name, kind):
        number = 990000 + len(name) * 100 + len(kind)
        return cls.env["account.account"].create(
            {"name": name, "code": str(number), "account_type": kind}
        )

    @classmethod
    def _make_tax(cls, percent, **values):
        def lines(sign):
            return [
                Command.create(
                    {
                        "repartition_type": "base",
                        "tag_ids": [Command.set(cls.tags[f"{sign}base"].ids)],
                    }
                ),
                Command.create(
                    {
                        "repartition_type": "tax",
                        "account_id": cls.vat.id,
                        "tag_ids": [Command.set(cls.tags[f"{sign}tax"].ids)],
                    }
                ),
            ]

        return cls.env["account.tax"].create(
            {
                "name": f"VAT {percent} {len(values)}",
                "amount": percent,
                "invoice_repartition_line_ids": lines("+"),
                "refund_repartition_line_ids": lines("-"),
                **values,
            }
        )

    @classmethod
    def _make_rule(cls, **values):
        country = cls.company.account_fiscal_country_id
        return cls.env["ar.writeoff.rule"].create(
            {"country_id": country.id, "company_id": cls.company.id, **values}
        )

    @classmethod
    def _make_taxed(cls, amount, tax=None, due="2026-02-28", date="2026-01-15", **values):
        line = {
            "name": "Goods",
            "price_unit": amount,
            "tax_ids": [Command.set((tax or cls.tax).ids)],
        }
        return cls._make_invoice(
            date=date, due=due, invoice_line_ids=[Command.create(line)], **values
        )

    def _write_off(self, line=None, amount=None, user=None, **values):
        line = line or self.item
        return (
            self.env["ar.writeoff"]
            .with_user(user or self.collector)
            .create(
                {
                    "move_line_id": line.id,
                    "amount": amount or line.amount_residual_currency,
                    "reason": "uncollectible",
                    **values,
                }
            )
        )

    def _book(self, writeoff):
        writeoff.action_request()
        writeoff.with_user(self.manager).action_approve()
        writeoff.action_book()
        self.assertEqual(writeoff.state, "booked")
        return writeoff

    def _balances(self, moves):
        """{account: balance} of entries."""
        sums = {}
        for line in moves.sudo().line_ids:
            sums[line.account_id] = round(sums.get(line.account_id, 0) + line.balance, 2)
        return {account: amount for account, amount in sums.items() if amount}

    def _tagged(self, moves):
        """{tag: sum of the balances with it}."""
        sums = {}
        for line in moves.sudo().line_ids:
            for tag in line.tax_tag_ids:
                sums[tag.name] = round(sums.get(tag.name, 0) + line.balance, 2)
        return sums

    def assertTied(self):
        """What is owed is the general ledger's balance."""
        items = self.env["ar.open.item"]
        owed = sum(row["residual"] for row in items._read_rows(self.company.ids))
        day = self.company._ar_today()
        figures = items._read_tie_out(self.company.ids, day).values()
        ledger = sum(one["ledger"] - one["exchange_pending"] for one in figures)
        self.assertAlmostEqual(owed, ledger, 2)

    # -- booked ------------------------------------------------------------------------

    def test_gross_where_no_account_of_its_own_waits(self):
        """1,000 + 190: all of it is a loss until the tax is claimed, then 190 come back."""
        writeoff = self._write_off()
        self.assertEqual((writeoff.net, writeoff.tax), (1000, 190))
        self.assertEqual(writeoff.tax_relief, "eligible")
        self.assertEqual(str(writeoff.eligible_from), "2026-08-28")
        self.assertEqual(str(writeoff.claim_until), "2030-08-28")
        self._book(writeoff)
        receivable = self.item.account_id
        self.assertEqual(self._balances(writeoff.entry_id), {self.debts: 1190, receivable: -1190})
        self.assertEqual(self._tagged(writeoff.entry_id), {})
        self.assertFalse(self._items())
        self.assertTrue(self.item.reconciled)
        self.assertTied()
        writeoff.action_claim()
        self.assertEqual(writeoff.tax_relief, "claimed")
        self.assertEqual(self._balances(writeoff.claim_entry_id), {self.vat: 190, self.debts: -190})
        self.assertEqual(self._tagged(writeoff.claim_entry_id), {"-tax": 190, "-base": 1000})
        line = writeoff.claim_entry_id.line_ids.filtered("tax_repartition_line_id")
        self.assertEqual(line.tax_base_amount, 1000)
        self.assertEqual(line.tax_line_id, self.tax)
        before = writeoff.claim_entry_id
        writeoff.action_claim()
        self.assertEqual(writeoff.claim_entry_id, before)
        self.assertTied()

    def test_tax_waits_on_its_own_account(self):
        self.company.ar_writeoff_tax_account_id = self.waits
        self.rule.corrects_base = False
        writeoff = self._book(self._write_off())
        self.assertEqual(
            self._balances(writeoff.entry_id),
            {self.debts: 1000, self.waits: 190, self.item.account_id: -1190},
        )
        writeoff.action_claim()
        self.assertEqual(self._balances(writeoff.claim_entry_id), {self.vat: 190, self.waits: -190})
        self.assertEqual(self._tagged(writeoff.claim_entry_id), {"-tax": 190})

    def test_as_a_credit_note_would_correct_the_tax(self):
        """The return says the same as after a credit note over the same amount."""
        writeoff = self._book(self._write_off())
        writeoff.action_claim()
        note = self._make_taxed(1000.0, move_type="out_refund")
        self.assertEqual(self._tagged(writeoff.claim_entry_id), self._tagged(note))

    def test_parts_add_up_to_the_tax(self):
        """99.99 at 19 %: 19.00 of tax; three parts of 39.66, 39.66 and 39.67."""
        invoice = self._make_taxed(99.99)
        line = self._receivable(invoice)
        self.assertEqual(line.balance, 118.99)
        found = []
        for amount in (39.66, 39.66, 39.67):
            writeoff = self._book(self._write_off(line, amount))
            found.append(writeoff.tax_company)
            self.assertTied()
        self.assertEqual(found, [6.33, 6.34, 6.33])
        self.assertEqual(round(sum(found), 2), 19.00)
        self.assertTrue(line.reconciled)

    def test_a_part_leaves_the_rest_open(self):
        self._pay(self.invoice, 595, "2026-03-01")
        writeoff = self._book(self._write_off(amount=119))
        self.assertEqual((writeoff.net, writeoff.tax), (100, 19))
        self.assertEqual(self._items().residual, 476)
        self.assertTied()

    def test_two_taxes_and_one_without(self):
        low = self._make_tax(7)
        lines = [
            Command.create({"name": "A", "price_unit": 100, "tax_ids": [Command.set(tax.ids)]})
            for tax in (self.tax, low, self.tax.browse())
        ]
        invoice = self._make_invoice(date="2026-01-15", due="2026-02-28", invoice_line_ids=lines)
        line = self._receivable(invoice)
        self.assertEqual(line.balance, 326)
        writeoff = self._book(self._write_off(line, 163))
        self.assertEqual((writeoff.net, writeoff.tax), (150, 13))
        taxes = {tax.tax_id: (tax.amount, tax.base) for tax in writeoff.tax_ids}
        self.assertEqual(taxes, {self.tax: (9.5, 50), low: (3.5, 50)})
        writeoff.action_claim()
        self.assertEqual(self._tagged(writeoff.claim_entry_id), {"-tax": 13, "-base": 100})

    def test_foreign_currency(self):
        """2,380 in a currency of which two are one of ours; the rate of the day of payment does
        not matter, and no exchange difference arises."""
        currency = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 2.0), ("2026-09-01", 3.0)]
        )
        invoice = self._make_taxed(2000.0, currency_id=currency.id)
        line = self._receivable(invoice)
        self.assertEqual((line.balance, line.amount_currency), (1190, 2380))
        writeoff = self._book(self._write_off(line, 1190))
        self.assertEqual((writeoff.net, writeoff.tax, writeoff.currency_id), (1000, 190, currency))
        self.assertEqual((writeoff.amount_company, writeoff.tax_company), (595, 95))
        self.assertEqual((line.amount_residual, line.amount_residual_currency), (595, 1190))
        writeoff.action_claim()
        self.assertEqual(self._tagged(writeoff.claim_entry_id), {"-tax": 95, "-base": 500})
        rest = self._book(self._write_off(line))
        self.assertEqual((rest.amount_company, rest.tax_company), (595, 95))
        self.assertFalse(line.amount_residual or line.amount_residual_currency)
        self.assertFalse(
            self.env["account.partial.reconcile"]
            .search([("debit_move_id", "=", line.id)])
            .exchange_move_id
        )
        self.assertTied()

    def test_an_opening_balance_has_no_tax(self):
        entry = self._make_entry(300, "2026-01-01", self.partner)
        writeoff = self._book(self._write_off(self._receivable(entry)))
        self.assertEqual((writeoff.net, writeoff.tax, writeoff.tax_relief), (300, 0, "none"))
        self.assertEqual(writeoff.relief_words, "There is no tax in it.")

    def test_tax_due_on_payment_never_was(self):
        """Neither Odoo's entry for taxes on payment, nor a loss: it leaves where it waited."""
        transition = self._make_account("Tax to come", "liability_current")
        transition.reconcile = True
        self.company.tax_exigibility = True
        tax = self._make_tax(
            20, tax_exigibility="on_payment", cash_basis_transition_account_id=transition.id
        )
        invoice = self._make_taxed(500.0, tax)
        line = self._receivable(invoice)
        part = self._write_off(line, 60)
        part.action_request()
        part.with_user(self.manager).action_approve()
        with self.assertRaisesRegex(UserError, "Write off all that is left"):
            part.action_book()
        part.action_cancel()
        self._pay(invoice, 120, "2026-03-01")
        writeoff = self._write_off(line)
        self.assertEqual((writeoff.amount, writeoff.tax_relief), (480, "none"))
        self._book(writeoff)
        self.assertEqual(
            self._balances(writeoff.entry_id),
            {self.debts: 400, transition: 80, line.account_id: -480},
        )
        cash_basis = self.env["account.move"].search(
            [("tax_cash_basis_origin_move_id", "=", invoice.id)]
        )
        self.assertEqual(self._tagged(cash_basis).get("+tax"), -20)
        self.assertTied()
        payment = self._pay_on_account(self.partner, 120, TODAY)
        recovery = writeoff._recover(self._receivable(payment.move_id), 120)
        self.assertEqual(recovery.tax_company, 20)
        self.assertEqual(
            self._balances(recovery.move_id),
            {line.account_id: 120, self.vat: -20, self.income: -100},
        )
        self.assertEqual(self._tagged(recovery.move_id), {"+tax": -20, "+base": -100})

    # -- the rule ----------------------------------------------------------------------

    def test_countries(self):
        """Shipped rules: relief, days to wait, whether checked."""
        for code, relief, start, months, days, claim, verification in (
            ("uk", True, "later", 6, 0, 54, "checked"),
            ("pl", True, "due", 0, 90, 0, "unchecked"),
            ("de", True, "uncollectible", 0, 0, 0, "checked"),
            ("ie", True, "uncollectible", 0, 0, 0, "checked"),
            ("in", False, "later", 0, 0, 0, "unchecked"),
            ("cn", False, "later", 0, 0, 0, "checked"),
            ("us", True, "uncollectible", 0, 0, 0, "unchecked"),
        ):
            rule = self.env.ref(f"ar_collections.ar_writeoff_rule_{code}")
            with self.subTest(code=code):
                self.assertEqual(
                    (
                        rule.relief,
                        rule.start,
                        rule.months,
                        rule.days,
                        rule.claim_months,
                        rule.verification,
                    ),
                    (relief, start, months, days, claim, verification),
                )

    def test_no_relief(self):
        self.rule.relief = False
        writeoff = self._book(self._write_off())
        self.assertEqual((writeoff.tax_relief, writeoff.tax), ("none", 190))
        self.assertIn("the tax is lost", writeoff.relief_words)
        writeoff.action_claim()
        self.assertFalse(writeoff.claim_entry_id)

    def test_too_early_and_too_late(self):
        self.rule.write({"months": 12, "claim_months": 24})
        writeoff = self._book(self._write_off())
        self.assertEqual(str(writeoff.eligible_from), "2027-02-28")
        with self.assertRaisesRegex(UserError, "may be claimed from"):
            writeoff.action_claim()
        with freeze_time("2028-02-29"), self.assertRaisesRegex(UserError, "It is lost"):
            writeoff.action_claim()
        with freeze_time("2028-02-29"):
            writeoff.invalidate_recordset()
            self.assertIn("It is lost", writeoff.relief_words)

    def test_the_night_tells_twice(self):
        self.rule.write({"months": 12, "claim_months": 24})
        writeoff = self._book(self._write_off())
        writeoff.activity_ids.unlink()
        for day, count in (
            ("2027-02-27", 0),
            ("2027-02-28", 1),
            ("2027-03-01", 1),
            ("2027-12-29", 1),
            ("2027-12-30", 2),
            ("2028-01-15", 2),
            ("2028-03-30", 2),
        ):
            with freeze_time(day), self.subTest(day=day):
                self._watch("ar.writeoff")
                self.assertEqual(len(writeoff.activity_ids), count)
        self.assertIn("before it lapses", writeoff.activity_ids.mapped("summary")[-1])

    # -- who may -----------------------------------------------------------------------

    def test_above_ones_right(self):
        small = self._write_off(amount=100)
        small.action_request()
        small.action_approve()
        self.assertEqual(small.approver_id, self.collector)
        other = self._write_off(self._receivable(self._make_taxed(10.0)))
        other.action_request()
        with self.assertRaisesRegex(AccessError, "Mia Manager"):
            other.action_approve()
        small.action_book()
        again = self._write_off(amount=50)
        again.action_request()
        with self.assertRaisesRegex(AccessError, "Mia Manager"):
            again.action_approve()
        again.with_user(self.manager).action_approve()
        self.assertEqual(again.state, "approved")

    def test_two_people(self):
        self.company.ar_writeoff_four_eyes_amount = 1000
        own = self._write_off(user=self.manager)
        own.action_request()
        with self.assertRaisesRegex(UserError, "another collections manager.*Sam Second"):
            own.action_approve()
        own.with_user(self.second).action_approve()
        self.assertEqual(own.approver_id, self.second)
        below = self._write_off(self._receivable(self._make_taxed(500)), user=self.manager)
        below.action_request()
        below.action_approve()
        self.assertEqual(below.approver_id, self.manager)

    def test_who_changes_the_amount_is_an_author(self):
        self.company.ar_writeoff_four_eyes_amount = 100
        writeoff = self._write_off(amount=10)
        writeoff.with_user(self.manager).amount = 1190
        writeoff.action_request()
        with self.assertRaisesRegex(UserError, "You asked for"):
            writeoff.with_user(self.manager).action_approve()
        with self.assertRaises(AccessError):
            writeoff.amount = 5

    def test_states_go_through_the_gate(self):
        writeoff = self._write_off()
        writeoff.action_book()
        writeoff.action_approve()
        self.assertEqual(writeoff.state, "draft")
        for name, value in (("state", "approved"), ("tax_relief", "claimed"), ("approver_id", 1)):
            with self.subTest(name=name), self.assertRaises(AccessError):
                writeoff[name] = value
        writeoff.action_request()
        writeoff.action_refuse()
        self.assertEqual(writeoff.state, "draft")
        writeoff.action_cancel()
        with self.assertRaisesRegex(UserError, "part of the history"):
            writeoff.unlink()

    # -- refused -----------------------------------------------------------------------

    def test_what_cannot_be_written_off(self):
        credit = self._receivable(self._make_taxed(10, move_type="out_refund"))
        pending = self._write_off(self._receivable(self._make_taxed(20)))
        for line, amount, words in (
            (credit, 10, "is no debt"),
            (self.item, 1190.01, "only .*1,190.00 are open"),
            (self.item, -1, "has no amount"),
            (pending.move_line_id, 5, "is being written off in WO/2026/"),
        ):
            refused = self.assertRaisesRegex(UserError, words)
            with self.subTest(words=words), refused, self.env.cr.savepoint():
                self._write_off(line, amount)

    def test_paid_meanwhile(self):
        writeoff = self._write_off()
        writeoff.action_request()
        writeoff.with_user(self.manager).action_approve()
        self._pay(self.invoice, 1000, TODAY)
        with self.assertRaisesRegex(UserError, "only .*190.00 are open"):
            writeoff.action_book()
        self.assertEqual(writeoff.state, "approved")
        self.assertFalse(writeoff.entry_id)
        self.assertTied()

    def test_booked_once(self):
        writeoff = self._book(self._write_off(amount=100))
        entry = writeoff.entry_id
        writeoff.action_book()
        self.assertEqual(writeoff.entry_id, entry)
        self.assertEqual(self.item.amount_residual, 1090)

    def test_somebody_else_is_at_it(self):
        """Who comes second gets a sentence, and nothing is booked."""
        writeoff = self._write_off(amount=100)
        writeoff.action_request()
        writeoff.with_user(self.manager).action_approve()
        # Another one booked it after this list was read.
        with patch.object(
            self.env.registry["ar.writeoff"],
            "_lock",
            lambda one: one.sudo()._move_to("cancelled"),
        ):
            writeoff.action_book()
        self.assertFalse(writeoff.entry_id)
        self.assertEqual(self.item.amount_residual, 1190)

    def test_closed_period(self):
        self.company.fiscalyear_lock_date = "2026-08-31"
        writeoff = self._write_off(date="2026-08-15")
        writeoff.action_request()
        writeoff.with_user(self.manager).action_approve()
        with self.assertRaisesRegex(UserError, "closed until 08/31/2026"):
            writeoff.action_book()
        writeoff.date = "2026-09-15"
        writeoff.action_book()
        self.assertEqual(str(writeoff.entry_id.date), "2026-09-15")
        self.company.tax_lock_date = TODAY
        with self.assertRaisesRegex(UserError, "closed until"):
            writeoff.action_claim()

    def test_before_it_was_booked(self):
        with self.assertRaisesRegex(ValidationError, "before it was booked"):
            self._write_off(date="2026-01-01")

    def test_no_account(self):
        self.company.ar_writeoff_account_id = False
        with self.assertRaisesRegex(UserError, "no account for bad debts"):
            self._write_off().action_request()

    def test_a_country_that_wants_an_account_of_its_own(self):
        self.rule.own_account = True
        writeoff = self._write_off()
        with self.assertRaisesRegex(UserError, "only for what stands on an account of its own"):
            writeoff.action_request()
        self.company.ar_writeoff_tax_account_id = self.waits
        self._book(writeoff)

    def test_other_company(self):
        self._add_companies()
        there = self._receivable(
            self._make_invoice(self._make_partner("Beta"), 100, company=self.other)
        )
        with self.assertRaises(AccessError):
            self._write_off(there, 100)

    # -- afterwards --------------------------------------------------------------------

    def test_reversed(self):
        writeoff = self._book(self._write_off())
        writeoff.action_claim()
        with self.assertRaisesRegex(AccessError, "Mia Manager"):
            writeoff.action_reverse()
        writeoff.with_user(self.manager).action_reverse()
        self.assertEqual((writeoff.state, writeoff.tax_relief), ("reversed", "reversed"))
        self.assertEqual(self.item.amount_residual, 1190)
        entries = self.env["account.move"].search(
            [("reversed_entry_id", "in", (writeoff.entry_id | writeoff.claim_entry_id).ids)]
        )
        self.assertEqual(len(entries), 2)
        self.assertEqual(self._balances(entries | writeoff.entry_id | writeoff.claim_entry_id), {})
        self.assertEqual(self._tagged(entries), {"-tax": -190, "-base": -1000})
        self.assertTied()
        self._book(self._write_off())

    def test_entries_are_undone_on_the_write_off(self):
        writeoff = self._book(self._write_off())
        biller = self._make_user("off_book", "account.group_account_manager")
        with self.assertRaisesRegex(UserError, "Reverse the write-off"):
            writeoff.entry_id.with_user(biller).button_draft()

    def test_recovered_before_the_claim(self):
        """1,190 off, 595 come in: 95 of the tax are not lost, so 95 may be claimed."""
        self.company.ar_writeoff_tax_account_id = self.waits
        writeoff = self._book(self._write_off())
        payment = self._pay_on_account(self.partner, 595, TODAY)
        credit = self._receivable(payment.move_id)
        recovery = writeoff._recover(credit, 595)
        self.assertEqual(
            self._balances(recovery.move_id),
            {credit.account_id: 595, self.waits: -95, self.income: -500},
        )
        self.assertTrue(credit.reconciled)
        self.assertEqual((writeoff.state, writeoff.recovered_amount), ("booked", 595))
        writeoff.action_claim()
        self.assertEqual(self._balances(writeoff.claim_entry_id), {self.vat: 95, self.waits: -95})
        self.assertEqual(self._tagged(writeoff.claim_entry_id), {"-tax": 95, "-base": 500})
        self.assertTied()
        with self.assertRaisesRegex(UserError, "Money came in"):
            writeoff.with_user(self.manager).action_reverse()

    def test_recovered_after_the_claim(self):
        """The tax is owed again, in parts that add up."""
        writeoff = self._book(self._write_off())
        writeoff.action_claim()
        moves = self.env["account.move"]
        for amount, state in ((397, "booked"), (397, "booked"), (396, "recovered")):
            payment = self._pay_on_account(self.partner, amount, TODAY)
            moves |= writeoff._recover(self._receivable(payment.move_id), amount).move_id
            self.assertEqual(writeoff.state, state)
            self.assertTied()
        self.assertEqual(writeoff.tax_relief, "reversed")
        self.assertEqual(
            self._balances(moves),
            {self.item.account_id: 1190, self.vat: -190, self.income: -1000},
        )
        self.assertEqual(self._tagged(moves), {"+tax": -190, "+base": -1000})
        self.assertFalse(self._items())

    def test_the_dialog_of_a_recovery(self):
        writeoff = self._book(self._write_off(amount=500))
        payment = self._pay_on_account(self.partner, 800, "2026-09-15")
        credit = self._receivable(payment.move_id)
        wizard = writeoff.env["ar.writeoff.recover"].create(
            {"writeoff_id": writeoff.id, "credit_line_id": credit.id}
        )
        self.assertEqual((wizard.credit_ids, wizard.amount), (credit, 500))
        wizard.action_recover()
        self.assertEqual((writeoff.state, credit.amount_residual), ("recovered", -300))
        with self.assertRaisesRegex(UserError, "Nothing is left"):
            writeoff._recover(credit, 1)

    def test_recoveries_that_do_not_fit(self):
        writeoff = self._book(self._write_off(amount=500))
        payment = self._pay_on_account(self.partner, 200, TODAY)
        credit = self._receivable(payment.move_id)
        for amount in (0, -1, 200.01, 501):
            with self.subTest(amount=amount), self.assertRaisesRegex(UserError, "up to both"):
                writeoff._recover(credit, amount)
        strange = self._pay_on_account(self._make_partner("Beta"), 50, TODAY)
        with self.assertRaisesRegex(UserError, "is no payment of Alpha"):
            writeoff._recover(self._receivable(strange.move_id), 50)
        currency = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        foreign = self._pay_on_account(self.partner, 50, TODAY, currency=currency)
        with self.assertRaisesRegex(UserError, "another currency"):
            writeoff._recover(self._receivable(foreign.move_id), 50)

    # -- the dialog, cases, figures ----------------------------------------------------

    def test_the_dialog(self):
        other = self._make_taxed(100.0)
        action = self._items().with_user(self.collector).action_write_off()
        wizard = self.env["ar.writeoff.make"].with_user(self.collector).browse(action["res_id"])
        self.assertEqual(sorted(wizard.line_ids.mapped("amount")), [119, 1190])
        wizard.line_ids.filtered(lambda one: one.move_id == other).amount = 0
        with self.assertRaisesRegex(UserError, "and why"):
            wizard.action_make()
        wizard.write(
            {
                "reason": "insolvent",
                "attachment_ids": [Command.create({"name": "Letter.txt", "raw": b"No assets"})],
            }
        )
        writeoff = self.env["ar.writeoff"].browse(wizard.action_make()["res_id"])
        self.assertEqual((writeoff.state, writeoff.move_id), ("requested", self.invoice))
        self.assertEqual(writeoff.evidence_count, 1)
        self.assertEqual(writeoff.attachment_ids.res_id, writeoff.id)
        with self.assertRaises(AccessError):
            writeoff.attachment_ids.with_user(self.collector).unlink()
        paid = self._make_partner("Gamma")
        self._make_invoice(paid, 10, move_type="out_refund")
        profile = self.env["ar.profile"].get_or_create(paid, self.company)
        with self.assertRaisesRegex(UserError, "owes nothing"):
            profile.action_write_off()

    def test_recovery_of_what_was_written_off_belongs_to_its_case(self):
        case = self.env["ar.case"].create(
            {"move_line_ids": [Command.set(self.item.ids)], "kind": "agency"}
        )
        case.action_hand_over()
        writeoff = self._book(self._write_off(case_id=case.id))
        self.assertEqual((case.open_amount, case.recoveries), (0, 0))
        payment = self._pay_on_account(self.partner, 119, TODAY)
        writeoff._recover(self._receivable(payment.move_id), 119)
        case.invalidate_recordset()
        self.assertEqual(case.recoveries, 119)

    def test_what_was_lost_in_a_period(self):
        read = self.env["ar.writeoff"]._read_written_off
        kept = self._book(self._write_off(amount=500))
        wrong = self._book(self._write_off(self._receivable(self._make_taxed(100.0))))
        with freeze_time("2026-10-15"):
            wrong.with_user(self.manager).action_reverse()
            payment = self._pay_on_account(self.partner, 80, "2026-10-15")
            kept._recover(self._receivable(payment.move_id), 80)
        september = read(self.company.ids, "2026-09-01", "2026-09-30")[self.company.id]
        october = read(self.company.ids, "2026-10-01", "2026-10-31")[self.company.id]
        self.assertEqual((september["written_off"], september["net"]), (619, 619))
        self.assertEqual(october, {"written_off": 0, "reversed": 119, "recovered": 80, "net": -199})

    def test_write_offs_follow_their_account(self):
        writeoff = self._book(self._write_off())
        beta = self.env["ar.profile"].get_or_create(self._make_partner("Beta"), self.company)
        writeoff.profile_id._merge_into(beta)
        self.assertEqual((writeoff.profile_id, writeoff.partner_id), (beta, beta.partner_id))
