"""Hold ticked open items of one customer for a while."""

from odoo import fields, models
from odoo.exceptions import UserError


class ArHoldPlace(models.TransientModel):
    _name = "ar.hold.place"
    _description = "Hold Open Items"

    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    move_line_ids = fields.Many2many(
        "account.move.line",
        "ar_hold_place_line_rel",
        "wizard_id",
        "move_line_id",
        string="Items",
        readonly=True,
    )
    count = fields.Integer(string="Number of Items", compute="_compute_count")
    date_to = fields.Date(string="Until", help="Last day of the hold; empty: until released.")
    reason = fields.Char(required=True)

    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.move_line_ids)

    def action_place(self):
        """Hold each of the items; nobody is reminded of them meanwhile.

        :raise UserError: an item is not the customer's
        """
        self.ensure_one()
        self.profile_id.check_access("write")
        holds = self.env["ar.hold"]
        holds.check_access("create")
        items = self.profile_id._get_own_items(self.move_line_ids.ids)
        if self.date_to and self.date_to < self.profile_id.company_id._ar_today():
            raise UserError(
                self.env._(
                    "The hold of items of %s would be over already. Enter today or a later day.",
                    self.profile_id.partner_id.display_name,
                )
            )
        holds.create(
            [
                {
                    "profile_id": self.profile_id.id,
                    "move_line_id": id_,
                    "date_from": self.profile_id.company_id._ar_today(),
                    "date_to": self.date_to,
                    "reason": self.reason,
                }
                for id_ in items.ids
            ]
        )
        return {"type": "ir.actions.act_window_close"}
