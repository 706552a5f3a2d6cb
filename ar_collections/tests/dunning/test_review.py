"""What a reviewer does with a proposal: leave out, take back, lower, remind now, and read why."""

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import ArCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestReview(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._make_policy(3, 14, 30, company_id=cls.company.id)
        cls.beta = cls._make_partner("Beta Works")
        cls.invoice = cls._make_invoice(due="2026-03-20")
        cls.late = cls._make_invoice(due="2026-03-10", amount=70)
        cls.other = cls._make_invoice(cls.beta, due="2026-03-20")
        cls.dunning = cls._run()
        cls.notice = cls.dunning.notice_ids.filtered(lambda n: n.partner_id == cls.partner)
        cls.profile = cls.notice.profile_id

    def _answer(self, action, **values):
        """Fill in the dialog that leaving out opens, and confirm it."""
        self.assertEqual(action["res_model"], "ar.dunning.leave_out")
        form = Form(self.env["ar.dunning.leave_out"].with_context(**action["context"]))
        for name, value in {"reason": "Talks with the owner", **values}.items():
            form[name] = value
        form.save().action_leave_out()

    def _decisions(self, partner=None, run=None):
        lines = (run or self.dunning).line_ids
        lines = lines.filtered(lambda line: line.partner_id == (partner or self.partner))
        return sorted({(line.decision, line.reason) for line in lines})

    def test_a_customer_left_out_is_recorded_and_stays_out(self):
        self._answer(self.notice.button_leave_out())
        self.assertEqual(self._decisions(), [("skip", "by_hand")])
        self.assertIn("Talks with the owner", self.dunning.line_ids[:1].reason_text)
        action = self.dunning.action_view_skipped()
        left_alone = self.env["ar.dunning.run.line"].search(action["domain"])
        self.assertEqual(left_alone.partner_id, self.partner)
        self.assertTrue(self.notice.left_out)
        hold = self.profile.hold_ids
        self.assertEqual((hold.reason, hold.scope), ("Talks with the owner", "customer"))
        self.assertEqual((hold.date_to, hold.origin_ref), (False, self.dunning))
        self.dunning.action_confirm()
        self.assertEqual(self.notice.state, "cancelled")
        with freeze_time("2026-04-01 12:00:00"):
            night = self._run()
            self.assertEqual(self._decisions(run=night), [("skip", "held")])
            self.assertFalse(night.notice_ids.filtered(lambda n: n.partner_id == self.partner))

    def test_until_a_day(self):
        self._answer(self.notice.button_leave_out(), date_to="2026-04-02")
        self.dunning.action_cancel()
        with freeze_time("2026-04-03 12:00:00"):
            self.assertEqual(self._decisions(run=self._run()), [("notice", "level_due")])

    def test_taken_back(self):
        total = self.notice.amount_total
        self._answer(self.notice.button_leave_out())
        self.notice.action_take_back()
        self.assertFalse(self.profile.hold_ids)
        self.assertEqual(self._decisions(), [("notice", "level_due")])
        self.assertEqual((self.notice.amount_total, self.notice.left_out), (total, False))

    def test_items_left_out_and_taken_back(self):
        line = self.dunning.line_ids.filtered(lambda line: line.move_id == self.late)
        self._answer(line.button_leave_out())
        self.assertEqual(self.profile.hold_ids.move_line_id.move_id, self.late)
        self.assertEqual(self._decisions(), [("notice", "level_due"), ("skip", "by_hand")])
        self.assertEqual(self.notice.amount_total, 1000)
        line.action_take_back()
        self.assertFalse(self.profile.hold_ids)
        self.assertEqual((self.notice.amount_total, line.decision), (1070, "notice"))

    def test_all_currencies_of_the_customer(self):
        eur = self.env.ref("base.EUR")
        eur.active = True
        self._make_invoice(due="2026-03-20", currency_id=eur.id)
        run = self._run()
        notices = run.notice_ids.filtered(lambda n: n.partner_id == self.partner)
        self.assertEqual(len(notices), 2)
        self._answer(notices[0].button_leave_out())
        self.assertEqual(set(notices.mapped("left_out")), {True})
        notices[1].action_take_back()
        self.assertEqual(set(notices.mapped("left_out")), {False})

    def test_queued(self):
        self.dunning.action_confirm()
        self._answer(self.notice.button_leave_out())
        self.assertEqual(self.notice.state, "cancelled")
        self.assertEqual(self.notice.error, "Talks with the owner")
        self.assertEqual(self._decisions(), [("skip", "by_hand")])
        self.dunning.line_ids.filtered(
            lambda one: one.partner_id == self.partner
        ).action_take_back()
        self.assertFalse(self.profile.hold_ids)

    def test_older_ways_are_recorded_too(self):
        self.notice.action_cancel()
        self.assertEqual(self._decisions(), [("skip", "by_hand")])
        self.assertTrue(self.profile.hold_ids)

    def test_what_has_left_is_not_left_out(self):
        self.dunning.action_confirm()
        self.notice._set_sent()
        with self.assertRaisesRegex(UserError, "has left"):
            self.notice._leave_out("Too late")

    def test_blank_reasons_are_refused(self):
        action = self.notice.button_leave_out()
        wizard = self.env["ar.dunning.leave_out"].with_context(**action["context"])
        with self.assertRaises(UserError):
            wizard.create({"reason": "  "}).action_leave_out()
        for values in ({}, {"reason": ""}, {"reason": " \n"}):
            with self.assertRaisesRegex(ValidationError, "reason"):
                self.env["ar.hold"].create({"profile_id": self.profile.id, **values})

    # -- why -----------------------------------------------------------------------------

    def test_why_tells_the_sums(self):
        line = self.dunning.line_ids.filtered(lambda line: line.move_id == self.invoice)
        self.assertEqual(
            line.reason_text, "11 days late; level 1 begins at 3; the next, Level 2, in 3 days"
        )
        self.dunning.action_confirm()
        self.dunning.notice_ids._set_sent()
        self.policy.level_ids.min_interval_days = 7
        with freeze_time("2026-04-04 12:00:00"):
            line = self._run().line_ids.filtered(lambda line: line.move_id == self.invoice)
            self.assertEqual(
                line.reason_text,
                "Too soon after the last notice: 2026-04-07 "
                "(15 days late; level 2 begins at 14; the next, Level 2, in 3 days)",
            )

    def test_why_with_grace(self):
        self.policy.grace_days = 2
        line = self._run().line_ids.filtered(lambda line: line.move_id == self.invoice)
        self.assertIn("level 1 begins at 5", line.reason_text)

    # -- a lower level -------------------------------------------------------------------

    def test_level_down(self):
        self.policy.step = "age"
        run = self._run()
        notice = run.notice_ids.filtered(lambda n: n.partner_id == self.partner)
        self.assertEqual(notice.level_id.number, 2)
        notice.action_level_down()
        self.assertEqual(notice.level_id.number, 1)
        self.assertEqual(set(run.line_ids.level_id.mapped("number")), {1})
        with self.assertRaisesRegex(UserError, "lower level"):
            notice.action_level_down()
        run.action_confirm()
        self.assertEqual(notice._refresh_before_sending(), notice)
        notice._set_sent()
        self.assertEqual(self._receivable(self.late).ar_level_id.number, 1)

    def test_not_below_what_was_said(self):
        self.dunning.action_confirm()
        self.dunning.notice_ids._set_sent()
        with freeze_time("2026-04-04 12:00:00"):
            notice = self._run().notice_ids.filtered(lambda n: n.partner_id == self.partner)
            self.assertEqual(notice.level_id.number, 2)
            with self.assertRaisesRegex(UserError, "lower level"):
                notice.action_level_down()

    def test_added_sentence_until_it_leaves(self):
        self.notice.added_text = "As agreed on the phone."
        with self.assertRaises(ValidationError):
            self.notice.added_text = "x" * 1001
        self.dunning.action_confirm()
        with self.assertRaises(UserError):
            self.notice.added_text = "Too late"

    # -- remind now ----------------------------------------------------------------------

    def test_remind_now_proposes_what_is_due(self):
        self.dunning.action_cancel()
        action = self.profile.action_remind()
        self.assertEqual(action["res_model"], "ar.dunning.run")

    def test_remind_now_tells_what_is_next(self):
        self.dunning.action_confirm()
        self.dunning.notice_ids._set_sent()
        beta = self.dunning.notice_ids.profile_id - self.profile
        with freeze_time("2026-04-01 12:00:00"):
            runs = self.env["ar.dunning.run"].search_count([])
            action = beta.action_remind()
            self.assertEqual(action["res_model"], "ar.dunning.remind_now")
            self.assertEqual(self.env["ar.dunning.run"].search_count([]), runs)
            wizard = self.env[action["res_model"]].browse(action["res_id"])
            self.assertIn("12 days late: next is 2. Level 2, on 04/03/2026.", wizard.what_next)
            self.assertTrue(wizard.may_send)
            run = self.env["ar.dunning.run"].browse(wizard.action_send_next()["res_id"])
            self.assertEqual(run.notice_ids.level_id.number, 2)
            run.action_confirm()
            self.assertEqual(run.notice_ids._refresh_before_sending(), run.notice_ids)
            run.notice_ids._set_sent()
            self.assertEqual(self._receivable(self.other).ar_level_id.number, 2)

    def test_remind_now_on_the_same_day_and_at_the_end(self):
        self.policy.level_ids[1:].unlink()
        self.dunning.action_confirm()
        self.dunning.notice_ids._set_sent()
        wizard = self.env["ar.dunning.remind_now"].create({"profile_ids": self.profile.ids})
        self.assertIn("no level follows", wizard.what_next)
        for number in (1, 2):
            run = self.env["ar.dunning.run"].browse(wizard.action_send_next()["res_id"])
            run.action_confirm()
            run.notice_ids._refresh_before_sending()
            run.notice_ids._set_sent()
            lines = run.notice_ids.line_ids
            self.assertEqual(
                (set(run.notice_ids.mapped("state")), set(lines.mapped("repeat"))),
                ({"sent"}, {number}),
            )

    def test_remind_now_of_what_is_held(self):
        self.dunning.action_cancel()
        self.env["ar.hold"].create({"profile_id": self.profile.id, "reason": "<b>Talks</b>"})
        wizard = self.env["ar.dunning.remind_now"].create({"profile_ids": self.profile.ids})
        self.assertFalse(wizard.may_send)
        self.assertIn("On hold: &lt;b&gt;Talks", wizard.what_next)
        with self.assertRaises(UserError):
            wizard.action_send_next()

    def test_remind_now_of_who_owes_nothing(self):
        gamma = self.env["ar.profile"].get_or_create(self._make_partner("Gamma"), self.company)
        wizard = self.env["ar.dunning.remind_now"].create({"profile_ids": gamma.ids})
        self.assertIn("Nothing is open.", wizard.what_next)
        self.assertEqual(wizard.action_make_statements()["res_model"], "ar.statement.make")
