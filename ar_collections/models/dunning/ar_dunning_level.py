"""Dunning levels: one step of a policy."""

from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.dunning import dunning
from ..base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArDunningLevel(models.Model):
    """One step: when it is reached, what it asks, who lets it go out."""

    _name = "ar.dunning.level"
    _inherit = ["ar.guard.mixin"]
    _description = "Dunning Level"
    _order = "policy_id, sequence, delay_days, id"

    _writable = {NEW: ("policy_id",), ANY: SETTINGS}

    policy_id = fields.Many2one("ar.dunning.policy", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="policy_id.company_id", store=True)
    currency_id = fields.Many2one(related="policy_id.currency_id")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    number = fields.Integer(compute="_compute_number", help="Position in the policy, from 1.")
    delay_days = fields.Integer(
        string="Days after Due Date",
        required=True,
        help="Reached when an item is this many days late; negative: before the due date.",
    )
    min_interval_days = fields.Integer(
        string="Minimum Interval",
        help="Not sooner than this many days after the item's last notice.",
    )
    min_amount = fields.Monetary(
        string="Minimum Amount",
        help="Items at this level must add up to this amount; otherwise they fall back to "
        "the level below.",
    )
    min_share = fields.Float(
        string="Minimum Share (%)",
        help="Items at this level must make up this share of what the customer owes in all; "
        "otherwise they fall back to the level below.",
    )
    repeat_every_days = fields.Integer(
        string="Say It Again Every",
        help="The last level of a policy is said again every so many days, without its fee. 0: "
        "it is said once. On other levels this has no effect.",
    )
    repeat_most = fields.Integer(
        string="At Most",
        default=3,
        help="How often the last level is said again at most; 0: never.",
    )
    deadline_days = fields.Integer(
        string="Deadline (days)", help="Days the notice gives for payment; 0: none named."
    )
    next_measure = fields.Char(
        translate=True, help="What follows if nothing is paid; the notice names it."
    )
    call_script = fields.Html(
        translate=True, help="What the collector says on the phone at this level."
    )
    show_all_items = fields.Boolean(
        string="List Items Not Yet Due", help="For information; they are not asked for."
    )
    approval = fields.Selection(
        [
            ("none", "Nobody"),
            ("collector", "A collector confirms"),
            ("manager", "A manager confirms"),
        ],
        default="none",
        required=True,
        help="Who must confirm notices of this level, even where the policy sends automatically.",
    )
    key_approval = fields.Boolean(
        string="Key Accounts Wait for Approval",
        help="Notices of this level to key accounts leave once they are approved: by a manager, "
        "or by the account's salesperson, as Settings say. The run's others leave meanwhile.",
    )
    propose_handover = fields.Boolean(
        string="Propose Hand-Over",
        help="When sent, the collector gets a task to decide on an agency or a lawyer.",
    )
    fee_ids = fields.One2many("ar.dunning.level.fee", "level_id", string="Fees", copy=True)

    holdout = fields.Boolean(
        string="May Be Held Out",
        help="A friendly reminder: its policy may say it later to some customers, by lot, to "
        "measure what it brings.",
    )

    interest_rule_id = fields.Many2one(
        "ar.interest.rule",
        string="Late Interest",
        ondelete="restrict",
        help="The notice adds interest under this rule; it is asked for, not booked.",
    )
    charge_compensation = fields.Boolean(
        string="Fixed Compensation",
        help="Adds the fixed compensation of the interest rule for each item that reaches "
        "this level.",
    )
    credit_hold = fields.Boolean(
        help="When sent, the customer is on credit hold until nothing is overdue any more."
    )
    opens_review = fields.Boolean(
        string="Credit Review", help="When sent, a credit review of the customer is opened."
    )

    @api.depends("policy_id.level_ids.delay_days")
    def _compute_number(self):
        for level in self:
            delays = sorted(level.policy_id.level_ids.mapped("delay_days"))
            level.number = delays.index(level.delay_days) + 1 if level.delay_days in delays else 0

    @api.depends("name", "number")
    def _compute_display_name(self):
        for level in self:
            level.display_name = f"{level.number}. {level.name}" if level.number else level.name

    @api.constrains("delay_days", "sequence", "policy_id")
    def _check_order(self):
        for policy in self.policy_id:
            levels = policy.level_ids.sorted(lambda level: (level.sequence, level.delay_days))
            for before, after in pairwise(levels):
                if after.delay_days <= before.delay_days:
                    raise ValidationError(
                        self.env._(
                            "In the policy %(policy)s the level %(after)s (%(after_days)s days) "
                            "comes after %(before)s (%(before_days)s days), but not later. "
                            "Give each level more days than the one before it.",
                            policy=policy.name,
                            after=after.name,
                            after_days=after.delay_days,
                            before=before.name,
                            before_days=before.delay_days,
                        )
                    )

    @api.constrains("repeat_every_days", "repeat_most")
    def _check_repeats(self):
        for level in self:
            if min(level.repeat_every_days, level.repeat_most) < 0:
                raise ValidationError(
                    self.env._(
                        "How often the level %(level)s is said again cannot be negative. Enter 0 "
                        "days to say it once.",
                        level=level.name,
                    )
                )

    @api.constrains("min_interval_days", "min_amount", "min_share", "deadline_days")
    def _check_ranges(self):
        for level in self:
            low = min(level.min_interval_days, level.min_amount, level.deadline_days)
            if low < 0 or not 0 <= level.min_share <= 100:
                raise ValidationError(
                    self.env._(
                        "The interval, minimum amount and deadline of the level %(level)s must "
                        "not be negative, and its share must lie between 0 and 100.",
                        level=level.name,
                    )
                )

    @api.constrains(
        "approval",
        "charge_compensation",
        "credit_hold",
        "delay_days",
        "fee_ids",
        "holdout",
        "interest_rule_id",
        "opens_review",
        "policy_id",
        "propose_handover",
    )
    def _check_holdout(self):
        for level in self:
            if level.holdout and not level._is_friendly():
                raise ValidationError(
                    self.env._(
                        "The level %(level)s of the policy %(policy)s is no friendly reminder, and "
                        "is not held out: the last level, and one with a fee, interest, "
                        "compensation, approval, credit hold, review, hand-over or a legal demand. "
                        "Switch off “May Be Held Out”, or that.",
                        level=level.name,
                        policy=level.policy_id.name,
                    )
                )

    def _is_friendly(self):
        """Whether nothing but a word follows from it, so that it may wait."""
        self.ensure_one()
        firm = (
            self.propose_handover,
            self.charge_compensation,
            self.interest_rule_id,
            self.credit_hold,
            self.opens_review,
            any(self.fee_ids.mapped("amount")),
            self.approval != "none",
            self == self.policy_id._sorted_levels()[-1:],
        )
        return not any(firm)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = (
            self.env["ar.dunning.notice.line"]
            .sudo()
            .search([("level_id", "in", self.ids)], limit=1)
        )
        if used:
            raise UserError(
                self.env._(
                    "The level %(level)s is part of the history of %(document)s. Change its "
                    "texts or days instead, or archive the policy and start a new one.",
                    level=used.level_id.name,
                    document=used.name,
                )
            )

    def _get_subject(self):
        """What its notices are about; see ``_get_contact`` of the customer account."""
        return "reminder"

    def _as_facts(self):
        """The level as a value row for the decision."""
        self.ensure_one()
        return dunning.Level(
            id=self.id,
            delay_days=self.delay_days,
            min_interval_days=self.min_interval_days,
            min_amount=self.min_amount,
            min_share=self.min_share,
            holdout=self.holdout,
        )

    def _get_fee(self, currency, company, date):
        """The fee of this level in ``currency``.

        A fee entered in that currency, else the one in company currency converted at the
        rate of ``date``; 0 if there is none.
        """
        self.ensure_one()
        fees = {fee.currency_id: fee.amount for fee in self.sudo().fee_ids}
        if currency in fees:
            return fees[currency]
        own = fees.get(company.currency_id, 0.0)
        return company.currency_id._convert(own, currency, company, date) if own else 0.0
