"""Fixed compensation for late payment, by the size of the debt."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang

from ....tools.dunning.interest import Tier, as_decimal
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArInterestCompensation(models.Model):
    """The fixed sum that a debt of a certain size may be charged with, beside the interest."""

    _name = "ar.interest.compensation"
    _inherit = ["ar.guard.mixin"]
    _description = "Fixed Compensation for Late Payment"
    _order = "rule_id, amount_from, id"

    _writable = {NEW: ("rule_id",), ANY: SETTINGS}

    rule_id = fields.Many2one("ar.interest.rule", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="rule_id.currency_id")
    limit_currency_id = fields.Many2one(
        "res.currency", string="Currency of the Limits", compute="_compute_limit_currency_id"
    )
    amount_from = fields.Monetary(
        string="Debts From",
        currency_field="limit_currency_id",
        help="The smallest debt that this row is for.",
    )
    compensation = fields.Monetary(required=True)

    _rule_amount_uniq = models.Constraint(
        "UNIQUE (rule_id, amount_from)",
        "An interest rule has one fixed compensation for debts from a given amount on. "
        "Change the row of that amount instead of adding another.",
    )

    @api.depends("rule_id.currency_id", "rule_id.limit_currency_id")
    def _compute_limit_currency_id(self):
        for tier in self:
            tier.limit_currency_id = tier.rule_id.limit_currency_id or tier.rule_id.currency_id

    @api.depends("rule_id", "amount_from")
    def _compute_display_name(self):
        for tier in self:
            amount = formatLang(self.env, tier.amount_from, currency_obj=tier.limit_currency_id)
            tier.display_name = f"{tier.rule_id.display_name or ''} {amount}".strip()

    @api.constrains("amount_from", "compensation")
    def _check_amounts(self):
        for tier in self:
            if tier.amount_from < 0 or tier.compensation < 0:
                raise ValidationError(
                    self.env._(
                        "The fixed compensation of “%(rule)s” has a negative amount; "
                        "enter amounts of 0 or more.",
                        rule=tier.rule_id.display_name,
                    )
                )

    @api.constrains("rule_id")
    def _check_currency(self):
        # The rule's own constraint does not see a row that is created by itself.
        self.rule_id._check_compensation_currency()

    def _as_tier(self):
        """The row as a value for the pure function, in the currency of its rule."""
        self.ensure_one()
        return Tier(as_decimal(self.amount_from), as_decimal(self.compensation))
