"""Why a recorded event is withdrawn."""

from odoo import fields, models


class ArLimitationWithdraw(models.TransientModel):
    """Withdraws an event of limitation, with a reason."""

    _name = "ar.limitation.withdraw"
    _description = "Withdraw a Limitation Event"

    event_id = fields.Many2one("ar.limitation.event", required=True, ondelete="cascade")
    reason = fields.Char(required=True)

    def action_withdraw(self):
        """It counts for nothing from now on."""
        self.ensure_one()
        self.event_id.check_access("write")
        self.event_id._withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
