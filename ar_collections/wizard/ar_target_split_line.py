"""A member's part of a team's target."""

from odoo import fields, models


class ArTargetSplitLine(models.TransientModel):
    _name = "ar.target.split.line"
    _description = "Member's Part of a Target"
    _order = "id"

    split_id = fields.Many2one("ar.target.split", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="split_id.currency_id")
    user_id = fields.Many2one("res.users", string="Collector", required=True, readonly=True)
    before = fields.Monetary(
        string="A Year Before",
        readonly=True,
        help="What the customers that are the member's now paid in the same period a year before.",
    )
    amount = fields.Monetary(string="To Collect")
