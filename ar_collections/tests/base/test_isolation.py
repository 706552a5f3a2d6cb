"""A company that is sick, or data that somebody deleted, stops no job for the others."""

from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common import ArCommon

LOGGER = "odoo.addons.ar_collections.models.base.res_company"
JOBS = "odoo.addons.ar_collections.models.base.ar_job_mixin"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestIsolation(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_companies()
        cls.manager = cls._make_user(
            "manager@example.com",
            "ar_collections.ar_collections_group_manager",
            cls.company | cls.other,
            email="manager@example.com",
        )
        for company in (cls.company, cls.other):
            cls._make_work(company)

    @classmethod
    def _make_work(cls, company):
        """Something for the jobs to do in a company."""
        env = cls.env(context={**cls.env.context, "allowed_company_ids": company.ids})
        partner = cls._make_partner(f"Debtor of {company.name}")
        cls._make_invoice(partner, company=company, due="2026-03-01")
        profile = env["ar.profile"].get_or_create(partner, company)
        env["ar.credit.limit"].sudo()._set_permanent(profile, 100, reason="Test")

    def _run_jobs(self):
        """All scheduled actions of ours, as the scheduler does it."""
        data = self.env["ir.model.data"].search(
            [("module", "=", "ar_collections"), ("model", "=", "ir.cron")]
        )
        self.assertGreater(len(data), 8)
        with self.enter_registry_test_mode():
            for cron in self.env["ir.cron"].browse(data.mapped("res_id")):
                with self.subTest(job=cron.name):
                    cron.method_direct_trigger()
        self.env.invalidate_all()

    def _assert_worked_for(self, company):
        domain = [("company_id", "=", company.id)]
        for model in ("ar.dunning.run", "ar.snapshot", "ar.check.result"):
            self.assertTrue(self.env[model].sudo().search(domain), f"{model} of {company.name}")

    def test_unknown_time_zone(self):
        """Python's zones are not those of the day on which somebody chose one."""
        self._forget_zone(self.company)
        with patch(f"{LOGGER}._TOLD", set()), self.assertLogs(LOGGER, "WARNING") as log:
            days = {self.company._ar_today() for _time in range(3)}
        self.assertEqual(days, {self._day("2026-03-31")})
        self.assertEqual(len(log.records), 1, "once, not each time that somebody asks")
        self.assertIn(self.company.name, log.output[0])
        self.assertIn("Mars/Olympus", log.output[0])

    def test_jobs_go_on_with_an_unknown_time_zone(self):
        self._forget_zone(self.company)
        with mute_logger(LOGGER):
            self._run_jobs()
        self._assert_worked_for(self.company)
        self._assert_worked_for(self.other)

    def _forget_zone(self, company):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET tz = 'Mars/Olympus' WHERE id = %s", [company.partner_id.id]
        )
        self.env.invalidate_all()

    def test_a_company_that_fails_altogether_stops_no_other(self):
        sick = self.company
        company = self.registry["res.company"]
        today = company._ar_today

        def _ar_today(one):
            if one == sick:
                raise ValueError("Sick")
            return today(one)

        with mute_logger(JOBS), patch.object(company, "_ar_today", _ar_today):
            self._run_jobs()
        self._assert_worked_for(self.other)

    def test_deleted_kinds_of_tasks(self):
        """Whoever is to be told is told by a task of the kind that is left."""
        ours = self.env["ir.model.data"].search(
            [("module", "=", "ar_collections"), ("model", "=", "mail.activity.type")]
        )
        self.env["mail.activity.type"].sudo().browse(ours.mapped("res_id")).unlink()
        self._run_jobs()
        for company in (self.company, self.other):
            self._assert_worked_for(company)
