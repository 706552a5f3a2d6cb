"""What a statement says, against ledgers computed by hand."""

import io
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ....models.statement.statement import ar_statement_send
from ...common import ArCommon

TODAY = "2026-12-15"
REPORT = "ar_collections.report_ar_statement"
NBSP = "\N{NO-BREAK SPACE}"


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestStatement(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eur = cls.setup_other_currency(
            "EUR", rates=[("2025-01-01", 0.5), ("2026-09-20", 0.8), ("2026-11-15", 0.6)]
        )
        cls.company.email = "accounts@example.com"
        cls.collector = cls._make_user(
            "statement_collector", "ar_collections.ar_collections_group_collector"
        )

    def _make(self, kind="activity", start="2026-10-01", end="2026-10-31", **values):
        values.setdefault("partner_id", self.partner.id)
        return self.env["ar.statement"].create(
            {
                "kind": kind,
                "company_id": self.company.id,
                "date_to": end,
                **({"date_from": start} if kind == "activity" else {}),
                **values,
            }
        )

    def _said(self, statement):
        """{currency: (opening, [(day, kind, amount, balance)], closing)}."""
        return {
            balance.currency_id.name: (
                balance.opening_balance,
                [
                    (str(line.date)[5:], line.kind, line.amount, line.balance)
                    for line in balance.line_ids
                ],
                balance.closing_balance,
            )
            for balance in statement.balance_ids
        }

    def _assert_ties(self, day):
        """The closing balances of all customers are the ledger's of that day."""
        reader = self.env["ar.open.item"]
        partners = {row["partner_id"] for row in reader._read_balances(self.company.ids, day)}
        stated = sum(
            self._make("open", end=day, partner_id=partner).closing_balance for partner in partners
        )
        ties = reader._read_tie_out(self.company.ids, self._day(day)).values()
        expected = sum(tie["ledger"] + tie["exchange_pending"] for tie in ties)
        self.assertEqual(round(stated - expected, 2), 0)
        return round(stated, 2)

    # -- figures -----------------------------------------------------------------------

    def test_activity(self):
        """Opening 800 + 500 − 100 (credit note) − 1,000 (payment) = closing 200; a payment
        matched in November is still unallocated in October."""
        first = self._make_invoice(amount=1000, date="2026-09-10", due="2026-10-10")
        self._pay(first, 200, "2026-09-30")
        self._make_invoice(amount=500, date="2026-10-05", due="2026-11-04", ref="PO 9")
        self._make_invoice(amount=100, date="2026-10-06", move_type="out_refund")
        payment = self._pay_on_account(self.partner, 1000, "2026-10-20")
        (self._receivable(first) + self._receivable(payment.move_id)).with_context(
            reconcile_date="2026-11-03"
        ).reconcile()
        self._make_invoice(amount=7, date="2026-11-01")
        statement = self._make()
        self.assertEqual(
            self._said(statement),
            {
                "USD": (
                    800,
                    [
                        ("10-05", "invoice", 500, 1300),
                        ("10-06", "credit_note", -100, 1200),
                        ("10-20", "payment", -1000, 200),
                    ],
                    200,
                )
            },
        )
        line = statement.line_ids[0]
        self.assertEqual((line.debit, line.credit, line.ref), (500, 0, "PO 9"))
        self.assertEqual(line.date_due, self._day("2026-11-04"))
        balance = statement.balance_ids
        self.assertEqual((balance.debit, balance.credit), (500, 1100))
        self.assertEqual((statement.opening_balance, statement.closing_balance), (800, 200))
        self.assertEqual(sum(balance.aging), 200)

    def test_open_items(self):
        self._make_invoice(amount=1000, date="2026-09-10", due="2026-10-10")
        self._make_invoice(amount=300, date="2026-10-01", due="2026-11-30")
        self._pay_on_account(self.partner, 50, "2026-10-15")
        statement = self._make("open", end="2026-10-31")
        self.assertEqual(
            [(line.kind, line.residual, line.days_overdue) for line in statement.line_ids],
            [("invoice", 1000, 21), ("invoice", 300, 0), ("payment", -50, 0)],
        )
        balance = statement.balance_ids
        self.assertEqual(balance.closing_balance, 1250)
        self.assertEqual((balance.overdue_amount, balance.credit_amount), (950, 50))
        # Not due 300, 1-30 days: 1,000 and the payment of 16 days ago.
        self.assertEqual(balance.aging, [300, 950, 0, 0, 0, 0])
        self.assertFalse(statement.date_from)

    def test_trap_07_exchange_differences(self):
        """1,000 EUR booked 2,000 USD, 400 EUR and 600 EUR paid: in euro nothing but that."""
        invoice = self._make_invoice(amount=1000, date="2026-09-01", currency_id=self.eur.id)
        self._pay(invoice, 400, "2026-09-22", currency_id=self.eur.id)
        self._pay(invoice, 600, "2026-11-16", currency_id=self.eur.id)
        september = self._make(start="2026-09-02", end="2026-09-25")
        self.assertEqual(
            self._said(september), {"EUR": (1000, [("09-22", "payment", -400, 600)], 600)}
        )
        self.assertEqual(september.closing_balance, 1200)
        november = self._make(start="2026-09-26", end="2026-11-18")
        self.assertEqual(self._said(november), {"EUR": (600, [("11-16", "payment", -600, 0)], 0)})
        self.assertEqual((november.opening_balance, november.closing_balance), (1200, 0))

    def test_trap_08_ties_to_the_ledger_on_past_days(self):
        other = self._make_partner("Beta Works")
        term = self._instalment_term((30, 10), (70, 60))
        home = self._make_invoice(amount=900, date="2026-07-03", invoice_payment_term_id=term.id)
        euro = self._make_invoice(other, amount=333, date="2026-07-10", currency_id=self.eur.id)
        self._make_entry(-45, "2026-08-01", self.partner)
        self._pay_on_account(other, 50, "2026-10-01", currency=self.eur)
        self._pay(home, 400, "2026-09-05")
        self._pay(euro, 100, "2026-10-12", currency_id=self.eur.id)
        self._pay(euro, 100, "2026-11-20", currency_id=self.eur.id)
        for day in ("2026-08-31", "2026-10-31", "2026-12-15"):
            with self.subTest(day=day):
                self.assertTrue(self._assert_ties(day))

    def test_paid_in_another_currency(self):
        """An invoice in euro paid with dollars: what leaves one balance is named there."""
        invoice = self._make_invoice(amount=100, date="2026-10-02", currency_id=self.eur.id)
        payment = self._pay_on_account(self.partner, 125, "2026-10-20")
        (self._receivable(invoice) + self._receivable(payment.move_id)).reconcile()
        said = self._said(self._make())
        self.assertEqual(
            said["EUR"],
            (0, [("10-02", "invoice", 100, 100), ("10-20", "transfer", -100, 0)], 0),
        )
        self.assertEqual(
            said["USD"],
            (0, [("10-20", "transfer", 125, 125), ("10-20", "payment", -125, 0)], 0),
        )

    def test_paid_by_another_customer(self):
        payer = self._make_partner("Payer Holding")
        invoice = self._make_invoice(amount=100, date="2026-10-02")
        payment = self._pay_on_account(payer, 100, "2026-10-20")
        (self._receivable(invoice) + self._receivable(payment.move_id)).reconcile()
        statement = self._make()
        self.assertEqual(statement.closing_balance, 0)
        line = statement.line_ids[-1]
        self.assertEqual((line.kind, line.amount), ("transfer", -100))
        self.assertIn(payment.move_id.name, line._get_label())
        self.assertEqual(self._make(partner_id=payer.id).closing_balance, 0)

    def test_trap_16_opening_entry_and_trap_11_contacts(self):
        contact = self._make_partner("Carla", parent_id=self.partner.id, is_company=False)
        self._make_entry(500, "2026-09-30", self.partner)
        self._make_invoice(contact, amount=70, date="2026-10-05")
        together = self._make(partner_id=contact.id)
        self.assertEqual(together.partner_id, self.partner)
        self.assertEqual(len(together.balance_ids), 1)
        self.assertEqual((together.opening_balance, together.closing_balance), (500, 570))
        apart = self._make(by_contact=True)
        self.assertEqual(
            [(b.contact_id, b.opening_balance, b.closing_balance) for b in apart.balance_ids],
            [(self.partner, 500, 500), (contact, 0, 70)],
        )
        # The parent pays for its contact: it leaves one balance and enters the other.
        payment = self._pay_on_account(self.partner, 70, "2026-10-20")
        lines = self.env["account.move.line"]
        lines = self._receivable(payment.move_id) + self._receivable(
            self.env["account.move"].search([("partner_id", "=", contact.id)])
        )
        lines.reconcile()
        apart.action_refresh()
        self.assertEqual(apart.balance_ids.mapped("closing_balance"), [500, 0])

    def test_reset_to_draft_and_storno(self):
        invoice = self._make_invoice(amount=100, date="2026-10-02")
        payment = self._pay(invoice, 40, "2026-10-10")
        statement = self._make()
        self.assertEqual(statement.closing_balance, 60)
        payment.action_draft()
        statement.action_refresh()
        self.assertEqual(self._said(statement)["USD"][1], [("10-02", "invoice", 100, 100)])

    def test_a_gap_is_never_stated(self):
        invoice = self._make_invoice(amount=100, date="2026-10-02")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET amount_residual_currency = 90 WHERE id = %s",
            [self._receivable(invoice).id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "Alpha Trading.*10.00"):
            self._make()

    def test_many_customers_in_few_queries(self):
        partners = [self._make_partner(f"Many {number}") for number in range(6)]
        for partner in partners:
            self._make_invoice(partner, date="2026-10-02")
        statements = self.env["ar.statement"]
        for partner in partners:
            statements |= self._make(partner_id=partner.id)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(15):
            figures = statements._read_figures()
        self.assertEqual(len(figures), 6)

    # -- bad input ---------------------------------------------------------------------

    def test_nothing_to_state_gets_a_sentence(self):
        for kind in ("open", "activity"):
            with self.assertRaises(UserError) as caught:
                self._make(kind)
            self.assertRegex(str(caught.exception), "Alpha Trading.*nothing to state")
        self.assertFalse(self.env["ar.statement"].search([("partner_id", "=", self.partner.id)]))

    def test_wrong_periods(self):
        self._make_invoice(date="2026-09-01")
        with self.assertRaisesRegex(ValidationError, "ends before"):
            self._make(start="2026-10-31", end="2026-10-01")
        with self.assertRaisesRegex(ValidationError, "a day to come"):
            self._make(end="2026-12-16")

    # -- paper, workbook ---------------------------------------------------------------

    def _html(self, statement):
        return self.env["ir.actions.report"]._render_qweb_html(REPORT, statement.ids)[0].decode()

    def _add_bank(self):
        return self.env["res.partner.bank"].create(
            {"acc_number": "BE71 0961 2345 6769", "partner_id": self.company.partner_id.id}
        )

    def test_paper(self):
        self._add_bank()
        self.partner.name = "Alpha & Söhne"
        invoice = self._make_invoice(amount=1234.5, date="2026-10-05", due="2026-10-20", ref="PO 1")
        html = self._html(self._make())
        for text in (
            "Alpha &amp; Söhne",
            "Statement of Account",
            "from 10/01/2026 to 10/31/2026",
            "Opening balance",
            invoice.name,
            "PO 1",
            "1,234.50",
            "Closing balance",
            "BE71 0961 2345 6769",
            "Open by days overdue",
        ):
            self.assertIn(text, html)
        html = self._html(self._make("open"))
        for text in ("Statement of Open Items", "as of 10/31/2026", "10/20/2026", "Days Late"):
            self.assertIn(text, html)

    def test_interest_is_reserved_in_china(self):
        """There a statement that names interest takes the place of what the contract says."""
        self._make_invoice(amount=80, date="2026-10-05")
        statement = self._make()
        words = "interest and damages for late payment"
        self.company.country_id = self.env.ref("base.de")
        self.assertNotIn(words, self._html(statement))
        self.company.country_id = self.env.ref("base.cn")
        self.assertIn(words, self._html(statement))

    def test_long_tables_have_no_collapsed_borders(self):
        """The PDF program needs the square of the rows for them: 15 s for 5,500 items."""
        self._make_invoice(self.partner, amount=100, date="2026-10-02")
        report = self.env.ref("ar_collections.action_report_ar_statement")
        html, _kind = report.with_context(force_report_rendering=True)._render_qweb_html(
            report.id, self._make().ids
        )
        bodies, _ids, header, footer, _arguments = report._prepare_html(html)
        for page in map(str, (*bodies, header, footer)):
            _before, ours, rest = page.partition("table{border-collapse:separate !important")
            self.assertTrue(ours)
            self.assertNotIn("border-collapse: collapse", rest, "the last word is ours")
        folder = Path(__file__).resolve().parents[3] / "report"
        for path in folder.glob("*.xml"):
            self.assertNotRegex(path.read_text(), "border-collapse: *collapse", path.name)

    def test_a_long_statement_leaves_in_the_background(self):
        for amount in (100, 200):
            self._make_invoice(self.partner, amount=amount, date="2026-10-02")
        statement = self._make()
        self.assertEqual(len(statement.line_ids), 2)
        with patch.object(ar_statement_send, "LINES_NOW", 1, create=True):
            answer = statement.action_send()
        self.assertEqual((statement.state, statement.queued), ("draft", True))
        self.assertIn(statement.name, answer["params"]["message"])

    def test_a_refusal_opens_the_document_that_it_names(self):
        self._make_invoice(self.partner, amount=100, date="2026-10-02")
        sent, twin = self._make(), self._make()
        sent.action_send()
        with self.assertRaises(UserError) as caught:
            twin.action_send()
        message, action, label = caught.exception.args
        self.assertEqual(message, str(caught.exception))
        self.assertEqual((action["res_model"], action["res_id"]), (sent._name, sent.id))
        self.assertIn(sent.name, label)
        self.assertEqual(
            f"{type(caught.exception).__module__}.{type(caught.exception).__name__}",
            "odoo.addons.ar_collections.models.base.linked.LinkedRefusal",
            "the name that linked_refusal.js knows",
        )

    def test_overdue_is_net_as_the_balance_is(self):
        """500 past its due date and a payment of 400 on account: 100 is owed, 100 is overdue."""
        self._add_bank()
        usd = self.company.currency_id
        self._make_invoice(amount=500, date="2026-09-10", due="2026-10-10")
        words = self._make("open")._get_overdue_words(usd)
        self.assertIn("500.00</strong> of the balance is overdue.", words)
        self._pay_on_account(self.partner, 400, "2026-10-15")
        words = str(self._make("open")._get_overdue_words(usd)).replace(NBSP, "")
        self.assertEqual(
            words,
            "<strong>$100.00</strong> of the balance is overdue, after $400.00 that is not yet "
            "allocated.",
        )
        self._pay_on_account(self.partner, 250, "2026-10-15")
        self._make_invoice(amount=300, date="2026-10-20", due="2026-11-20")
        self.assertEqual(self._make("open")._get_overdue_words(usd), "")
        # As an earlier version kept it.
        kept = self._make("open")
        kept.balance_ids.sudo().overdue_amount = 500
        self.assertIn("150.00", kept._get_overdue_words(usd))

    def test_payment_code(self):
        bank = self._add_bank()
        self._make_invoice(amount=80, date="2026-10-05")
        statement = self._make("open")
        self.assertNotIn("data:image/png;base64,QR", self._html(statement))
        asked = []

        def build(self, amount, free, structured, currency, debtor, **options):
            asked.append((self, amount, currency.name, debtor))
            return "data:image/png;base64,QR"

        with patch.object(type(bank), "build_qr_code_base64", build):
            self.assertIn("data:image/png;base64,QR", self._html(statement))
        self.assertEqual(asked, [(bank, 80, "USD", self.partner)])
        with patch.object(type(bank), "build_qr_code_base64", side_effect=ValueError("no code")):
            self.assertIn("BE71 0961 2345 6769", self._html(statement))

    def test_workbook(self):
        self._make_invoice(amount=900, date="2026-09-05")
        self._make_invoice(amount=100.25, date="2026-10-05", name="=1+1")
        self._make_invoice(amount=50, date="2026-10-06", currency_id=self.eur.id)
        content = self._make()._get_xlsx()
        book = load_workbook(io.BytesIO(content))
        self.assertEqual([sheet["A1"].value for sheet in book], ["Statement of Account"] * 2)
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        at = next(index for index, row in enumerate(rows) if row[1] == "Opening balance")
        self.assertEqual(rows[at][7], 900)
        line, closing = rows[at + 1], rows[at + 2]
        self.assertEqual(line[0], datetime(2026, 10, 5))
        self.assertEqual(line[5], 100.25)
        self.assertEqual(line[7], f"=H{at + 1}+F{at + 2}-G{at + 2}")
        self.assertEqual(closing[5], f"=SUM(F{at + 1}:F{at + 2})")
        shown = list(load_workbook(io.BytesIO(content), data_only=True).worksheets[0].values)
        self.assertEqual(shown[at + 2][7], 1000.25)
        cell = book.worksheets[0].cell(at + 2, 3)
        self.assertEqual((cell.value, cell.data_type), ("=1+1", "s"))

    # -- access ------------------------------------------------------------------------

    def test_roles(self):
        self._make_invoice(date="2026-10-05")
        statement = self._make()
        own = statement.with_user(self.collector)
        self.assertTrue(own.read(["closing_balance"]))
        with self.assertRaises(AccessError):
            own.write({"state": "sent"})
        with self.assertRaises(AccessError):
            own.line_ids.write({"amount": 1})
        clerk = new_test_user(self.env, "statement_nobody", "base.group_user")
        with self.assertRaises(AccessError):
            statement.with_user(clerk).read(["closing_balance"])
        auditor = self._make_user("statement_auditor", "account.group_account_readonly")
        self.assertTrue(statement.with_user(auditor).line_ids.read(["amount"]))
        with self.assertRaises(AccessError):
            statement.with_user(auditor).action_send()
        foreign = self.env["res.company"].create({"name": "Foreign Ltd"})
        stranger = self._make_user(
            "statement_stranger", "ar_collections.ar_collections_group_collector", foreign
        )
        with self.assertRaises(AccessError):
            statement.with_user(stranger).read(["closing_balance"])
        self.assertFalse(self.env["ar.statement"].with_user(stranger).search([]) & statement)
