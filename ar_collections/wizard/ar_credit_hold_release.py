"""Why credit holds are released."""

from odoo import fields, models
from odoo.exceptions import AccessError

from ..models.credit.limit.ar_credit_release import APPROVERS


class ArCreditHoldRelease(models.TransientModel):
    """Releases credit holds, with a reason."""

    _name = "ar.credit.hold.release"
    _description = "Release Credit Holds"

    hold_ids = fields.Many2many("ar.credit.hold", required=True)
    reason = fields.Char(required=True)

    def action_release(self):
        """End the holds now."""
        self.ensure_one()
        if not self.env.user.has_group(APPROVERS):
            raise AccessError(self.env._("Only a credit approver releases a credit hold."))
        self.hold_ids.check_access("write")
        self.hold_ids._release(self.reason)
        return {"type": "ir.actions.act_window_close"}
