from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import ArCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestNoticeHistory(ArCommon):
    """What happens to proposals, queue and history when the ledger moves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._make_policy(3, 14, 30)
        cls.first, cls.second, cls.third = cls.policy.level_ids

    def _reasons(self, run=None):
        return {line.move_id: line.reason for line in (run or self._run()).line_ids}

    def _refresh(self, run):
        return run.notice_ids._refresh_before_sending()

    def _level(self, move):
        self.assertEqual(move.ar_level_id, self._receivable(move)[:1].ar_level_id)
        return move.ar_level_id

    # -- payments ----------------------------------------------------------------------

    def test_trap_05_payment_on_its_way(self):
        without_entry = self._make_invoice(due="2026-03-11")
        online = self._make_invoice(self._make_partner("Online"), due="2026-03-11")
        wire = self._make_invoice(self._make_partner("Wire"), due="2026-03-11")
        run = self._run(confirm=True)
        self._pay_without_entry(without_entry, 1000)
        self._make_transaction(online, "pending")
        self._make_transaction(wire, "pending", "custom")
        ready = self._refresh(run)
        self.assertEqual(ready.partner_id, wire.partner_id)
        dropped = (run.notice_ids - ready).line_ids
        self.assertEqual(set(dropped.mapped("drop_reason")), {"payment_pending"})
        run.action_cancel()
        self.assertEqual(
            self._reasons(),
            {without_entry: "payment_pending", online: "payment_pending", wire: "level_due"},
        )

    def test_trap_06_payment_undone(self):
        """The item comes back at its level, with its history, and is not told twice."""
        invoice = self._make_invoice(due="2026-03-11")
        notice = self._remind()
        payment = self._pay(invoice, 1000, "2026-03-31")
        with freeze_time("2026-04-01"):
            self.assertFalse(self._reasons())
            payment.action_draft()
            payment.action_cancel()
            self.assertEqual(self._level(invoice), self.first)
            self.assertEqual(invoice.ar_notice_line_ids, notice.line_ids)
            run = self._run()
            self.assertEqual(run.notice_ids.level_id, self.second)
            run.notice_ids.level_id.min_interval_days = 5
            self.assertEqual(self._reasons(), {invoice: "interval"})

    def test_trap_06_undelivered(self):
        """A level that did not reach the customer does not count."""
        invoice = self._make_invoice(due="2026-03-11")
        notice = self._remind()
        self.assertEqual(self._level(invoice), self.first)
        notice._set_failed("The address does not exist.")
        self.assertFalse(self._level(invoice))
        self.assertFalse(self._receivable(invoice).ar_last_notice_date)
        self.assertEqual(notice.error, "The address does not exist.")
        run = self._run()
        self.assertEqual(run.notice_ids.level_id, self.first)
        notice.action_retry()
        self.assertEqual((notice.state, notice.run_id.state), ("queued", "confirmed"))
        run.action_confirm()
        self.assertEqual(run.notice_ids.state, "cancelled", "the first one is on its way again")

    def test_trap_19_paid_before_sending(self):
        paid = self._make_invoice(amount=100, due="2026-03-11")
        part = self._make_invoice(amount=200, due="2026-03-12")
        run = self._run(confirm=True)
        self._pay(paid, 100, "2026-03-31")
        self._pay(part, 50, "2026-03-31")
        self.assertEqual(self._refresh(run), run.notice_ids)
        notice = run.notice_ids
        self.assertEqual((notice.amount_overdue, notice.amount_total), (150, 150))
        lines = {line.move_id: line for line in notice.line_ids}
        self.assertEqual((lines[paid].state, lines[paid].drop_reason), ("dropped", "paid"))
        self.assertEqual((lines[part].amount, lines[part].amount_open), (150, 150))
        notice._set_sent()
        self.assertFalse(self._level(paid))
        self.assertEqual(self._level(part), self.first)

    def test_trap_19_everything_paid(self):
        invoice = self._make_invoice(due="2026-03-11")
        run = self._run(confirm=True)
        self._pay(invoice, 1000, "2026-03-31")
        self.assertFalse(self._refresh(run))
        self.assertEqual((run.notice_ids.state, run.state), ("cancelled", "done"))
        self.assertIn("Nothing on this notice is due", run.notice_ids.error)

    def test_trap_19_what_else_comes_between(self):
        cases = {
            "held": lambda move: self.env["ar.hold"].create(
                {"move_id": move.id, "reason": "Talks"}
            ),
            "no_followup": lambda move: move.write({"no_followup": True}),
            "due_date_changed": lambda move: self._receivable(move).write(
                {"date_maturity": "2026-03-30"}
            ),
            "covered_by_credit": lambda move: self._pay_on_account(
                move.partner_id, 1000, "2026-03-31"
            ),
        }
        moves = {
            reason: self._make_invoice(self._make_partner(f"Case {reason}"), due="2026-03-11")
            for reason in cases
        }
        run = self._run(confirm=True)
        for reason, happen in cases.items():
            happen(moves[reason])
        self.assertFalse(self._refresh(run))
        self.assertEqual(set(run.notice_ids.mapped("state")), {"cancelled"})
        lines = run.notice_ids.line_ids.filtered(lambda line: line.kind == "item")
        self.assertEqual(
            {line.move_id: line.drop_reason for line in lines},
            {move: reason for reason, move in moves.items()},
        )

    def test_credits_are_those_of_the_day_of_sending(self):
        self._make_invoice(due="2026-03-11")
        old = self._pay_on_account(self.partner, 100, "2026-03-25")
        run = self._run(confirm=True)
        self.assertEqual(run.notice_ids.amount_total, 900)
        old.action_draft()
        old.action_cancel()
        self._pay_on_account(self.partner, 300, "2026-03-31")
        self.assertEqual(self._refresh(run).amount_total, 700)

    def test_a_notice_that_leaves_later(self):
        self.first.deadline_days = 7
        self._make_invoice(due="2026-03-11")
        run = self._run(confirm=True)
        notice = run.notice_ids
        self.assertEqual(notice.deadline, self._day("2026-04-07"))
        with freeze_time("2026-04-02"):
            self._refresh(run)
            self.assertEqual(notice.date, self._day("2026-04-02"))
            self.assertEqual(notice.deadline, self._day("2026-04-09"))
            self.assertEqual((notice.days_overdue, notice.line_ids.days_overdue), (22, 22))
            notice._set_sent()
            self.assertEqual(
                notice.line_ids.move_line_id.ar_last_notice_date, self._day("2026-04-02")
            )

    def test_will_be_due_is_not_said_of_what_is_due(self):
        self._make_policy(-5, 3, sequence=0)
        self._make_invoice(due="2026-04-02")
        run = self._run(confirm=True)
        self.assertEqual(run.notice_ids.amount_upcoming, 1000)
        with freeze_time("2026-04-03"):
            self.assertFalse(self._refresh(run))
            self.assertEqual(run.notice_ids.line_ids.drop_reason, "due_date_changed")

    def test_reminders_before_the_due_date_share_the_credits(self):
        """Proposed together, sent one by one: the second is not taken for covered."""
        self._make_policy(-5, 3, sequence=0, grouping="invoice")
        for due in ("2026-04-02", "2026-04-03"):
            self._make_invoice(amount=100, due=due)
        self._pay_on_account(self.partner, 100, "2026-03-31")
        run = self._run(confirm=True)
        self.assertEqual(run.notice_ids.mapped("amount_total"), [100])
        self.assertEqual(self._refresh(run).amount_total, 100)

    # -- documents ---------------------------------------------------------------------

    def test_trap_13_the_documents_company(self):
        other = self.setup_other_company(name="Other Ltd")["company"]
        self._make_invoice(amount=1, due="2026-03-11")
        self._make_invoice(amount=2, due="2026-03-11", company=other)
        self._make_policy(1, company_id=other.id)
        run = self.env["ar.dunning.run"].create({"company_id": other.id})
        run.action_propose()
        self.assertEqual(run.notice_ids.mapped("amount_total"), [2])
        self.assertEqual(run.notice_ids.company_id, other)
        self.assertEqual(run.notice_ids.profile_id.company_id, other)
        self.assertEqual(self._run().notice_ids.mapped("amount_total"), [1])

    def test_trap_15_nobody_to_remind(self):
        orphan = self._make_entry(100, "2026-01-01", no_followup=False)
        own = self.env["res.company"].create({"name": "Sister Ltd"}).partner_id
        sister = self._make_invoice(own, due="2026-03-11")
        run = self._run()
        self.assertEqual(self._reasons(run), {orphan: "no_partner", sister: "own_company"})
        gone = self._make_partner("Gone Ltd")
        archived = self._make_invoice(gone, due="2026-03-11")
        gone.active = False
        self.assertEqual(self._reasons(self._run())[archived], "archived")
        self.assertFalse(run.notice_ids)
        # A vendor's bill is not netted.
        self._make_invoice(due="2026-03-11")
        self._make_invoice(due="2026-03-11", move_type="in_invoice", amount=5000)
        self.assertEqual(self._run().notice_ids.amount_total, 1000)

    def test_trap_16_opening_balance(self):
        entry = self._make_entry(100, "2026-01-01", self.partner)
        run = self._run()
        self.assertEqual(self._reasons(run), {entry: "no_followup"})
        self.assertFalse(run.notice_ids)
        entry.no_followup = False
        self.assertEqual(self._run().notice_ids.amount_total, 100)

    def test_trap_17_due_date_edited(self):
        invoice = self._make_invoice(due="2026-03-11")
        self._remind()
        item = self._receivable(invoice)
        item.date_maturity = "2026-03-30"
        self.assertFalse(self._level(invoice), "1 day late has not reached level 1")
        self.assertFalse(self._reasons())
        with freeze_time("2026-04-03"):
            self.assertEqual(self._run().notice_ids.level_id, self.first)
            # Moved back: what was said counts again.
            item.date_maturity = "2026-03-11"
            self.assertEqual(self._level(invoice), self.first)
            self.assertEqual(self._run().notice_ids.level_id, self.second)
            # Moved a little, the level is reached all the same.
            item.date_maturity = "2026-03-12"
            self.assertEqual(self._level(invoice), self.first)

    def test_trap_17_moved_back_after_it_was_said_again(self):
        invoice = self._make_invoice(due="2026-03-11")
        first = self._remind()
        item = self._receivable(invoice)
        item.date_maturity = "2026-03-30"
        with freeze_time("2026-04-03"):
            again = self._remind()
            self.assertEqual((again.level_id, again.line_ids.repeat), (self.first, 1))
            item.date_maturity = "2026-03-11"
            self.assertEqual(self._level(invoice), self.first)
            self.assertEqual(item.ar_last_notice_date, self._day("2026-04-03"))
            self.assertEqual(invoice.ar_notice_count, 2)
            self.assertEqual((first | again).mapped("state"), ["sent", "sent"])

    def test_trap_18_leaves_proposal_and_queue_at_once(self):
        self._make_invoice(amount=50, due="2026-03-11")
        for how in ("button_draft", "button_cancel"):
            for confirm in (False, True):
                with self.subTest(how=how, confirm=confirm):
                    invoice = self._make_invoice(amount=100, due="2026-03-11")
                    run = self._run(confirm=confirm)
                    notice = run.notice_ids
                    self.assertEqual(notice.amount_total, 150)
                    invoice.button_draft()
                    if how == "button_cancel":
                        invoice.button_cancel()
                    self.assertEqual(notice.amount_total, 50)
                    line = notice.line_ids & invoice.ar_notice_line_ids
                    self.assertEqual((line.state, line.drop_reason), ("dropped", "paid"))
                    run.action_cancel()

    def test_trap_18_the_last_item_cancels_the_notice(self):
        invoice = self._make_invoice(due="2026-03-11")
        run = self._run(confirm=True)
        invoice.button_draft()
        self.assertEqual((run.notice_ids.state, run.state), ("cancelled", "done"))

    def test_trap_18_draft_and_posted_again(self):
        invoice = self._make_invoice(due="2026-03-11")
        self._remind()
        invoice.button_draft()
        self.assertFalse(self._reasons())
        invoice.action_post()
        self.assertEqual(self._level(invoice), self.first)
        with freeze_time("2026-04-01"):
            self.assertEqual(self._run().notice_ids.level_id, self.second)

    def test_trap_18_terms_changed(self):
        """One item becomes two, two become one: what was said stays with the journal item
        that survives, else with the one at its place."""
        term = self._instalment_term((50, 30), (50, 60))
        invoice = self._make_invoice(due="2026-03-11")
        notice = self._remind()
        invoice.button_draft()
        invoice.invoice_payment_term_id = term
        invoice.action_post()
        items = self._receivable(invoice)
        self.assertEqual(items.mapped("amount_residual"), [500, 500])
        self.assertEqual(items.ar_level_id, self.first)
        self.assertEqual(notice.line_ids.move_line_id.ar_level_id, self.first)
        sent = {"state": "sent", "amount": 1000, "date_due": self._day("2026-03-11")}
        self.assertRecordValues(notice.line_ids, [sent])
        with freeze_time("2026-04-01"):
            self._remind()
            self.assertEqual(items.ar_level_id, self.first | self.second)
            invoice.button_draft()
            invoice.write({"invoice_payment_term_id": False, "invoice_date_due": "2026-01-31"})
            invoice.action_post()
            self.assertEqual(len(self._receivable(invoice)), 1)
            self.assertEqual(invoice.ar_notice_count, 2)
            self.assertIn(self._level(invoice), self.first | self.second)

    def test_trap_18_instalments_at_one_level_become_one(self):
        term = self._instalment_term((50, 30), (50, 31))
        invoice = self._make_invoice(invoice_payment_term_id=term.id)
        self._remind()
        self.assertEqual(self._receivable(invoice).ar_level_id, self.first)
        invoice.button_draft()
        invoice.write({"invoice_payment_term_id": False, "invoice_date_due": "2026-02-10"})
        invoice.action_post()
        self.assertEqual(self._level(invoice), self.first)
        with freeze_time("2026-04-01"):
            self.assertEqual(self._run().notice_ids.level_id, self.second)

    def test_trap_18_deleted(self):
        """Before the notice left the item goes; after it the history stays."""
        kept = self._make_invoice(amount=10, due="2026-03-11")
        draft = self._make_invoice(due="2026-03-11")
        run = self._run(confirm=True)
        draft.button_draft()
        draft.unlink()
        self.assertEqual(run.notice_ids.amount_total, 10)
        run.notice_ids._set_sent()
        number = kept.name
        kept.button_draft()
        kept.with_context(force_delete=True).unlink()
        line = run.notice_ids.line_ids.filtered(lambda line: line.state == "sent")
        self.assertRecordValues(
            line, [{"name": number, "amount": 10, "date_due": self._day("2026-03-11")}]
        )
        self.assertFalse(line.move_id | line.move_line_id.move_id)
        self.assertEqual(run.notice_ids.amount_total, 10)
        self.assertTrue(run.line_ids)

    def test_trap_27_nothing_to_remind_of(self):
        refund = self._make_invoice(move_type="out_refund", due="2026-03-01")
        self.assertFalse(self._reasons(), f"{refund.name} is ours to pay")
        invoice = self._make_invoice(self._make_partner("Reversed"), due="2026-03-01")
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id})
        )
        wizard.modify_moves()
        self.assertEqual(invoice.payment_state, "reversed")
        self._make_invoice(self._make_partner("Zero"), amount=0, due="2026-03-01")
        self.assertFalse(self._reasons())

    def test_trap_01_instalments(self):
        term = self._instalment_term((50, 30), (50, 120))
        invoice = self._make_invoice(invoice_payment_term_id=term.id)
        notice = self._remind()
        self.assertEqual((notice.amount_total, len(notice.line_ids)), (500, 1))
        first, second = self._receivable(invoice)
        self.assertEqual((first.ar_level_id, second.ar_level_id.id), (self.first, False))
        self.assertEqual(invoice.ar_days_overdue, 59)

    # -- on the invoice ----------------------------------------------------------------

    def test_next_action_on_the_invoice(self):
        invoice = self._make_invoice(due="2026-03-27")
        later = self._make_invoice(due="2026-04-10")
        excluded = self._make_invoice(due="2026-03-27")
        excluded.no_followup = True
        self.assertEqual(
            (invoice + later + excluded).mapped("ar_next_action_date"),
            [self._day("2026-03-31"), self._day("2026-04-13"), False],
        )
        self.second.min_interval_days = 20
        self._remind()
        self.assertEqual(invoice.ar_next_level_id, self.second)
        self.assertEqual(invoice.ar_next_action_date, self._day("2026-04-20"))
        found = self.env["account.move"].search(
            [("ar_days_overdue", ">", 0), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(found, (invoice + excluded).sorted(lambda m: found.ids.index(m.id)))

    def test_handover_is_proposed_once(self):
        self.first.propose_handover = True
        self._make_invoice(due="2026-03-11")
        profile = self._remind().profile_id
        self.assertEqual(len(profile.activity_ids), 1)
        self.assertIn("hand-over", profile.activity_ids.summary)
        self._make_invoice(
            due="2026-03-11",
            invoice_line_ids=[
                Command.create({"name": "More", "quantity": 1, "price_unit": 5, "tax_ids": []})
            ],
        )
        with freeze_time("2026-04-01"):
            self._remind()
        self.assertEqual(len(profile.activity_ids), 1)
