"""The nightly run: for every company on its own day, and resumable."""

import psycopg2

from odoo import api, models
from odoo.tools import mute_logger

from . import ar_dunning_run_steps as proposal


class ArDunningRun(models.Model):
    _inherit = "ar.dunning.run"

    @api.model
    def _cron_dunning_run(self):
        """Propose the run of the day for every company, and confirm what policies let out.

        Also goes on with runs that were left in the middle, whoever started them. Each
        batch is committed, so that a killed job loses at most one.
        """
        self._work_through(
            self._due_runs(),
            lambda run: run._work(),
            # This company's run waits for the next hour, the others go on.
            failed=lambda run, error: run.message_post(
                body=self.env._("The run stopped: %s It is tried again within the hour.", error)
            ),
            lock=True,
        )

    @api.model
    def _due_runs(self):
        """Runs that wait to be proposed: the ones in the background, and today's."""
        waiting = self.search([("state", "=", "draft"), ("in_background", "=", True)])
        for company in self.env["res.company"].search([]):
            if self._has_receivable_account(company):
                waiting |= self._tonights_run(company)
        return waiting.filtered(lambda run: run.state == "draft")

    @api.model
    def _tonights_run(self, company):
        """The nightly run of the company's today, made if there is none yet."""
        today = company._ar_today()
        domain = [
            ("company_id", "=", company.id),
            ("date", "=", today),
            ("kind", "=", "nightly"),
        ]
        run = self.search(domain, limit=1)
        if run:
            return run
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                run = self.with_company(company).create(
                    {
                        "company_id": company.id,
                        "date": today,
                        "kind": "nightly",
                        "in_background": True,
                    }
                )
        except psycopg2.errors.UniqueViolation:
            # Another process was faster; the run is its business.
            return self.browse()
        self._retire_older(run)
        return run

    @api.model
    def _retire_older(self, run):
        """Yesterday's proposal that nobody confirmed gives way to today's."""
        older = self.search(
            [
                ("company_id", "=", run.company_id.id),
                ("kind", "=", "nightly"),
                ("state", "in", ("draft", "proposed")),
                ("date", "<", run.date),
            ]
        )
        for old in older:
            if not old.notice_ids.filtered(lambda n: n.state not in ("draft", "cancelled")):
                # Before its notices, which would settle it as done.
                old._move_to("cancelled", ("draft", "proposed"), in_background=False)
            old.notice_ids.filtered(lambda n: n.state == "draft")._set_cancelled(
                self.env._("Nobody confirmed it; the run %s looked again.", run.name)
            )

    def _work(self):
        """Propose this run in committed batches; of a nightly one, confirm what may go out
        by itself. What a person started waits for that person's review.
        """
        self.ensure_one()
        if self.state != "draft":
            return
        left = self._partners_left()
        while self.state == "draft":
            self._propose_batch(left)
            left = left[proposal.BATCH :]
            if left:
                self._pause()
        if self.kind == "nightly":
            self._confirm_automatic()

    def _confirm_automatic(self):
        """Queue the notices whose policy and level need nobody's confirmation."""
        notices = self.notice_ids.filtered(
            lambda n: n.state == "draft" and n.policy_id.automatic and n.level_id.approval == "none"
        )
        if notices:
            notices._confirm()
            self._settle()
