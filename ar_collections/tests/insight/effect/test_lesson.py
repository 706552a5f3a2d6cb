"""The case library: closed cases ask for their lesson, and new ones are shown it."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ...common import ArCommon

TODAY = "2026-04-30"
COLLECTOR = "ar_collections.ar_collections_group_collector"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestLesson(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._make_user("lesson_collector", COLLECTOR)
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)
        cls.move = cls._make_invoice(amount=1000, date="2026-01-01", due="2026-02-01")

    def _make_case(self, close=None, **values):
        item = self._receivable(self._make_invoice(amount=50, date="2026-01-01", due="2026-02-01"))
        case = self.env["ar.case"].create(
            {
                "profile_id": self.profile.id,
                "kind": "agency",
                "move_line_ids": [Command.set(item.ids)],
                "user_id": self.user.id,
                **values,
            }
        )
        if close:
            case.sudo().write({"state": "open"})
            case._close(close)
        return case

    def _make_dispute(self):
        reason = self.env.ref("ar_collections.ar_dispute_reason_price")
        return self.env["ar.dispute"].create(
            {
                "profile_id": self.profile.id,
                "move_line_ids": [Command.set(self._receivable(self.move).ids)],
                "amount": 10,
                "reason_id": reason.id,
            }
        )

    def test_a_closed_case_asks(self):
        outcome = self.env["ar.case"]._fields["outcome"]._description_selection(self.env)[0][0]
        case = self._make_case(outcome)
        lesson = case.lesson_id
        self.assertEqual(
            (lesson.state, lesson.user_id, lesson.about), ("draft", self.user, "agency")
        )
        self.assertEqual((lesson.partner_id, str(lesson.date)), (self.partner, TODAY))
        today = self.env["ar.today"].with_user(self.user).get_today()
        numbers = {
            tile["code"]: tile["number"]
            for section in today["sections"]
            for tile in section["tiles"]
        }
        self.assertEqual(numbers["lessons"], 1)
        mine = lesson.with_user(self.user)
        with self.assertRaisesRegex(UserError, "says nothing yet"):
            mine.action_keep()
        mine.write({"name": "Agencies need the delivery note", "worked": "Calls"})
        mine.action_keep()
        new = self._make_case()
        self.assertEqual(new.lesson_ids, lesson)
        self.assertFalse(self._make_case(kind="legal").lesson_ids)
        self.assertTrue(lesson.ending)

    def test_told_in_the_dialog(self):
        outcome = self.env["ar.case"]._fields["outcome"]._description_selection(self.env)[0][0]
        case = self._make_case()
        case.sudo().write({"state": "open"})
        wizard = (
            self.env["ar.case.close"]
            .with_user(self.user)
            .create({"case_id": case.id, "outcome": outcome, "lesson": "Start sooner"})
        )
        wizard.action_close()
        self.assertEqual((case.lesson_id.state, case.lesson_id.name), ("kept", "Start sooner"))

    def test_disputes(self):
        dispute = self._make_dispute()
        with self.assertRaises(ValidationError):
            self.env["ar.lesson"].create({"dispute_id": dispute.id})
        dispute.action_withdraw()
        action = dispute.with_user(self.user).action_view_lesson()
        lesson = self.env["ar.lesson"].browse(action["res_id"])
        self.assertEqual(lesson.about, "dispute")
        self.assertEqual(dispute.with_user(self.user).action_view_lesson()["res_id"], lesson.id)
        lesson.name = "Show the price list"
        lesson.with_user(self.user).action_keep()
        self.assertEqual(self._make_dispute().lesson_ids, lesson)
        with self.assertRaises(AccessError):
            lesson.with_user(self.user).unlink()
        lesson.action_nothing()
        self.assertFalse(self._make_dispute().lesson_ids)
