"""The provision on a small ledger that was computed by hand."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from ...common import ArCommon

TODAY = "2026-03-31"
COLLECTOR = "ar_collections.ar_collections_group_collector"
MANAGER = "ar_collections.ar_collections_group_manager"
# Of 100,000 billed; what reached each bucket, and 1,000 lost of it.
REACHED = [100_000, 40_000, 10_000, 1_000, 1_000, 1_000]
RATES = [1, 2.5, 10, 100, 100, 100]


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestEcl(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._make_user("ecl_manager", MANAGER, name="Mia Manager")
        cls.collector = cls._make_user("ecl_collector", COLLECTOR)
        cls.expense = cls._make_account("Expected losses", "expense", "991001")
        cls.stands = cls._make_account("Allowance", "asset_current", "991002")
        cls.company.write(
            {
                "ar_writeoff_account_id": cls.expense.id,
                "ar_ecl_expense_account_id": cls.expense.id,
                "ar_ecl_allowance_account_id": cls.stands.id,
            }
        )
        make = cls._make_invoice
        old = {"date": "2024-06-01", "due": "2024-07-01"}
        cls._pay(make(amount=60_000, **old), 60_000, "2024-06-20")
        cls._pay(make(amount=30_000, **old), 30_000, "2024-07-15")
        cls._pay(make(amount=9_000, **old), 9_000, "2024-08-20")
        # Credited: no credit loss.
        credited = make(amount=5_000, **old)
        refund = make(amount=5_000, date="2024-12-30", move_type="out_refund")
        (cls._receivable(credited) + cls._receivable(refund)).reconcile()
        cls.off = cls._write_off(make(amount=500, **old), 500, "2024-12-31")
        young = make(amount=500, date="2025-01-10", due="2025-02-09")
        cls.young_off = cls._write_off(young, 500, "2025-09-30")
        # What is open.
        make(amount=50_000, date="2026-03-20", due="2026-04-20")
        make(amount=8_000, date="2026-02-01", due="2026-03-15")
        make(amount=2_000, date="2026-01-15", due="2026-02-15")
        cls.apart = make(amount=4_000, date="2025-11-01", due="2025-12-01")
        cls.gamma = cls._make_partner("Gamma Secured")
        make(cls.gamma, 3_000, "2026-03-20", "2026-04-20")
        profile = cls.env["ar.profile"].get_or_create(cls.gamma, cls.company)
        cls.env["ar.credit.security"].create(
            {
                "profile_id": profile.id,
                "kind": "deposit",
                "reference": "D1",
                "amount": 1_000,
                "date_from": "2026-01-01",
            }
        )
        cls._pay_on_account(cls.partner, 700, "2026-03-25")
        # Paid in March.
        late = make(amount=1_000, date="2026-01-05", due="2026-02-05")
        cls._pay(late, 1_000, "2026-03-10")
        cls.env.flush_all()

    @classmethod
    def _make_account(cls, name, kind, code):
        return cls.env["account.account"].create({"name": name, "code": code, "account_type": kind})

    @classmethod
    def _write_off(cls, invoice, amount, day):
        off = (
            cls.env["ar.writeoff"]
            .with_user(cls.manager)
            .create(
                {
                    "move_line_id": cls._receivable(invoice).id,
                    "amount": amount,
                    "reason": "insolvent",
                    "date": day,
                }
            )
        )
        off.action_request()
        off.action_approve()
        off.action_book()
        return off

    def _make(self, **values):
        ecl = (
            self.env["ar.ecl"]
            .with_user(self.manager)
            .create({"company_id": self.company.id, "date": TODAY, **values})
        )
        ecl.action_compute()
        return ecl

    def _put_apart(self, ecl):
        self.env["ar.ecl.item"].with_user(self.manager).create(
            {
                "ecl_id": ecl.id,
                "move_line_id": self._receivable(self.apart).id,
                "percent": 50,
                "reason": "A lawsuit",
            }
        )
        ecl.action_compute()
        return ecl

    def _line(self, ecl, bucket):
        return ecl.line_ids.filtered(lambda line: line.bucket == bucket)

    # -- the matrix --------------------------------------------------------------------

    def test_matrix_by_hand(self):
        ecl = self._put_apart(self._make())
        self.assertEqual(ecl.line_ids.mapped("reached"), REACHED)
        self.assertEqual(ecl.line_ids.mapped("lost"), [1_000] * 6)
        for line, rate in zip(ecl.line_ids, RATES, strict=True):
            self.assertAlmostEqual(line.used_rate, rate, places=4)
        self.assertEqual(ecl.line_ids.mapped("balance"), [52_000, 8_000, 2_000, 0, 0, 0])
        self.assertEqual(ecl.line_ids.mapped("allowance"), [520, 200, 200, 0, 0, 0])
        self.assertEqual(ecl.item_allowance, 2_000)
        self.assertEqual(ecl.allowance, 2_920)
        self.assertEqual((ecl.covered, ecl.credits), (1_000, 700))
        self.assertEqual(ecl.receivables, 66_300)
        self.assertEqual(ecl.difference, 0)

    def test_cohorts_add_up(self):
        cohorts = self._make().cohort_ids
        self.assertEqual([str(day)[:7] for day in cohorts.mapped("date")], ["2024-06", "2025-01"])
        self.assertEqual(cohorts.mapped("billed"), [99_500, 500])
        self.assertEqual(cohorts.mapped("paid"), [99_000, 0])
        self.assertEqual(cohorts.mapped("lost"), [500, 500])

    def test_every_group_ties_out(self):
        ecl = self._make()
        for group, _label in ecl._selection_group_by():
            with self.subTest(group=group):
                ecl.group_by = group
                ecl.action_compute()
                self.assertEqual(ecl.difference, 0)
                self.assertEqual(ecl.receivables, 66_300)
                self.assertTrue(all(ecl.line_ids.mapped("group_name")))
                covered = 0 if group == "insurance" else 1_000
                self.assertEqual(ecl.covered, covered)
        self.assertEqual(set(ecl.line_ids.mapped("group_name")), {"Secured", "Not secured"})
        secured = ecl.line_ids.filtered(lambda line: line.group_name == "Secured")
        # Without history of its own it takes that of all.
        self.assertEqual(set(secured.mapped("rate_source")), {"all"})

    def test_losses_are_without_tax_recoveries_and_deductions(self):
        self.off.sudo().write({"tax_relief": "claimed", "tax_company": 80})
        self.env["ar.writeoff.recovery"].sudo().create(
            {"writeoff_id": self.off.id, "date": TODAY, "amount": 120, "amount_company": 120}
        )
        ecl = self._make()
        self.assertEqual(self._line(ecl, 0).lost, 800)
        self.assertEqual(self._line(ecl, 0).reached, 100_000)
        profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
        dispute = self.env["ar.dispute"].create(
            {
                "profile_id": profile.id,
                "move_line_ids": [Command.set(self._receivable(self.apart).ids)],
                "amount": 1,
                "reason_id": self.env.ref("ar_collections.ar_dispute_reason_price").id,
            }
        )
        dispute.sudo().kind = "deduction"
        dispute.item_ids.sudo().move_line_id = self.young_off.move_line_id
        self.env.flush_all()
        ecl.action_compute()
        self.assertEqual(self._line(ecl, 0).lost, 300)

    def test_overlay_has_a_source_and_stays(self):
        ecl = self._make()
        line = self._line(ecl, 0)
        with self.assertRaisesRegex(ValidationError, "no source"):
            line.overlay = 1
        line.write({"overlay": 1, "overlay_source": "ifo", "overlay_date": "2026-03-24"})
        self.assertEqual(line.overlay_author_id, self.manager)
        self.assertEqual(line.allowance, 1_040)
        ecl.action_compute()
        line = self._line(ecl, 0)
        self.assertEqual((line.allowance, line.overlay_author_id), (1_040, self.manager))
        ecl.method = "cecl_current"
        self.assertEqual(line.allowance, 520)

    def test_collections_after_the_day(self):
        ecl = self._make(date="2026-02-28")
        self.assertEqual(self._line(ecl, 1).balance, 3_000)
        ecl.method = "cecl_after"
        ecl.action_compute()
        self.assertEqual(str(ecl.collected_until), TODAY)
        self.assertEqual(self._line(ecl, 1).balance, 2_000)
        self.assertEqual((ecl.collected, ecl.difference), (1_000, 0))
        with self.assertRaisesRegex(ValidationError, "after its day"):
            ecl.collected_until = "2026-02-01"

    def test_back_test(self):
        ecl = self._make()
        self.assertEqual(str(ecl.past_date), "2025-03-31")
        # Nothing was known a year ago.
        self.assertEqual((ecl.past_expected, ecl.past_lost), (0, 500))
        past = self._make(date="2025-03-31")
        line = self._line(past, 2)
        self.assertEqual((line.balance, line.rate_source), (500, "none"))
        line.write({"overlay": 10, "overlay_source": "Board", "overlay_date": "2025-03-31"})
        past.action_confirm()
        ecl.action_compute()
        self.assertEqual((ecl.past_expected, ecl.past_lost), (50, 500))
        self.assertEqual(self._line(ecl, 2).past_lost, 500)

    # -- its life ----------------------------------------------------------------------

    def test_entry_and_the_difference_to_the_last_one(self):
        ecl = self._put_apart(self._make())
        with self.assertRaisesRegex(UserError, "not confirmed"):
            ecl.action_propose_entry()
        ecl.action_confirm()
        with self.assertRaisesRegex(UserError, "not posted"):
            ecl.action_book()
        ecl.action_propose_entry()
        entry = ecl.entry_id.sudo()
        self.assertEqual((entry.state, str(entry.date)), ("draft", TODAY))
        self.assertEqual(
            {line.account_id: line.balance for line in entry.line_ids},
            {self.expense: 2_920, self.stands: -2_920},
        )
        ecl.action_propose_entry()
        self.assertEqual(ecl.entry_id, entry)
        entry.action_post()
        with self.assertRaisesRegex(UserError, "is posted"):
            ecl.action_cancel()
        ecl.action_book()
        self.assertEqual(ecl.state, "booked")
        earlier = self._make(date="2026-03-30")
        with self.assertRaisesRegex(UserError, "is booked, which is later"):
            earlier.action_confirm()
        with freeze_time("2026-04-01"):
            after = self._make(date="2026-04-01")
            after.action_confirm()
            self.assertEqual((after.previous_id, after.previous_allowance), (ecl, 2_920))
            self.assertEqual(after.change, after.allowance - 2_920)
            after.action_propose_entry()
            self.assertEqual(sum(after.entry_id.sudo().line_ids.mapped("debit")), abs(after.change))
            draft = after.entry_id.sudo()
            after.action_draft()
            self.assertFalse(draft.exists())

    def test_accounts_are_missing(self):
        ecl = self._make()
        ecl.action_confirm()
        self.company.ar_ecl_allowance_account_id = False
        with self.assertRaisesRegex(UserError, "no accounts for expected losses"):
            ecl.action_propose_entry()

    def test_what_is_confirmed_stands(self):
        ecl = self._put_apart(self._make())
        ecl.action_confirm()
        for change in (
            lambda: ecl.write({"group_by": "country"}),
            lambda: ecl.item_ids.write({"percent": 1}),
            lambda: ecl.line_ids[:1].write({"overlay": 1}),
        ):
            with self.assertRaises(AccessError):
                change()
        with self.assertRaises(ValidationError):
            ecl.item_ids.unlink()
        with self.assertRaises(UserError):
            ecl.unlink()
        self._make_invoice(amount=99, date="2026-03-01", due="2026-03-02")
        ecl.action_compute()
        self.assertEqual(ecl.receivables, 66_300)
        with self.assertRaisesRegex(UserError, "confirmed already"):
            self._make().action_confirm()

    def test_rights(self):
        ecl = self._make()
        with self.assertRaises(AccessError):
            ecl.with_user(self.collector).action_compute()
        self.assertEqual(ecl.with_user(self.collector).allowance, ecl.allowance)
        with self.assertRaises(AccessError):
            ecl.line_ids[:1].balance = 1
        with self.assertRaises(AccessError):
            ecl.write({"state": "booked"})

    def test_form_and_paper(self):
        with Form(self.env["ar.ecl"].with_user(self.manager)) as form:
            form.method = "cecl"
        ecl = form.save()
        ecl.action_compute()
        with Form(ecl) as form, form.item_ids.new() as item:
            item.move_line_id = self._receivable(self.apart)
            item.reason = "Insolvent"
        ecl.action_compute()
        report = self.env["ir.actions.report"].with_user(self.manager)
        html, _kind = report._render_qweb_html("ar_collections.report_ar_ecl", ecl.ids)
        text = html.decode()
        for words in ("Provision", "Back-test", "Insolvent", "100,000.00"):
            self.assertIn(words, text)

    def test_bad_settings(self):
        for values in ({"cohort_months": 11}, {"followed_months": -1}, {"date": "2026-04-01"}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.env["ar.ecl"].create({"company_id": self.company.id, **values})
