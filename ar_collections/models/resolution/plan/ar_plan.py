"""Payment plans: debts that are paid in instalments, and the agreement about it."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...base.ar_guard_mixin import ANY, NEW
from ...base.guarded import COLLECTOR

#: States in which a plan holds what it is about for itself.
LIVING = ("proposed", "active")
# What the schedule is made of.
TERMS = (
    "move_line_ids",
    "amount",
    "first_amount",
    "first_date",
    "date_start",
    "installment_count",
    "period",
    "interest_kind",
    "interest_rate",
    "interest_rule_id",
)
# What people may write while a plan is a draft.
DRAFT = (
    *TERMS,
    "interest_amount",
    "installment_ids",
    "tolerance_days",
    "waived_amount",
    "waived_note",
    "terms",
    "contact_id",
)


class ArPlan(models.Model):
    """Chosen items of a customer, one currency, and the instalments in which they are paid.

        draft ──propose──► proposed ──accept, activate──► active ──all is paid──► done
          ▲                   │                              ├──instalment missed──► failed
          └──recompute────────┘                              └──taken back, replaced──► cancelled

    It is itself the message that proposes it. While it is active an ``ar.hold`` holds each item.
    """

    _name = "ar.plan"
    _inherit = [
        "ar.credit.four_eyes",
        "ar.accepted.mixin",
        "ar.message.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Payment Plan"
    _order = "id desc"
    _check_company_auto = True

    _transitions = {
        "proposed": ("draft",),
        # What is owed has changed: it is made anew.
        "draft": ("proposed",),
        # Done: a payment was undone.
        "active": ("proposed", "done"),
        "done": ("active",),
        "failed": ("active",),
        "cancelled": ("draft", "proposed", "active"),
    }
    _writable = {NEW: ("profile_id", "replaces_id"), "draft": DRAFT, ANY: ("channel", "note")}
    _deciding = frozenset({*TERMS, "interest_amount", "installment_ids", "waived_amount"})
    _logged = ("amount", "interest_amount", "acknowledged_on", "accepted_by", "end_reason", "seal")

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram", default="/")
    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", store=True, index=True, string="Customer"
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    collector_id = fields.Many2one(related="profile_id.collector_id", store=True, index=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id", store=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("active", "Active"),
            ("done", "Paid"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )

    # What it is about
    move_line_ids = fields.Many2many(
        "account.move.line",
        "ar_plan_move_line_rel",
        "plan_id",
        "move_line_id",
        string="Items",
        copy=False,
        domain="[('partner_id', 'child_of', partner_id), ('company_id', '=', company_id), "
        "('account_type', '=', 'asset_receivable'), ('parent_state', '=', 'posted'), "
        "('reconciled', '=', False), ('balance', '>', 0)]",
        help="Open items of one currency.",
    )
    item_ids = fields.One2many(
        "ar.plan.item", "plan_id", string="Items as Agreed", readonly=True, copy=False
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
        help="What is open of the items, without interest.",
    )
    interest_kind = fields.Selection(
        [
            ("none", "None"),
            ("rate", "A percentage a year"),
            ("rule", "An interest rule"),
        ],
        string="Interest",
        required=True,
        default="none",
        help="On what is still open while the plan is kept to, from the day it is made.",
    )
    interest_rate = fields.Float(string="Percent a Year", digits=(12, 4), aggregator=None)
    interest_rule_id = fields.Many2one(
        "ar.interest.rule",
        compute="_compute_interest_rule_id",
        store=True,
        readonly=False,
        ondelete="restrict",
    )
    interest_amount = fields.Monetary(
        string="Interest Added",
        copy=False,
        help="A line of its own in the agreement, and part of the instalments. It is not booked.",
    )
    interest_move_id = fields.Many2one(
        "account.move",
        string="Interest Booked With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    amount_total = fields.Monetary(
        string="Total", compute="_compute_amount_total", store=True, help="With interest."
    )

    # How it is paid
    first_amount = fields.Monetary(string="First Payment", copy=False, help="0: none.")
    first_date = fields.Date(string="First Payment On", copy=False)
    installment_count = fields.Integer(
        string="Even Instalments", help="After the first payment. 0: the instalments are entered."
    )
    period = fields.Selection(
        [("week", "Weekly"), ("month", "Monthly"), ("month_end", "At the end of the month")],
        required=True,
        default="month",
    )
    date_start = fields.Date(
        string="First Instalment On", copy=False, help="Empty: one period from today."
    )
    own_schedule = fields.Boolean(
        string="Own Instalments", readonly=True, copy=False, help="Somebody has entered them."
    )
    installment_ids = fields.One2many(
        "ar.plan.installment", "plan_id", string="Instalments", copy=False
    )
    tolerance_days = fields.Integer(
        compute="_compute_tolerance_days",
        store=True,
        readonly=False,
        help="Days after the date of an instalment on which the money may still come.",
    )
    waived_amount = fields.Monetary(
        string="Waived if Kept",
        help="Interest or fees that are not asked for as long as the plan is kept to.",
    )
    waived_note = fields.Char(string="What Is Waived")
    terms = fields.Text(
        string="Further Terms", help="Stands in the agreement, in the customer's language."
    )
    note = fields.Text(string="Internal Note")
    amount_paid = fields.Monetary(string="Paid", compute="_compute_amount_paid")
    amount_left = fields.Monetary(string="Left", compute="_compute_amount_paid")
    missed_amount = fields.Monetary(
        string="Missed", compute="_compute_amount_paid", help="Beyond the tolerance."
    )
    next_date = fields.Date(
        string="Next Instalment", compute="_compute_amount_paid", help="The oldest not paid."
    )
    next_amount = fields.Monetary(compute="_compute_amount_paid")

    # The proposal
    contact_id = fields.Many2one(
        "res.partner",
        string="Addressee",
        compute="_compute_contact_id",
        store=True,
        readonly=False,
        copy=False,
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection(),
        compute="_compute_channel",
        store=True,
        readonly=False,
        copy=False,
        help="Another way speaks where this one cannot.",
    )
    queued = fields.Boolean(readonly=True, copy=False, index=True)
    error = fields.Text(string="Problem", readonly=True, copy=False)
    date_proposed = fields.Date(string="Proposed On", readonly=True, copy=False)
    sent_date = fields.Datetime(readonly=True, copy=False)
    recipient = fields.Char(string="Sent to", readonly=True, copy=False)
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="PDF as Proposed",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=COLLECTOR,
    )
    approval_asked = fields.Boolean(string="Waits for a Second Person", readonly=True, copy=False)
    approver_id = fields.Many2one("res.users", string="Approved By", readonly=True, copy=False)
    approved_on = fields.Date(readonly=True, copy=False)

    # The answer
    accept_way = fields.Selection(selection_add=[("paper", "Signed paper")])
    recorded_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, help="Empty: the customer."
    )
    acknowledged_on = fields.Date(
        readonly=True,
        copy=False,
        index=True,
        help="The day on which the customer accepted the debt: what may restart its limitation.",
    )
    paper_ids = fields.Many2many(
        "ir.attachment",
        "ar_plan_paper_rel",
        "plan_id",
        "attachment_id",
        string="Signed Paper",
        readonly=True,
        copy=False,
    )

    # The end
    activated_on = fields.Date(readonly=True, copy=False)
    ended_on = fields.Date(readonly=True, copy=False)
    end_reason = fields.Char(readonly=True, copy=False)
    told_date = fields.Date(
        readonly=True, copy=False, help="The instalment that the collector was asked about."
    )
    replaces_id = fields.Many2one(
        "ar.plan",
        string="Takes the Place Of",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="That one ends when this one becomes active.",
    )
    replaced_by_id = fields.Many2one(
        "ar.plan", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    text_contact = fields.Char(compute="_compute_texts")
    text_company = fields.Char(compute="_compute_texts")
    text_total = fields.Char(compute="_compute_texts")
    text_count = fields.Char(compute="_compute_texts")
    text_first = fields.Char(compute="_compute_texts")
    text_collector = fields.Char(compute="_compute_texts")

    _numbers_positive = models.Constraint(
        "CHECK (first_amount >= 0 AND interest_amount >= 0 AND interest_rate >= 0 "
        "AND waived_amount >= 0 AND installment_count >= 0 AND tolerance_days >= 0)",
        "Amounts, rates and days of a payment plan cannot be negative.",
    )

    # -- checks ------------------------------------------------------------------------

    @api.constrains("move_line_ids", "profile_id", "replaces_id")
    def _check_items(self):
        for plan in self.filtered(lambda one: one.state == "draft"):
            if problem := plan._find_item_problem():
                raise ValidationError(problem)

    # Not by the amount, which is computed: a flush is no place to refuse anything.
    @api.constrains("installment_ids", "interest_amount")
    def _check_schedule(self):
        # Even ones are made anew when the terms change.
        entered = self.filtered(lambda one: one.state == "draft" and one.own_schedule)
        for plan in entered.filtered("installment_ids"):
            if problem := plan._find_item_problem() or plan._find_schedule_problem():
                raise ValidationError(problem)

    @api.constrains("replaces_id", "profile_id")
    def _check_replaced(self):
        for plan in self:
            before = plan.replaces_id
            if before and (before == plan or before.profile_id != plan.profile_id):
                raise ValidationError(
                    self.env._(
                        "%(plan)s takes the place of another plan of %(customer)s. Choose one of "
                        "the same customer.",
                        plan=plan.name,
                        customer=plan.partner_id.display_name,
                    )
                )

    # -- birth and life ----------------------------------------------------------------

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: the number of the company whose customer it is.
        profiles = self.env["ar.profile"].sudo()
        done = []
        for vals in super()._complete(vals_list):
            company = profiles.browse(vals.get("profile_id") or ()).company_id or self.env.company
            name = vals.get("name", "/")
            if name == "/":
                name = company._ar_number("ar.plan") or "/"
            own = bool(vals.get("installment_ids"))
            done.append({**vals, "name": name, "own_schedule": own})
        return done

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the four eyes
        plans = super().create(vals_list)
        if not self.env.su:
            plans._check_may_be_told()
        for plan, vals in zip(plans, vals_list, strict=True):
            plan._note_chosen(vals)
            plan._take_schedule(vals)
        return plans

    def write(self, vals):
        # EXTENDS the four eyes: what a second person approved is approved no more.
        if not self.env.su and vals.get("installment_ids"):
            self.check_access("write")
            self.filtered(lambda one: one.state == "draft").sudo().own_schedule = True
        result = super().write(vals)
        if self.env.su:
            return result
        if "contact_id" in vals:
            self._check_may_be_told()
        if self._deciding & vals.keys():
            approved = self.filtered(lambda one: one.approver_id or one.approval_asked)
            approved.sudo().write(
                {"approver_id": False, "approved_on": False, "approval_asked": False}
            )
            for plan in self:
                plan._take_schedule(vals)
            self._check_schedule()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        for plan in self:
            if plan.state != "draft" or plan.date_proposed:
                raise UserError(
                    self.env._(
                        "%(plan)s of %(customer)s was proposed, and is part of the history. Cancel "
                        "it instead of deleting it.",
                        plan=plan.name,
                        customer=plan.partner_id.display_name,
                    )
                )
