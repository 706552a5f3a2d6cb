"""Customers whom a round has left out, and why."""

from odoo import fields, models


class ArBalanceRoundLeft(models.Model):
    """A customer that a round did not ask, and why."""

    _name = "ar.balance.round.left"
    _inherit = ["ar.guard.mixin"]
    _description = "Customer Left out of a Round"
    _order = "round_id desc, id"

    round_id = fields.Many2one(
        "ar.balance.round", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="round_id.company_id", store=True, index=True)
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    balance = fields.Monetary(currency_field="company_currency_id", readonly=True)
    reason = fields.Char(required=True, readonly=True)

    _once_uniq = models.UniqueIndex(
        "(round_id, COALESCE(partner_id, 0))", "A customer is left out of a round once."
    )
