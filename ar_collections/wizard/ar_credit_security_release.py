"""Why deposits and guarantees are given back."""

from odoo import fields, models


class ArCreditSecurityRelease(models.TransientModel):
    """Releases deposits and guarantees, with a reason."""

    _name = "ar.credit.security.release"
    _description = "Release Deposits and Guarantees"

    security_ids = fields.Many2many("ar.credit.security", required=True)
    reason = fields.Char(required=True)

    def action_release(self):
        """Give the securities back: they count for nothing from now on."""
        self.ensure_one()
        self.security_ids.check_access("write")
        self.security_ids._release(self.reason)
        return {"type": "ir.actions.act_window_close"}
