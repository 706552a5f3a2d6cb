"""A balance is confirmed once, by link or on paper; what differs is held and has an owner."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import hash_sign

from ....models.statement.confirmation.ar_balance_confirmation import SCOPE
from ....tools.base.evidence import fingerprint
from .confirmation_common import DAY, PDF, TODAY, ConfirmationCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestBalanceConfirmation(ConfirmationCommon):
    # -- asking ------------------------------------------------------------------------

    def test_asked_when_the_statement_leaves(self):
        statement = self._state()
        self.assertFalse(statement.confirmation_ids, "a draft asks nothing")
        statement.action_send()
        one = statement.confirmation_ids
        self.assertEqual((one.state, one.channel, one.balance), ("asked", "email", 1500))
        self.assertEqual(str(one.date_asked), TODAY)
        self.assertEqual(str(one.date_expiry), "2027-01-14", "30 days")
        mail = self.env["mail.mail"].search([("id", "=", statement.mail_mail_id.id)])
        self.assertIn(one._get_answer_url(), mail.body_html)
        self.assertIn(one._get_token(), statement.attachment_id.raw.decode(), "and on paper")
        self.assertIn("data:image/png;base64", statement.attachment_id.raw.decode())
        other = self._state(ask_confirmation=False, date_to="2026-11-29")
        other.action_send()
        self.assertFalse(other.confirmation_ids)
        self.assertNotIn("balance/confirm", other.attachment_id.raw.decode())

    def test_a_statement_that_does_not_leave_asks_nothing(self):
        silent = self._make_partner("Silent", email=False)
        self._make_invoice(silent, date="2026-09-01")
        statement = self._state(silent, channel="email")
        with self.assertRaisesRegex(UserError, "has no e-mail address"):
            statement.action_send()
        self.assertFalse(statement.confirmation_ids)

    def test_only_open_items_ask(self):
        with self.assertRaisesRegex(ValidationError, "Only a statement of open items"):
            self._state(kind="activity", date_from="2026-11-01")
        with self.assertRaisesRegex(ValidationError, "makes statements of activity"):
            self.env["ar.statement.rule"].create(
                {"name": "R", "company_id": self.company.id, "ask_confirmation": True}
            )

    def test_rule_and_wizard_ask(self):
        rule = self.env["ar.statement.rule"].create(
            {
                "name": "Monthly",
                "company_id": self.company.id,
                "kind": "open",
                "ask_confirmation": True,
            }
        )
        values = rule._prepare_statement(self.partner, None, self._day(DAY))
        self.assertTrue(self.env["ar.statement"].sudo().create(values).ask_confirmation)
        wizard = self.env["ar.statement.make"].create(
            {
                "company_id": self.company.id,
                "partner_ids": self.partner.ids,
                "kind": "open",
                "period": "custom",
                "date_to": "2026-11-28",
                "ask_confirmation": True,
            }
        )
        statements = wizard._make()
        self.assertTrue(statements.ask_confirmation)

    def test_a_customer_without_items(self):
        nobody = self._make_partner("Nobody")
        with self.assertRaisesRegex(UserError, "Nobody has no open items"):
            self._state(nobody)
        statement = self._state(nobody, also_nil=True)
        self.assertEqual(statement.balance_ids.closing_balance, 0)
        statement.action_send()
        self._answer(statement.confirmation_ids)
        self.assertEqual(statement.state, "confirmed")

    def test_a_corrected_statement_takes_the_question_back(self):
        one = self._ask()
        newer = self.env["ar.statement"].browse(one.statement_id.action_correct()["res_id"])
        self.assertTrue(newer.ask_confirmation)
        self.assertEqual(one.state, "asked")
        newer.action_send()
        self.assertEqual((one.state, newer.confirmation_state), ("withdrawn", "asked"))

    # -- the answer --------------------------------------------------------------------

    def test_confirmed_once(self):
        one = self._ask()
        self.assertTrue(self._answer(one, answer_ip="203.0.113.9", answer_agent="Mozilla/5.0"))
        self.assertEqual(one.state, "confirmed")
        self.assertEqual(one.statement_id.state, "confirmed")
        self.assertEqual(str(one.statement_id.answer_date), TODAY)
        self.assertFalse(one.statement_id.answer_by_id, "the customer himself")
        self.assertEqual((one.answered_by, one.answer_ip), ("Ann Buyer", "203.0.113.9"))
        self.assertEqual(str(one.date_answer), TODAY + " 12:00:00")
        self.assertIn("Ann Buyer confirmed", self.profile.message_ids[0].body)
        with freeze_time("2026-12-16"):
            answer = self._answer(one, "differs", [self._differ(one, self.first)], answered_by="X")
        self.assertFalse(answer)
        self.assertEqual((one.state, one.answered_by), ("confirmed", "Ann Buyer"))
        self.assertFalse(one.difference_ids)

    def test_evidence_is_fixed(self):
        one = self._ask()
        pdf = fingerprint(one.statement_id.attachment_id.raw)
        self._answer(one)
        self.assertEqual((one.pdf_hash, one.figures_hash), (pdf, fingerprint(one.figures)))
        for figure in ('"1500.00"', '"1000.00"', self.first.name, "PO 1", '"2026-10-01"'):
            self.assertIn(figure, one.figures)
        self.assertTrue(one.intact)
        one.invalidate_recordset()
        self.assertTrue(one.with_context(bin_size=True).intact, "as the form reads it")
        as_collector = one.with_user(self.collector)
        for values in ({"state": "asked"}, {"answered_by": "X"}, {"figures": "{}"}):
            with self.assertRaisesRegex(AccessError, "is evidence"):
                as_collector.write(values)
        one.statement_id.attachment_id.sudo().raw = b"changed"
        one.invalidate_recordset()
        self.assertFalse(one.intact)

    def test_evidence_on_paper(self):
        one = self._ask()
        report = self.env.ref("ar_collections.action_report_ar_balance_evidence")
        with self.assertRaisesRegex(UserError, "no evidence to print"):
            one.action_print_evidence()
        self._answer(
            one,
            "differs",
            [
                self._differ(
                    one, self.first, note="<b>too dear</b>", claimed_amount=900, has_claim=True
                )
            ],
            answer_ip="203.0.113.9",
        )
        self.assertEqual(one.action_print_evidence()["report_name"], report.report_name)
        page = report._render_qweb_html(report.id, one.ids)[0].decode()
        for words in (
            "Ann Buyer",
            "203.0.113.9",
            "12/15/2026",
            "1,500.00",
            "1,000.00",
            "900.00",
            "Wrong price",
            one.figures_hash,
            one.pdf_hash,
            "&lt;b&gt;too dear",
        ):
            self.assertIn(words, page)
        self.assertNotIn("<b>too dear", page)
        printed = report.with_context(force_report_rendering=True)
        content, kind = printed._render_qweb_pdf(report.id, one.ids)
        self.assertEqual((kind, content[:4]), ("pdf", b"%PDF"))

    def test_hand_answers_go_through_the_evidence(self):
        one = self._ask()
        for action in ("action_confirm", "action_differ"):
            with self.assertRaisesRegex(UserError, "Record an Answer"):
                getattr(one.statement_id, action)()
        one.action_withdraw()
        self.assertEqual(one.state, "withdrawn")
        self.assertFalse(self._answer(one), "a withdrawn question has no answer")
        one.statement_id.action_confirm()
        self.assertEqual(one.statement_id.state, "confirmed")
        with self.assertRaisesRegex(UserError, "answered or withdrawn already"):
            one.action_withdraw()

    def test_expired_and_extended(self):
        one = self._ask()
        Confirmation = self.env["ar.balance.confirmation"]
        with freeze_time("2027-01-14 12:00:00"):
            one.invalidate_recordset()
            self.assertTrue(one._is_open(), "the last day counts")
        with freeze_time("2027-01-15 12:00:00"):
            one.invalidate_recordset()
            self.assertTrue(one.expired)
            self.assertIn(one, Confirmation.search([("expired", "=", True)]))
            self.assertNotIn(one, Confirmation.search([("expired", "=", False)]))
            self.assertFalse(self._answer(one))
            self.assertFalse(Confirmation._get_open(self.partner))
            one.with_user(self.collector).action_extend()
            self.assertEqual(str(one.date_expiry), "2027-02-14")
            self.assertTrue(self._answer(one))
        with self.assertRaisesRegex(UserError, "answered or withdrawn already"):
            one.action_extend()

    def test_sent_again_opens_the_link(self):
        one = self._ask()
        with freeze_time("2027-01-20 12:00:00"):
            one.invalidate_recordset()
            one.statement_id.action_send_again()
            self.assertTrue(one._is_open())
        self.assertEqual(str(one.date_expiry), "2027-02-19")

    def test_open_ones_of_a_customer(self):
        Confirmation = self.env["ar.balance.confirmation"]
        one = self._ask()
        contact = self.env["res.partner"].create({"name": "Ann", "parent_id": self.partner.id})
        self.assertEqual(Confirmation._get_open(contact), one)
        self.assertFalse(Confirmation._get_open(self._make_partner("Other")))
        other_company = self.env["res.company"].create({"name": "Other company"})
        self.assertFalse(Confirmation._get_open(contact, other_company))
        self.assertEqual(Confirmation._get_open(contact, self.company), one)
        self._answer(one)
        self.assertFalse(Confirmation._get_open(contact))

    # -- what differs ------------------------------------------------------------------

    def test_a_difference_holds_its_line_alone(self):
        """1,000 at a wrong price, 500 undisputed: only the 500 are reminded of."""
        self._make_policy(5)
        self.assertEqual(self._run(TODAY).notice_ids.amount_overdue, 1500)
        one = self._ask()
        self._answer(
            one,
            "differs",
            [self._differ(one, self.first, has_claim=True, claimed_amount=900)],
        )
        self.assertEqual((one.state, one.statement_id.state), ("differs", "differs"))
        difference = one.difference_ids
        self.assertEqual((difference.difference, one.difference_amount), (100, 100))
        self.assertEqual(difference.user_id, self.collector)
        self.assertEqual(str(difference.date_deadline), "2026-12-22", "7 days")
        task = difference.activity_ids
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.collector, "2026-12-22"))
        hold = difference.hold_id
        self.assertEqual(hold.move_line_id, self._receivable(self.first))
        self.assertEqual((hold.kind, hold.scope, hold.origin_ref), ("dispute", "item", one))
        self.assertIn(one.name, hold.reason)
        self.assertTrue(hold.in_force)
        self.assertEqual(self._run(TODAY).notice_ids.amount_overdue, 500)
        as_collector = difference.with_user(self.collector)
        with self.assertRaisesRegex(UserError, "choose an outcome"):
            as_collector.action_settle()
        as_collector.outcome = "accepted"
        as_collector.action_settle()
        self.assertEqual((difference.state, one.state), ("settled", "settled"))
        self.assertEqual(difference.settled_by_id, self.collector)
        self.assertFalse(difference.activity_ids)
        self.assertFalse(hold.exists() and hold.in_force)
        self.assertEqual(self._run(TODAY).notice_ids.amount_overdue, 1500)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            as_collector.outcome = "agreed"

    def test_an_instalment_is_held_alone(self):
        term = self._instalment_term((50, 10), (50, 20))
        parts = self._make_invoice(amount=800, date="2026-11-01", invoice_payment_term_id=term.id)
        one = self._ask()
        line = self._line(one, parts)[0]
        self._answer(one, "differs", [{**self._differ(one, self.first), "line_id": line.id}])
        self._make_policy(1)
        self.assertEqual(self._run(TODAY).notice_ids.amount_overdue, 1500 + 400)

    def test_a_payment_that_crosses(self):
        """Paid between asking and answering: no hold, and the difference is settled at once."""
        one = self._ask()
        self._pay(self.first, 1000, "2026-12-14")
        self._pay(self.second, 200, "2026-12-14")
        page = one._prepare_page()
        lines = {line["name"]: line["since"] for line in page["sections"][0]["lines"]}
        self.assertIn("1,500.00", page["sections"][0]["balance"], "the balance of the day asked")
        self.assertRegex(lines[self.first.name], r"since: .*1,000.00.* open today: .*0.00")
        self.assertRegex(lines[self.second.name], r"since: .*200.00.* open today: .*300.00")
        self._answer(
            one,
            "differs",
            [self._differ(one, self.first, "paid"), self._differ(one, self.second, "paid")],
        )
        first, second = one.difference_ids
        self.assertEqual((first.state, first.outcome), ("settled", "found"))
        self.assertFalse(first.hold_id or first.activity_ids)
        self.assertEqual((second.state, second.paid_since), ("open", 200))
        self.assertEqual(second.hold_id.move_line_id, self._receivable(self.second))
        self.assertEqual(one.state, "differs")

    def test_all_paid_meanwhile_is_settled(self):
        one = self._ask()
        self._pay(self.first, 1000, "2026-12-14")
        self._answer(one, "differs", [self._differ(one, self.first, "paid")])
        self.assertEqual((one.state, one.statement_id.state), ("settled", "differs"))

    def test_a_payment_on_account_is_shown(self):
        one = self._ask()
        self._pay_on_account(self.partner, 70, "2026-12-14")
        self.assertIn("70.00", one._prepare_page()["sections"][0]["credit"])

    def test_something_missing(self):
        """A payment that we do not know of: our balance is higher than the customer's."""
        one = self._ask()
        missing = {
            "name": "Transfer 4711",
            "currency_id": self.company.currency_id.id,
            "cause": "missing",
            "has_claim": True,
            "claimed_amount": -300,
        }
        self._answer(one, "differs", [missing])
        difference = one.difference_ids
        self.assertEqual((difference.name, difference.difference), ("Transfer 4711", 300))
        self.assertFalse(difference.hold_id)
        self.assertTrue(difference.activity_ids)

    def test_two_currencies(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.5)])
        invoice = self._make_invoice(amount=100, date="2026-10-05", currency_id=euro.id)
        one = self._ask()
        self.assertEqual(one.balance, 1700)
        self._answer(one, "differs", [self._differ(one, invoice, "not_received")])
        self.assertEqual(one.difference_ids.difference, 100)
        self.assertEqual(one.difference_amount, 200, "in the company's currency")
        sections = one._prepare_page()["sections"]
        self.assertEqual([section["currency"] for section in sections], ["USD", "EUR"])

    def test_what_the_customer_said_is_not_changed(self):
        one = self._ask()
        self._answer(one, "differs", [self._differ(one, self.first)])
        difference = one.difference_ids.with_user(self.collector)
        for values in ({"cause": "paid"}, {"state": "settled"}, {"amount": 1}, {"note": "x"}):
            with self.assertRaisesRegex(AccessError, "What the customer said"):
                difference.write(values)
        with self.assertRaisesRegex(UserError, "needs an owner"):
            difference.user_id = False
        difference.write({"user_id": self.env.user.id, "date_deadline": "2026-12-30"})
        task = difference.activity_ids
        self.assertEqual(
            (task.user_id, str(task.date_deadline)), (self.env.user, "2026-12-30"), "one task"
        )

    # -- by hand -----------------------------------------------------------------------

    def _record(self, one, **values):
        scan = (
            self.env["ir.attachment"]
            .with_user(self.collector)
            .create({"name": "slip.pdf", "raw": PDF})
        )
        return (
            self.env["ar.balance.confirmation.record"]
            .with_user(self.collector)
            .create(
                {
                    "confirmation_id": one.id,
                    "answered_by": "Bob Boss",
                    "date_signed": "2026-12-10",
                    "attachment_ids": [Command.set(scan.ids)],
                    **values,
                }
            )
        )

    def test_paper_is_recorded(self):
        one = self._ask()
        with freeze_time("2027-03-01"):
            self._record(one).action_record()
        self.assertEqual((one.state, one.answer_way), ("confirmed", "paper"), "paper comes late")
        self.assertEqual((one.answered_by, one.recorded_by_id), ("Bob Boss", self.collector))
        self.assertEqual(str(one.date_signed), "2026-12-10")
        self.assertEqual(one.attachment_ids.raw, PDF)
        self.assertEqual(one.statement_id.answer_by_id, self.collector)
        with self.assertRaisesRegex(UserError, "answered or withdrawn already"):
            self._record(one).action_record()

    def test_paper_that_differs(self):
        one = self._ask()
        wizard = self._record(one, outcome="differs")
        with self.assertRaisesRegex(UserError, "at least one line"):
            wizard.action_record()
        with Form(wizard) as form, form.line_ids.new() as line:
            line.line_id = self._line(one, self.first)
            line.cause = "returned"
            line.claimed_amount = 250
        wizard.action_record()
        difference = one.difference_ids
        self.assertEqual((difference.cause, difference.difference), ("returned", 250))
        self.assertEqual((difference.name, difference.amount), (self.first.name, 1000))
        self.assertTrue(difference.hold_id)

    def test_bad_papers(self):
        one = self._ask()
        cases = [
            ({"attachment_ids": False}, "Attach what the customer sent"),
            ({"date_signed": "2026-12-16"}, "day to come"),
            (
                {
                    "line_ids": [
                        Command.create(
                            {"line_id": self._line(one, self.first).id, "cause": "other"}
                        )
                    ]
                },
                "is said to be right",
            ),
        ]
        for values, words in cases:
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self._record(one, **values).action_record()
        other = self._ask(date_to="2026-11-29")
        with self.assertRaisesRegex(ValidationError, "no line of this statement"):
            self._record(
                one,
                outcome="differs",
                line_ids=[
                    Command.create({"line_id": self._line(other, self.first).id, "cause": "other"})
                ],
            )
        self.assertEqual(one.state, "asked")

    def test_a_doubtful_payment_is_not_settled_by_itself(self):
        """The item was paid since, but what the customer says of it can hardly be meant."""
        one = self._ask()
        self._pay(self.first, 1000, "2026-12-05")
        said = {"has_claim": True, "claimed_amount": -5}
        self._answer(one, "differs", [self._differ(one, self.first, "paid", **said)])
        self.assertEqual(one.difference_ids.state, "open")
        self.assertTrue(one.difference_ids.doubt)

    # -- roles and companies -----------------------------------------------------------

    def test_roles(self):
        one = self._ask()
        self._answer(one, "differs", [self._differ(one, self.first)])
        Users = self.env["res.users"].with_context(no_reset_password=True)
        roles = {
            "account.group_account_invoice": True,
            "account.group_account_readonly": True,
            "base.group_user": False,
            "base.group_portal": False,
        }
        for group, reads in roles.items():
            user = Users.create(
                {
                    "name": group,
                    "login": group,
                    "company_id": self.company.id,
                    "company_ids": [Command.set(self.company.ids)],
                    "group_ids": [Command.set(self.env.ref(group).ids)],
                }
            )
            for record in (one, one.difference_ids):
                with self.subTest(group=group, model=record._name):
                    self.assertEqual(record.with_user(user).has_access("read"), reads)
                    self.assertFalse(record.with_user(user).has_access("write"))
        for verb in ("create", "unlink"):
            self.assertFalse(one.with_user(self.collector).has_access(verb))
        self.assertTrue(one.with_user(self.collector).has_access("write"))
        stranger = self.collector.copy({"login": "elsewhere"})
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        for record in (one, one.difference_ids):
            self.assertFalse(record.with_user(stranger).has_access("read"))

    def test_signature_is_the_scopes(self):
        """A token that something else signed, or another record's, opens nothing."""
        one = self._ask()
        Confirmation = self.env["ar.balance.confirmation"]
        self.assertEqual(Confirmation._from_token(one._get_token()), one)
        values = [one.id, one.statement_id.id]
        self.assertFalse(Confirmation._from_token(hash_sign(self.env, "other scope", values)))
        wrong = hash_sign(self.env, SCOPE, [one.id, one.statement_id.id + 1])
        self.assertFalse(Confirmation._from_token(wrong))
