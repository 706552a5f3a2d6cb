"""Disputes: what they hold, how they end, and who may do what."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, LockError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import DisputeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestDispute(DisputeCommon):
    def setUp(self):
        super().setUp()
        self.invoice = self._make_invoice(amount=1000, due="2026-03-01", date="2026-02-01")

    # -- what is held ------------------------------------------------------------------

    def test_a_part_is_held_and_the_rest_stays_due(self):
        dispute = self._dispute(self.invoice, 300)
        self.assertEqual(dispute.state, "open")
        self.assertEqual(dispute.user_id, self.collector)
        self.assertEqual(dispute.deadline, self._day("2026-04-14"))
        self.assertRegex(dispute.name, r"DIS/2026/\d+")
        hold = self.env["ar.hold"].search([("profile_id", "=", self.profile.id)])
        self.assertEqual((hold.kind, hold.amount), ("dispute", 300))
        self.assertEqual(hold.move_line_id, self._receivable(self.invoice))
        self.assertEqual(hold.origin_ref, dispute)
        self.assertEqual((dispute.amount_disputed, dispute.amount_due), (300, 700))
        self.assertEqual(self._asked(), {self.invoice.name: 700})
        # It is owed all the same.
        self.assertEqual(self.profile.overdue_amount, 1000)
        item = self._items()
        self.assertEqual((item.disputed_amount, item.is_disputed), (300, True))
        self.assertEqual(self.env["ar.open.item"].search([("is_disputed", "=", True)]), item)

    def test_the_notice_says_what_is_disputed(self):
        self._dispute(self.invoice, 300)
        run = self._run("2026-03-31", confirm=True)
        notice = run.notice_ids
        self.assertEqual(notice.line_ids.amount_disputed, 300)
        notice._refresh_before_sending()
        self.assertEqual(notice.line_ids.amount_disputed, 300)
        [row] = notice.line_ids._prepare_rows(notice, {})
        self.assertIn("1,000.00, of which", row["disputed"])
        self.assertIn("300.00 disputed and not asked for", row["disputed"])
        for template in ("ar_dunning_message_rows", "report_ar_dunning_letter_rows"):
            html = self.env["ir.qweb"]._render(
                f"ar_collections.{template}", {"rows": [row], "section": {"has_refs": False}}
            )
            self.assertIn("disputed and not asked for", str(html), template)

    def test_nothing_disputed_is_not_mentioned(self):
        hold = {"move_id": self.invoice.id, "amount": 300, "reason": "Talks"}
        self.env["ar.hold"].create(hold)
        notice = self._run("2026-03-31", confirm=True).notice_ids
        [row] = notice.line_ids._prepare_rows(notice, {})
        self.assertEqual((row["disputed"], notice.line_ids.amount_disputed), ("", 0))

    def test_whole_items_of_several_currencies(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.5)])
        foreign = self._make_invoice(amount=100, due="2026-03-01", currency_id=euro.id)
        dispute = self._dispute(self.invoice | foreign)
        self.assertEqual(dispute.currency_id, self.company.currency_id)
        self.assertEqual(dispute.amount_company, 1200)
        self.assertEqual(dispute.amount_disputed, 1200)
        self.assertEqual(set(dispute.item_ids.mapped("is_whole")), {True})
        self.assertEqual(self._asked(), {})
        with self.assertRaisesRegex(UserError, "several currencies"):
            other = self._make_invoice(amount=100, due="2026-03-01", currency_id=euro.id)
            third = self._make_invoice(amount=100, due="2026-03-01")
            self._dispute(other | third, 50)

    def test_a_part_of_several_items_is_of_the_oldest(self):
        later = self._make_invoice(amount=500, due="2026-03-05")
        dispute = self._dispute(self.invoice | later, 1100)
        parts = {item.name: (item.amount, item.is_whole) for item in dispute.item_ids}
        self.assertEqual(parts, {self.invoice.name: (1000, True), later.name: (100, False)})
        self.assertEqual(self._asked(), {later.name: 400})

    def test_lines_of_an_invoice_with_tax(self):
        tax = self.env["account.tax"].create({"name": "20%", "amount": 20})
        lines = [("Nails", 100, 1), ("Planks", 250, 2)]
        invoice = self._make_invoice(
            due="2026-03-01",
            invoice_line_ids=[
                Command.create(
                    {
                        "name": name,
                        "quantity": quantity,
                        "price_unit": price,
                        "tax_ids": [Command.set(tax.ids)],
                    }
                )
                for name, price, quantity in lines
            ],
        )
        nails = invoice.invoice_line_ids.filtered(lambda line: line.name == "Nails")
        dispute = self._dispute(
            self.invoice.browse(), product_line_ids=[Command.set(nails.ids)], move_line_ids=False
        )
        self.assertEqual((dispute.amount_disputed, dispute.amount_due), (120, 600))
        dispute.action_credit()
        note = dispute.sudo().credit_note_ids
        self.assertEqual((note.state, note.amount_total), ("draft", 120))
        self.assertEqual(note.invoice_line_ids.mapped("name"), ["Nails"])

    # -- bad input ---------------------------------------------------------------------

    def test_bad_input_is_told(self):
        paid = self._make_invoice(amount=100, due="2026-03-01")
        self._pay(paid, 100, "2026-03-20")
        with self.assertRaisesRegex(UserError, "Nothing is open of"):
            self._dispute(paid)
        with self.assertRaisesRegex(UserError, "1,000.01 are disputed, and .*1,000.00 are open"):
            self._dispute(self.invoice, 1000.01)
        foreign = self._make_invoice(self._make_partner("Beta"), 100, due="2026-03-01")
        with self.assertRaisesRegex(UserError, "is not of Alpha Trading"):
            self._dispute(foreign)
        with self.assertRaisesRegex(UserError, "Nothing of Alpha Trading is chosen"):
            self._dispute(self.invoice.browse())
        note = self._make_invoice(amount=50, date="2026-03-01", move_type="out_refund")
        with self.assertRaisesRegex(UserError, "Nothing is open of"):
            self._dispute(note)
        revenue = self.invoice.invoice_line_ids
        with self.assertRaisesRegex(UserError, "Nothing is open of"):
            self._dispute(
                self.invoice.browse(), move_line_ids=[Command.set(revenue.ids)], amount=10
            )
        for amount in (float("nan"), float("inf"), -5):
            with self.assertRaises(ValidationError):
                self._dispute(self.invoice, amount)
        self.assertFalse(self.env["ar.hold"].search([("profile_id", "=", self.profile.id)]))

    def test_the_same_is_not_disputed_twice(self):
        whole = self._dispute(self.invoice)
        with self.assertRaisesRegex(UserError, whole.name):
            self._dispute(self.invoice)
        with self.assertRaisesRegex(UserError, whole.name):
            self._dispute(self.invoice, 10)
        other = self._make_invoice(amount=500, due="2026-03-01")
        first, second = self._dispute(other, 200), self._dispute(other)
        self.assertEqual((first.amount_disputed, second.amount_disputed), (200, 300))
        with self.assertRaisesRegex(UserError, "disputed already"):
            self._dispute(other, 1)
        self.assertEqual(self._asked(), {})

    def test_items_and_state_are_not_written(self):
        dispute = self._dispute(self.invoice, 300)
        for values in (
            {"state": "rejected"},
            {"move_line_ids": [Command.clear()]},
            {"date_opened": "2026-01-01"},
            {"kind": "deduction"},
            {"profile_id": False},
        ):
            with self.assertRaises(AccessError):
                dispute.write(values)
        with self.assertRaisesRegex(UserError, "needs an owner"):
            dispute.user_id = False
        with self.assertRaisesRegex(UserError, "deadline lies before"):
            dispute.deadline = "2026-01-01"
        with self.assertRaises(AccessError):
            self._dispute(self.invoice, 1, state="credited")
        biller = self._make_user("bill", "account.group_account_invoice")
        with self.assertRaises(AccessError):
            self._dispute(self.invoice, 1, user=biller)
        self.assertEqual(dispute.with_user(biller).amount_disputed, 300)

    def test_the_amount_is_changed(self):
        dispute = self._dispute(self.invoice, 300)
        dispute.amount = 250
        self.assertEqual(dispute.item_ids.mapped("amount"), [250])
        self.assertEqual(dispute.item_ids.hold_id.amount, 250)
        self.assertEqual(self._asked(), {self.invoice.name: 750})
        dispute.amount = 0
        self.assertTrue(dispute.item_ids.is_whole)
        with self.assertRaises(UserError):
            dispute.amount = 2000

    # -- ends --------------------------------------------------------------------------

    def test_half_is_credited(self):
        dispute = self._dispute(self.invoice, 600)
        dispute.credit_amount = 300
        dispute.action_credit()
        self.assertEqual(dispute.state, "credited")
        self.assertIn("right in part", dispute.sudo()._answer().text_decision)
        self.assertEqual(dispute.cause_id, self.price.cause_id)
        self.assertEqual(dispute.department_id, self.price.cause_id.department_id)
        self.assertEqual(
            (dispute.date_closed, dispute.closed_by_id.id),
            (self._day("2026-03-31"), self.collector.id),
        )
        note = dispute.sudo().credit_note_ids
        self.assertEqual((note.state, note.amount_total), ("draft", 300))
        self.assertEqual(note.reversed_entry_id, self.invoice)
        # Until accounting has posted it, nothing changes.
        self.assertEqual(self._asked(), {self.invoice.name: 400})
        dispute.action_credit()
        self.assertEqual(len(dispute.sudo().credit_note_ids), 1, "Twice is once")
        note.action_post()
        self.assertEqual(self.invoice.amount_residual, 700)
        self.assertEqual(self._asked(), {self.invoice.name: 700})
        note.button_draft()
        self.assertEqual(self._asked(), {self.invoice.name: 400})

    def test_a_credit_note_comes_to_the_cent(self):
        tax = self.env["account.tax"].create({"name": "19%", "amount": 19})
        lines = [("A", 33.33), ("B", 66.67), ("C", 0.01)]
        invoice = self._make_invoice(
            due="2026-03-01",
            invoice_line_ids=[
                Command.create(
                    {"name": name, "price_unit": price, "tax_ids": [Command.set(tax.ids)]}
                )
                for name, price in lines
            ],
        )
        for amount in (17.35, 50, 0.07):
            note = invoice._ar_draft_credit(
                amount, self.env["account.move.line"], "Test", fields.Date.today()
            )
            self.assertAlmostEqual(note.amount_total, amount, 2)
            self.assertEqual(note.invoice_line_ids.tax_ids, tax)

    def test_a_whole_invoice_is_credited(self):
        dispute = self._dispute(self.invoice)
        dispute.action_credit()
        note = dispute.sudo().credit_note_ids
        self.assertEqual(note.amount_total, 1000)
        note.action_post()
        self.assertFalse(self._items())
        self.assertFalse(self.profile.hold_ids.filtered("in_force"))

    def test_a_credit_note_that_is_gone_opens_it_again(self):
        dispute = self._dispute(self.invoice, 300)
        dispute.action_credit()
        dispute.sudo().credit_note_ids.unlink()
        self._watch()
        self.assertEqual(dispute.state, "investigating")
        self.assertFalse(dispute.date_closed)
        self.assertEqual(self._asked(), {self.invoice.name: 700})

    def test_what_is_no_invoice_is_not_credited(self):
        entry = self._make_entry(400, "2026-02-01", self.partner, due="2026-02-01")
        dispute = self._dispute(entry)
        with self.assertRaisesRegex(UserError, "is no invoice"):
            dispute.action_credit()
        dispute.action_agree()
        self.assertEqual(dispute.state, "agreed")

    def test_too_much_is_not_credited(self):
        dispute = self._dispute(self.invoice, 300)
        dispute.credit_amount = 301
        with self.assertRaisesRegex(UserError, "more than that cannot be credited"):
            dispute.action_credit()

    def test_rejected_is_due_and_told(self):
        dispute = self._dispute(self.invoice, 300, answer_note="The price list of January applies.")
        dispute.action_investigate()
        self.assertEqual(dispute.state, "investigating")
        dispute.action_reject()
        self.assertEqual(dispute.state, "rejected")
        self.assertEqual(self._asked(), {self.invoice.name: 1000})
        self.assertFalse(self._tasks(dispute))
        answer = dispute.answer_ids
        self.assertEqual((answer.state, answer.outcome), ("queued", "rejected"))
        answer.sudo()._send()
        self.assertEqual(answer.state, "sent", answer.error)
        mail = answer.sudo().dispatch_ids.mail_mail_id
        for words in ("300.00", "our invoice is right", "price list of January", "Please pay"):
            self.assertIn(words, mail.body_html)
        self.assertIn(dispute.name, mail.subject)

    def test_an_answer_as_a_letter(self):
        self.partner.write({"email": False, "street": "Lane 1", "city": "Town", "zip": "1000"})
        dispute = self._dispute(self.invoice, 300, answer_note="It was <as> agreed.")
        dispute.action_reject()
        dispute.answer_ids.sudo()._send()
        self.assertEqual(dispute.answer_ids.state, "sent", dispute.answer_ids.error)
        letter = dispute.answer_ids._get_letter()
        self.assertTrue(letter)
        text = letter.raw.decode(errors="replace")
        self.assertIn("It was &lt;as&gt; agreed.", text)
        self.assertIn("Lane 1", text)

    def test_an_answer_that_nobody_can_get(self):
        self.partner.email = False
        dispute = self._dispute(self.invoice, 300)
        dispute.action_reject()
        dispute.answer_ids.sudo()._send()
        self.assertEqual(dispute.answer_ids.state, "failed")
        self.assertIn("did not reach", self._tasks(dispute).summary)

    def test_an_answer_to_a_reopened_dispute_stays(self):
        dispute = self._dispute(self.invoice, 300)
        dispute.action_reject()
        dispute.action_reopen()
        dispute.answer_ids.sudo()._send()
        self.assertEqual(dispute.answer_ids.state, "cancelled")

    def test_agreed_until_a_day(self):
        dispute = self._dispute(self.invoice, 300)
        dispute.write({"agreement": "Half of it by Easter", "agreed_until": "2026-04-05"})
        dispute.action_agree()
        self.assertEqual(dispute.item_ids.hold_id.date_to, self._day("2026-04-05"))
        self.assertEqual(self._asked("2026-04-05"), {self.invoice.name: 700})
        self.assertEqual(self._asked("2026-04-06"), {self.invoice.name: 1000})
        other = self._dispute(self._make_invoice(amount=50, due="2026-03-01"))
        other.action_agree()
        self.assertFalse(other.item_ids.hold_id.filtered("in_force"))

    def test_withdrawn_and_reopened(self):
        dispute = self._dispute(self.invoice, 300)
        dispute.action_withdraw()
        self.assertEqual(dispute.state, "withdrawn")
        self.assertEqual(self._asked(), {self.invoice.name: 1000})
        self._pay(self.invoice, 800, "2026-03-20")
        with freeze_time("2026-04-10 12:00:00"):
            dispute.action_reopen()
            self.assertEqual(dispute.state, "investigating")
            self.assertEqual(dispute.deadline, self._day("2026-04-24"))
            self.assertEqual(dispute.amount_disputed, 200, "What is left of it")
            self.assertEqual(len(self._tasks(dispute)), 1)
            dispute.action_withdraw()
            self._pay(self.invoice, 200, "2026-04-10")
            with self.assertRaisesRegex(UserError, "Nothing is open any more"):
                dispute.action_reopen()

    def test_reopening_cancels_the_draft(self):
        dispute = self._dispute(self.invoice, 300)
        dispute.action_credit()
        note = dispute.sudo().credit_note_ids
        dispute.action_reopen()
        self.assertEqual((note.state, dispute.state), ("cancel", "investigating"))
        dispute.action_credit()
        self.assertEqual(len(dispute.sudo().credit_note_ids), 2)
        self.assertEqual(dispute.state, "credited")

    def test_two_people_close_it(self):
        dispute = self._dispute(self.invoice, 300)
        dispute.action_reject()
        late = dispute.with_user(self.manager)
        late.action_reject()
        self.assertEqual(len(dispute.answer_ids), 1)
        self.assertEqual(dispute.closed_by_id, self.collector)
        for name in ("action_credit", "action_agree", "action_withdraw"):
            with self.assertRaisesRegex(UserError, "was closed already: Rejected, by cora"):
                getattr(late, name)()
        busy = self._dispute(self.invoice, 100)
        with (
            patch.object(type(busy), "lock_for_update", side_effect=LockError("busy")),
            self.assertRaisesRegex(UserError, "Somebody else is working on"),
        ):
            busy.action_reject()

    def test_closing_without_a_cause(self):
        reason = self.env["ar.dispute.reason"].create({"name": "New", "code": "new"})
        dispute = self._dispute(self.invoice, 300, reason_id=reason.id)
        self.env["ar.dispute.cause"].search([("code", "=", "other")]).active = False
        with self.assertRaisesRegex(UserError, "has no root cause"):
            dispute.action_reject()
        dispute.cause_id = self.env.ref("ar_collections.ar_dispute_cause_carrier")
        dispute.action_reject()
        self.assertEqual(dispute.department_id, dispute.cause_id.department_id)

    def test_defaults_are_enough(self):
        dispute = (
            self.env["ar.dispute"]
            .with_user(self.collector)
            .create(
                {
                    "profile_id": self.profile.id,
                    "move_line_ids": [Command.set(self._receivable(self.invoice).ids)],
                }
            )
        )
        self.assertEqual(dispute.reason_id.code, "other")
        self.assertEqual(dispute.amount_disputed, 1000)
        dispute.action_credit()
        self.assertEqual(dispute.cause_id.code, "other")

    def test_files_are_evidence(self):
        dispute = self._dispute(self.invoice, 300)
        photo = (
            self.env["ir.attachment"]
            .with_user(self.collector)
            .create(
                {
                    "name": "crate.jpg",
                    "raw": b"x",
                    "res_model": dispute._name,
                    "res_id": dispute.id,
                }
            )
        )
        with self.assertRaisesRegex(AccessError, "kept with"):
            photo.unlink()
        with self.assertRaisesRegex(AccessError, "kept with"):
            photo.name = "other.jpg"

    def test_the_own_system_is_told(self):
        self.env["ar.webhook.endpoint"].sudo().create(
            {"profile_id": self.profile.id, "url": "https://hook.example.com/"}
        )
        dispute = self._dispute(self.invoice, 300)
        dispute.action_withdraw()
        events = self.env["ar.webhook.event"].search(
            [("profile_id", "=", self.profile.id)], order="id"
        )
        self.assertEqual(events.mapped("kind"), ["dispute.opened", "dispute.closed"])
        self.assertIn('"amount":"300.00"', events[0].body.replace(": ", ":"))
        self.assertIn("withdrawn", events[1].body)

    # -- dialogs -----------------------------------------------------------------------

    def test_two_ticked_items(self):
        second = self._make_invoice(amount=500, due="2026-03-05")
        action = self._items().with_user(self.collector).action_dispute()
        wizard = (
            self.env["ar.dispute.open"]
            .with_user(self.collector)
            .with_context(**action["context"])
            .create({"reason_id": self.price.id, "amount": 1200, "note": "Broken"})
        )
        opened = wizard.action_open()
        dispute = self.env["ar.dispute"].browse(opened["res_id"])
        self.assertEqual(dispute.move_line_ids, self._receivable(self.invoice | second))
        self.assertEqual((dispute.amount_disputed, dispute.note), (1200, "Broken"))
        self._make_invoice(self._make_partner("Beta"), 100, due="2026-03-01")
        both = self.env["ar.open.item"].search([]).with_user(self.collector)
        with self.assertRaisesRegex(UserError, "of one customer"):
            both.action_dispute()

    def _reason_asked(self, user):
        """The reason that the dialog begins with."""
        action = self._items().with_user(user).action_dispute()
        dialog = self.env["ar.dispute.open"].with_user(user).with_context(**action["context"])
        return Form(dialog).reason_id

    def test_the_dialog_begins_with_a_reason(self):
        """One's own last one, the usual one of the company in a year, the one of the customer."""
        other = self.env["ar.dispute.reason"].search([("code", "=", "quality")], limit=1)
        late = self.env["ar.dispute.reason"].search([("code", "=", "late")], limit=1)
        self.assertFalse(self._reason_asked(self.collector), "nobody has ever said anything")
        old = self._make_invoice(amount=500, date="2024-06-01", due="2024-07-01")
        with freeze_time("2024-12-31"):
            self._dispute(old, 100, self.manager, reason_id=late.id)
        self.assertEqual(self._reason_asked(self.collector), late, "the customer's, long ago")
        strange = self._make_partner("Beta")
        profile = self.env["ar.profile"].get_or_create(strange, self.company)
        invoice = self._make_invoice(strange, amount=500, due="2026-03-05")
        values = {"profile_id": profile.id, "reason_id": other.id}
        self._dispute(invoice, 100, self.manager, **values)
        self.assertEqual(self._reason_asked(self.collector), other, "the company's of a year")
        values["reason_id"] = self.price.id
        self._dispute(invoice, 100, **values)
        self.assertEqual(self._reason_asked(self.collector), self.price, "one's own")
        self.price.active = False
        self.assertEqual(self._reason_asked(self.collector), other, "it can be chosen no more")

    def _close(self, dispute, **values):
        action = dispute.action_close()
        wizard = (
            self.env["ar.dispute.close"]
            .with_user(self.collector)
            .with_context(**action["context"])
            .create(values)
        )
        wizard.action_close()
        return wizard

    def test_closing_by_the_dialog(self):
        dispute = self._dispute(self.invoice, 600)
        self._close(dispute, outcome="credited", credit_amount=250, tell=True, answer_note="Sorry")
        self.assertEqual(dispute.sudo().credit_note_ids.amount_total, 250)
        self.assertEqual(dispute.answer_ids.state, "queued")
        self.assertIn("250.00", dispute.answer_ids.text_decision)
        silent = self._dispute(self._make_invoice(amount=70, due="2026-03-01"))
        self._close(silent, outcome="rejected", tell=False)
        self.assertEqual(silent.answer_ids.state, "cancelled")
        third = self._dispute(self._make_invoice(amount=80, due="2026-03-01"))
        with self.assertRaisesRegex(UserError, "what was agreed"):
            self._close(third, outcome="agreed")
        with self.assertRaisesRegex(UserError, "no root cause"):
            self._close(third, outcome="rejected", cause_id=False)
        self._close(third, outcome="agreed", agreement="Next delivery is free")
        self.assertEqual((third.state, third.agreement), ("agreed", "Next delivery is free"))
        with self.assertRaises(AccessError):
            self._close(third, outcome="rejected")

    def test_forms(self):
        with Form(self.env["ar.dispute"].with_user(self.collector)) as form:
            form.profile_id = self.profile
            form.move_line_ids.add(self._receivable(self.invoice))
            form.amount = 40
        dispute = form.record
        self.assertEqual((dispute.amount_disputed, dispute.user_id), (40, self.collector))
        with Form(dispute) as form:
            form.amount = 50
            form.user_id = self.manager
        self.assertEqual(dispute.amount_disputed, 50)
        self.assertEqual(self._tasks(dispute).user_id, self.manager)
        action = dispute.action_close()
        wizard = self.env["ar.dispute.close"].with_user(self.collector)
        with Form(wizard.with_context(**action["context"])) as form:
            form.outcome = "credited"
            self.assertFalse(form.tell)
            form.outcome = "rejected"
            self.assertTrue(form.tell)
            form.cause_id = self.env.ref("ar_collections.ar_dispute_cause_carrier")
            self.assertEqual(form.department_id.name, "Logistics")
        form.record.action_close()
        self.assertEqual((dispute.state, dispute.cause_id.code), ("rejected", "carrier"))

    # -- merged, companies -------------------------------------------------------------

    def test_follows_a_merged_account(self):
        other = self._make_partner("Alpha Twin")
        dispute = self._dispute(self.invoice, 300)
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (self.partner | other).ids, other
        )
        dispute.invalidate_recordset()
        self.assertEqual(dispute.profile_id.partner_id, other)
        self.assertEqual(dispute.partner_id, other)
        dispute.action_reject()
        self.assertEqual(dispute.state, "rejected")

    def test_deadline_by_country_and_company(self):
        france = self.env.ref("base.fr")
        rules = self.env["ar.dispute.deadline"]
        rules.create({"country_id": france.id, "days": 5})
        self.company.ar_dispute_days = 21
        self.assertEqual(self._dispute(self.invoice, 1).deadline, self._day("2026-04-21"))
        self.partner.country_id = france
        self.assertEqual(self._dispute(self.invoice, 1).deadline, self._day("2026-04-05"))
        rules.create({"reason_id": self.price.id, "days": 2, "sequence": 1})
        self.assertEqual(self._dispute(self.invoice, 1).deadline, self._day("2026-04-02"))
        own = self._dispute(self.invoice, 1, deadline="2026-04-20")
        self.assertEqual(own.deadline, self._day("2026-04-20"))
        with self.assertRaises(ValidationError):
            rules.create({"days": 0})
        for name in ("ar_dispute_days", "ar_deduction_amount", "ar_deduction_percent"):
            with self.assertRaises(ValidationError):
                self.company[name] = -1
