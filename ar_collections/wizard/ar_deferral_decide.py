"""Why deferrals are refused, or end."""

from odoo import fields, models
from odoo.exceptions import UserError


class ArDeferralDecide(models.TransientModel):
    """Asks why; the contractual due date counts then."""

    _name = "ar.deferral.decide"
    _description = "Refuse or End Deferrals"

    deferral_ids = fields.Many2many(
        "ar.deferral",
        "ar_deferral_decide_rel",
        "wizard_id",
        "deferral_id",
        string="Deferrals",
        required=True,
        readonly=True,
    )
    step = fields.Selection([("refuse", "Refuse"), ("end", "End")], required=True, readonly=True)
    reason = fields.Char(string="Why", required=True)

    def action_decide(self):
        """Refuse or end the deferrals."""
        self.ensure_one()
        self.deferral_ids.check_access("write")
        if not self.reason.strip():
            raise UserError(self.env._("Say in a few words why."))
        if self.step == "refuse":
            self.deferral_ids._refuse(self.reason)
        else:
            self.deferral_ids._end(self.reason)
        return {"type": "ir.actions.act_window_close"}
