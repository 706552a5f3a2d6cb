"""The outcome of a call decides the next step, and why it is not paid stays on the account."""

from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ArChannelCommon

MANAGER = "ar_collections.ar_collections_group_manager"


def find_pdfs(moves):
    """The PDFs of invoices, without the PDF program."""
    values = {"name": "present.pdf", "raw": b"%PDF-1.4", "mimetype": "application/pdf"}
    return {move: move.env["ir.attachment"].sudo().create(values) for move in moves}


@tagged("post_install", "-at_install")
class TestOutcomes(ArChannelCommon):
    def setUp(self):
        super().setUp()
        self.debtor = self._make_debtor(
            "Alpha", days_late=20, amount=1500.0, email="alpha@example.net"
        )
        self._begin(self.debtor)

    def _begin(self, debtor):
        self.notice = self._remind(debtor)
        self.profile = self.notice.profile_id
        self.call = self.notice.dispatch_ids.filtered(lambda one: one.channel == "call")

    def _log(self, outcome, **values):
        wizard = self.env["ar.dispatch.log_call"].with_user(self.collector)
        wizard.create({"dispatch_id": self.call.id, "outcome": outcome, **values}).action_log()

    def _tasks(self):
        """(who, what, when) of the tasks on the account that are no calls."""
        todo = self.env.ref("mail.mail_activity_data_todo")
        return [
            (task.user_id, task.summary, str(task.date_deadline))
            for task in self.profile.activity_ids
            if task.activity_type_id == todo
        ]

    def _hold(self):
        return self.profile.hold_ids

    # -- promises ----------------------------------------------------------------------

    def test_will_pay(self):
        self._log("will_pay", promised_date="2026-04-10", promised_amount=500, note="In two parts")
        self.assertEqual(self.call.promised_date, Date.to_date("2026-04-10"))
        self.assertEqual(self.call.promised_amount, 500)
        hold = self._hold()
        self.assertEqual((hold.kind, hold.date_to), ("promise", Date.to_date("2026-04-12")))
        self.assertEqual(hold.display_name, "Promised: $\xa0500.00, 04/10/2026")
        # Only what is promised is held; whether the money comes is found by itself.
        self.assertEqual((hold.amount, hold.move_id), (500, self.notice.line_ids.move_id))
        promise = hold.origin_ref
        self.assertEqual((promise.source, promise.origin_ref), ("call", self.call))
        self.assertFalse(self._tasks())

    def test_will_pay_without_a_day(self):
        self._log("will_pay")
        self.assertFalse(self._hold() or self._tasks())

    def test_a_promise_that_is_kept_ends_the_hold(self):
        self._log("will_pay", promised_date="2026-04-10", promised_amount=500)
        self._pay(self.notice.line_ids.move_id, 499.0, "2026-03-31")
        self.assertEqual(self._hold().amount, 1.0)
        self._pay(self.notice.line_ids.move_id, 1.0, "2026-03-31")
        self.assertFalse(self._hold())
        self.assertEqual(self.profile.promise_ids.state, "kept")
        self.assertFalse(self._tasks())

    def test_all_that_was_promised(self):
        self._log("will_pay", promised_date="2026-04-10")
        self._pay(self.notice.line_ids.move_id, 1400.0, "2026-03-31")
        self.assertEqual((self._hold().amount, self.profile.promise_ids.state), (0, "open"))
        self._pay(self.notice.line_ids.move_id, 100.0, "2026-03-31")
        self.assertFalse(self._hold())
        self.assertEqual(self.profile.promise_ids.state, "kept")

    def test_promises_that_make_no_sense(self):
        with self.assertRaisesRegex(UserError, "Alpha cannot have promised"):
            self._log("will_pay", promised_date="2026-03-30")
        with self.assertRaisesRegex(UserError, "negative"):
            self._log("will_pay", promised_date="2026-04-01", promised_amount=-1)
        self.assertEqual(self.call.state, "queued")

    def test_a_promise_without_an_end(self):
        """More than 90 days ahead a manager decides, and nobody is held for more than a year."""
        self._log_of_a_day("2026-06-29")
        self._begin(self._make_debtor("Beta", days_late=20, email="beta@example.net"))
        for day in ("2026-06-30", "2099-12-31"):
            with self.assertRaises(UserError) as caught:
                self._log_of_a_day(day)
            self.assertRegex(str(caught.exception), "Beta promises to pay on.*manager decides")
        self.assertEqual(self.call.state, "queued")
        self.assertFalse(self._hold())
        manager = self._make_user("boss", MANAGER)
        self._log_of_a_day("2099-12-31", user=manager)
        self.assertEqual(self._hold().date_to, Date.to_date("2027-03-31"))

    def _log_of_a_day(self, day, user=None):
        wizard = self.env["ar.dispatch.log_call"].with_user(user or self.collector)
        values = {"dispatch_id": self.call.id, "outcome": "will_pay", "promised_date": day}
        wizard.create(values).action_log()

    def test_what_belongs_to_another_outcome_is_left_out(self):
        self._log("refuses", promised_date="2026-04-10", promised_amount=5, reference="X")
        self.assertFalse(self.call.promised_date or self.call.promised_amount)

    # -- the other outcomes ------------------------------------------------------------

    def test_paid(self):
        self._log("paid", paid_date="2026-03-27", reference="TRX-12")
        # Tuesday 31 March and three working days.
        self.assertEqual(self._hold().date_to, Date.to_date("2026-04-03"))
        [(user, summary, day)] = self._tasks()
        self.assertEqual((user, day), (self.collector, "2026-04-03"))
        self.assertIn("$\xa01,500.00, 03/27/2026, TRX-12", summary)

    def test_disputes_an_invoice(self):
        invoice = self.notice.line_ids.move_id
        self._log("disputes", move_ids=[(6, 0, invoice.ids)], note="Broken glass")
        hold = self._hold()
        self.assertEqual((hold.kind, hold.move_id), ("dispute", invoice))
        self.assertFalse(hold.date_to, "Until it is cleared up")
        self.assertIn("Broken glass", hold.reason_text)
        self.assertEqual(self.profile.reason_id.code, "dispute")
        dispute = hold.origin_ref
        self.assertEqual((dispute.source, dispute.user_id), ("call", self.collector))
        self.assertEqual(dispute.deadline, Date.to_date("2026-04-14"))
        task = self.call.follow_activity_id
        self.assertEqual((task.res_model, task.res_id), ("ar.dispute", dispute.id))
        self.assertEqual(task.date_deadline, Date.to_date("2026-04-14"))
        # Said once more: somebody reads it, and nothing is disputed twice.
        self.call._clear_dispute(invoice)
        self.assertEqual(self.profile.dispute_ids, dispute)

    def test_foreign_invoices_are_refused(self):
        other = self._make_debtor("Beta", days_late=20)
        foreign = self.env["account.move"].search([("partner_id", "=", other.id)])
        with self.assertRaisesRegex(UserError, "not Alpha's"):
            self._log("disputes", move_ids=[(6, 0, foreign.ids)])

    def test_documents_leave_at_once(self):
        moves = self.env.registry["account.move"]
        with (
            patch.object(moves, "_ar_find_pdfs", find_pdfs),
            patch.object(moves, "_ar_ensure_pdfs", lambda moves: {}),
        ):
            self._log("documents", send_copies=True)
        message = self.profile.message_ids.filtered("attachment_ids")
        self.assertEqual(message.attachment_ids.mapped("name"), ["present.pdf"])
        self.assertEqual(message.partner_ids, self.debtor)
        self.assertEqual(message.author_id, self.collector.partner_id)
        self.assertEqual(self._hold().date_to, Date.to_date("2026-04-03"))
        self.assertFalse(self._tasks())

    def test_documents_by_hand(self):
        self._log("documents", send_copies=False)
        self.assertEqual(
            self._tasks(), [(self.collector, "Send the documents asked for", "2026-03-31")]
        )

    def test_documents_without_an_address(self):
        self._begin(self._make_debtor("No Mail", days_late=20, email=False))
        wizard = self.env["ar.dispatch.log_call"].with_user(self.collector)
        wizard = wizard.create({"dispatch_id": self.call.id, "outcome": "documents"})
        self.assertFalse(wizard.send_copies or wizard.copies_to)
        wizard.action_log()
        self.assertEqual(self._tasks()[0][1], "Send the documents asked for")

    def test_refuses(self):
        self._log("refuses")
        self.assertFalse(self._hold(), "The next level may begin")
        [(user, summary, day)] = self._tasks()
        self.assertTrue(user.has_group(MANAGER))
        self.assertEqual(
            (summary, day), ("Alpha: Refuses to pay: decide on the next measure", "2026-03-31")
        )

    def test_insolvent(self):
        self._log("insolvent")
        self.assertEqual((self._hold().kind, self._hold().date_to), ("case", False))
        self.assertTrue(self._tasks()[0][0].has_group(MANAGER))
        self.assertEqual(self.profile.reason_nature, "hardship")

    def test_cannot_pay(self):
        self._log("hardship")
        self.assertEqual(self._hold().date_to, Date.to_date("2026-04-14"))
        self.assertEqual(self._tasks()[0][1:], ("Cannot pay now: find a way to pay", "2026-03-31"))

    def test_not_reached_later_each_time(self):
        days = []
        for _try in range(3):
            self._log("not_reached")
            days.append(str(self.call.call_date))
        # Always from today: one, two and three working days.
        self.assertEqual(days, ["2026-04-01", "2026-04-02", "2026-04-03"])
        self._log("not_reached")
        self.assertEqual((self.call.state, self.call.error), ("failed", "Not reached in 4 tries."))

    def test_not_reached_then_the_next_way(self):
        self.company.ar_call_tries = 1
        level = self.notice.level_id
        level.channel_ids = [
            (5,),
            (0, 0, {"channel": "call", "usage": "always", "sequence": 1}),
            (0, 0, {"channel": "letter", "usage": "fallback", "sequence": 2}),
        ]
        self._begin(self._make_debtor("Beta", days_late=20))
        self._log("not_reached")
        self.assertEqual(self._channels(self.notice), {"call": "failed", "letter": "queued"})

    def test_no_end_of_trying(self):
        self.company.ar_call_tries = 0
        for _try in range(6):
            self._log("not_reached")
        self.assertEqual((self.call.state, self.call.attempts), ("queued", 7))

    def test_every_outcome_is_followed(self):
        for code in self.env["ar.dispatch"]._get_outcomes():
            self.assertTrue(callable(getattr(self.call, f"_follow_{code}", None)), code)

    # -- reasons -----------------------------------------------------------------------

    def test_reason_on_the_account(self):
        cash = self.env.ref("ar_collections.ar_reason_cash")
        self._log("will_pay", reason_id=cash.id)
        self.assertEqual((self.call.reason_id, self.profile.reason_id), (cash, cash))
        self.assertEqual(self.profile.reason_nature, "hardship")
        self.assertEqual(str(self.profile.reason_date), "2026-03-31")
        profiles = self.env["ar.profile"].with_user(self.collector)
        groups = profiles._read_group(
            [("reason_nature", "=", "hardship")], ["reason_id"], ["__count"]
        )
        self.assertEqual(groups, [(cash, 1)])

    def test_the_last_one_counts(self):
        self._log("disputes")
        self._begin(self._make_debtor("Beta", days_late=20))
        self.profile._note_reason("cash")
        self.profile._note_reason("dispute")
        self.assertEqual(self.profile.reason_id.code, "dispute")
        self.profile._note_reason(False)
        self.assertEqual(self.profile.reason_id.code, "dispute", "Nothing said, nothing changed")

    def test_it_goes_along_when_customers_are_merged(self):
        self.profile._note_reason("cash")
        other = self.env["ar.profile"].get_or_create(self._make_debtor("Beta"), self.company)
        other._note_reason("dispute")
        other.sudo().reason_date = "2026-03-01"
        self.profile._hand_over_settings(other)
        self.assertEqual((other.reason_id.code, str(other.reason_date)), ("cash", "2026-03-31"))
        self.profile.sudo().reason_date = "2026-03-02"
        other._note_reason("dispute")
        self.profile._hand_over_settings(other)
        self.assertEqual(other.reason_id.code, "dispute")

    def test_shipped(self):
        reasons = self.env["ar.reason"].search([("company_id", "=", False)])
        codes = {"cash", "dispute", "document", "approval", "unwilling", "insolvent", "contact"}
        codes.add("other")
        self.assertLessEqual(codes, set(reasons.mapped("code")))
        natures = {reason.code: reason.nature for reason in reasons}
        self.assertEqual((natures["cash"], natures["unwilling"]), ("hardship", "unwilling"))

    def test_reasons_of_a_company(self):
        reasons = self.env["ar.reason"]
        own = reasons.create({"name": "Own", "code": "cash", "company_id": self.company.id})
        self.assertEqual(reasons._find("cash", self.company), own)
        self.profile._note_reason("cash")
        self.assertEqual(self.profile.reason_id, own)
        with self.assertRaises(UserError):
            own.unlink()
        with self.assertRaises(AccessError):
            own.with_user(self.collector).name = "Mine"

    def test_a_code_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env["ar.reason"].create({"name": "Again", "code": "cash"})
