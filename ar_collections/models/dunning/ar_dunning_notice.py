"""Dunning notices: what is said to a customer, with the figures as sent."""

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import mute_logger, plaintext2html

# Characters that a person may add to a message.
MOST_ADDED = 1000


class ArDunningNotice(models.Model):
    """One notice to one customer in one currency. It talks in the profile's chatter.

    States change through ``_move_to`` only. A level counts once its notice is sent.
    """

    _name = "ar.dunning.notice"
    _inherit = ["ar.gate.mixin", "ar.rows.mixin"]
    _description = "Dunning Notice"
    _order = "date desc, id desc"
    _check_company_auto = True
    # The letter, as it was sent.
    _kept_files = True

    _writable = {
        "draft": ("added_text", "collector_id", "contact_id"),
        "failed": ("added_text", "collector_id", "contact_id"),
    }
    _transitions = {
        "queued": ("draft", "failed"),
        "leaving": ("queued",),
        "sent": ("queued", "leaving"),
        "failed": ("queued", "leaving", "sent"),
        "cancelled": ("draft", "queued", "leaving", "sent", "failed"),
    }

    name = fields.Char(required=True, readonly=True, index="trigram")
    run_id = fields.Many2one("ar.dunning.run", readonly=True, index=True, ondelete="restrict")
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    policy_id = fields.Many2one("ar.dunning.policy", readonly=True)
    level_id = fields.Many2one(
        "ar.dunning.level",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    contact_id = fields.Many2one("res.partner", string="Recipient")
    added_text = fields.Text(
        string="Added Sentence",
        help="Said in this message alone, above the items, in the customer's language.",
    )
    collector_id = fields.Many2one("res.users", index="btree_not_null")
    date = fields.Date(required=True, readonly=True)
    state = fields.Selection(
        [
            ("draft", "Proposed"),
            ("queued", "Queued"),
            ("leaving", "Leaving"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        help="Leaving: handed over, and nothing of it has left yet. Its levels count once it is "
        "sent, and no further level begins before.",
    )
    sent_date = fields.Datetime(string="Sent on", readonly=True)
    error = fields.Text(string="What Went Wrong", readonly=True)
    line_ids = fields.One2many("ar.dunning.notice.line", "notice_id", string="Lines")
    group_key = fields.Char(default="", required=True, help="Splits notices of one day.")
    days_overdue = fields.Integer(string="Days Late", aggregator="max", readonly=True)
    amount_overdue = fields.Monetary(string="Overdue", readonly=True)
    amount_upcoming = fields.Monetary(
        string="Not Yet Due", readonly=True, help="Reminded before its due date."
    )
    amount_credit = fields.Monetary(string="Unallocated Credits", readonly=True)
    amount_fee = fields.Monetary(string="Fee", readonly=True)
    amount_interest = fields.Monetary(string="Interest", readonly=True)
    amount_total = fields.Monetary(string="Total Asked", readonly=True)
    amount_total_company = fields.Monetary(
        string="Total (Company Currency)",
        currency_field="company_currency_id",
        readonly=True,
        help="At the rates of the items; for sums over currencies.",
    )
    deadline = fields.Date(readonly=True)
    approval = fields.Selection(related="level_id.approval")
    waits_for_approval = fields.Boolean(
        compute="_compute_waits_for_approval",
        search="_search_waits_for_approval",
        help="The customer is a key account, and its level waits for an approval.",
    )
    approval_asked = fields.Datetime(
        string="Approval Asked On",
        readonly=True,
        copy=False,
        help="Confirmed then; it leaves once it is approved.",
    )
    key_decision = fields.Selection(
        [("approved", "Approved"), ("refused", "Refused")],
        string="Key Account Approval",
        readonly=True,
        copy=False,
    )
    key_decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, copy=False, ondelete="restrict"
    )
    key_decided_on = fields.Datetime(string="Decided On", readonly=True, copy=False)
    left_out = fields.Boolean(
        compute="_compute_left_out",
        search="_search_left_out",
        help="Proposed, and all its items were left out.",
    )
    interest_problem = fields.Text(
        string="Why No Interest",
        compute="_compute_interest_problem",
        help="Late interest that could not be computed; the notice leaves without it.",
    )

    # At most one notice per customer, currency and day (and level or invoice, where the
    # policy says so), enforced where every process must pass.
    _once_uniq = models.UniqueIndex(
        "(profile_id, currency_id, date, group_key) WHERE state IN ('queued', 'leaving', 'sent')",
        "This customer was already reminded on that day.",
    )

    @api.depends("state", "key_decision", "level_id.key_approval", "profile_id.key_account")
    def _compute_waits_for_approval(self):
        for notice in self:
            notice.waits_for_approval = (
                notice.state in ("draft", "failed")
                and not notice.key_decision
                and notice.level_id.key_approval
                and notice.profile_id.key_account
            )

    def _search_waits_for_approval(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = self._get_waiting_domain()
        return waiting if True in value else ~waiting

    @api.depends("state", "line_ids.state")
    def _compute_left_out(self):
        live = self.env["ar.dunning.notice.line"]._read_group(
            [("notice_id", "in", self.ids), ("kind", "=", "item"), ("state", "!=", "dropped")],
            ["notice_id"],
        )
        live_ids = {notice.id for (notice,) in live}
        for notice in self:
            notice.left_out = notice.state == "draft" and notice.id not in live_ids

    def _search_left_out(self, operator, value):
        if operator != "in":
            return NotImplemented
        live = Domain("kind", "=", "item") & Domain("state", "!=", "dropped")
        left_out = Domain("state", "=", "draft") & ~Domain("line_ids", "any", live)
        if set(value) >= {True, False}:
            return Domain.TRUE
        return left_out if True in value else ~left_out

    @api.constrains("added_text")
    def _check_added_text(self):
        for notice in self:
            if len(notice.added_text or "") > MOST_ADDED:
                raise ValidationError(
                    self.env._(
                        "The sentence added to the notice %(notice)s has more than %(most)s "
                        "characters. Shorten it.",
                        notice=notice.name,
                        most=MOST_ADDED,
                    )
                )

    @api.depends("line_ids.no_interest", "line_ids.state")
    @api.depends_context("lang")
    def _compute_interest_problem(self):
        for notice in self:
            lines = notice._live_lines().filtered(
                lambda line: line.no_interest not in (False, "customer")
            )
            sentences = dict.fromkeys(lines.mapped("interest_problem"))
            notice.interest_problem = "\n".join(sentences) or False

    def write(self, vals):
        # EXTENDS the guard: an approval is of what was to be read and by whom.
        changed = self._find_said_otherwise(vals)
        result = super().write(vals)
        changed._take_approval_back()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        for notice in self:
            if notice.state not in ("draft", "cancelled"):
                raise UserError(
                    self.env._(
                        "The notice %(notice)s is part of the customer's history and cannot be "
                        "deleted.",
                        notice=notice.name,
                    )
                )

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Use the buttons to confirm it, leave it out or try it again.")

    # -- the gate ----------------------------------------------------------------------

    def _move_to(self, state, allowed=None, **values):
        # EXTENDS the gate: the lines go with their notice.
        moving = super()._move_to(state, allowed, **values)
        lines = moving._live_lines()
        lines.sudo().write({"state": state})
        # The unique indexes must speak now, not at some later flush.
        lines.flush_recordset(["state"])
        return moving

    def _set_queued(self):
        return self._move_to("queued", error=False)

    def _set_leaving(self):
        """The notice was handed over and waits to leave: nothing counts yet."""
        return self._move_to("leaving", error=False)

    def _set_sent(self):
        """The notice has left: its items are at their levels from now on."""
        moved = self._move_to("sent", sent_date=fields.Datetime.now(), error=False)
        moved._after_change_of_history()
        moved._propose_handover()
        moved.run_id._settle()
        return moved

    def _set_failed(self, reason):
        """The notice did not reach the customer: its levels do not count."""
        moved = self._move_to("failed", error=reason)
        moved._after_change_of_history()
        moved.run_id._settle()
        return moved

    def _set_cancelled(self, reason):
        moved = self._move_to("cancelled", ("draft", "queued", "failed"), error=reason)
        moved.run_id._settle()
        return moved

    def _take_back(self, reason):
        """What was handed over never left, and is not to leave any more: it was not said."""
        moved = self._move_to("cancelled", ("leaving", "sent"), error=reason)
        moved._after_change_of_history()
        moved.run_id._settle()
        return moved

    def _split_from(self, others):
        """Keep the notices apart from ``others`` of a customer that they are merged into."""

        def key(notice):
            return notice.currency_id, notice.date, notice.group_key

        taken = {key(notice) for notice in others}
        for notice in self:
            if key(notice) in taken:
                notice.group_key = f"{notice.group_key}/{notice.profile_id.id}"

    def _after_change_of_history(self):
        items = self.line_ids.filtered(lambda line: line.kind == "item").move_line_id
        items._ar_refresh_level()

    def _propose_handover(self):
        """Give the collector the task to decide on the hand-over, once per customer."""
        for notice in self.filtered("level_id.propose_handover"):
            profile = notice.profile_id
            summary = self.env._("Decide on the hand-over of %s", notice.partner_id.name)
            if summary not in profile.activity_ids.mapped("summary"):
                profile.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=notice.deadline or notice.date,
                    summary=summary,
                    note=plaintext2html(notice.level_id.next_measure or ""),
                    user_id=profile._get_collector(notice.collector_id).id,
                )

    # -- actions -----------------------------------------------------------------------

    def action_confirm(self):
        """Confirm single notices of a proposal."""
        self._confirm().run_id._settle()
        return True

    def action_retry(self):
        """Queue failed notices again, after what went wrong was mended.

        :raise UserError: their run was cancelled meanwhile
        """
        failed = self.filtered(lambda notice: notice.state == "failed")
        over = failed.filtered(lambda notice: notice.run_id.state == "cancelled")
        if over and over == failed:
            raise UserError(
                self.env._(
                    "The dunning run of %s was cancelled. The next run looks at the customer anew.",
                    over[:1].name,
                )
            )
        failed._confirm().run_id._settle()
        return True

    def _confirm(self):
        """Queue what may be queued; returns the notices that are queued now.

        All at once; where another run was faster for a customer the database refuses the
        batch, and they are queued one by one with the refused ones cancelled.
        """
        notices = self.filtered(
            lambda n: (
                n.state in ("draft", "failed")
                and n.run_id.state != "cancelled"
                and n._may_confirm()
                and n._has_items()
            )
        )
        if not notices:
            return notices
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                queued = notices._set_queued()
        except UniqueViolation:
            self.env.invalidate_all(flush=False)
            queued = self.browse().union(*(notice._confirm_one() for notice in notices))
        self._trigger_sending()
        return queued

    def _confirm_one(self):
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return self._set_queued()
        except UniqueViolation:
            self.env.invalidate_all(flush=False)
            self._set_cancelled(
                self.env._("Another run reminds this customer of the same items already.")
            )
            return self.browse()

    def _has_items(self):
        return any(line.kind == "item" and line.state != "dropped" for line in self.line_ids)

    def _may_confirm(self):
        """True if the acting user may let this notice out."""
        if self.level_id.approval != "manager":
            return True
        return self.env.user.has_group("ar_collections.ar_collections_group_manager")

    def _trigger_sending(self):
        """Wake the sender; the channel room knows it."""

    def action_view_run_lines(self):
        """Open what the run decided about this customer's items."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_dunning_run_line_action"
        )
        action["domain"] = [
            ("run_id", "=", self.run_id.id),
            ("profile_id", "=", self.profile_id.id),
        ]
        return action
