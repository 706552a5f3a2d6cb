"""Erase what the log says of a customer, after a last question."""

from odoo import api, fields, models


class ArLogErase(models.TransientModel):
    _name = "ar.log.erase"
    _description = "Erase a Customer from the Log"

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, readonly=True
    )
    row_count = fields.Integer(string="Rows with a Text", compute="_compute_row_count")

    @api.depends("profile_id")
    def _compute_row_count(self):
        for wizard in self:
            # Nobody learns how much is known of a customer whom he may not read.
            account = wizard.profile_id._origin._filtered_access("read")
            wizard.row_count = len(account._find_erasable())

    def action_erase(self):
        """Erase the texts and salts; that something happened, and when, stays provable."""
        self.ensure_one()
        return self.profile_id.action_erase_log()
