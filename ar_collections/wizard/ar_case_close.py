"""How a case ended."""

from odoo import fields, models


class ArCaseClose(models.TransientModel):
    """Closes a case, with its outcome."""

    _name = "ar.case.close"
    _description = "Close Case"

    case_id = fields.Many2one("ar.case", required=True, readonly=True)
    currency_id = fields.Many2one(related="case_id.currency_id", related_sudo=False)
    open_amount = fields.Monetary(
        related="case_id.open_amount", string="Still Open", related_sudo=False
    )
    net_recovery = fields.Monetary(related="case_id.net_recovery", related_sudo=False)
    outcome = fields.Selection(
        lambda self: self.env["ar.case"]._fields["outcome"]._description_selection(self.env),
        required=True,
    )
    note = fields.Char(help="What was decided, and where it stands.")
    lesson = fields.Char(
        help="What the next one who has such a case should know. Empty: to be told later."
    )
    worked = fields.Text(string="What Worked")
    failed = fields.Text(string="What Failed")

    def action_close(self):
        """Close the case: its holds end."""
        self.ensure_one()
        self.case_id.check_access("write")
        self.case_id._close(self.outcome, self.note)
        if (self.lesson or "").strip():
            self.case_id._tell_lesson(self.lesson, self.worked, self.failed)
        return {"type": "ir.actions.act_window_close"}

    def action_close_and_write_off(self):
        """Close the case, and ask what of it is written off."""
        self.action_close()
        return self.case_id.action_write_off()
