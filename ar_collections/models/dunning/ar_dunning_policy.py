"""Dunning policies: who is reminded when, and how hard."""

import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.dunning import dunning
from ...tools.dunning.holdout import MOST_SHARE
from ..base.ar_guard_mixin import ANY, NEW, SETTINGS

# A reminder that waits longer is none any more.
MOST_HELD_OUT_DAYS = 30


class ArDunningPolicy(models.Model):
    """A procedure of ascending levels, and the customers that it applies to.

    The first policy in order whose criteria a customer meets applies to that customer.
    """

    _name = "ar.dunning.policy"
    _inherit = ["ar.guard.mixin"]
    _description = "Dunning Policy"
    _order = "sequence, id"

    _writable = {NEW: ("company_id",), ANY: SETTINGS}

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.", index=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    level_ids = fields.One2many("ar.dunning.level", "policy_id", string="Levels", copy=True)
    min_amount = fields.Monetary(
        string="Minimum Amount",
        help="Customers who owe less, net of their credits, are not reminded. 0: as told for the "
        "company's currency under Minimum per Currency.",
    )
    minimum_ids = fields.One2many(
        "ar.dunning.policy.minimum",
        "policy_id",
        string="Minimum per Currency",
        copy=True,
        help="For companies with one of these currencies, where the minimum amount is 0.",
    )
    grace_days = fields.Integer(
        string="Grace Days per Item",
        help="An item counts as late only after these days; its levels shift by them.",
    )
    account_grace_days = fields.Integer(
        string="Grace Days per Customer",
        help="A customer is reminded of overdue items only when one is later than this.",
    )
    grouping = fields.Selection(
        [
            ("customer", "One notice per customer"),
            ("level", "One notice per level"),
            ("invoice", "One notice per invoice"),
        ],
        default="customer",
        required=True,
    )
    step = fields.Selection(
        [("one", "One level at a time"), ("age", "The level that the age calls for")],
        string="Advance",
        default="one",
        required=True,
    )
    automatic = fields.Boolean(
        string="Send Automatically",
        help="The nightly run confirms its notices by itself. Otherwise it leaves a proposal "
        "for review.",
    )
    holdout_share = fields.Float(
        string="Hold Out (%)",
        digits=(5, 1),
        help="Of a hundred customers who would get a friendly reminder, so many get it later, by "
        "lot: What Works then tells what reminders bring. 0: nobody. 50 at most.",
    )
    holdout_days = fields.Integer(
        string="For (days)",
        default=7,
        help="After so many days the reminder that was held out is said, by the next run.",
    )
    # What the lots are drawn with: another policy draws others.
    holdout_salt = fields.Char(readonly=True, copy=False, groups="base.group_system")
    country_ids = fields.Many2many("res.country", string="Countries")
    category_ids = fields.Many2many("res.partner.category", string="Customer Tags")
    user_ids = fields.Many2many("res.users", string="Salespeople", domain=[("share", "=", False)])

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for policy in self:
            policy.currency_id = (policy.company_id or self.env.company).currency_id

    @api.constrains("min_amount", "grace_days", "account_grace_days")
    def _check_not_negative(self):
        for policy in self:
            if min(policy.min_amount, policy.grace_days, policy.account_grace_days) < 0:
                raise ValidationError(
                    self.env._(
                        "The minimum amount and the grace days of the policy %(policy)s "
                        "cannot be negative. Enter 0 to switch one off.",
                        policy=policy.name,
                    )
                )

    @api.constrains("holdout_share", "holdout_days")
    def _check_holdout(self):
        for policy in self:
            if not 0 <= policy.holdout_share <= MOST_SHARE:
                raise ValidationError(
                    self.env._(
                        "The policy %(policy)s would hold out %(share)s %% of its friendly "
                        "reminders. Enter 0 to %(most)s.",
                        policy=policy.name,
                        share=policy.holdout_share,
                        most=MOST_SHARE,
                    )
                )
            if not 1 <= policy.holdout_days <= MOST_HELD_OUT_DAYS:
                raise ValidationError(
                    self.env._(
                        "The policy %(policy)s would hold reminders out for %(days)s days. Enter 1 "
                        "to %(most)s.",
                        policy=policy.name,
                        days=policy.holdout_days,
                        most=MOST_HELD_OUT_DAYS,
                    )
                )

    @api.constrains("level_ids")
    def _check_levels(self):
        for policy in self:
            if not policy.level_ids:
                raise ValidationError(
                    self.env._(
                        "The policy %(policy)s has no levels, so nobody would be reminded. "
                        "Add a level, or archive the policy.",
                        policy=policy.name,
                    )
                )
            policy.level_ids._check_order()

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        policies = super().create(vals_list)
        for policy in policies.sudo():
            policy.holdout_salt = secrets.token_hex(8)
        return policies

    def copy_data(self, default=None):
        # EXTENDS the guard
        vals_list = super().copy_data(default)
        for policy, vals in zip(self, vals_list, strict=True):
            if "name" not in (default or {}):
                vals["name"] = self.env._("%(policy)s (copy)", policy=policy.name)
        return vals_list

    def _as_facts(self, company=None):
        """The policy as a value row for the decision, in the currency of a ``company``."""
        self.ensure_one()
        levels = self._sorted_levels()
        last = levels[-1:]
        return dunning.Policy(
            id=self.id,
            levels=tuple(level._as_facts() for level in levels),
            step=self.step,
            grouping=self.grouping,
            grace_days=self.grace_days,
            account_grace_days=self.account_grace_days,
            min_amount=self._get_min_amount(company),
            repeat_every=last.repeat_every_days,
            repeat_most=last.repeat_most,
            holdout_share=self.holdout_share,
            holdout_days=self.holdout_days,
        )

    def _get_min_amount(self, company):
        """The minimum in the currency of a ``company``: the policy's own, else of the table."""
        if self.min_amount:
            return self.min_amount
        currency = (company or self.company_id or self.env.company).currency_id
        for minimum in self.sudo().minimum_ids:
            if minimum.currency_id == currency:
                return minimum.amount
        return 0.0

    def _sorted_levels(self):
        """The levels in the order of their delay."""
        return self.level_ids.sorted(lambda level: (level.delay_days, level.id))

    @api.model
    def _for_company(self, company):
        """The policies that may apply in a company, in the order to try.

        A branch follows the policies of the companies above it, too.
        """
        owners = company.sudo().parent_ids.ids
        return self.sudo().search([("company_id", "in", [False, *owners])])

    def _first_without_criteria(self):
        """The policy that applies to everybody, for items without a customer."""
        return self.filtered(lambda p: not (p.country_ids or p.category_ids or p.user_ids))[:1]

    def _as_rules(self):
        """The criteria of the policies, for ``tools.dunning.match_policy``."""
        return [
            (
                policy.id,
                set(policy.country_ids.ids),
                set(policy.category_ids.ids),
                set(policy.user_ids.ids),
            )
            for policy in self
        ]
