"""The internal checklist: what each check counts, who is told, what is kept."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.check.ar_check import CheckKind, Finding
from ..common import ArCommon

TODAY = "2026-03-31"
COLLECTOR = "ar_collections.ar_collections_group_collector"
LOGGER = "odoo.addons.ar_collections.models.base.ar_job_mixin"


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestInternalCheck(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checks = cls.env["ar.check"]._ensure(cls.company).sudo(False)
        cls.owner = cls._make_user("check_owner", COLLECTOR)
        cls.checks.owner_id = cls.owner
        cls.term_30 = cls._instalment_term((100, 30))

    def _check(self, code):
        return self.checks.filtered(lambda check: check.code == code)

    def _found(self, code):
        """(number, amount, records) of a check that is run now; the records are what its
        button opens."""
        check = self._check(code)
        check.action_run()
        action = check.action_view_records()
        records = (
            self.env[action["res_model"]].with_context(**action["context"]).search(action["domain"])
        )
        self.assertEqual(len(records), check.count)
        self.assertEqual(check.state, "open" if check.count else "ok")
        return check.count, check.amount, records

    def _make_bank_line(self, amount, date, **values):
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "payment_ref": "Money",
                "amount": amount,
                "date": date,
                **values,
            }
        )

    # -- what is counted ---------------------------------------------------------------

    def test_books_in_order(self):
        invoice = self._make_invoice(amount=500, date="2026-03-01")
        self._pay(invoice, 500, "2026-03-10")
        self.checks.action_run()
        books = self.checks.filtered(lambda check: check.code != "bank_line")
        self.assertEqual(set(books.mapped("state")), {"ok"}, books.mapped("message"))
        self.assertEqual(set(self.checks.mapped("count")), {0})

    def test_ledger(self):
        """A residual that does not follow from the matching."""
        invoice = self._make_invoice(amount=500, date="2026-03-01")
        line = self._receivable(invoice)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET amount_residual = 480 WHERE id = %s", [line.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self._found("ledger"), (1, -20, line))

    def test_ledger_two_wrong_items_that_cancel_out(self):
        lines = self.env["account.move.line"]
        for amount in (480, 520):
            line = self._receivable(self._make_invoice(amount=500, date="2026-03-01"))
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE account_move_line SET amount_residual = %s WHERE id = %s", [amount, line.id]
            )
            lines |= line
        self.env.invalidate_all()
        self.assertEqual(self._found("ledger"), (2, 0, lines))

    def test_no_customer(self):
        entry = self._make_entry(70, "2026-03-01")
        self._make_entry(30, "2026-03-01", partner=self.partner)
        count, amount, items = self._found("no_customer")
        self.assertEqual((count, amount, items.move_id), (1, 70, entry))

    def test_terms(self):
        """(agreed, on the invoice, due date by hand, off?)"""
        none, agreed = self.env["account.payment.term"], self.term_30
        other = self._instalment_term((100, 45))
        same_days = self._instalment_term((100, 30))
        parts = self._instalment_term((50, 10), (50, 60))
        cases = [
            (agreed, {"invoice_payment_term_id": agreed.id}, False),
            (agreed, {"invoice_payment_term_id": other.id}, True),
            (agreed, {"invoice_payment_term_id": same_days.id}, True),
            (agreed, {"invoice_payment_term_id": False, "due": "2026-05-31"}, True),
            (parts, {"invoice_payment_term_id": parts.id}, False),
            (none, {"invoice_payment_term_id": other.id}, False),
        ]
        off = self.env["account.move"]
        for number, (term, values, is_off) in enumerate(cases):
            partner = self._make_partner(f"Terms {number}", property_payment_term_id=term.id)
            values = {"date": "2026-03-20", "amount": 100, **values}
            invoice = self._make_invoice(partner, **values)
            off |= invoice if is_off else off
            # What is older than the age is left alone.
            self._make_invoice(partner, **{**values, "date": "2026-02-01"})
        count, amount, invoices = self._found("terms")
        self.assertEqual(invoices, off)
        self.assertEqual((count, amount), (3, 300))
        # The agreed terms with another due date.
        late = self._make_invoice(
            self._make_partner("Late", property_payment_term_id=agreed.id),
            date="2026-03-20",
            invoice_payment_term_id=agreed.id,
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET invoice_date_due = '2026-06-30' WHERE id = %s", [late.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self._found("terms")[2], off | late)

    def test_terms_of_a_contract(self):
        """What was agreed counts, not what stands on the contact."""
        term_60 = self._instalment_term((100, 60))
        self.partner.property_payment_term_id = self.term_30
        profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
        invoice = self._make_invoice(date="2026-03-20", invoice_payment_term_id=self.term_30.id)
        self.assertEqual(self._found("terms")[0], 0)
        agreed = {profile: {"payment_term": term_60, "source": "The contract."}}
        with patch.object(
            self.env.registry["ar.profile"], "_read_agreed_terms", lambda self, day: agreed
        ):
            self.assertEqual(self._found("terms")[2], invoice)

    def test_bank_account(self):
        banks = self.env["res.partner.bank"]
        own, foreign, doubtful = (
            banks.create(
                {"acc_number": number, "partner_id": partner.id, "allow_out_payment": trusted}
            )
            for number, partner, trusted in (
                ("OWN1", self.company.partner_id, True),
                ("FOREIGN1", self.partner, True),
                ("OWN2", self.company.partner_id, False),
            )
        )
        right, wrong, doubted, paid = (
            self._make_invoice(amount=100, date="2026-03-01") for _number in range(4)
        )
        self._pay(paid, 100, "2026-03-05")
        self.env.flush_all()
        for move, bank in ((right, own), (wrong, foreign), (doubted, doubtful), (paid, foreign)):
            self.env.cr.execute(
                "UPDATE account_move SET partner_bank_id = %s WHERE id = %s", [bank.id, move.id]
            )
        self.env.invalidate_all()
        self.assertEqual(self._found("bank_account"), (2, 200, doubted | wrong))

    def test_unallocated(self):
        old = self._pay_on_account(self.partner, 120, "2026-03-01")
        self._pay_on_account(self.partner, 50, "2026-03-15")
        self._make_invoice(amount=80, date="2026-01-01", move_type="out_refund")
        count, amount, items = self._found("unallocated")
        self.assertEqual((count, amount, items.move_id), (1, 120, old.move_id))
        self._check("unallocated").days = 16
        self.assertEqual(self._found("unallocated")[:2], (2, 170))

    def test_matchable(self):
        """Only what is in the same currency, and old enough on both sides."""
        self._make_invoice(amount=500, date="2026-03-01")
        self._pay_on_account(self.partner, 120, "2026-03-02")
        self._pay_on_account(self.partner, 30, "2026-03-30")
        young = self._make_partner("Young")
        self._make_invoice(young, amount=500, date="2026-03-30")
        self._pay_on_account(young, 500, "2026-03-01")
        foreign = self._make_partner("Foreign")
        self._make_invoice(foreign, amount=500, date="2026-03-01")
        euro = self.setup_other_currency("EUR")
        self._pay_on_account(foreign, 500, "2026-03-01", currency=euro)
        count, amount, profiles = self._found("matchable")
        self.assertEqual((count, amount, profiles.partner_id), (1, 120, self.partner))

    def test_bank_line(self):
        self._make_bank_line(200, "2026-03-28")
        out = self._make_bank_line(-50, "2026-03-01")
        self._make_bank_line(75, "2026-03-29")
        count, amount, lines = self._found("bank_line")
        self.assertEqual((count, amount), (2, 250))
        self.assertIn(out, lines)
        self.assertEqual(out.action_ar_open_entry()["res_id"], out.move_id.id)

    def test_tolerated(self):
        self._pay_on_account(self.partner, 9.99, "2026-01-01")
        check = self._check("unallocated")
        check.min_amount = 10
        check.action_run()
        self.assertEqual((check.state, check.count, check.amount), ("ok", 1, 9.99))
        check.min_amount = 9.99
        check.action_run()
        self.assertEqual(check.state, "open")
        with self.assertRaisesRegex(ValidationError, "Unallocated payments.*negative"):
            check.min_amount = -1

    # -- who is told, what is kept -----------------------------------------------------

    def test_owner_is_told_once(self):
        check = self._check("unallocated")
        check.action_run()
        self.assertFalse(check.activity_ids)
        invoice = self._make_invoice(amount=100, date="2026-01-01")
        payment = self._pay_on_account(self.partner, 100, "2026-01-01")
        for _time in range(3):
            check.action_run()
        activity = check.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual((activity.user_id, str(activity.date_deadline)), (self.owner, TODAY))
        self.assertIn("Unallocated payments", activity.summary)
        activity.with_user(self.owner).action_feedback(feedback="Seen")
        with freeze_time("2026-04-01 12:00:00"):
            check.action_run()
            self.assertFalse(check.activity_ids, "It was open yesterday, too.")
            self.assertEqual(str(check.open_since), TODAY)
            (self._receivable(invoice) | self._receivable(payment.move_id)).reconcile()
            check.action_run()
            self.assertEqual((check.state, check.open_since), ("ok", False))
            self._pay_on_account(self.partner, 60, "2026-01-01")
            check.action_run()
            self.assertEqual(len(check.activity_ids), 1, "It was in order in between.")
            check.min_amount = 1000
            check.action_run()
            self.assertFalse(check.activity_ids, "In order again: nothing is left to do.")

    def test_owner_who_left(self):
        check = self._check("unallocated")
        self.owner.sudo().write({"group_ids": [Command.set(self.env.ref("base.group_user").ids)]})
        self._pay_on_account(self.partner, 100, "2026-01-01")
        check.action_run()
        self.assertEqual(check.activity_ids.user_id, self.env.ref("base.user_admin"))
        stranger = self._make_user("check_stranger", "base.group_user")
        with self.assertRaisesRegex(ValidationError, "check_stranger.*cannot answer"):
            check.owner_id = stranger

    def test_history(self):
        check = self._check("unallocated")
        payment = self._pay_on_account(self.partner, 100, "2026-01-01")
        check.action_run()
        check.action_run()
        self.assertEqual(len(check.result_ids), 1)
        check.note = "The customer is asked"
        with freeze_time("2026-04-01 12:00:00"):
            check.action_run()
            self.assertEqual(check.note, "The customer is asked")
            payment.action_draft()
            check.action_run()
        with freeze_time("2026-04-02 12:00:00"):
            check.action_run()
            self.assertFalse(check.note)
        self.env.invalidate_all()
        self.assertEqual(
            [(str(r.date), r.state, r.count, r.amount, r.owner_id) for r in check.result_ids],
            [
                ("2026-04-02", "ok", 0, 0, self.owner),
                ("2026-04-01", "ok", 0, 0, self.owner),
                (TODAY, "open", 1, 100, self.owner),
            ],
        )
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            check.result_ids.sudo().create({"check_id": check.id, "date": TODAY, "state": "ok"})
        with self.assertRaisesRegex(UserError, "not changed by hand"):
            check.result_ids[0].amount = 5

    def test_one_that_fails_says_so(self):
        self._pay_on_account(self.partner, 100, "2026-01-01")
        checks = self.env.registry["ar.check"]

        def fail(check):
            check.env.cr.execute("SELECT 1 / 0")

        with (
            patch.object(checks, "_find_terms", fail),
            self.assertLogs(LOGGER, "ERROR"),
            mute_logger("odoo.sql_db"),
        ):
            self.checks.action_run()
        failed = self._check("terms")
        self.assertEqual((failed.state, failed.count), ("error", 0))
        self.assertIn("division by zero", failed.message)
        self.assertEqual(self._check("unallocated").state, "open")
        self.assertNotIn(False, self.checks.mapped("state"))
        failed.action_run()
        self.assertEqual((failed.state, failed.message), ("ok", False))

    def test_an_add_on_adds_one(self):
        checks = self.env.registry["ar.check"]
        domain = Domain("id", "=", self.partner.id)
        kinds = {**self.env["ar.check"]._get_checks(), "mine": CheckKind("Mine", "Look.", days=4)}
        finding = Finding("res.partner", domain, 1, 12.5)
        with (
            patch.object(checks, "_get_checks", lambda self: kinds),
            patch.object(checks, "_find_mine", lambda self: finding, create=True),
        ):
            mine = self.env["ar.check"]._ensure(self.company).sudo(False)
            mine = mine.filtered(lambda check: check.code == "mine")
            mine.action_run()
            self.assertEqual((mine.name, mine.days, mine.amount), ("Mine", 4, 12.5))
            self.assertEqual(mine.action_view_records()["domain"], list(domain))
            self.assertEqual(self.env["ar.check"].search([("name", "ilike", "mine")]), mine)
        # The add-on is gone.
        self.env.invalidate_all()
        mine.action_run()
        self.assertEqual(mine.amount, 12.5)
        with self.assertRaisesRegex(UserError, "not installed any more"):
            mine.action_view_records()

    def test_every_company_by_night(self):
        other = self.setup_other_company()["company"]
        # Made with the first run; what is archived is left alone.
        self._check("terms").active = False
        checks = self.env["ar.check"]._ensure()
        self.assertIn(other, checks.company_id)
        self.assertNotIn(
            "terms", checks.filtered(lambda c: c.company_id == self.company).mapped("code")
        )
        self._pay_on_account(self.partner, 100, "2026-01-01")
        with patch.object(self.env.registry["ir.cron"], "_commit_progress", return_value=100):
            self.env["ar.check"]._cron_run()
        of_other = checks.filtered(lambda check: check.company_id == other)
        self.assertEqual(set(of_other.mapped("state")), {"ok"})
        self.assertEqual(self._check("unallocated").state, "open")
        self.assertFalse(self._check("terms").state)

    # -- roles -------------------------------------------------------------------------

    def test_roles(self):
        check = self._check("unallocated")
        self._pay_on_account(self.partner, 100, "2026-01-01")
        as_collector = check.with_user(self.owner)
        as_collector.action_run()
        self.assertEqual(check.state, "open")
        as_collector.last_result_id.note = "Asked"
        self.assertEqual(check.note, "Asked")
        self.assertTrue(as_collector.action_view_records()["domain"])
        # As the list's button calls it: with the ids that are ticked.
        call_kw(self.env["ar.check"].with_user(self.owner), "action_run_all", [[]], {})
        for values in ({"days": 1}, {"owner_id": False}, {"active": False}):
            with self.assertRaises(AccessError):
                as_collector.write(values)
        for model in ("ar.check", "ar.check.result"):
            for login in ("check_nobody", "check_salesperson"):
                group = (
                    "base.group_user"
                    if "nobody" in login
                    else ("ar_collections.ar_collections_group_sales")
                )
                user = self.env["res.users"].search([("login", "=", login)])
                user = user or self._make_user(login, group)
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
        with self.assertRaises(AccessError):
            check.with_user(self._make_user("check_other_nobody", "base.group_user")).action_run()

    def test_other_companies(self):
        other = self.setup_other_company()["company"]
        stranger = self._make_user("check_other", COLLECTOR, other)
        self.checks.action_run()
        self.assertFalse(self.env["ar.check"].with_user(stranger).search([]) & self.checks)
        with self.assertRaises(AccessError):
            self.checks[0].with_user(stranger).action_view_records()
        self.assertFalse(
            self.env["ar.check.result"].with_user(stranger).search([]) & self.checks.result_ids
        )

    # -- before a dunning run ----------------------------------------------------------

    def test_receipts_before_a_run(self):
        self._make_invoice(amount=100, date="2026-01-01", due="2026-01-10")
        receipts = self._make_bank_line(200, "2026-03-31") | self._make_bank_line(30, "2026-03-01")
        self._make_bank_line(-50, "2026-03-01")
        self._make_bank_line(75, fields.Date.to_date(TODAY) + timedelta(days=1))
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id, "date": TODAY})
        as_collector = run.with_user(self.owner)
        self.assertEqual(
            (as_collector.unreconciled_count, as_collector.unreconciled_amount), (2, 230)
        )
        action = as_collector.action_view_unreconciled()
        lines = self.env[action["res_model"]].with_user(self.owner).search(action["domain"])
        self.assertEqual(lines, receipts)
        run.action_propose()
        self.assertEqual(run.unreconciled_count, 2)
        run.action_cancel()
        self.assertEqual((run.unreconciled_count, run.unreconciled_amount), (0, 0))
