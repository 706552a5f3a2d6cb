"""Calls: planned or not, the largest first, the next one by itself."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from ...channel.common import ArChannelCommon


@tagged("post_install", "-at_install")
class TestCallMode(ArChannelCommon):
    def _call(self, name, amount, **values):
        """A queued call of the acting collector."""
        debtor = self._make_debtor(name, days_late=20, amount=amount, **values)
        level = self.levels.filtered(lambda level: "call" in level.channel_ids.mapped("channel"))[0]
        level.channel_ids = [
            Command.clear(),
            Command.create({"channel": "call", "usage": "always"}),
        ]
        return self._remind(debtor).dispatch_ids

    def _open(self, action, user=None):
        return (
            self.env["ar.dispatch.log_call"]
            .with_user(user or self.collector)
            .with_context(**action["context"])
        )

    def test_the_largest_comes_first_and_the_next_follows(self):
        calls = [self._call(name, amount) for name, amount in (("Alpha", 300), ("Beta", 900))]
        alpha, beta = calls
        dispatches = self.env["ar.dispatch"].with_user(self.collector)
        action = dispatches.action_call_next()
        self.assertEqual(action["context"]["default_dispatch_id"], beta.id)
        following = self._open(action).create({"outcome": "refuses"}).action_log()
        self.assertEqual(beta.outcome, "refuses")
        self.assertEqual(following["context"]["default_dispatch_id"], alpha.id)
        last = self._open(following).create({"outcome": "refuses"}).action_log()
        self.assertEqual(last["type"], "ir.actions.act_window_close")
        with self.assertRaisesRegex(UserError, "Nobody is left"):
            dispatches.action_call_next()

    def test_skipped_ones_stay_due(self):
        alpha, beta, gamma = (
            self._call(name, amount) for name, amount in (("A", 300), ("B", 900), ("C", 600))
        )
        dispatches = self.env["ar.dispatch"].with_user(self.collector)
        action = dispatches.action_call_next()
        self.assertEqual(action["context"]["default_dispatch_id"], beta.id)
        action = self._open(action).create({}).action_skip()
        self.assertEqual(action["context"]["default_dispatch_id"], gamma.id)
        # What was skipped does not come back once another one is logged.
        action = self._open(action).create({"outcome": "refuses"}).action_log()
        self.assertEqual(action["context"]["default_dispatch_id"], alpha.id)
        end = self._open(action).create({}).action_skip()
        self.assertEqual(end["tag"], "display_notification")
        self.assertIn("2", end["params"]["message"])
        self.assertEqual((alpha | beta).mapped("state"), ["queued", "queued"])
        self.assertEqual((alpha | beta).mapped("attempts"), [1, 1])
        # It was a pause of the session.
        action = dispatches.action_call_next()
        self.assertEqual(action["context"]["default_dispatch_id"], beta.id)
        biller = self._make_user("skip_biller", "account.group_account_invoice")
        with self.assertRaises(AccessError):
            self._open(action, biller).create({}).action_skip()

    def test_visits_follow_calls(self):
        call = self._call("Alpha", 300)
        level = self.levels.filtered(lambda level: "call" in level.channel_ids.mapped("channel"))[0]
        level.channel_ids = [Command.clear(), Command.create({"channel": "visit"})]
        visit = self._remind(self._make_debtor("Beta", days_late=20, amount=900)).dispatch_ids
        self.assertEqual(visit.channel, "visit")
        action = self.env["ar.dispatch"].with_user(self.collector).action_call_next()
        self.assertEqual(action["context"]["default_dispatch_id"], call.id)
        action = self._open(action).create({"outcome": "refuses"}).action_log()
        self.assertEqual(action["context"]["default_dispatch_id"], visit.id)

    def test_a_deadline_that_is_over_is_told(self):
        account = self._call("Alpha", 300).profile_id
        deadline = account.last_notice_id.deadline
        for days, words in ((0, None), (1, "ended yesterday"), (4, "ended 4 days ago")):
            with self.subTest(days=days), freeze_time(f"{deadline + timedelta(days=days)} 12:00"):
                self.env.invalidate_all()
                lines = account.with_user(self.collector)._show_next()["lines"]
                told = [line["value"] for line in lines if "ended" in (line["value"] or "")]
                self.assertEqual(told, [words] if words else [])

    def test_a_chosen_one_comes_first(self):
        alpha, _beta = self._call("Alpha", 300), self._call("Beta", 900)
        action = alpha.with_user(self.collector).action_call_next()
        self.assertEqual(action["context"]["default_dispatch_id"], alpha.id)

    def test_a_planned_call_is_taken(self):
        call = self._call("Alpha", 300)
        action = call.profile_id.with_user(self.collector).action_log_call()
        self.assertEqual(action["context"]["default_dispatch_id"], call.id)
        self.assertFalse(action["context"]["default_then_next"])

    def test_a_call_that_nobody_planned(self):
        call = self._call("Alpha", 300)
        call.with_user(self.collector)._log_call("refuses")
        profile = call.profile_id
        action = profile.with_user(self.collector).action_log_call()
        form = Form(self._open(action))
        self.assertEqual(form.partner_id, profile.partner_id)
        self.assertEqual(form.amount_total, 300.0)
        self.assertTrue(form.script)
        form.outcome = "will_pay"
        form.promised_date = "2026-04-10"
        form.promised_amount = 200.0
        form.note = "On Friday"
        form.save().action_log()
        talk = self.env["ar.talk"].search([("profile_id", "=", profile.id)])
        [dispatch] = talk.dispatch_ids
        self.assertEqual((dispatch.state, dispatch.outcome), ("delivered", "will_pay"))
        self.assertEqual((talk.user_id, talk.amount), (self.collector, 300.0))
        promise = self.env["ar.promise"].search(
            [("profile_id", "=", profile.id), ("state", "=", "open")]
        )
        self.assertEqual(
            (promise.amount, str(promise.date), promise.source), (200.0, "2026-04-10", "call")
        )

    def test_nobody_reached_in_a_call_that_nobody_planned(self):
        call = self._call("Alpha", 300)
        call.with_user(self.collector)._log_call("refuses")
        action = call.profile_id.with_user(self.collector).action_log_call()
        wizard = self._open(action).create({"outcome": "not_reached"})
        self.assertTrue(wizard.next_date)
        wizard.action_log()
        dispatch = self.env["ar.talk"].search([]).dispatch_ids
        self.assertEqual((dispatch.state, dispatch.attempts), ("queued", 2))
        self.assertTrue(dispatch.activity_id)
        # It is a planned one now.
        action = call.profile_id.with_user(self.collector).action_log_call()
        self.assertEqual(action["context"]["default_dispatch_id"], dispatch.id)

    def test_nothing_is_kept_of_a_dialog_that_is_closed(self):
        call = self._call("Alpha", 300)
        call.with_user(self.collector)._log_call("refuses")
        action = call.profile_id.with_user(self.collector).action_log_call()
        Form(self._open(action))
        self.assertFalse(self.env["ar.talk"].search([]))

    def test_who_reads_logs_no_call(self):
        call = self._call("Alpha", 300)
        biller = self._make_user("mode_biller", "account.group_account_invoice")
        with self.assertRaises(AccessError):
            call.profile_id.with_user(biller).action_log_call()
        with self.assertRaises(AccessError):
            self._open({"context": {"default_profile_id": call.profile_id.id}}, biller).create(
                {"outcome": "refuses"}
            )

    def test_a_dialog_about_nobody(self):
        wizard = self._open({"context": {}}).create({"outcome": "refuses"})
        with self.assertRaisesRegex(UserError, "customer account"):
            wizard.action_log()
