"""The nightly run: for every company on its own day, and resumable."""

import psycopg2

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger, plaintext2html

from . import ar_dunning_run_steps as proposal

# The longest time between two attempts at a proposal that fails.
MOST_HOURS = 24
# So few notices leave by themselves, however unusual they are.
FEW_NOTICES = 50
# Proposals that nobody confirmed are kept for so many days.
KEEP_UNWANTED_DAYS = 7
# What is deleted at a time.
GC_NOTICES, GC_LINES = 1000, 50000
REVIEW = "ar_collections.mail_activity_type_ar_review_run"


class ArDunningRun(models.Model):
    _inherit = "ar.dunning.run"

    @api.model
    def _cron_dunning_run(self):
        """Propose the run of the day for every company, and confirm what policies let out.

        Also goes on with runs that were left in the middle, whoever started them. Each
        batch is committed, so that a killed job loses at most one.
        """
        self._work_through(self._find_left(), lambda run: run._settle(), whole=True)
        # One without a run of today is without one; the others have theirs.
        companies = self.env["res.company"].search([])
        self._work_through(companies, self._start_tonights_run, whole=True)
        self._work_through(
            self._find_due(),
            lambda run: run._work(),
            # This company's run waits, the others go on.
            failed=lambda run, error: run._note_failure(error),
            lock=True,
        )

    @api.model
    def _find_left(self):
        """Runs whose notices have all left, and that did not say so, whatever kept them."""
        sending = self.search([("state", "=", "confirmed")])
        queued = self.env["ar.dunning.notice"]._read_group(
            [("run_id", "in", sending.ids), ("state", "in", ("queued", "leaving"))], ["run_id"]
        )
        return sending - self.browse().union(*(run for (run,) in queued))

    @api.model
    def _start_tonights_run(self, company):
        """The run of the day waits in the background from now on, if it was not made before."""
        if self._has_receivable_account(company):
            self._tonights_run(company)

    def _note_failure(self, error):
        """The run stopped: it is tried again later and later, and says so once."""
        hours = min(2**self.failure_count, MOST_HOURS)
        retry_at = fields.Datetime.add(fields.Datetime.now(), hours=hours)
        if not self.failure_count:
            words = self.env._(
                "The run stopped: %s It is tried again in an hour, then less and less often. "
                "Nobody else of the company is reminded by night before it is mended.",
                error,
            )
            self.message_post(body=words)
            self._ask_reviewer(self.env._("The dunning run %s has stopped", self.name), words)
        self.sudo().write({"failure_count": self.failure_count + 1, "retry_at": retry_at})

    @api.model
    def _find_due(self):
        """Runs that wait in the background, those that failed once their pause is over."""
        now = fields.Datetime.now()
        domain = Domain("state", "=", "draft") & Domain("in_background", "=", True)
        domain &= Domain("retry_at", "=", False) | Domain("retry_at", "<=", now)
        return self.search(domain, order="id")

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
        if self.failure_count:
            self.sudo().write({"failure_count": 0, "retry_at": False})
        if self.kind == "nightly":
            self._confirm_automatic()
        self._ask_for_review()

    def _confirm_automatic(self):
        """Queue the notices whose policy and level need nobody's confirmation."""
        notices = self.notice_ids.filtered(
            lambda n: n.state == "draft" and n.policy_id.automatic and n.level_id.approval == "none"
        )
        if notices and not self._waits_for_setup() and not self._brake(len(notices)):
            notices._confirm()
            self._settle()

    def _waits_for_setup(self):
        """Whether the company is not live: nothing leaves by itself, and the run says so."""
        note = self.company_id._ar_say_setup()
        if note:
            self.sudo().brake_note = note
            self.message_post(body=note)
        return bool(note)

    def _brake(self, count):
        """Whether the run would send so much more than usual that a person looks first.

        What is usual is the median of the nights that sent anything; a clock or a rule that is
        wrong, or a ledger that was just filled, reminds of thousands of items at once.
        """
        times = self.company_id.sudo().ar_dunning_most_times
        usual = self.company_id._ar_usual_notices(self.date)
        if not times or count <= max(FEW_NOTICES, times * usual):
            return False
        note = self.env._(
            "This run would send %(count)s notices by itself; %(usual)s is usual. It waits until "
            "somebody has looked at it and confirms it.",
            count=count,
            usual=round(usual),
        )
        self.sudo().brake_note = note
        self.message_post(body=note)
        return True

    # -- who reviews -------------------------------------------------------------------

    def _ask_for_review(self):
        """A task for who reviews, where something waits for a person; one at a time."""
        waiting = Domain("run_id", "=", self.id) & Domain("state", "=", "draft")
        count = self.env["ar.dunning.notice"].search_count(waiting)
        if self.state != "proposed" or not count:
            return
        self._ask_reviewer(
            self.env._("Review the dunning run %s", self.name),
            self.brake_note or self.env._("%s notices wait until somebody confirms them.", count),
        )

    def _ask_reviewer(self, summary, note):
        """A task on the run, once: for who started it, by night for who reviews."""
        run = self.sudo()
        starter = run.create_uid if run.kind != "nightly" and not run.create_uid.share else None
        user = starter or run.company_id._ar_find_dunning_reviewer()
        if user and summary not in run.activity_ids.mapped("summary"):
            run.with_context(mail_activity_quick_update=True).activity_schedule(
                activity_type_id=run._get_review_type().id,
                date_deadline=run.company_id._ar_today(),
                summary=summary,
                note=plaintext2html(note),
                user_id=user.id,
            )

    @api.model
    def _get_review_type(self):
        """The kind of task of reviews, a to-do where somebody has deleted it."""
        for xmlid in (REVIEW, "mail.mail_activity_data_todo"):
            if found := self.env.ref(xmlid, raise_if_not_found=False):
                return found.sudo()
        return self.env["mail.activity.type"].sudo()

    def _close_review(self):
        """The run waits for nobody any more: so do its tasks."""
        kind = self._get_review_type()
        tasks = self.sudo().activity_ids.filtered(
            lambda task: task.automated and task.activity_type_id == kind
        )
        if tasks:
            tasks.action_feedback()

    # -- what is no longer needed ------------------------------------------------------

    @api.autovacuum
    def _gc_proposals(self):
        """Delete the notices of nightly proposals that nobody wanted, after a while."""
        runs = self.search(
            [
                ("kind", "=", "nightly"),
                ("state", "=", "cancelled"),
                ("date", "<", fields.Date.subtract(fields.Date.today(), days=KEEP_UNWANTED_DAYS)),
            ]
        )
        unwanted = self.env["ar.dunning.notice"]._get_unwanted(runs)
        found = self.env["ar.dunning.notice"].search(unwanted, limit=GC_NOTICES)
        found.unlink()
        left = len(found) == GC_NOTICES
        deleted = self._gc_lines(runs.ids)
        return len(found) + deleted, int(left or deleted == GC_LINES)

    @api.autovacuum
    def _gc_decisions(self):
        """Delete decisions that are older than their company keeps them."""
        deleted = 0
        for company in self.env["res.company"].search([("ar_dunning_keep_days", ">", 0)]):
            first = fields.Date.subtract(company._ar_today(), days=company.ar_dunning_keep_days)
            runs = self.search([("company_id", "=", company.id), ("date", "<", first)])
            deleted += self._gc_lines(runs.ids)
        return deleted, int(deleted >= GC_LINES)

    @api.model
    def _gc_lines(self, run_ids):
        """Delete decisions of these runs, a part at a time; returns how many."""
        if not run_ids:
            return 0
        deleted = self.env.execute_query(
            SQL(
                """
                DELETE FROM ar_dunning_run_line
                 WHERE id IN (SELECT id FROM ar_dunning_run_line WHERE run_id IN %s LIMIT %s)
             RETURNING id
                """,
                tuple(run_ids),
                GC_LINES,
            )
        )
        self.env["ar.dunning.run.line"].invalidate_model()
        return len(deleted)
