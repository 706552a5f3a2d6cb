"""The least that customers are reminded of, per currency."""

from odoo import fields, models

from ..base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArDunningPolicyMinimum(models.Model):
    """The minimum amount of a policy in companies that keep their books in one currency."""

    _name = "ar.dunning.policy.minimum"
    _inherit = ["ar.guard.mixin"]
    _description = "Dunning Minimum"
    _order = "policy_id, currency_id"
    _rec_name = "currency_id"

    _writable = {NEW: ("policy_id",), ANY: SETTINGS}

    policy_id = fields.Many2one("ar.dunning.policy", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="policy_id.company_id", store=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    amount = fields.Monetary(required=True)

    _currency_uniq = models.Constraint(
        "UNIQUE (policy_id, currency_id)", "A policy has one minimum per currency."
    )
    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "The minimum of a policy cannot be negative."
    )
