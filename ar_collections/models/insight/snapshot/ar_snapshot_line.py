"""What a snapshot keeps of a customer and an age."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ArSnapshotLine(models.Model):
    """What a customer owed in one bucket, as the snapshot keeps it. Credits are negative."""

    _name = "ar.snapshot.line"
    _inherit = ["ar.guard.mixin"]
    _description = "Aging Snapshot Line"
    _order = "snapshot_id, partner_name, bucket_id"

    snapshot_id = fields.Many2one(
        "ar.snapshot", required=True, readonly=True, index=True, ondelete="cascade"
    )
    date = fields.Date(related="snapshot_id.date", store=True, index=True)
    company_id = fields.Many2one(related="snapshot_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="snapshot_id.currency_id", store=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index="btree_not_null", ondelete="set null"
    )
    partner_name = fields.Char(
        string="Customer's Name", readonly=True, help="As it was on that day."
    )
    customer_name = fields.Char(
        string="Customer as Told",
        compute="_compute_customer_name",
        help="The name as it was on that day.",
    )
    bucket_id = fields.Many2one(
        "ar.snapshot.bucket",
        string="Age",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    amount = fields.Monetary(readonly=True)

    @api.depends("partner_name")
    @api.depends_context("lang")
    def _compute_customer_name(self):
        for line in self:
            line.customer_name = line.partner_name or self.env._("Without customer")

    def write(self, vals):  # pylint: disable=method-required-super
        # OVERRIDES the guard
        raise UserError(
            self.env._("A snapshot keeps what was said on its day and cannot be changed.")
        )
