"""What a run says of what leaves: letters nobody has posted, a sender that stands still."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime, plaintext2html

STILL_RUNS = ("draft", "proposed", "confirmed", "done")
POST = "ar_collections.mail_activity_type_ar_post_letters"


class ArDunningRun(models.Model):
    _inherit = "ar.dunning.run"

    unposted_count = fields.Integer(
        string="Letters to Post",
        compute="_compute_unposted_count",
        help="Letters of earlier days that were not posted: their levels do not count yet, and no "
        "further level begins.",
    )

    later_count = fields.Integer(
        string="Waiting for Their Hour",
        compute="_compute_later",
        help="Notices that are confirmed, and leave when they may: see the reasons on each.",
    )
    later_note = fields.Char(compute="_compute_later")
    leaving_count = fields.Integer(
        string="Leaving",
        compute="_compute_on_the_way",
        help="E-mails that wait in the mail queue. They do not count yet.",
    )
    unknown_count = fields.Integer(
        string="Unknown",
        compute="_compute_on_the_way",
        help="The server stopped while it sent them: they may have left, and are not sent again by "
        "themselves.",
    )

    @api.depends_context("lang", "tz")
    @api.depends("notice_ids.wait_code", "notice_ids.next_try", "notice_ids.state")
    def _compute_later(self):
        self.later_count, self.later_note = 0, False
        notices = self.env["ar.dunning.notice"]
        domain = Domain("run_id", "in", self.ids) & Domain("state", "=", "queued")
        domain &= Domain("wait_code", "!=", False) & Domain("next_try", ">", fields.Datetime.now())
        words = notices._get_wait_words()
        for run, groups in self._group_waiting(domain).items():
            run.later_count = sum(count for _code, count, _first in groups)
            run.later_note = self.env._(
                "%(count)s notices wait, the first until %(moment)s: %(reasons)s.",
                count=run.later_count,
                moment=format_datetime(
                    self.env, min(first for _code, _count, first in groups), dt_format="short"
                ),
                reasons=", ".join(
                    f"{words.get(code, code)} ({count})" for code, count, _first in groups
                ),
            )

    def _group_waiting(self, domain):
        """{run: [(code, number of notices, the first moment)]} of the notices of ``domain``."""
        found = {}
        for run, code, count, first in self.env["ar.dunning.notice"]._read_group(
            domain, ["run_id", "wait_code"], ["__count", "next_try:min"]
        ):
            found.setdefault(run, []).append((code, count, first))
        return found

    def action_view_later(self):
        """Open the notices that wait for their hour."""
        return self._view_related(
            "ar_collections.ar_dunning_notice_action",
            [("state", "=", "queued"), ("wait_code", "!=", False)],
        )

    @api.depends("notice_ids.state")
    def _compute_on_the_way(self):
        own = [("run_id", "in", self.ids), ("state", "=", "leaving")]
        leaving = dict(self.env["ar.dunning.notice"]._read_group(own, ["run_id"], ["__count"]))
        domain = [("state", "=", "unknown"), ("notice_id.run_id", "in", self.ids)]
        unknown = self.env["ar.dispatch"].sudo().search(domain)
        lost = {
            run: len(some) for run, some in unknown.grouped(lambda d: d.notice_id.run_id).items()
        }
        for run in self:
            run.leaving_count = leaving.get(run, 0)
            run.unknown_count = lost.get(run, 0)

    def action_view_unknown(self):
        """Open what of the run nobody knows to have arrived."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_dispatch_action")
        action["domain"] = [("notice_id.run_id", "=", self.id), ("state", "=", "unknown")]
        action["context"] = {}
        return action

    @api.depends("company_id", "date", "state")
    def _compute_unposted_count(self):
        for (company, date), runs in self.grouped(lambda run: (run.company_id, run.date)).items():
            runs.unposted_count = 0
            if not company or not date:
                continue
            late = date < company._ar_today()
            asking = runs.filtered(
                lambda run, late=late: run.state in (("draft", "proposed") if late else STILL_RUNS)
            )
            if asking:
                domain = self._get_unposted_domain(company, date)
                asking.unposted_count = self.env["ar.dunning.notice"].search_count(domain)

    @api.model
    def _get_unposted_domain(self, company, day):
        """Notices of a company, from before ``day``, whose letters were not posted."""
        domain = Domain("company_id", "=", company.id) & Domain("waits_for_post", "=", True)
        return domain & Domain("date", "<", day)

    def action_view_unposted(self):
        """Open the letters of earlier days that were not posted."""
        self.ensure_one()
        notices = self.env["ar.dunning.notice"].search(
            self._get_unposted_domain(self.company_id, self.date)
        )
        xmlid = "ar_collections.ar_dispatch_action_letters"
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [
            ("channel", "=", "letter"),
            ("state", "=", "sent"),
            ("notice_id", "in", notices.ids),
        ]
        action["context"] = {}
        return action

    def _ask_for_review(self):
        # EXTENDS 'dunning': by night, collectors are told of letters, too.
        super()._ask_for_review()
        if self.kind == "nightly":
            self._ask_to_post()

    def _ask_to_post(self):
        """A task for each collector with letters of earlier days; one at a time."""
        notices = self.env["ar.dunning.notice"].search(
            self._get_unposted_domain(self.company_id, self.date)
        )
        kind = self.env.ref(POST, raise_if_not_found=False) or self._get_review_type()
        busy = {task._ar_get_owner() for task in self._find_post_tasks()}
        for user, own in notices.grouped(lambda notice: notice._get_collector()).items():
            if user in busy:
                continue
            names = ", ".join(own[:20].partner_id.mapped("display_name"))
            self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                activity_type_id=kind.id,
                date_deadline=self.company_id._ar_today(),
                summary=self.env._("Letters of earlier days were not posted: %s", len(own)),
                note=plaintext2html(
                    self.env._("Their levels do not count before. To: %(names)s", names=names)
                ),
                user_id=user.id,
            )

    @api.model
    def _find_post_tasks(self):
        """The open tasks to post letters, as superuser."""
        kind = self.env.ref(POST, raise_if_not_found=False)
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [("res_model", "=", "ar.dunning.run"), ("activity_type_id", "in", kind.ids)]
                if kind
                else [(0, "=", 1)]
            )
        )

    @api.model
    def _close_post_tasks(self):
        """The tasks of collectors who have no letters left are done."""
        tasks = self._find_post_tasks()
        if not tasks:
            return
        waiting = self.env["ar.dunning.notice"].sudo().search([("waits_for_post", "=", True)])
        busy = {notice._get_collector() for notice in waiting}
        for task in tasks.filtered(lambda task: task._ar_get_owner() not in busy):
            task.action_feedback()

    # -- confirmed is not sent ---------------------------------------------------------

    def action_confirm(self):
        # EXTENDS 'dunning'
        result = super().action_confirm()
        waiting = self.filtered("waiting_count")
        warning = waiting and waiting.notice_ids._warn_confirmed()
        if not warning:
            return result
        for run in waiting:
            run.message_post(body=plaintext2html(warning["params"]["message"]))
        return warning
