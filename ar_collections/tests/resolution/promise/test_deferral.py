"""Deferrals: asked for, approved by who may, and what counts from the agreed day."""

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Date
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import MANAGER, TODAY, ArPromiseCommon


@freeze_time(TODAY)
class TestDeferral(ArPromiseCommon):
    def setUp(self):
        super().setUp()
        self.invoice = self._make_invoice(amount=1000, date="2026-02-01", due="2026-03-20")
        self.item = self._receivable(self.invoice)
        self.manager = self._make_user("deferral_manager", MANAGER)
        self.company.write({"ar_deferral_days": 30, "ar_deferral_amount": 2000})

    def _defer(self, date="2026-04-15", user=None, **values):
        deferrals = self.env["ar.deferral"].with_user(user or self.collector)
        return deferrals.create(
            {"move_line_id": self.item.id, "date": date, "reason": "New plant", **values}
        )

    def test_asked_for(self):
        deferral = self._defer()
        self.assertEqual((deferral.state, deferral.days), ("requested", 26))
        self.assertEqual(
            (deferral.amount, str(deferral.date_due), deferral.profile_id),
            (1000, "2026-03-20", self.profile),
        )
        self.assertIn("INV", deferral.display_name)
        self.assertFalse(self._items().date_agreed, "nothing counts before it is approved")

    def test_bad_input(self):
        paid = self._make_invoice(amount=10)
        self._pay(paid, 10, TODAY)
        cases = (
            ({"date": "2026-03-20"}, "is due on 03/20/2026 anyway"),
            ({"date": "2026-03-25"}, "which is over"),
            ({"reason": " "}, "in a few words why"),
            ({"move_line_id": self._receivable(paid).id}, "has to pay"),
            ({"move_line_id": self.invoice.line_ids[0].id}, "has to pay"),
        )
        for values, words in cases:
            with (
                self.subTest(words=words),
                self.assertRaisesRegex(ValidationError, words),
                self.cr.savepoint(),
            ):
                self._defer(**values)

    def test_once(self):
        self._defer()
        with (
            self.assertRaises(UniqueViolation),
            self.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            self._defer("2026-04-20")

    # -- who decides -------------------------------------------------------------------

    def test_collector_decides_on_little(self):
        deferral = self._defer()
        self.assertTrue(deferral.may_decide)
        deferral.action_approve()
        self.assertEqual((deferral.state, deferral.decided_by_id), ("approved", self.collector))
        self.assertEqual(str(self._items().date_agreed), "2026-04-15")
        self.assertIn("New plant", self.profile.message_ids[0].body)

    def test_manager_decides_on_much(self):
        for name, settings in (
            ("days", {"ar_deferral_days": 25}),
            ("amount", {"ar_deferral_amount": 999}),
        ):
            with self.subTest(name), self.cr.savepoint() as point:
                self.company.write(settings)
                deferral = self._defer()
                self.assertFalse(deferral.may_decide)
                self.assertTrue([words for words in self._tasks() if "to decide" in words])
                with self.assertRaisesRegex(AccessError, "for a manager to approve"):
                    deferral.action_approve()
                deferral.with_user(self.manager).action_approve()
                self.assertEqual(deferral.state, "approved")
                self.assertFalse([words for words in self._tasks() if "to decide" in words])
                point.rollback()
                self.env.invalidate_all()

    def test_two_people_above_the_amount(self):
        self.company.write({"ar_deferral_amount": 0, "ar_credit_four_eyes_amount": 500})
        deferral = self._defer(user=self.manager)
        with self.assertRaisesRegex(AccessError, "asked for the deferral of .* yourself"):
            deferral.action_approve()
        other = self._make_user("deferral_other", MANAGER)
        deferral.with_user(other).action_approve()
        self.assertEqual(deferral.state, "approved")

    def test_refused(self):
        deferral = self._defer()
        action = deferral.action_refuse()
        wizard = self.env["ar.deferral.decide"].with_user(self.collector)
        wizard.with_context(**action["context"]).create({"reason": "No"}).action_decide()
        self.assertEqual((deferral.state, deferral.end_reason), ("refused", "No"))
        self.assertFalse(self._items().date_agreed)
        deferral.action_approve()
        self.assertEqual(deferral.state, "refused")

    # -- what counts from the agreed day -----------------------------------------------

    def _decided(self, day):
        with freeze_time(day):
            lines = self._run().line_ids.filtered(lambda line: line.move_id == self.invoice)
            return lines and (lines.decision, lines.level_id.delay_days, str(lines.date_due))

    def test_reminders(self):
        self.assertEqual(self._decided(TODAY), ("notice", 5, "2026-03-20"))
        self._defer().action_approve()
        self.assertFalse(self._decided("2026-04-18"))
        self.assertEqual(self._decided("2026-04-20"), ("notice", 5, "2026-04-15"))
        # Age and key figures follow the contract.
        [item] = self._items()
        self.assertEqual((str(item.date_due), item.days_overdue), ("2026-03-20", 11))

    def test_levels_lapse_and_come_back(self):
        notice = self._remind()
        self.assertEqual(self.item.ar_level_id, notice.level_id)
        deferral = self._defer()
        deferral.action_approve()
        self.assertFalse(self.item.ar_level_id)
        deferral._end("Did not keep to it")
        self.assertEqual(self.item.ar_level_id, notice.level_id)
        self.assertFalse(self._items().date_agreed)

    def test_a_notice_says_so(self):
        self._defer().action_approve()
        with freeze_time("2026-04-20"):
            [line] = self._run().notice_ids.line_ids
            self.assertEqual(
                (str(line.date_due), str(line.date_contract), line.days_overdue),
                ("2026-04-15", "2026-03-20", 5),
            )
            [row] = line._prepare_rows(line.notice_id, {})
            self.assertEqual(row["due"], "04/15/2026 (agreed)")
            self.assertIn("Agreed instead of 03/20/2026", row["details"])

    def test_interest(self):
        """It runs from the agreed day on."""
        rule = {"name": "3.65 %", "basis": "agreed", "agreed_rate": 3.65}
        self.policy.level_ids.interest_rule_id = self.env["ar.interest.rule"].create(rule)
        self._defer().action_approve()
        with freeze_time("2026-04-25"):
            [line] = self._run().notice_ids.line_ids
            # 1,000.00 for ten days at 3.65 %.
            self.assertEqual(line.amount_interest, 1.0)

    def test_another_day(self):
        first = self._defer()
        first.action_approve()
        second = self._defer("2026-04-18")
        second.action_approve()
        self.assertEqual((first.state, second.state), ("ended", "approved"))
        self.assertEqual(str(self._items().date_agreed), "2026-04-18")

    def test_paid(self):
        """The agreed day still counts for interest on what was paid, and comes back with it."""
        deferral = self._defer()
        deferral.action_approve()
        self._pay(self.invoice, 1000, TODAY)
        self._night("2026-04-01")
        self.assertEqual((deferral.state, deferral.ended_by_id.id), ("ended", False))
        agreed = self.env["ar.deferral"]._read_agreed(self.item.ids)
        self.assertEqual(agreed, {self.item.id: Date.to_date("2026-04-15")})
        self.item.remove_move_reconcile()
        self._night("2026-04-02")
        self.assertEqual(deferral.state, "approved")

    def test_from_open_items(self):
        action = self._items().with_user(self.collector).action_defer()
        deferral = (
            self.env["ar.deferral"]
            .with_user(self.collector)
            .with_context(**action["context"])
            .create({"date": "2026-04-15", "reason": "New plant"})
        )
        self.assertEqual(deferral.move_id, self.invoice)

    def test_what_people_do_not_write(self):
        deferral = self._defer()
        deferral.date = "2026-04-16"
        deferral.action_approve()
        for values in ({"date": "2026-05-01"}, {"state": "ended"}, {"date_due": "2026-05-01"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                deferral.write(values)
