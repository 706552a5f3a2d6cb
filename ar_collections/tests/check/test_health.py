"""The machine itself: what is told when it does not run, and to whom, and how often."""

from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.check.ar_check_nightly import JOBS
from ..common import ArCommon

ROOT = Path(__file__).resolve().parents[2]
MANAGER = "ar_collections.ar_collections_group_manager"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestHealth(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        now = fields.Datetime.now()
        cls.crons = cls.env["ir.cron"].union(*(cls.env.ref(name) for name in JOBS)).sudo()
        cls.crons.write({"active": True, "nextcall": now})
        cls.env["ar.check"].sudo().search([]).unlink()
        cls.checks = cls.env["ar.check"]._ensure(cls.company)
        cls.manager = cls.env.user
        cls._make_policy(3, company_id=cls.company.id, automatic=False)

    def _look(self, code):
        check = self.checks.filtered(lambda check: check.code == code)
        check._run()
        return check

    def _tasks(self, check):
        return check.sudo().activity_ids

    def test_all_scheduled_actions_are_looked_after(self):
        ours = [
            f"ar_collections.{record.get('id')}"
            for path in ROOT.glob("data/*.xml")
            for record in etree.parse(path).iter("record")
            if record.get("model") == "ir.cron"
        ]
        self.assertEqual(sorted([*ours, "mail.ir_cron_mail_scheduler_action"]), sorted(JOBS))

    def test_all_is_well(self):
        check = self._look("jobs")
        self.assertEqual((check.state, check.count), ("ok", 0))
        self.assertFalse(self._tasks(check))

    def test_each_scheduled_action_that_does_not_run(self):
        late = fields.Datetime.now() - timedelta(days=1, minutes=1)
        failing = {"failure_count": 3, "first_failure_date": late}
        for cron in self.crons:
            for values in ({"active": False}, {"nextcall": late}, failing):
                with self.subTest(cron=cron.name, values=values):
                    cron.write(values)
                    check = self._look("jobs")
                    self.assertEqual((check.state, check.count), ("open", 1))
                    self.assertIn(cron.name, check.message)
                    self.assertIn("dministrator", check.message)
                    cron.write(
                        {
                            "active": True,
                            "nextcall": fields.Datetime.now(),
                            "failure_count": 0,
                            "first_failure_date": False,
                        }
                    )

    def test_an_hour_late_is_no_alarm(self):
        self.crons.nextcall = fields.Datetime.now() - timedelta(hours=20)
        self.assertEqual(self._look("jobs").state, "ok")

    def test_deleted_scheduled_action(self):
        self.env.ref("ar_collections.ir_cron_dunning_send").sudo().unlink()
        check = self._look("jobs")
        self.assertEqual((check.state, check.count), ("open", 1))
        self.assertIn("ir_cron_dunning_send", check.message)
        self.assertIn("Upgrade", check.message)

    def test_one_alarm_to_a_manager(self):
        cron = self.env.ref("ar_collections.ir_cron_dunning_run").sudo()
        cron.active = False
        for day in range(3):
            with freeze_time(datetime(2026, 3, 31, 12) + timedelta(days=day)):
                self.crons.nextcall = fields.Datetime.now()
                check = self._look("jobs")
                [task] = self._tasks(check)
                self.assertTrue(task.user_id.has_group(MANAGER))
                self.assertIn(self.company, task.user_id.company_ids)
                self.assertIn(cron.name, task.note)
        cron.active = True
        self._look("jobs")
        self.assertFalse(self._tasks(check), "it runs again: the task is done")

    def test_one_alarm_for_all_companies(self):
        other = self.setup_other_company(name="Other Ltd")["company"]
        self.manager.company_ids |= other
        managers = self.env.ref(MANAGER).all_user_ids - self.manager
        managers.sudo().write({"group_ids": [(3, self.env.ref(MANAGER).id)]})
        self.checks |= self.env["ar.check"]._ensure(other)
        self.env.ref("ar_collections.ir_cron_dunning_run").sudo().active = False
        checks = self.checks.filtered(lambda check: check.code == "jobs")
        checks._run()
        self.assertEqual(set(checks.mapped("state")), {"open"})
        self.assertEqual(len(self._tasks(checks)), 1)

    def test_who_may_not_see_scheduled_actions_reads_it(self):
        self.env.ref("ar_collections.ir_cron_dunning_run").sudo().active = False
        check = self._look("jobs")
        user = self._make_user("reader", "ar_collections.ar_collections_group_collector")
        with self.assertRaisesRegex(UserError, "switched off"):
            check.with_user(user).action_view_records()

    def test_the_checklist_is_looked_after_too(self):
        self.env.ref("ar_collections.ir_cron_check").sudo().active = False
        with self.enter_registry_test_mode():
            self.env.ref("ar_collections.ir_cron_dunning_run").sudo().method_direct_trigger()
        self.env.invalidate_all()
        check = self.checks.filtered(lambda check: check.code == "jobs")
        self.assertEqual(check.state, "open")
        self.assertTrue(self._tasks(check))

    # -- the run of the day ------------------------------------------------------------

    def test_nightly_run(self):
        runs = self.env["ar.dunning.run"].sudo()
        self.assertEqual(self._look("nightly_run").state, "ok", "the company is of today")
        run = runs._tonights_run(self.company)
        self.assertEqual(self._look("nightly_run").state, "ok")
        with freeze_time("2026-04-01 12:00:00"):
            check = self._look("nightly_run")
            self.assertEqual((check.state, check.count), ("open", 1))
            self.assertIn(run.name, check.message)
            self.assertEqual(runs.search(check.action_view_records()["domain"]), run)
        run._work()
        with freeze_time("2026-04-01 12:00:00"):
            self.assertEqual(self._look("nightly_run").state, "ok")
        with freeze_time("2026-04-02 12:00:00"):
            self.assertEqual(self._look("nightly_run").state, "open")

    # -- what waits --------------------------------------------------------------------

    def _queue(self):
        self._make_invoice(due="2026-03-01")
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        run.action_propose()
        run.action_confirm()
        return run.notice_ids

    def _age(self, table, column="write_date"):
        self.env.flush_all()
        self.env.cr.execute(f"UPDATE {table} SET {column} = '2026-03-29 12:00:00'")
        self.env.invalidate_all()

    def test_notices_that_do_not_leave(self):
        notice = self._queue()
        self.env.cr.execute("UPDATE ar_dunning_notice SET write_date = '2026-03-31 11:00:00'")
        self.env.invalidate_all()
        self.assertEqual(self._look("notices_waiting").state, "ok")
        self._age("ar_dunning_notice")
        check = self._look("notices_waiting")
        self.assertEqual((check.state, check.count), ("open", 1))
        self.assertEqual(check.amount, notice.amount_total_company)

    def test_mails_that_do_not_leave(self):
        notice = self._queue()
        notice.sudo()._lock_bundles()._send()
        dispatch = notice.sudo().dispatch_ids
        self.assertEqual(self._look("mails_waiting").state, "ok", "of a moment ago")
        self._age("ar_dispatch", "date")
        check = self._look("mails_waiting")
        self.assertEqual((check.state, check.count), ("open", 1))
        dispatch._set_undelivered("failed", "The server refuses it.", try_others=False)
        self._age("ar_dispatch", "date")
        self.assertEqual((notice.state, self._look("mails_waiting").count), ("failed", 1))

    def test_mails_that_left(self):
        notice = self._queue()
        notice.sudo()._lock_bundles()._send()
        notice.sudo().dispatch_ids._set_left()
        self._age("ar_dispatch", "date")
        self.assertEqual(self._look("mails_waiting").state, "ok")

    # -- the company, and who confirms -------------------------------------------------

    def test_unknown_time_zone(self):
        self.assertEqual(self._look("time_zone").state, "ok")
        self.env.cr.execute(
            "UPDATE res_partner SET tz = 'Mars/Olympus' WHERE id = %s", [self.company.partner_id.id]
        )
        self.env.invalidate_all()
        company = "odoo.addons.ar_collections.models.base.res_company"
        with patch(f"{company}._TOLD", set()), self.assertLogs(company, "WARNING"):
            check = self._look("time_zone")
        self.assertEqual((check.state, check.count), ("open", 1))

    def test_confirm_says_that_nobody_sends(self):
        self._make_invoice(due="2026-03-01")
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        run.action_propose()
        cron = self.env.ref("ar_collections.ir_cron_dunning_send").sudo()
        cron.active = False
        action = run.action_confirm()
        self.assertEqual(run.notice_ids.state, "queued")
        for words in (action["params"]["message"], run.message_ids[0].body):
            self.assertIn(cron.name, words)
            self.assertIn("switched off", words)

    def test_a_single_notice_says_so_too(self):
        self._make_invoice(due="2026-03-01")
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        run.action_propose()
        cron = self.env.ref("ar_collections.ir_cron_dunning_send").sudo()
        cron.active = False
        action = run.notice_ids.action_confirm()
        self.assertEqual(run.notice_ids.state, "queued")
        self.assertIn(cron.name, action["params"]["message"])
        run.notice_ids._set_failed("No line.")
        self.assertIn(cron.name, run.notice_ids.action_retry()["params"]["message"])

    def test_a_statement_says_that_its_mail_waits(self):
        self._make_invoice(due="2026-03-01")
        statement = self.env["ar.statement"].create(
            {
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "date_to": "2026-03-31",
                "channel": "email",
            }
        )
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()
        cron.active = False
        message = statement.action_send()["params"]["message"]
        self.assertEqual(statement.state, "sent")
        self.assertIn(cron.name, message)
        cron.active = True
        self.assertIs(statement.action_send_again(), True)

    def test_confirm_says_nothing_where_all_is_well(self):
        self._make_invoice(due="2026-03-01")
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        run.action_propose()
        self.assertIs(run.action_confirm(), True)
