"""Does what works by night do its work? Scheduled actions, the run of the day, what waits."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .ar_check import CheckKind, Finding

# What has to run, by external id: ours, and Odoo's mail queue that our e-mails leave by.
JOBS = (
    "ar_collections.ir_cron_absence",
    "ar_collections.ir_cron_aging_schedule",
    "ar_collections.ir_cron_alert",
    "ar_collections.ir_cron_balance_remind",
    "ar_collections.ir_cron_balance_round",
    "ar_collections.ir_cron_case_watch",
    "ar_collections.ir_cron_charge",
    "ar_collections.ir_cron_charge_claim_send",
    "ar_collections.ir_cron_check",
    "ar_collections.ir_cron_contingency",
    "ar_collections.ir_cron_credit_review",
    "ar_collections.ir_cron_credit_watch",
    "ar_collections.ir_cron_deferral_end",
    "ar_collections.ir_cron_digest",
    "ar_collections.ir_cron_dispute_answer_send",
    "ar_collections.ir_cron_dispute_watch",
    "ar_collections.ir_cron_dunning_run",
    "ar_collections.ir_cron_dunning_send",
    "ar_collections.ir_cron_evidence",
    "ar_collections.ir_cron_forecast",
    "ar_collections.ir_cron_interest_watch",
    "ar_collections.ir_cron_kpi",
    "ar_collections.ir_cron_limitation_warn",
    "ar_collections.ir_cron_log_seal",
    "ar_collections.ir_cron_mailed_watch",
    "ar_collections.ir_cron_plan_reminder_send",
    "ar_collections.ir_cron_plan_send",
    "ar_collections.ir_cron_plan_watch",
    "ar_collections.ir_cron_process_review",
    "ar_collections.ir_cron_promise_message_send",
    "ar_collections.ir_cron_promise_watch",
    "ar_collections.ir_cron_settlement_send",
    "ar_collections.ir_cron_snapshot",
    "ar_collections.ir_cron_statement_round",
    "ar_collections.ir_cron_statement_send",
    "ar_collections.ir_cron_team_call",
    "ar_collections.ir_cron_thank_you",
    "ar_collections.ir_cron_thank_you_send",
    "ar_collections.ir_cron_webhook_call",
    "ar_collections.ir_cron_writeoff_watch",
    "mail.ir_cron_mail_scheduler_action",
)
# Days without a nightly run that are no fault yet: a company begins, a night is short.
QUIET_DAYS = 1
# Broken rows and seals of the log that a result names.
MOST_NAMED = 20


class ArCheck(models.Model):
    _inherit = "ar.check"

    @api.model
    def _get_checks(self):
        # EXTENDS the room itself
        return {**super()._get_checks(), **self._get_health_checks(), **self._get_log_checks()}

    def _get_log_checks(self):
        return {
            "log": CheckKind(
                self.env._("Log of collections"),
                self.env._(
                    "Rows and seals of the log that are not as they were written. Somebody changed "
                    "the database by other means than this program: keep a copy of it, and find "
                    "out who."
                ),
                manager=True,
            )
        }

    def _get_health_checks(self):
        return {
            "jobs": CheckKind(
                self.env._("Scheduled actions"),
                self.env._(
                    "Scheduled actions of Collections, and the mail queue, that are switched off, "
                    "deleted, fail, or have not run for a day. Nothing is proposed, sent or "
                    "watched meanwhile. An administrator puts them right."
                ),
                manager=True,
                everywhere=True,
            ),
            "nightly_run": CheckKind(
                self.env._("Nightly run of reminders"),
                self.env._(
                    "The last nightly run is older than a day, or was begun and not finished. "
                    "Look at the run and at the scheduled actions."
                ),
                manager=True,
            ),
            "notices_waiting": CheckKind(
                self.env._("Reminders that do not leave"),
                self.env._(
                    "Confirmed reminders that have waited for longer than the age. Look at the "
                    "scheduled actions; cancel what is not to be sent any more."
                ),
                days=1,
                manager=True,
            ),
            "mails_waiting": CheckKind(
                self.env._("Messages that did not leave"),
                self.env._(
                    "E-mails and letters of Collections that have waited or failed for longer than "
                    "the age: in the mail queue, or before it. Look at the outgoing mail server, "
                    "and send them again or by another way."
                ),
                days=1,
                manager=True,
            ),
            "time_zone": CheckKind(
                self.env._("Time zone of the company"),
                self.env._(
                    "The company's time zone is not known to this server: its days are those of "
                    "UTC. Choose another one on the company's contact."
                ),
                manager=True,
            ),
        }

    # -- scheduled actions -------------------------------------------------------------

    @api.model
    def _get_jobs(self):
        """External ids of the scheduled actions that are looked after; add-ons add theirs."""
        return JOBS

    def _find_jobs(self):
        """What does not run; deleted ones are in the words and the number alone."""
        crons, problems = self.env["ir.cron"], []
        for xmlid in self._get_jobs():
            if problem := crons._ar_get_problem(xmlid):
                problems.append(problem)
                crons |= self.env.ref(xmlid, raise_if_not_found=False) or crons
        domain = Domain("id", "in", crons.ids)
        return Finding("ir.cron", domain, len(problems), 0.0, words="\n".join(problems))

    @api.model
    def _watch_over(self):
        """The checklist itself is a scheduled action: where that one does not run, this is called
        by another one."""
        if self.env["ir.cron"]._ar_get_problem("ar_collections.ir_cron_check"):
            self._ensure().filtered(lambda check: check.code == "jobs")._run()

    def _find_nightly_run(self):
        company, runs = self.company_id, self.env["ar.dunning.run"]
        nightly = Domain("company_id", "=", company.id) & Domain("kind", "=", "nightly")
        before = company._ar_today() - timedelta(days=QUIET_DAYS)
        stuck = runs.search(nightly & Domain("state", "=", "draft") & Domain("date", "<=", before))
        last = runs.search(nightly, order="date desc", limit=1)
        entered = company.create_date and company._ar_day_of(company.create_date)
        begun = last.date or entered
        missing = begun and begun < before
        words = [self.env._("The run %s was begun and is not finished.", run.name) for run in stuck]
        if missing and last:
            words.append(self.env._("The last nightly run is of %s.", format_date(self.env, begun)))
        elif missing:
            words.append(self.env._("There has never been a nightly run."))
        domain = Domain("id", "in", (stuck | last if missing else stuck).ids)
        return Finding(runs._name, domain, len(words), 0.0, words="\n".join(words))

    # -- what waits --------------------------------------------------------------------

    def _get_last_moment(self):
        """What has moved since then is too young for the check."""
        return fields.Datetime.now() - timedelta(days=self.days)

    def _find_notices_waiting(self):
        waiting = Domain("state", "in", ("queued", "leaving"))
        domain = Domain("company_id", "=", self.company_id.id) & waiting
        domain &= Domain("write_date", "<=", self._get_last_moment())
        # What waits for the customer's hour is no trouble.
        domain &= Domain("wait_code", "=", False) | Domain(
            "next_try", "<=", self._get_last_moment()
        )
        [(count, amount)] = self.env["ar.dunning.notice"]._read_group(
            domain, [], ["__count", "amount_total_company:sum"]
        )
        return Finding("ar.dunning.notice", domain, count, amount or 0.0)

    def _find_mails_waiting(self):
        dispatches = self.env["ar.dispatch"]
        tasks = self.env["ar.channel.task"]._get_task_codes()
        before_queue = Domain("state", "=", "queued") & Domain("channel", "not in", tasks)
        in_queue = Domain("state", "=", "leaving")
        failed = Domain("state", "=", "failed") & Domain("notice_id.state", "=", "failed")
        domain = Domain("company_id", "=", self.company_id.id) & (before_queue | in_queue | failed)
        domain &= Domain("date", "<=", self._get_last_moment())
        return Finding(dispatches._name, domain, dispatches.search_count(domain), 0.0)

    # -- the log -----------------------------------------------------------------------

    def _find_log(self):
        """What verification names; a seal that is wrong is in the words and the number alone."""
        broken = self.env["ar.log"].sudo().verify(self.company_id.ids)["broken"]
        ids = [one["id"] for one in broken if one["model"] == "ar.log"]
        words = "\n".join(one["words"] for one in broken[:MOST_NAMED])
        return Finding("ar.log", Domain("id", "in", ids), len(broken), 0.0, words=words)

    # -- the company -------------------------------------------------------------------

    def _find_time_zone(self):
        company = self.company_id
        known = company._ar_zone().zone == company._ar_zone_name()
        domain = Domain("id", "in", [] if known else company.ids)
        return Finding("res.company", domain, 0 if known else 1, 0.0)
