"""The items of a payment plan as they were agreed upon."""

from odoo import fields, models


class ArPlanItem(models.Model):
    """One item of a plan that became active: what was open of it, its level, and its hold.

    An item is in one living plan at a time; the database says so.
    """

    _name = "ar.plan.item"
    _inherit = ["ar.guard.mixin"]
    _description = "Item of a Payment Plan"
    _order = "plan_id, date_due, id"

    plan_id = fields.Many2one(
        "ar.plan", required=True, readonly=True, index=True, ondelete="cascade"
    )
    profile_id = fields.Many2one(related="plan_id.profile_id", string="Customer Account")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    name = fields.Char(string="Document", readonly=True)
    date_due = fields.Date(string="Due Date", readonly=True)
    amount = fields.Monetary(
        string="Open When Agreed", readonly=True, help="What is settled of it since counts as paid."
    )
    level_id = fields.Many2one(
        "ar.dunning.level",
        readonly=True,
        ondelete="set null",
        help="The dunning level that it had, and has again if the plan fails.",
    )
    hold_id = fields.Many2one("ar.hold", readonly=True, index="btree_not_null", ondelete="set null")
    live = fields.Boolean(readonly=True, help="The plan is active.")

    _once_uniq = models.UniqueIndex(
        "(move_line_id) WHERE live IS TRUE", "An item of this plan is in another active plan."
    )
