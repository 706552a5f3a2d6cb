"""Who was told that a claim lapses: once for each claim, threshold and last day."""

from odoo import fields, models


class ArLimitationWarning(models.Model):
    """One row for each claim and threshold (180, 90, 30 days), so that it is told of once. An event
    that moves the last day begins anew."""

    _name = "ar.limitation.warning"
    _inherit = ["ar.guard.mixin", "ar.job.mixin"]
    _description = "Warning of a Limitation"
    _order = "date, id"
    _rec_name = "move_line_id"

    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    move_line_id = fields.Many2one(
        "account.move.line", string="Item", required=True, readonly=True, ondelete="cascade"
    )
    threshold = fields.Integer(string="Days Before", required=True, readonly=True, aggregator=None)
    date = fields.Date(string="Last Day", required=True, readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", string="Task", readonly=True, index="btree_not_null", ondelete="set null"
    )

    _once_uniq = models.UniqueIndex(
        "(move_line_id, threshold, date)", "Somebody was told of this already."
    )
