"""All customers of a day are asked, whoever is left out is named, and the sum is the ledger's."""

import io
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .confirmation_common import DAY, TODAY, ConfirmationCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestBalanceRound(ConfirmationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.beta = cls._make_partner("Beta Works")
        cls._make_invoice(cls.beta, amount=300, date="2026-10-01")
        cls.silent = cls._make_partner("Silent", email=False)
        cls._make_invoice(cls.silent, amount=200, date="2026-10-01")
        cls.even = cls._make_partner("Even")
        cls._pay(cls._make_invoice(cls.even, amount=50, date="2026-10-01"), 50, "2026-10-10")
        cls._make_entry(25, "2026-10-01", due="2026-10-01")

    def _round(self, start=True, **values):
        one = self.env["ar.balance.round"].create(
            {"company_id": self.company.id, "date": DAY, **values}
        )
        if start:
            one.action_start()
            self._cron("ar.balance.round", "_cron_make")
            self._cron("ar.statement", "_cron_send")
        return one

    def _cron(self, model, method):
        """As the scheduled action does, without its commits."""
        with patch.object(
            self.env.registry["ir.cron"], "_commit_progress", lambda self, *a, **k: 3600
        ):
            getattr(self.env[model], method)()

    def _rows(self, one):
        return {row["customer"]: row for row in one._get_summary()["rows"]}

    def _left(self, one):
        return {left.partner_id.name: left.reason for left in one.left_ids}

    # -- the round ---------------------------------------------------------------------

    def test_all_are_asked_or_named(self):
        one = self._round()
        self.assertEqual(one.state, "done")
        asked = self.env["ar.balance.confirmation"].search([("date", "=", DAY)])
        self.assertEqual(asked.partner_id, self.partner + self.beta)
        self.assertEqual(self._left(one), {False: "Entries without a customer"})
        failed = one.statement_ids.filtered("error")
        self.assertEqual(failed.partner_id, self.silent)
        self.assertEqual((one.made_count, one.sent_count, one.failed_count), (3, 2, 1))
        rows = self._rows(one)
        self.assertEqual(
            {name: (row["balance"], row["standing"]) for name, row in rows.items()},
            {
                "Alpha Trading": (1500, "unanswered"),
                "Beta Works": (300, "unanswered"),
                "Silent": (200, "not_sent"),
                "Without customer": (25, "not_asked"),
            },
        )
        self.assertIn("no complete postal address", rows["Silent"]["note"])

    def test_how_far_it_is(self):
        one = self._round(start=False)
        self.assertEqual((one.progress, one.in_progress), (0, False))
        one.action_start()
        self.assertTrue(one.in_progress)
        self._cron("ar.balance.round", "_cron_make")
        self.assertEqual((one.progress, one.in_progress), (0, True), "made, and not left yet")
        self.assertEqual(self.env["ar.statement"].read_waiting(), 3)
        self._cron("ar.statement", "_cron_send")
        self.assertEqual((one.progress, one.in_progress), (100, False))
        self.assertEqual(self.env["ar.statement"].read_waiting(), 0)
        with self.assertRaises(AccessError):
            self.env["ar.statement"].with_user(
                self._make_user("waits", "base.group_user")
            ).read_waiting()

    def test_nil_by_choice(self):
        one = self._round(also_nil=True, excluded_partner_ids=[Command.set(self.beta.ids)])
        asked = one.statement_ids.confirmation_ids
        self.assertEqual(asked.partner_id, self.partner + self.even)
        nil = asked.filtered(lambda c: c.partner_id == self.even)
        self.assertEqual((nil.balance, nil.statement_id.balance_ids.closing_balance), (0, 0))
        self._answer(nil)
        self.assertEqual(nil.state, "confirmed")
        self.assertEqual(self._left(one)["Beta Works"], "Left out by choice")

    def test_nil_is_named(self):
        self._make_invoice(self.even, amount=60, date="2026-10-02")
        self._pay_on_account(self.even, 60, "2026-10-03")
        one = self._round()
        self.assertEqual(self._left(one)["Even"], "The balance is nil")

    def test_said_or_asked_before(self):
        """An ordinary statement of the day is corrected, a confirmation of the day stands."""
        plain = self._state(ask_confirmation=False)
        plain.action_send()
        before = self._ask(self.beta)
        one = self._round()
        newer = one.statement_ids.filtered(lambda s: s.partner_id == self.partner)
        self.assertEqual((newer.version, newer.replaced_id, newer.state), (2, plain, "sent"))
        self.assertEqual(self._left(one)["Beta Works"], f"Asked already: {before.name}")
        self.assertNotIn(self.beta, one.statement_ids.partner_id)
        self.assertEqual(self._rows(one)["Beta Works"]["standing"], "unanswered")

    def test_one_that_fails_is_named(self):
        """A statement that cannot be made does not stop the others."""
        fill = self.env.registry["ar.statement"]._check_not_empty
        words = "Beta cannot be stated."

        def _check_not_empty(statements):
            if self.beta in statements.partner_id:
                raise UserError(words)
            return fill(statements)

        with patch.object(self.env.registry["ar.statement"], "_check_not_empty", _check_not_empty):
            one = self._round()
        self.assertEqual(self._left(one)["Beta Works"], words)
        self.assertEqual(one.statement_ids.partner_id, self.partner + self.silent)
        row = self._rows(one)["Beta Works"]
        self.assertEqual((row["standing"], row["note"]), ("not_asked", words))

    def test_goes_on_and_makes_none_twice(self):
        one = self._round(start=False)
        one.action_start()
        with (
            patch(
                "odoo.addons.ar_collections.models.statement.confirmation.ar_balance_round.BATCH", 1
            ),
            patch.object(self.env.registry["ir.cron"], "_commit_progress", lambda self, *a, **k: 0),
        ):
            self.env["ar.balance.round"]._cron_make()
        self.assertEqual((one.state, one.made_count), ("running", 1), "the time was up")
        self._cron("ar.balance.round", "_cron_make")
        self.assertEqual((one.state, one.made_count, one.left_count), ("done", 3, 1))
        one.action_start()
        self._cron("ar.balance.round", "_cron_make")
        self.assertEqual((one.made_count, one.left_count), (3, 1))

    def test_started_is_fixed(self):
        with self.assertRaisesRegex(UserError, "day to come"):
            self._round(date="2026-12-16")
        one = self._round()
        for action in (lambda: one.write({"date": "2026-10-31"}), one.unlink):
            with self.assertRaisesRegex(UserError, "has been started"):
                action()
        with self.assertRaisesRegex(AccessError, "by hand"):
            one.with_user(self.collector).write({"state": "draft"})

    # -- the summary -------------------------------------------------------------------

    def test_summary_ties_to_the_ledger(self):
        """Coverage: 300 of 2,025, computed by hand; the total is the general ledger's."""
        one = self._round()
        asked = one.statement_ids.confirmation_ids
        self._answer(asked.filtered(lambda c: c.partner_id == self.beta))
        alpha = asked.filtered(lambda c: c.partner_id == self.partner)
        self._answer(
            alpha,
            "differs",
            [self._differ(alpha, self.first, has_claim=True, claimed_amount=900)],
        )
        # Later payments do not change the balance of the day.
        self._pay(self.first, 1000, "2026-12-14")
        summary = one._get_summary()
        lines = self.env["account.move.line"].search(
            [
                ("account_id.account_type", "=", "asset_receivable"),
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", DAY),
            ]
        )
        self.assertEqual(summary["ledger"], sum(lines.mapped("balance")))
        self.assertEqual((summary["ledger"], summary["gap"]), (2025, 0))
        sums = summary["sums"]
        self.assertEqual((sums["balance"], sums["confirmed"], sums["difference"]), (2025, 300, 100))
        self.assertAlmostEqual(sums["coverage"], 300 / 2025)
        self.assertAlmostEqual(sums["answered"], 1800 / 2025)
        self.assertEqual(sum(count for _standing, count, *_more in sums["standings"]), 4)

    def test_a_ledger_that_changed_is_told(self):
        one = self._round()
        self._answer(
            one.statement_ids.confirmation_ids.filtered(lambda c: c.partner_id == self.beta)
        )
        self._make_invoice(self.beta, amount=40, date="2026-11-29")
        summary = one._get_summary()
        row = self._rows(one)["Beta Works"]
        self.assertEqual((row["balance"], row["asked"]), (340, 300))
        self.assertIn("has changed since", row["note"])
        self.assertEqual((summary["gap"], summary["sums"]["confirmed"]), (0, 300))

    def test_faces(self):
        """Paper and workbook show the same rows."""
        one = self._round()
        self._answer(
            one.statement_ids.confirmation_ids.filtered(lambda c: c.partner_id == self.beta)
        )
        report = self.env.ref("ar_collections.action_report_ar_balance_summary")
        page = report._render_qweb_html(report.id, one.ids)[0].decode()
        for words in ("Alpha Trading", "Ann Buyer", "14.8 %", "2,025.00", "No answer yet"):
            self.assertIn(words, page)
        book = load_workbook(io.BytesIO(one._get_xlsx()), data_only=False)
        sums, customers = book.worksheets
        cells = {row[0].value: row for row in customers.iter_rows(min_row=2)}
        self.assertEqual(cells["Alpha Trading"][2].value, 1500)
        self.assertEqual(cells["Beta Works"][8].value, "Confirmed")
        formulas = [cell.value for row in sums.iter_rows() for cell in row]
        self.assertTrue(any(str(value).startswith("=SUMIF") for value in formulas))
        self.assertIn(2025, formulas)

    def test_download(self):
        one = self._round()
        url = f"/ar_collections/balance_round/{one.id}/xlsx"
        stranger = new_test_user(self.env, "round_stranger", "base.group_user")
        self.authenticate("round_stranger", "round_stranger")
        self.assertEqual(stranger, self.env["res.users"].search([("login", "=", stranger.login)]))
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(url).status_code, 403)
        self.authenticate(self.collector.login, self.collector.login)
        page = self.url_open(url)
        self.assertEqual((page.status_code, page.content[:2]), (200, b"PK"))
        self.assertEqual(self.url_open(url.replace(str(one.id), "999999")).status_code, 404)

    def test_roles(self):
        one = self._round()
        collector = one.with_user(self.collector)
        self.assertTrue(collector.has_access("read"))
        self.assertFalse(collector.has_access("write"), "a round writes to all customers")
        self.assertTrue(one.with_user(self.env.user).has_access("write"))
        company = self.env["res.company"].create({"name": "Elsewhere"})
        elsewhere = self.collector.copy({"login": "round_elsewhere"})
        elsewhere.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        for record in (one, one.left_ids):
            self.assertFalse(record.with_user(elsewhere).has_access("read"))

    # -- reminders ---------------------------------------------------------------------

    def _mails(self):
        return self.env["mail.mail"].search_count([("subject", "like", "reminder, please confirm")])

    def _remind_on(self, one, *days):
        """How many reminders each of these days' jobs sent."""
        sent = []
        for day in days:
            before = self._mails()
            with freeze_time(f"{day} 06:00:00"):
                one.invalidate_recordset()
                self._cron("ar.balance.confirmation", "_cron_remind")
            sent.append(self._mails() - before)
        return sent

    def test_reminders(self):
        """After 10 days, again after 10, then no more; the statement goes with them."""
        one = self._ask()
        days = (
            "2026-12-24",
            "2026-12-25",
            "2026-12-25",
            "2026-12-26",
            "2027-01-03",
            "2027-01-04",
            "2027-01-14",
        )
        self.assertEqual(self._remind_on(one, *days), [0, 1, 0, 0, 0, 1, 0])
        self.assertEqual(one.reminder_count, 2)
        self.assertEqual(
            [str(day) for day in one.reminder_ids.mapped("date")], ["2027-01-04", "2026-12-25"]
        )
        self.assertEqual(one.reminder_ids.mapped("recipient"), ["alpha@example.com"] * 2)
        mail = self.env["mail.mail"].search(
            [("subject", "like", "reminder, please confirm")], limit=1
        )
        self.assertIn(one._get_answer_url(), mail.body_html)
        self.assertEqual(mail.attachment_ids, one.statement_id.attachment_id)

    def test_reminder_that_does_not_leave(self):
        """Cancelled, deleted, or answered before it left: it does not count."""
        one = self._ask()
        self.assertEqual(self._remind_on(one, "2026-12-25"), [1])
        self.assertEqual((one.reminder_count, str(one.date_reminded)), (1, "2026-12-25"))
        dispatch = one.reminder_ids.sudo().dispatch_ids
        self.assertEqual(dispatch.state, "leaving")
        dispatch.mail_mail_id.unlink()
        self.assertEqual(dispatch.state, "cancelled")
        self.assertEqual((one.reminder_count, one.date_reminded), (0, False))
        self.assertIn("deleted from the mail queue", one.error)
        self.assertIn(
            "A reminder did not reach", "".join(one.profile_id.activity_ids.mapped("summary"))
        )
        self.assertEqual(self._remind_on(one, "2026-12-26"), [1])
        self.assertEqual(one.reminder_count, 1)
        waiting = one.reminder_ids.sudo().dispatch_ids - dispatch
        one.action_withdraw()
        self.assertEqual(set(waiting._find_outdated()), set(waiting.ids))

    def test_no_reminder_after_an_answer(self):
        answered, withdrawn, expired = (
            self._ask(),
            self._ask(date_to="2026-11-29"),
            self._ask(date_to="2026-11-28"),
        )
        self._answer(answered)
        withdrawn.action_withdraw()
        expired.sudo().date_expiry = "2026-12-20"
        self.assertEqual(self._remind_on(answered + withdrawn + expired, "2026-12-28"), [0])
        self.company.ar_confirm_reminders = 0
        expired.sudo().date_expiry = "2027-12-20"
        self.assertEqual(self._remind_on(expired, "2026-12-28"), [0])

    def test_a_letter_is_reminded_of_by_letter(self):
        self.partner.write({"street": "Road 1", "city": "Town"})
        one = self._ask(channel="letter")
        self.assertEqual(self._remind_on(one, "2026-12-28"), [0])
        reminder = one.reminder_ids
        self.assertEqual(reminder.channel, "letter")
        self.assertIn(one._get_token(), reminder.attachment_id.raw.decode())
        action = reminder.with_user(self.collector).action_print()
        self.assertIn(str(reminder.attachment_id.id), action["url"])
        self.assertTrue(reminder.printed)

    def test_one_that_cannot_be_reached_does_not_stop_the_others(self):
        one, other = self._ask(), self._ask(self.beta)
        self.partner.email = False
        one.statement_id.contact_id.email = False
        self.assertEqual(self._remind_on(one + other, "2026-12-28"), [1])
        self.assertIn("no e-mail address", one.error)
        self.assertFalse(one.reminder_ids)
        self.assertEqual(other.reminder_count, 1)

    def test_reminded_once_a_day_says_the_database(self):
        one = self._ask()
        one.with_user(self.collector).action_remind()
        self.assertEqual(one.reminder_count, 1)
        with self.assertRaisesRegex(UserError, "today already"):
            one.action_remind()
        before = self._mails()
        # Another sender that has not seen the first one's reminder.
        unseen = patch.object(
            self.env.registry["ar.balance.confirmation"], "_is_due", lambda self: True
        )
        with unseen, mute_logger("odoo.sql_db"):
            one._remind_safely()
        self.assertEqual((self._mails(), one.reminder_count), (before, 1))
        self.assertFalse(one.error)
        self._answer(one)
        with self.assertRaisesRegex(UserError, "takes no answer"):
            one.action_remind()

    def test_settings(self):
        for name in ("ar_confirm_days", "ar_confirm_reminder_days"):
            refused = self.assertRaisesRegex(UserError, "cannot be less than 1")
            with refused, self.env.cr.savepoint():
                self.company[name] = 0
        self.company.ar_confirm_days = 5
        one = self._ask()
        self.assertEqual(one.date_expiry - one.date_asked, timedelta(days=5))
