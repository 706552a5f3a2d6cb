"""A grade may say how its customers are reminded."""

from odoo import fields, models


class ArCreditRating(models.Model):
    _inherit = "ar.credit.rating"

    policy_id = fields.Many2one(
        "ar.dunning.policy",
        string="Dunning Policy",
        ondelete="set null",
        domain="[('company_id', 'in', (False, company_id))]",
        help="How customers of this grade are reminded, unless a policy is pinned on one. Empty: "
        "the first policy whose criteria fit.",
    )
