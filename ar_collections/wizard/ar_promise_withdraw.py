"""Why promises are taken back."""

from odoo import fields, models


class ArPromiseWithdraw(models.TransientModel):
    """Asks why promises are taken back; reminders of what they held go on."""

    _name = "ar.promise.withdraw"
    _description = "Withdraw Promises"

    promise_ids = fields.Many2many(
        "ar.promise",
        "ar_promise_withdraw_rel",
        "wizard_id",
        "promise_id",
        string="Promises",
        required=True,
        readonly=True,
    )
    reason = fields.Char(string="Why", required=True)

    def action_withdraw(self):
        """Take the promises back."""
        self.ensure_one()
        self.promise_ids.check_access("write")
        self.promise_ids._withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
