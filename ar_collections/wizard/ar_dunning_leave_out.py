"""Why customers or items are left out of a run, and until when."""

from odoo import fields, models
from odoo.exceptions import UserError


class ArDunningLeaveOut(models.TransientModel):
    """Leaves customers or items alone: writes the hold that says why."""

    _name = "ar.dunning.leave_out"
    _description = "Leave Out of a Run"

    notice_ids = fields.Many2many("ar.dunning.notice", required=True, readonly=True)
    line_ids = fields.Many2many(
        "ar.dunning.notice.line", string="Items", readonly=True, help="Empty: all of the notices."
    )
    scope = fields.Selection(
        [("customer", "The whole customer"), ("item", "These items only")],
        string="Leave Alone",
        default="customer",
        required=True,
    )
    reason = fields.Char(string="Why", required=True)
    date_to = fields.Date(string="Until", help="The last day; empty: until somebody takes it back.")

    def action_leave_out(self):
        """Leave them alone from today on."""
        self.ensure_one()
        notices = self.notice_ids
        notices.check_access("write")
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say in a few words why: others read it."))
        items = None
        if self.scope == "item":
            items = (self.line_ids or notices.line_ids).filtered(
                lambda line: line.kind == "item" and line.state != "dropped"
            )
        notices._leave_out(self.reason.strip(), self.date_to, items)
        return {"type": "ir.actions.act_window_close"}
