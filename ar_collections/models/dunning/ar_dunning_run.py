"""Dunning runs: propose, review, confirm."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..base.ar_guard_mixin import NEW
from ..base.ar_progress_mixin import Progress

# A run may be dated back so many days.
MOST_DAYS_BACK = 31
_STATES = ("draft", "queued", "leaving", "sent", "failed", "cancelled")


class ArDunningRun(models.Model):
    """Who is reminded on a day in a company, and why the others are not.

    draft → proposed (every item past a level has its line) → confirmed (notices queued)
    → done (nothing left to send).
    """

    _name = "ar.dunning.run"
    _description = "Dunning Run"
    _inherit = [
        "ar.gate.mixin",
        "ar.job.mixin",
        "ar.progress.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    _writable = {NEW: ("company_id",), "draft": ("date", "profile_ids")}
    _transitions = {
        "proposed": ("draft",),
        "confirmed": ("proposed", "done"),
        "done": ("confirmed",),
        "cancelled": ("draft", "proposed", "confirmed"),
    }

    name = fields.Char(
        readonly=True, copy=False, default=lambda self: self.env._("New"), index="trigram"
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    date = fields.Date(
        required=True,
        default=lambda self: self._default_date(),
        help="Days late are counted to this day.",
    )
    kind = fields.Selection(
        [("manual", "Started by hand"), ("single", "Chosen customers"), ("nightly", "Nightly")],
        default="manual",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("confirmed", "Confirmed"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    profile_ids = fields.Many2many(
        "ar.profile",
        string="Customers",
        domain="[('company_id', '=', company_id)]",
        help="Empty: all customers.",
    )
    move_line_ids = fields.Many2many(
        "account.move.line",
        "ar_dunning_run_move_line_rel",
        "run_id",
        "move_line_id",
        string="Chosen Items",
        readonly=True,
        copy=False,
        help="Somebody wanted a reminder of these items alone. Empty: of all that is late.",
    )
    notice_ids = fields.One2many("ar.dunning.notice", "run_id", string="Notices", readonly=True)
    line_ids = fields.One2many("ar.dunning.run.line", "run_id", string="Decisions", readonly=True)

    last_partner_id = fields.Integer(readonly=True, copy=False)
    notice_number = fields.Integer(readonly=True, copy=False)
    in_background = fields.Boolean(readonly=True, copy=False)
    next_now = fields.Boolean(
        string="Next Level Now",
        readonly=True,
        copy=False,
        help="Somebody wanted the next level of these customers whatever its day.",
    )
    failure_count = fields.Integer(string="Failed Attempts", readonly=True, copy=False)
    retry_at = fields.Datetime(
        string="Tried Again At",
        readonly=True,
        copy=False,
        help="The proposal failed; it is not tried again before. Each time it waits longer.",
    )
    brake_note = fields.Text(
        string="Why It Waits",
        readonly=True,
        copy=False,
        help="Why a run that sends by itself waits for a person.",
    )
    customers_total = fields.Integer(string="Customers to Check", readonly=True, copy=False)
    customers_done = fields.Integer(string="Customers Checked", readonly=True, copy=False)

    notice_count = fields.Integer(compute="_compute_counts", string="Notices Counted")
    waiting_count = fields.Integer(compute="_compute_counts", string="To Send")
    sent_count = fields.Integer(compute="_compute_counts", string="Sent")
    failed_count = fields.Integer(compute="_compute_counts", string="Failed")
    skipped_count = fields.Integer(compute="_compute_counts", string="Left Alone")
    error_count = fields.Integer(compute="_compute_counts", string="Errors")
    amount_total = fields.Monetary(
        compute="_compute_counts", string="Total Asked", currency_field="company_currency_id"
    )

    can_confirm = fields.Boolean(
        compute="_compute_can_confirm",
        search="_search_can_confirm",
        help="Confirming does something for you: it lets notices out, asks for approvals, or "
        "closes a run of which all was left out.",
    )

    # One nightly run per company and day, whatever starts it.
    _nightly_uniq = models.UniqueIndex(
        "(company_id, date) WHERE kind = 'nightly'",
        "The nightly run of this company and day exists already.",
    )

    @api.model
    def _default_date(self):
        return self.env.company._ar_today()

    @api.depends("line_ids.decision", "notice_ids.state")
    def _compute_counts(self):
        states = self.env["ar.dunning.notice"]._read_group(
            [("run_id", "in", self.ids)],
            ["run_id", "state"],
            ["__count", "amount_total_company:sum"],
        )
        decisions = self.env["ar.dunning.run.line"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "decision"], ["__count"]
        )
        by_decision = {(run.id, decision): count for run, decision, count in decisions}
        by_state = {(run.id, state): (count, total) for run, state, count, total in states}
        for run in self:
            counts = {state: by_state.get((run.id, state), (0, 0.0)) for state in _STATES}
            live = [counts[state] for state in _STATES if state != "cancelled"]
            run.notice_count = sum(count for count, _total in live)
            run.amount_total = sum(total for _count, total in live)
            run.waiting_count = counts["queued"][0] + counts["leaving"][0]
            run.sent_count = counts["sent"][0]
            run.failed_count = counts["failed"][0]
            run.skipped_count = by_decision.get((run.id, "skip"), 0)
            run.error_count = by_decision.get((run.id, "error"), 0)

    @api.depends("notice_ids.approval_asked", "notice_ids.key_decision", "notice_ids.state")
    @api.depends("notice_ids.line_ids.state", "state")
    @api.depends_context("uid")
    def _compute_can_confirm(self):
        found = self.search(Domain("id", "in", self.ids) & self._get_confirm_domain())
        for run in self:
            run.can_confirm = run in found

    def _search_can_confirm(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self._get_confirm_domain()
        if set(value) >= {True, False}:
            return Domain.TRUE
        return mine if True in value else ~mine

    @api.model
    def _get_confirm_domain(self):
        """The proposed runs that wait for the acting person, and not for others alone."""
        if not self.has_access("write"):
            return Domain.FALSE
        live = Domain("state", "=", "draft") & Domain("left_out", "=", False)
        own = live & self.env["ar.dunning.notice"]._get_confirm_domain()
        waits = Domain("notice_ids", "any", own) | ~Domain("notice_ids", "any", live)
        return Domain("state", "=", "proposed") & waits

    @api.model
    def _get_progress_fields(self):
        # EXTENDS the progress
        return ["customers_done", "customers_total", "in_background", "state", "notice_ids.state"]

    def _read_progress(self):
        # EXTENDS the progress: first customers are looked at, then notices leave.
        return {
            run: Progress(run.customers_done, run.customers_total, run.in_background)
            if run.state == "draft"
            else Progress(
                run.sent_count + run.failed_count,
                run.notice_count,
                run.state == "confirmed" and run.waiting_count > 0,
            )
            for run in self
        }

    @api.constrains("date", "company_id")
    def _check_date(self):
        for run in self:
            today = run.company_id._ar_today()
            if run.date > today:
                raise ValidationError(
                    self.env._(
                        "The dunning run of %(company)s is dated %(date)s, which is in the "
                        "future. Date it %(today)s or earlier, or use Simulate to see what "
                        "would happen on that day.",
                        company=run.company_id.name,
                        date=format_date(self.env, run.date),
                        today=format_date(self.env, today),
                    )
                )
            first = fields.Date.subtract(today, days=MOST_DAYS_BACK)
            if run.date < first:
                raise ValidationError(
                    self.env._(
                        "The dunning run of %(company)s is dated %(date)s. A run may be dated back "
                        "%(days)s days at most: date it %(first)s or later.",
                        company=run.company_id.name,
                        date=format_date(self.env, run.date),
                        days=MOST_DAYS_BACK,
                        first=format_date(self.env, first),
                    )
                )

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Use its buttons to propose, confirm or cancel it.")

    @api.model
    def _complete(self, vals_list):
        """Number the runs, and date them to the today of their company."""
        for vals in vals_list:
            company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
            if not vals.get("name"):
                vals["name"] = company._ar_number("ar.dunning.run") or self.env._("New")
            vals.setdefault("date", company._ar_today())
        return super()._complete(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for run in self:
            if run.state not in ("draft", "cancelled"):
                raise UserError(
                    self.env._(
                        "The dunning run %(run)s is part of the history. Cancel it instead.",
                        run=run.name,
                    )
                )

    # -- confirm, cancel, done ---------------------------------------------------------

    def _move_to(self, state, allowed=None, **values):
        # EXTENDS the gate: what was to be reviewed is.
        moved = super()._move_to(state, allowed, **values)
        if state in ("confirmed", "done", "cancelled"):
            moved._close_review()
        return moved

    def action_confirm(self):
        """Queue the proposed notices; those above the user's rights stay proposed."""
        for run in self:
            if run.state == "draft":
                raise UserError(
                    self.env._(
                        "The dunning run %(run)s has no proposal yet. Propose first, look at "
                        "it, then confirm.",
                        run=run.name,
                    )
                )
            if run.state == "proposed":
                drafts = run.notice_ids.filtered(lambda n: n.state == "draft")
                drafts._confirm()
                emptied = drafts.filtered(lambda n: n.state == "draft" and not n._has_items())
                emptied._set_cancelled(self.env._("All its items were left out."))
                run._settle()
                run._say_what_waits()
        return True

    def _settle(self):
        """Move the runs on when nothing of the present step is left.

        Two that each take one of the last notices off do not see each other's: both write
        the run, so that who comes second begins again, with what the first one did.
        """
        self._touch()
        for run in self:
            counts = dict(
                self.env["ar.dunning.notice"]._read_group(
                    [("run_id", "=", run.id)], ["state"], ["__count"]
                )
            )
            if run.state == "proposed" and not counts.get("draft"):
                run._move_to("confirmed", ("proposed",))
            waiting = counts.get("queued") or counts.get("leaving")
            if run.state == "confirmed" and not waiting:
                run._move_to("done")
            elif run.state == "done" and waiting:
                run._move_to("confirmed", ("done",))

    def _touch(self):
        """Write the rows of runs that are under way, as they are."""
        if self:
            self.flush_recordset(["state"])
            self.env.execute_query(
                SQL(
                    """
                    UPDATE ar_dunning_run SET state = state
                     WHERE id IN %s AND state IN ('proposed', 'confirmed') RETURNING id
                    """,
                    tuple(self.ids),
                )
            )

    def _say_what_waits(self):
        """Tell in the chatter which notices wait for someone with more rights."""
        waiting = self.notice_ids.filtered(lambda n: n.state == "draft" and n._has_items())
        if waiting:
            self.message_post(
                body=self.env._(
                    "%(count)s notices wait for a manager, because their level asks for "
                    "approval: %(names)s",
                    count=len(waiting),
                    names=", ".join(waiting[:20].partner_id.mapped("display_name")),
                )
            )

    def action_cancel(self):
        """Cancel the run and its notices that have not left; what was sent stays sent."""
        self.check_access("write")
        for run in self:
            # What has left in the meantime has left.
            run._settle()
            if run.state == "done":
                raise UserError(
                    self.env._(
                        "The dunning run %(run)s is done; its notices have left.", run=run.name
                    )
                )
            # Before its notices, which would settle it as done.
            run._move_to("cancelled", in_background=False)
            run.notice_ids._set_cancelled(self.env._("The dunning run was cancelled."))
        return True

    # -- screen ------------------------------------------------------------------------

    def _view_related(self, xmlid, domain, **context):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("run_id", "in", self.ids), *domain]
        action["context"] = context
        return action

    def action_view_notices(self):
        """Open the run's notices."""
        return self._view_related("ar_collections.ar_dunning_notice_action", [])

    def action_view_lines(self):
        """Open all decisions of the run."""
        return self._view_related("ar_collections.ar_dunning_run_line_action", [])

    def action_view_failed(self):
        """Open the notices that did not reach their customers."""
        return self._view_related(
            "ar_collections.ar_dunning_notice_action", [("state", "=", "failed")]
        )

    def action_view_skipped(self):
        """Open the items that were left alone, with the reasons."""
        return self._view_related(
            "ar_collections.ar_dunning_run_line_action",
            [("decision", "!=", "notice")],
            search_default_group_reason=1,
        )
