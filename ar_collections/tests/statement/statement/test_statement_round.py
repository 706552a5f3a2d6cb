"""Statements leave: one, several, all by rule; each once."""

import base64
import runpy
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...channel.common import ArChannelCommon

MAIL_LOGGER = "odoo.addons.mail.models.mail_mail"


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 12:00:00")  # a Wednesday
class TestStatementRound(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alpha = cls._make_debtor("Alpha Ltd", 5, 100)
        cls.beta = cls._make_debtor("Beta Ltd", 5, 200, email=False)

    def _make(self, partner, **values):
        return self.env["ar.statement"].create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "date_to": "2026-03-31",
                **values,
            }
        )

    def _make_rule(self, **values):
        return self.env["ar.statement.rule"].create(
            {"name": "Month end", "company_id": self.company.id, **values}
        )

    def _cron(self):
        """The scheduled action without its commits."""
        queued = self.env["ar.statement"].search([("queued", "=", True)])
        queued._lock_bundles()._send()
        return queued

    # -- one ---------------------------------------------------------------------------

    def test_by_email(self):
        statement = self._make(self.alpha)
        self.assertEqual((statement.channel, statement.contact_id), ("email", self.alpha))
        statement.action_send()
        self.assertEqual((statement.state, statement.recipient), ("sent", "alpha@example.com"))
        self.assertEqual(statement.sent_by_id, self.env.user)
        mail = statement.mail_mail_id
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.attachment_ids, statement.attachment_id)
        self.assertIn(statement.name, mail.subject)
        self.assertIn("100.00", mail.body_html)
        self.assertEqual((mail.model, mail.res_id), ("ar.profile", statement.profile_id.id))
        dispatch = statement.dispatch_ids
        self.assertEqual((dispatch.channel, dispatch.state), ("email", "leaving"))
        self.assertEqual((dispatch.mail_mail_id, dispatch.recipient), (mail, statement.recipient))
        self.assertEqual(dispatch.partner_id, self.alpha)
        action = statement.action_view_dispatches()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), dispatch)

    def test_by_letter(self):
        statement = self._make(self.beta)
        self.assertEqual(statement.channel, "letter")
        statement.with_context(force_report_rendering=True).action_send()
        self.assertEqual(statement.state, "sent")
        self.assertIn("High Street 1", statement.recipient)
        action = statement.action_print_letters()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertTrue(base64.b64decode(wizard.pdf).startswith(b"%PDF"))
        wizard.action_confirm()
        self.assertTrue(statement.printed)
        self.assertEqual(statement.dispatch_ids.state, "delivered")

    def test_letters_of_all_kinds_are_printed_together(self):
        statement = self._make(self.beta).with_context(force_report_rendering=True)
        statement.action_send()
        letter = statement.dispatch_ids
        self.assertEqual((letter.state, letter.attachment_id), ("sent", statement.attachment_id))
        action = letter.action_print_letters()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.count, 1)
        wizard.action_confirm()
        self.assertEqual((letter.state, statement.printed), ("delivered", True))

    def test_a_letter_that_is_sent_again_is_printed_once(self):
        statement = self._make(self.beta)
        statement.action_send()
        first = statement.dispatch_ids
        statement.action_send_again()
        again = statement.dispatch_ids - first
        self.assertEqual((first.state, again.state), ("cancelled", "sent"))
        self.assertEqual((first.repeat, again.repeat), (0, 1))

    def test_a_message_that_comes_back(self):
        statement = self._make(self.alpha)
        statement.action_send()
        statement.profile_id._message_receive_bounce("alpha@example.com", self.alpha)
        self.assertEqual((statement.state, statement.dispatch_ids.state), ("sent", "bounced"))
        self.assertIn("came back", statement.error)
        self.assertIn("did not reach", statement.profile_id.activity_ids.mapped("summary")[0])
        with self.assertRaisesRegex(UserError, "came back"):
            statement.action_send_again()

    def test_what_was_sent_before_the_upgrade_has_its_dispatch(self):
        mailed, posted, draft = (
            self._make(self.alpha),
            self._make(self.beta),
            self._make(self.beta, kind="activity"),
        )
        (mailed | posted).filtered(lambda statement: statement.action_send())
        posted._note_printed()
        mail = mailed.mail_mail_id
        (mailed | posted).dispatch_ids.sudo().unlink()
        self.env.flush_all()
        [script] = Path(__file__).parents[3].glob("migrations/*/post-dispatches.py")
        for _time in range(2):
            runpy.run_path(str(script))["migrate"](self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertEqual(mailed.dispatch_ids.mail_mail_id, mail)
        self.assertEqual(
            [(one.dispatch_ids.state, one.dispatch_ids.recipient) for one in mailed | posted],
            [("sent", mailed.recipient), ("delivered", posted.recipient)],
        )
        self.assertEqual(posted.dispatch_ids.attachment_id, posted.attachment_id)
        self.assertFalse(draft.dispatch_ids)
        self.assertEqual(mailed.dispatch_ids.profile_id, mailed.profile_id)
        mailed.profile_id._message_receive_bounce("alpha@example.com", self.alpha)
        self.assertIn("came back", mailed.error)

    @mute_logger("odoo.sql_db")
    def test_database_allows_one_living_dispatch(self):
        statement = self._make(self.alpha)
        statement.action_send()
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            statement._queue_dispatches([(statement, "email", "always")])

    def test_kept_as_sent(self):
        statement = self._make(self.alpha)
        statement.action_send()
        before = (statement.closing_balance, statement.line_ids.mapped("residual"))
        content = statement.attachment_id.raw
        self._make_invoice(self.alpha, 999, date="2026-03-15")
        self.assertEqual((statement.closing_balance, statement.line_ids.mapped("residual")), before)
        self.assertEqual(statement.attachment_id.raw, content)
        for change in ({"date_to": "2026-02-28"}, {"kind": "activity"}, {"by_contact": True}):
            with self.assertRaisesRegex(UserError, "is kept as it is"):
                statement.write(change)
        with self.assertRaisesRegex(UserError, "is kept as it is"):
            statement.unlink()
        corrected = self.env["ar.statement"].browse(statement.action_correct()["res_id"])
        self.assertEqual((corrected.version, corrected.closing_balance), (2, 1099))
        corrected.action_send()
        self.assertEqual(corrected.state, "sent")

    def test_money_is_read_again_before_it_leaves(self):
        statement = self._make(self.alpha, kind="activity")
        self._make_invoice(self.alpha, 50, date="2026-03-20")
        statement.action_send()
        self.assertEqual(statement.closing_balance, 150)

    def test_twice_is_caught(self):
        statement, twin = self._make(self.alpha), self._make(self.alpha)
        statement.action_send()
        with self.assertRaisesRegex(UserError, "sent to Alpha Ltd already"):
            statement.action_send()
        with self.assertRaisesRegex(UserError, statement.name):
            twin.action_send()
        with self.assertRaisesRegex(UserError, statement.name):
            twin._queue()
        mails = self.env["mail.mail"].search([("res_id", "=", statement.profile_id.id)])
        self.assertEqual(len(mails & statement.mail_mail_id), 1)
        # The database has the last word.
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            twin.sudo().write({"queued": True})
            twin.flush_recordset()
        # Another kind or period is another statement; the same once more is asked for.
        self._make(self.alpha, kind="activity").action_send()
        self._make(self.alpha, date_to="2026-03-30").action_send()
        first = statement.mail_mail_id
        statement.action_send_again()
        self.assertNotEqual(statement.mail_mail_id, first)

    def test_cannot_be_delivered(self):
        self.alpha.email = False
        statement = self._make(self.alpha, channel="email")
        with self.assertRaisesRegex(UserError, "Alpha Ltd has no e-mail address"):
            statement.action_send()
        self.assertEqual(statement.state, "draft")

    def test_answers(self):
        statement = self._make(self.alpha)
        with self.assertRaisesRegex(UserError, "was not sent yet"):
            statement.action_confirm()
        statement.action_send()
        statement.action_differ()
        self.assertEqual(statement.state, "differs")
        statement.action_confirm()
        self.assertEqual((statement.state, statement.answer_by_id), ("confirmed", self.env.user))
        with self.assertRaises(UserError):
            statement.action_differ()

    def test_mail_that_fails(self):
        statement = self._make(self.alpha)
        statement.action_send()
        statement.mail_mail_id._postprocess_sent_message(
            [], [], failure_reason="No such host", failure_type="mail_email_invalid"
        )
        self.assertIn("No such host", statement.error)
        self.assertIn("did not reach", statement.profile_id.activity_ids.mapped("summary")[0])

    @contextmanager
    def _mail_server(self, error=None):
        """What would leave by SMTP; with ``error`` nothing does."""
        servers, left = self.env.registry["ir.mail_server"], []

        def send_email(server, message, **options):
            if error:
                raise OSError(error)
            left.append(message["To"])
            return message["Message-Id"]

        with (
            patch.object(servers, "_disable_send", lambda server: False),
            patch.object(servers, "_connect__", lambda server, *args, **options: None),
            patch.object(servers, "send_email", send_email),
        ):
            yield left

    def _fail_to_send(self):
        """A statement whose e-mail the server refused for good, as it is."""
        statement = self._make(self.alpha)
        statement.action_send()
        with self._mail_server("SMTPDataError: (554, b'Not that')"), mute_logger(MAIL_LOGGER):
            statement.mail_mail_id.send()
        self.assertEqual(statement.mail_mail_id.state, "exception")
        self.assertIn("554 Not that", statement.error)
        return statement

    def test_send_again_leaves_once(self):
        """The administrator takes up the failed e-mail again, the collector sends anew."""
        statement = self._fail_to_send()
        failed = statement.mail_mail_id
        statement.action_send_again()
        again = statement.mail_mail_id
        self.assertEqual((failed.state, again.state), ("cancel", "outgoing"))
        states = {one.repeat: one.state for one in statement.dispatch_ids}
        self.assertEqual(states, {0: "failed", 1: "leaving"})
        self.assertEqual(
            self.env["mail.notification"]
            .search([("mail_mail_id", "=", failed.id)])
            .mapped("notification_status"),
            ["canceled"],
        )
        failed.action_retry()
        self.assertEqual(failed.state, "cancel")
        # Even by force.
        failed.mark_outgoing()
        with self._mail_server() as left:
            (failed | again).send()
        self.assertEqual(len(left), 1)
        self.assertFalse(statement.error)

    def test_failed_mail_is_retried_by_the_queue(self):
        statement = self._fail_to_send()
        statement.mail_mail_id.action_retry()
        with self._mail_server() as left:
            statement.mail_mail_id.send()
        self.assertEqual((len(left), statement.error), (1, False))
        self.assertEqual(statement.dispatch_ids.state, "sent")
        # What has left is not called back: the customer needs it once more.
        statement.action_send_again()
        with self._mail_server() as left:
            statement.mail_mail_id.send()
        self.assertEqual(len(left), 1)

    def test_taken_out_of_the_queue(self):
        """By a button, deleted, or by somebody past Odoo: the statement says so."""
        for number, how in enumerate(("cancel", "unlink")):
            with self.subTest(how=how):
                statement = self._make(self.alpha, date_to=f"2026-03-3{number}")
                statement.action_send()
                before = statement.profile_id.activity_ids
                getattr(statement.mail_mail_id, how)()
                self.assertEqual(statement.dispatch_ids.state, "cancelled")
                self.assertIn("did not reach", statement.error)
                task = statement.profile_id.activity_ids - before
                self.assertEqual(len(task), 1)

    def test_a_newer_one_was_sent(self):
        old = self._make(self.alpha, date_to="2026-03-30")
        old.action_send()
        new = self._make(self.alpha)
        new.action_send()
        with self._mail_server() as left:
            (old.mail_mail_id | new.mail_mail_id).send()
        self.assertEqual(len(left), 1)
        self.assertEqual(old.dispatch_ids.state, "cancelled")
        self.assertEqual(new.dispatch_ids.state, "sent")
        self.assertIn("newer", old.error)

    def test_letter_of_a_replaced_statement_is_not_printed(self):
        old = self._make(self.alpha, date_to="2026-03-30", channel="letter")
        new = self._make(self.alpha, channel="letter")
        for one in (old, new):
            one.action_send()
        self.assertEqual(old.action_print_letters()["tag"], "display_notification")
        self.assertEqual(old.dispatch_ids.state, "cancelled")
        self.assertEqual(new.dispatch_ids._drop_outdated(), new.dispatch_ids)

    def test_send_again_before_the_queue_has_sent(self):
        statement = self._make(self.alpha)
        statement.action_send()
        waiting = statement.mail_mail_id
        statement.action_send_again()
        with self._mail_server() as left:
            (waiting | statement.mail_mail_id).send()
        self.assertEqual(len(left), 1)
        self.assertEqual(waiting.state, "cancel")

    def test_send_again_while_it_leaves(self):
        statement = self._fail_to_send()
        mails = self.env.registry["mail.mail"]
        with (
            patch.object(mails, "try_lock_for_update", lambda self, **options: self.browse()),
            self.assertRaisesRegex(UserError, "being sent at this moment"),
        ):
            statement.action_send_again()

    # -- several -----------------------------------------------------------------------

    def test_in_the_background_one_failure_stops_nobody(self):
        self.alpha.email = False
        bad = self._make(self.alpha, channel="email")
        good = self._make(self.beta)
        (bad | good).action_send()
        self.assertEqual((bad | good).mapped("state"), ["draft", "draft"])
        with self.assertRaisesRegex(UserError, "waits to be sent"):
            good.write({"date_to": "2026-03-01"})
        self._cron()
        self.assertEqual((good.state, good.queued), ("sent", False))
        self.assertEqual((bad.state, bad.queued), ("draft", False))
        self.assertIn("no e-mail address", bad.error)

    def test_wizard_states_what_is_open_today(self):
        """Choosing Open Items: as of today, not of the end of last month."""
        form = Form(self.env["ar.statement.make"].with_company(self.company))
        self.assertEqual(str(form.date_to), "2026-03-31")
        form.kind = "open"
        self.assertEqual(form.date_to, self.company._ar_today())
        # Who wants another day chooses it then.
        form.period = "last_month"
        self.assertEqual(str(form.date_to), "2026-03-31")
        form.kind = "activity"
        self.assertEqual(str(form.date_from), "2026-03-01")
        made = self.env["ar.statement.make"].create({"kind": "open"})
        self.assertEqual(made.date_to, made.company_id._ar_today())
        given = self.env["ar.statement.make"].create({"kind": "open", "period": "last_month"})
        self.assertEqual(str(given.date_to), "2026-03-31")

    def test_wizard(self):
        wizard = self.env["ar.statement.make"].create({"company_id": self.company.id})
        self.assertEqual(str(wizard.date_from), "2026-03-01")
        self.assertEqual(str(wizard.date_to), "2026-03-31")
        action = wizard.action_make()
        statements = self.env["ar.statement"].search(action["domain"])
        self.assertEqual(statements.partner_id, self.alpha | self.beta)
        empty = self._make_partner("Empty Ltd")
        wizard.partner_ids = empty
        with self.assertRaisesRegex(UserError, "Empty Ltd.*nothing to state"):
            wizard.action_make()
        wizard.partner_ids = empty | self.alpha
        # Who is left out is named before what was made is shown.
        result = wizard.action_make()
        self.assertEqual((result["res_model"], result["res_id"]), (wizard._name, wizard.id))
        self.assertEqual((wizard.made_count, wizard.skipped_ids.partner_id), (1, empty))
        self.assertIn("nothing to state", wizard.skipped_ids.reason)
        listed = wizard.action_view_skipped()
        self.assertEqual(self.env[listed["res_model"]].search(listed["domain"]), wizard.skipped_ids)
        made = self.env["ar.statement"].browse(wizard.action_view_statements()["res_id"])
        self.assertEqual(made.partner_id, self.alpha)
        action = made.profile_id.action_make_statements()
        self.assertEqual(action["context"]["default_partner_ids"], self.alpha.ids)

    def test_wizard_sends_to_whom_it_can(self):
        """One was stated already, one has no address, one has nothing, the fourth gets his."""
        gamma = self._make_debtor("Gamma Ltd", 5, 300)
        delta = self._make_debtor("Delta Ltd", 5, 400, email=False)
        empty = self._make_partner("Empty Ltd")
        self._make_entry(55, "2026-03-01")
        values = {"company_id": self.company.id, "kind": "open"}
        first = self.env["ar.statement.make"].create({**values, "partner_ids": self.alpha.ids})
        first.action_send()
        sent = first.statement_ids
        self.assertEqual((sent.state, first.skipped_ids.ids), ("sent", []))
        wizard = self.env["ar.statement.make"].create(
            {
                **values,
                "channel": "email",
                "partner_ids": (self.alpha | gamma | delta | empty).ids,
            }
        )
        wizard.action_send()
        self.assertEqual(wizard.statement_ids.partner_id, gamma)
        self.assertEqual((wizard.made_count, wizard.statement_ids.state), (1, "sent"))
        reasons = {line.partner_id: line.reason for line in wizard.skipped_ids}
        self.assertEqual(set(reasons), {self.alpha, delta, empty})
        self.assertIn(sent.name, reasons[self.alpha])
        self.assertIn("Delta Ltd has no e-mail address", reasons[delta])
        self.assertIn("nothing to state", reasons[empty])
        drafts = self.env["ar.statement"].search([("state", "=", "draft")])
        own = drafts.filtered(lambda s: s.partner_id in self.alpha | delta)
        self.assertEqual(own.partner_id, delta)
        self.assertEqual(own.error, reasons[delta])
        # All customers: what belongs to nobody is said, too.
        everybody = self.env["ar.statement.make"].create(values)
        everybody.action_make()
        self.assertFalse(everybody.skipped_ids.partner_id)
        self.assertIn("55.00 belong to no customer", everybody.skipped_ids.reason)

    # -- rules -------------------------------------------------------------------------

    def test_rule_by_dunning_policy(self):
        """The policy that applies counts, not the policies whose criteria fit."""
        strict = self._make_policy(10, name="Strict", sequence=50)
        pinned = self.env["ar.profile"].get_or_create(self.beta, self.company)
        pinned.policy_id = strict
        self.assertEqual(self._round(self._make_rule(policy_ids=strict.ids)).partner_id, self.beta)
        usual = self._make_rule(name="Usual", policy_ids=self.policy.ids)
        self.assertEqual(self._round(usual).partner_id, self.alpha)
        both = self._make_rule(name="Both", kind="open", policy_ids=(strict | self.policy).ids)
        self.assertEqual(self._round(both).partner_id, self.alpha | self.beta)

    def _round(self, rule):
        period = (self._day("2026-03-01"), self._day("2026-03-31"))
        rule._make_batch(rule._find_missing(*period), *period)
        return rule.statement_ids

    def test_rule(self):
        rule = self._make_rule(automatic=True)
        self.assertEqual(str(rule.date_next), "2026-04-01")
        made = self._round(rule)
        self.assertEqual(made.partner_id, self.alpha | self.beta)
        self.assertEqual(set(made.mapped("queued")), {True})
        self.assertEqual(str(made[0].date_from), "2026-03-01")
        # Again: nobody gets a second one.
        self.assertEqual(self._round(rule), made)
        self._cron()
        self.assertEqual(set(made.mapped("state")), {"sent"})
        self.assertEqual((rule.made_count, rule.sent_count, rule.queued_count), (2, 2, 0))
        self.assertEqual(self._round(self._make_rule()), self.env["ar.statement"])
        rule._finish(False)
        self.assertEqual(str(rule.date_next), "2026-05-01")

    def test_rule_conditions(self):
        tag = self.env["res.partner.category"].create({"name": "Key"})
        self.alpha.category_id = tag
        paid = self._make_partner("Paid Ltd", street="Low Street 2", city="Springfield")
        self._pay(self._make_invoice(paid, 70, date="2026-03-02"), 70, "2026-03-09")
        for values, expected in [
            ({"tag_ids": tag.ids}, self.alpha),
            ({"excluded_tag_ids": tag.ids}, self.beta),
            ({}, self.alpha | self.beta),
            ({"only_with_balance": False}, self.alpha | self.beta | paid),
            ({"only_with_balance": False, "kind": "open"}, self.alpha | self.beta),
        ]:
            with self.subTest(values=values):
                found = self._make_rule(**values)._find_missing(
                    self._day("2026-03-01"), self._day("2026-03-31")
                )
                self.assertEqual(set(found), set(expected))

    def test_rule_only_if_changed(self):
        rule = self._make_rule(kind="open", only_changed=True)
        # Invoiced on 24 February, so nothing moved in March.
        period = (self._day("2026-03-01"), self._day("2026-03-31"))
        self.assertEqual(rule._find_missing(*period), self.alpha | self.beta)
        self._make(self.alpha, date_to="2026-02-28").action_send()
        self.assertEqual(rule._find_missing(*period), self.beta)
        self._make_invoice(self.alpha, 1, date="2026-03-30")
        self.assertEqual(rule._find_missing(*period), self.alpha | self.beta)

    def test_trap_24_merged_customers_keep_their_statements(self):
        first, second = self._make(self.alpha), self._make(self.beta)
        (first | second).filtered(lambda s: s.action_send())
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([self.alpha.id, self.beta.id], self.alpha)
        self.assertEqual((first | second).exists(), first | second)
        self.assertEqual(second.partner_id, self.alpha)
        self.assertEqual(second.profile_id, first.profile_id)
        self.assertEqual({first.version, second.version}, {1, 2})
