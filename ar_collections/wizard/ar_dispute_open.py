"""Opens a dispute of items that were ticked in a list."""

from odoo import api, fields, models


class ArDisputeOpen(models.TransientModel):
    """Asks what is wrong, and how much; all else is known."""

    _name = "ar.dispute.open"
    _description = "Open a Dispute"

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, readonly=True
    )
    move_line_ids = fields.Many2many(
        "account.move.line",
        "ar_dispute_open_item_rel",
        "wizard_id",
        "move_line_id",
        string="Items",
        readonly=True,
    )
    move_ids = fields.Many2many("account.move", compute="_compute_move_ids")
    product_line_ids = fields.Many2many(
        "account.move.line",
        "ar_dispute_open_product_rel",
        "wizard_id",
        "product_line_id",
        string="Only These Lines",
        domain="[('move_id', 'in', move_ids), ('display_type', '=', 'product')]",
        help="Lines of the invoices; the amount is theirs, with tax. Empty: the whole items.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_move_ids")
    amount = fields.Monetary(help="0: all of it.")
    reason_id = fields.Many2one(
        "ar.dispute.reason",
        string="What Is Wrong",
        required=True,
        default=lambda self: self._get_last_reason(),
        help="Begins with the reason of the last dispute that you opened.",
    )
    note = fields.Text(string="What the Customer Says")

    @api.model
    def _get_last_reason(self):
        """The reason that the person used last, if it can still be chosen."""
        own = [("create_uid", "=", self.env.uid), ("reason_id.active", "=", True)]
        return self.env["ar.dispute"].search(own, order="id desc", limit=1).reason_id

    @api.depends("move_line_ids")
    def _compute_move_ids(self):
        for one in self:
            one.move_ids = one.move_line_ids.move_id
            used = one.move_line_ids.currency_id
            one.currency_id = used if len(used) == 1 else one.profile_id.currency_id

    def action_open(self):
        """Open the dispute, and show it."""
        self.ensure_one()
        dispute = self.env["ar.dispute"].create(
            {
                "profile_id": self.profile_id.id,
                "move_line_ids": [fields.Command.set(self.move_line_ids.ids)],
                "product_line_ids": [fields.Command.set(self.product_line_ids.ids)],
                "amount": self.amount,
                "reason_id": self.reason_id.id,
                "note": self.note,
            }
        )
        return dispute._get_records_action()
