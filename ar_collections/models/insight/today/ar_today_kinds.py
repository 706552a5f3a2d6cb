"""What is to do: reminders, calls, letters, promises, disputes, claims, cases; and the data that
keeps us from it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .ar_today import DATA, TODO, Found, Tile

# Days for which what came back, and a promise that was broken, is news.
NEWS_DAYS = 30
# Days before a claim lapses in which somebody acts.
LIMITATION_DAYS = 90
# Days ahead for which the dates of cases are told.
CASE_DAYS = 7


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _get_tiles(self):
        # EXTENDS the page
        return [
            *super()._get_tiles(),
            self._get_alert_tile(),
            *self._get_reminder_tiles(),
            *self._get_post_tiles(),
            *self._get_agreement_tiles(),
            *self._get_claim_tiles(),
            self._get_target_tile(),
            *self._get_data_tiles(),
        ]

    # -- alerts ------------------------------------------------------------------------

    @api.model
    def _get_alert_tile(self):
        return Tile(
            "alerts",
            TODO,
            "fa-bell",
            self.env._("Alerts"),
            self.env._("No alert waits for cause and route. A manager sets up the alert rules."),
        )

    @api.model
    def _find_alerts(self, scope):
        waiting = Domain("state", "=", "open") & self._whose(scope, "user_id")
        return Found("ar.alert", waiting, "ar_collections.ar_alert_action")

    # -- targets -----------------------------------------------------------------------

    @api.model
    def _get_target_tile(self):
        return Tile(
            "targets",
            TODO,
            "fa-trophy",
            self.env._("Targets to Close"),
            self.env._("No target's period is over."),
            "ar_collections.ar_collections_group_manager",
        )

    @api.model
    def _find_targets(self, scope):
        over = Domain("state", "=", "running") & self._by_day(scope, "date_to", "<")
        return Found("ar.target", over, "ar_collections.ar_target_action", partner="")

    # -- reminders ---------------------------------------------------------------------

    @api.model
    def _get_reminder_tiles(self):
        return [
            Tile(
                "run",
                TODO,
                "fa-play-circle-o",
                self.env._("Runs to Confirm"),
                self.env._("The next run is proposed at night. Start one under Runs."),
            ),
            Tile(
                "calls",
                TODO,
                "fa-phone",
                self.env._("Calls Due"),
                self.env._("A level with the channel call makes calls once its run is confirmed."),
            ),
            Tile(
                "visits",
                TODO,
                "fa-car",
                self.env._("Visits Due"),
                self.env._(
                    "A level with the channel visit makes visits once its run is confirmed."
                ),
            ),
            Tile(
                "notices_failed",
                TODO,
                "fa-exclamation-triangle",
                self.env._("Reminders That Failed"),
                self.env._("All reminders of confirmed runs have left, or still wait their turn."),
            ),
        ]

    @api.model
    def _find_run(self, scope):
        """Whoever confirms a run confirms all of it: it is not told by whose customers. What waits
        for others alone has a tile of theirs."""
        own = Domain("run_id.can_confirm", "=", True) & Domain("state", "=", "draft")
        own &= Domain("left_out", "=", False)
        action = "ar_collections.ar_dunning_notice_action"
        return Found(
            "ar.dunning.run",
            Domain("can_confirm", "=", True),
            "ar_collections.ar_dunning_run_action",
            partner="",
            parts=Found("ar.dunning.notice", own, action, amount="amount_total_company"),
            split="level_id",
            opens="action_review",
        )

    @api.model
    def _find_calls(self, scope):
        return self._find_tasks(scope, "call", "ar_collections.ar_dispatch_action_calls")

    @api.model
    def _find_visits(self, scope):
        return self._find_tasks(scope, "visit", "ar_collections.ar_dispatch_action_visits")

    @api.model
    def _find_tasks(self, scope, channel, action):
        due = Domain("channel", "=", channel) & Domain("state", "=", "queued")
        due &= self._by_day(scope, "call_date", "<=") & self._whose(scope)
        return Found("ar.dispatch", due, action)

    @api.model
    def _find_notices_failed(self, scope):
        failed = Domain("state", "=", "failed") & self._whose(scope)
        return Found("ar.dunning.notice", failed, "ar_collections.ar_dunning_notice_action")

    # -- letters, and what came back ---------------------------------------------------

    @api.model
    def _get_post_tiles(self):
        return [
            Tile(
                "letters_to_print",
                TODO,
                "fa-print",
                self.env._("Letters to Print"),
                self.env._("Letters come here once a run with a level by letter is confirmed."),
            ),
            Tile(
                "letters_to_post",
                TODO,
                "fa-envelope-o",
                self.env._("Letters to Post"),
                self.env._("Printed letters stand here until you say that they are posted."),
            ),
            Tile(
                "messages_failed",
                TODO,
                "fa-reply",
                self.env._("Messages That Did Not Arrive"),
                self.env._(
                    "Nothing has come back in the last %s days that somebody has not seen to.",
                    NEWS_DAYS,
                ),
            ),
        ]

    @api.model
    def _find_letters_to_print(self, scope):
        return self._find_letters(scope, "=")

    @api.model
    def _find_letters_to_post(self, scope):
        return self._find_letters(scope, "!=")

    @api.model
    def _find_letters(self, scope, printed):
        letters = Domain("channel", "=", "letter") & Domain("state", "=", "sent")
        letters &= Domain("printed_date", printed, False) & self._whose(scope)
        return Found("ar.dispatch", letters, "ar_collections.ar_dispatch_action_letters")

    @api.model
    def _find_messages_failed(self, scope):
        """Those about which somebody has something to do. A reminder that failed as a whole has a
        tile of its own; one that waits again, or is not to be sent any more, is none's work."""
        since = fields.Datetime.now() - timedelta(days=NEWS_DAYS)
        over = Domain("notice_id.state", "in", ("failed", "queued", "cancelled"))
        lost = Domain("state", "in", ("bounced", "failed")) & Domain("seen_to_on", "=", False)
        lost &= Domain("notice_id", "=", False) | ~over
        failed = lost | Domain("state", "=", "unknown")
        failed &= Domain("date", ">=", fields.Datetime.to_string(since)) & self._whose(scope)
        failed &= Domain("company_id", "in", scope.companies.ids)
        dispatches = self.env["ar.dispatch"]
        ids = dispatches.search(failed)._filter_unmended().ids if self._may("ar.dispatch") else []
        return Found("ar.dispatch", Domain("id", "in", ids), "ar_collections.ar_dispatch_action")

    # -- what was agreed ---------------------------------------------------------------

    @api.model
    def _get_agreement_tiles(self):
        return [
            Tile(
                "promises_due",
                TODO,
                "fa-handshake-o",
                self.env._("Promises Due"),
                self.env._("Promises stand here from their day on until the money has come."),
            ),
            Tile(
                "promises_broken",
                TODO,
                "fa-chain-broken",
                self.env._("Promises Broken"),
                self.env._("No promise was broken of late. Mark its task as done to clear one."),
            ),
            Tile(
                "instalments_late",
                TODO,
                "fa-calendar-times-o",
                self.env._("Instalments Late"),
                self.env._("All payment plans are kept to."),
            ),
            Tile(
                "disputes_late",
                TODO,
                "fa-balance-scale",
                self.env._("Disputes Late"),
                self.env._("All disputes are within their time for an answer."),
            ),
        ]

    @api.model
    def _find_promises_due(self, scope):
        due = Domain("state", "=", "open") & self._by_day(scope, "date", "<=")
        return Found("ar.promise", due & self._whose(scope), "ar_collections.ar_promise_action")

    @api.model
    def _find_promises_broken(self, scope):
        """Those whose task is not done yet: a browser cannot ask past the rights to tasks, so
        their numbers are named."""
        broken = Domain("state", "in", ("broken", "partly_kept"))
        broken &= self._by_day(scope, "ended_on", ">=", -NEWS_DAYS) & self._whose(scope)
        tasks = Domain("follow_activity_id", "any!", Domain("active", "=", True))
        ids = self.env["ar.promise"].search(broken & tasks).ids if self._may("ar.promise") else []
        return Found("ar.promise", Domain("id", "in", ids), "ar_collections.ar_promise_action")

    @api.model
    def _find_instalments_late(self, scope):
        late = Domain("plan_id.state", "=", "active") & Domain("state", "=", "missed")
        late &= self._whose(scope, "plan_id.collector_id")
        return Found("ar.plan.installment", late, "ar_collections.ar_plan_installment_action")

    @api.model
    def _find_disputes_late(self, scope):
        late = Domain("is_late", "=", True) & self._whose(scope, "user_id")
        return Found("ar.dispute", late, "ar_collections.ar_dispute_action")

    # -- claims and cases --------------------------------------------------------------

    @api.model
    def _get_claim_tiles(self):
        return [
            Tile(
                "limitation",
                TODO,
                "fa-hourglass-end",
                self.env._("Claims Lapse Soon"),
                self.env._("No claim lapses within %s days.", LIMITATION_DAYS),
            ),
            Tile(
                "case_dates",
                TODO,
                "fa-gavel",
                self.env._("Dates of Cases"),
                self.env._("No hearing or deadline within %s days.", CASE_DAYS),
            ),
            Tile(
                "cases_next",
                TODO,
                "fa-briefcase",
                self.env._("Cases: What Is Next?"),
                self.env._("All cases have gone on in the usual time of their stage."),
            ),
        ]

    @api.model
    def _find_limitation(self, scope):
        """The claims that the night has warned of and that are still near, read live."""
        items = self.env["ar.open.item"]
        ids = self._find_claims(scope) if self._may("ar.limitation.warning") else []
        return Found(
            items._name,
            Domain("id", "in", ids),
            "ar_collections.ar_open_item_action_limitation",
            amount="residual",
        )

    @api.model
    def _find_claims(self, scope):
        last = self._by_day(scope, "date", "<=", LIMITATION_DAYS) & self._by_day(
            scope, "date", ">="
        )
        warned = last & self._whose(scope, "profile_id.collector_id")
        ids = self.env["ar.limitation.warning"].search(warned).move_line_id.ids
        claims = self.env["ar.open.item"]._read_claims(ids=ids) if ids else {}
        near = [
            id_ for id_, one in claims.items() if one.limit and 0 <= one.days <= LIMITATION_DAYS
        ]
        return sorted(id_ for id_ in near if claims[id_].row["residual"] > 0)

    @api.model
    def _find_case_dates(self, scope):
        dates = Domain("done", "=", False) & self._by_day(scope, "date", "<=", CASE_DAYS)
        dates &= Domain("case_id.state", "in", ("draft", "waiting", "open"))
        mine = self._whose(scope, "user_id") & self._whose(scope, "case_id.user_id")
        mine |= self._whose(scope, "user_id", nobody=False)
        return Found("ar.case.event", dates & mine, "ar_collections.ar_case_event_action")

    @api.model
    def _find_cases_next(self, scope):
        late = Domain("state", "=", "open") & self._by_day(scope, "date_next", "<=")
        late &= self._whose(scope, "user_id")
        return Found("ar.case", late, "ar_collections.ar_case_action")

    # -- data --------------------------------------------------------------------------

    @api.model
    def _get_data_tiles(self):
        return [
            Tile(
                "unreachable",
                DATA,
                "fa-chain-broken",
                self.env._("Cannot Be Written To"),
                self.env._("Everybody who is overdue can be reached by e-mail or letter."),
            ),
            Tile(
                "contact_wrong",
                DATA,
                "fa-address-card-o",
                self.env._("Contact Data to Verify"),
                self.env._("Nobody who is overdue has contact data that came back or is old."),
            ),
            Tile(
                "no_collector",
                DATA,
                "fa-user-o",
                self.env._("Without a Collector"),
                self.env._("Everybody who is overdue has a collector."),
            ),
            Tile(
                "checks",
                DATA,
                "fa-check-square-o",
                self.env._("Internal Checks"),
                self.env._("All checks of the books were in order when they last ran."),
            ),
        ]

    @api.model
    def _find_unreachable(self, scope):
        nowhere = Domain("overdue_amount", ">", 0) & self._whose(scope)
        nowhere &= Domain("by_email", "=", False) & Domain("by_letter", "=", False)
        return Found("ar.reachability", nowhere, "ar_collections.ar_reachability_action")

    @api.model
    def _find_contact_wrong(self, scope):
        wrong = Domain("stale_contact", "!=", False) & Domain("overdue_amount", ">", 0)
        return Found("ar.profile", wrong & self._whose(scope), "ar_collections.ar_profile_action")

    @api.model
    def _find_no_collector(self, scope):
        """The same in all scopes: it is nobody's, and so everybody's."""
        alone = Domain("collector_id", "=", False) & Domain("overdue_amount", ">", 0)
        return Found("ar.profile", alone, "ar_collections.ar_profile_action")

    @api.model
    def _find_checks(self, scope):
        wrong = Domain("state", "in", ("open", "error")) & self._whose(scope, "owner_id")
        return Found("ar.check", wrong, "ar_collections.ar_check_action", partner="")

    @api.model
    def _may(self, model):
        return self.env[model].has_access("read")
