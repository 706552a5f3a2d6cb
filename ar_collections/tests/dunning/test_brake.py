"""What keeps a run from doing too much, too early, too often, and from being forgotten."""

from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ArCommon

FULL = "The disk is full."
NIGHTLY = "odoo.addons.ar_collections.models.dunning.ar_dunning_run_nightly"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestBrake(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._make_policy(3, 14, automatic=True)
        cls.beta = cls._make_partner("Beta Works")

    def _cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("ar_collections.ir_cron_dunning_run").method_direct_trigger()
        self.env.invalidate_all()
        return self._nightly()

    def _nightly(self, **values):
        domain = [("company_id", "=", self.company.id), ("kind", "=", "nightly")]
        return self.env["ar.dunning.run"].search(domain, limit=1, order="date desc, id desc")

    # -- the first day -----------------------------------------------------------------

    def test_older_items_are_left_to_people(self):
        old = self._make_invoice(due="2022-03-31", date="2022-03-01")
        new = self._make_invoice(due="2026-03-20", partner=self.beta)
        self.company.ar_dunning_start = "2026-03-01"
        run = self._cron()
        self.assertEqual(run.notice_ids.partner_id, self.beta)
        line = run.line_ids.filtered(lambda line: line.move_id == old)
        self.assertEqual((line.decision, line.reason), ("skip", "left_to_people"))
        self.assertIn("left to people", line.reason_text)
        self.assertEqual(run.line_ids.filtered(lambda one: one.move_id == new).decision, "notice")
        by_hand = self._run()
        self.assertIn(old, by_hand.notice_ids.line_ids.move_id, "a person may")

    def test_what_a_person_began_goes_on_by_itself(self):
        old = self._make_invoice(due="2022-03-31", date="2022-03-01")
        self.company.ar_dunning_start = "2026-03-01"
        self._remind()
        with freeze_time("2026-04-10 12:00:00"):
            self.assertEqual(self._cron().notice_ids.line_ids.move_id, old)

    def test_where_reminders_begin(self):
        """At installation and upgrade: today, but where somebody was reminded already."""
        other = self.setup_other_company(name="Reminded Ltd")["company"]
        empty = self.setup_other_company(name="Empty Ltd")["company"]
        (other | empty).ar_dunning_start = False
        self._make_invoice(due="2022-03-31", date="2022-03-01")
        self._make_invoice(due="2022-03-31", date="2022-03-01", company=other)
        run = self.env["ar.dunning.run"].with_company(other).create({"company_id": other.id})
        self._make_policy(3, company_id=other.id)
        run.action_propose()
        run.action_confirm()
        run.notice_ids._set_sent()
        self.env["res.company"]._ar_begin_dunning()
        self.assertEqual(self.company.ar_dunning_start, self._day("2026-03-31"))
        self.assertFalse(other.ar_dunning_start or empty.ar_dunning_start)

    def test_a_new_company_begins_with_its_first_day(self):
        later = self.env["res.company"].create({"name": "Later Ltd"})
        self.assertEqual(later.ar_dunning_start, self._day("2026-03-31"))
        chosen = {"name": "Chosen Ltd", "ar_dunning_start": "2025-01-01"}
        self.assertEqual(
            self.env["res.company"].create(chosen).ar_dunning_start, self._day("2025-01-01")
        )

    # -- far more than usual -----------------------------------------------------------

    def test_a_run_that_is_far_larger_than_usual_waits(self):
        partners = [self._make_partner(f"Many {number}") for number in range(4)]
        with patch(f"{NIGHTLY}.FEW_NOTICES", 1):
            self._make_invoice(due="2026-03-26", partner=self.beta)
            self.assertEqual(self._cron().state, "confirmed", "few leave in any case")
            for partner in partners:
                self._make_invoice(due="2026-03-28", partner=partner)
            with freeze_time("2026-04-01 12:00:00"):
                run = self._cron()
            self.assertEqual((run.state, len(run.notice_ids)), ("proposed", 4))
            self.assertIn("4 notices", run.brake_note)
            self.assertIn("1 is usual", run.brake_note)
            self.assertEqual(run.activity_ids.mapped("note")[0].count("4 notices"), 1)
            run.action_confirm()
            self.assertEqual((run.state, run.activity_ids.ids), ("confirmed", []))

    def test_no_brake_where_the_company_wants_none(self):
        self.company.ar_dunning_most_times = 0
        with patch(f"{NIGHTLY}.FEW_NOTICES", 0):
            self._make_invoice(due="2026-03-20")
            self.assertEqual(self._cron().state, "confirmed")
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.company.ar_dunning_most_times = -1
            self.env.flush_all()

    def test_the_usual_is_the_median(self):
        """One large night makes the next one no more usual."""
        Run = self.env["ar.dunning.run"].sudo()
        line = {"company_id": self.company.id, "kind": "nightly"}
        for day, count in (("2026-03-25", 2), ("2026-03-26", 2), ("2026-03-27", 9)):
            run = Run.create({**line, "date": day})
            for number in range(count):
                profile = self.env["ar.profile"].get_or_create(
                    self._make_partner(f"P {day} {number}"), self.company
                )
                notice = (
                    self.env["ar.dunning.notice"]
                    .sudo()
                    .create(
                        {
                            "name": f"{day} {number}",
                            "run_id": run.id,
                            "profile_id": profile.id,
                            "partner_id": profile.partner_id.id,
                            "company_id": self.company.id,
                            "currency_id": self.company.currency_id.id,
                            "level_id": self.policy.level_ids[0].id,
                            "date": day,
                        }
                    )
                )
                notice._set_queued()
        self.assertEqual(self.company._ar_usual_notices(self._day("2026-03-31")), 2)
        self.assertEqual(self.company._ar_usual_notices(self._day("2026-03-25")), 0)

    # -- a run that fails --------------------------------------------------------------

    def test_a_run_that_fails_is_tried_later_and_later_and_says_so_once(self):
        self._make_invoice(due="2026-03-20")
        Run = self.env.registry["ar.dunning.run"]
        attempts = []

        def fail(run, partner_ids=None):
            attempts.append(run)
            raise UserError(FULL)

        with patch.object(Run, "_propose_batch", fail):
            hours = []
            for minute in range(0, 60 * 20, 30):
                hour, rest = divmod(minute, 60)
                with freeze_time(f"2026-03-31 {hour:02}:{rest:02}:00"):
                    before = len(attempts)
                    run = self._cron()
                    if len(attempts) > before:
                        hours.append(minute / 60)
        self.assertEqual(hours, [0, 1, 3, 7, 15])
        told = run.message_ids.filtered(lambda one: "disk is full" in (one.body or ""))
        self.assertEqual((len(told), run.failure_count, run.state), (1, 5, "draft"))
        self.assertEqual(len(run.activity_ids), 1)
        with freeze_time("2026-04-01 07:00:00"):
            run = self._cron()
        self.assertEqual((run.failure_count, run.state), (0, "confirmed"), "the next night's")

    # -- who reviews -------------------------------------------------------------------

    def test_a_run_that_waits_makes_one_task(self):
        self.policy.automatic = False
        manager = self._make_user("boss", "ar_collections.ar_collections_group_manager")
        self.company.ar_dunning_reviewer_id = manager
        self._make_invoice(due="2026-03-20")
        run = self._cron()
        self._cron()
        self.assertEqual((len(run.activity_ids), run.activity_ids.user_id), (1, manager))
        run.action_confirm()
        self.assertFalse(run.activity_ids)

    def test_a_run_that_gives_way_waits_for_nobody(self):
        self.policy.automatic = False
        self._make_invoice(due="2026-03-20")
        old = self._cron()
        self.assertTrue(old.activity_ids)
        with freeze_time("2026-04-01 12:00:00"):
            new = self._cron()
        self.assertEqual((old.activity_ids.ids, len(new.activity_ids)), ([], 1))

    def test_no_task_where_nothing_waits_or_its_kind_was_deleted(self):
        self._make_invoice(due="2026-03-20")
        self.assertFalse(self._cron().activity_ids)
        self.env.ref("ar_collections.mail_activity_type_ar_review_run").unlink()
        self.policy.automatic = False
        self._make_invoice(due="2026-03-20", partner=self.beta)
        with freeze_time("2026-04-01 12:00:00"):
            self.assertEqual(len(self._cron().activity_ids), 1)

    def test_who_started_it_in_the_background_is_told(self):
        self._make_invoice(due="2026-03-20")
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        run.action_propose_in_background()
        self._cron()
        self.assertEqual(run.activity_ids.user_id, self.env.user)

    # -- what is kept ------------------------------------------------------------------

    def test_unwanted_proposals_and_old_decisions_go(self):
        self.policy.automatic = False
        self._make_invoice(due="2026-03-20")
        old = self._cron()
        with freeze_time("2026-04-01 12:00:00"):
            new = self._cron()
            kept = self._remind()
            self.env["ar.dunning.run"]._gc_proposals()
            self.assertEqual(len(old.notice_ids), 1, "a week long one may look")
        with freeze_time("2026-04-20 12:00:00"):
            self.env["ar.dunning.run"]._gc_proposals()
            self.env["ar.dunning.run"]._gc_decisions()
            self.env.invalidate_all()
            self.assertFalse(old.notice_ids | old.line_ids.notice_id)
            self.assertFalse(old.line_ids)
            self.assertTrue(new.line_ids and kept.line_ids and kept.run_id.line_ids)
        with freeze_time("2027-05-01 12:00:00"):
            self.env["ar.dunning.run"]._gc_decisions()
            self.env.invalidate_all()
            self.assertFalse(kept.run_id.line_ids)
            self.assertTrue(kept.line_ids, "notices stay")

    # -- small refusals ----------------------------------------------------------------

    def test_a_run_of_long_ago_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "02/28/2026"):
            self._run(date="2020-01-01")
        self.assertEqual(self._run(date="2026-02-28").state, "done")

    def test_what_is_too_small_by_currency(self):
        shipped = self.env.ref("ar_collections.ar_dunning_policy_default")
        amounts = {row.currency_id.name: row.amount for row in shipped.minimum_ids}
        self.assertEqual((amounts["EUR"], amounts["JPY"]), (5, 700))
        self.assertEqual(shipped._get_min_amount(self.company), 5)
        small = self._make_invoice(due="2026-03-20", amount=4.99)
        self.policy.minimum_ids = [
            (0, 0, {"currency_id": self.company.currency_id.id, "amount": 5})
        ]
        line = self._run().line_ids.filtered(lambda line: line.move_id == small)
        self.assertEqual(line.reason, "below_policy_minimum")
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.policy.minimum_ids.amount = -1
            self.env.flush_all()

    # -- the last level ----------------------------------------------------------------

    def test_the_last_level_is_said_again(self):
        last = self.policy.level_ids[1]
        last.write({"repeat_every_days": 10, "repeat_most": 2})
        last.fee_ids = [(0, 0, {"currency_id": self.company.currency_id.id, "amount": 7})]
        self.policy.step = "age"
        self._make_invoice(due="2026-03-01")
        said = []
        for day in ("2026-03-31", "2026-04-09", "2026-04-10", "2026-04-20", "2026-04-30"):
            with freeze_time(f"{day} 12:00:00"):
                run = self._run(confirm=True)
                run.notice_ids._refresh_before_sending()
                said += [
                    (day, line.repeat, line.notice_id.amount_fee)
                    for line in run.notice_ids._set_sent().line_ids
                ]
        self.assertEqual(said, [("2026-03-31", 0, 7), ("2026-04-10", 1, 0), ("2026-04-20", 2, 0)])

    def test_two_runs_say_it_again_once(self):
        self.policy.level_ids[1].write({"repeat_every_days": 10, "repeat_most": 2})
        self.policy.step = "age"
        self._make_invoice(due="2026-03-01")
        self._remind()
        with freeze_time("2026-04-10 12:00:00"):
            one, two = self._run(), self._run()
            one.action_confirm()
            two.action_confirm()
        self.assertEqual((one.notice_ids.state, two.notice_ids.state), ("queued", "cancelled"))

    def test_repeats_are_not_negative(self):
        with self.assertRaisesRegex(ValidationError, "negative"):
            self.policy.level_ids[1].repeat_every_days = -1
