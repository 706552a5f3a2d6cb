"""The decision on a request for a release."""

from odoo import fields, models


class ArCreditReleaseDecide(models.TransientModel):
    """A credit approver's decision on a request, with its reason."""

    _name = "ar.credit.release.decide"
    _description = "Decide on a Credit Release"

    release_id = fields.Many2one("ar.credit.release", required=True)
    decision = fields.Selection(
        [("granted", "Release"), ("refused", "Refuse")], default="granted", required=True
    )
    cause = fields.Text(related="release_id.cause_text", related_sudo=False)
    request_reason = fields.Text(related="release_id.request_reason", related_sudo=False)
    reason = fields.Text(required=True)
    valid_until = fields.Date(help="Last day of the release; empty: no end.")

    def action_decide(self):
        """Grant or refuse, and tell whoever asked."""
        self.ensure_one()
        self.release_id.check_access("read")
        self.release_id._decide(self.decision, self.reason, self.valid_until)
        return {"type": "ir.actions.act_window_close"}
