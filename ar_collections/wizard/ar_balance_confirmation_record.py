"""Record an answer to a balance that came on paper, by e-mail or by word."""

from odoo import fields, models
from odoo.exceptions import UserError


class ArBalanceConfirmationRecord(models.TransientModel):
    _name = "ar.balance.confirmation.record"
    _description = "Record the Answer to a Balance"

    confirmation_id = fields.Many2one(
        "ar.balance.confirmation", required=True, readonly=True, ondelete="cascade"
    )
    statement_id = fields.Many2one(related="confirmation_id.statement_id", related_sudo=False)
    company_id = fields.Many2one(related="confirmation_id.company_id", related_sudo=False)
    outcome = fields.Selection(
        [("confirmed", "The balance is right"), ("differs", "Something differs")],
        required=True,
        default="confirmed",
    )
    way = fields.Selection(
        [("paper", "Paper"), ("email", "E-mail"), ("phone", "Telephone")],
        string="Came by",
        required=True,
        default="paper",
    )
    answered_by = fields.Char(required=True, help="Who signed, wrote or called.")
    date_signed = fields.Date(
        string="Dated", required=True, default=lambda self: self.env.company._ar_today()
    )
    note = fields.Text(string="Comment")
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Scan", help="The signed slip, or the letter."
    )
    line_ids = fields.One2many(
        "ar.balance.confirmation.record.line", "record_id", string="Differences"
    )

    def action_record(self):
        """Take the answer.

        :raise UserError: the paper is missing, no line is said to differ, or somebody has
            recorded an answer meanwhile
        """
        self.ensure_one()
        self.confirmation_id.check_access("write")
        self._check()
        # The wizard may have been pointed at another balance after its lines were chosen.
        self.line_ids._check_line()
        self.attachment_ids.check_access("read")
        evidence = {
            "answer_way": self.way,
            "answered_by": self.answered_by,
            "answer_note": self.note,
            "date_signed": self.date_signed,
            "recorded_by_id": self.env.uid,
        }
        scans = self.with_context(bin_size=False).attachment_ids
        files = [(one.name, one.raw, one.mimetype) for one in scans]
        differences = [line._prepare_difference() for line in self.line_ids]
        if not self.confirmation_id._answer(self.outcome, evidence, differences, files):
            raise UserError(
                self.env._(
                    "%s has been answered or withdrawn already.",
                    self.confirmation_id.display_name,
                )
            )
        return {"type": "ir.actions.act_window_close"}

    def _check(self):
        if self.way != "phone" and not self.attachment_ids:
            raise UserError(
                self.env._("Attach what the customer sent: the signed slip, or the message.")
            )
        scans = self.with_context(bin_size=False).attachment_ids
        if empty := scans.filtered(lambda one: not one.raw)[:1]:
            raise UserError(
                self.env._("%s is empty, or only a link. Attach the file itself.", empty.name)
            )
        if self.date_signed > self.company_id._ar_today():
            raise UserError(self.env._("The answer is dated on a day to come. Correct its date."))
        if self.outcome == "differs" and not self.line_ids:
            raise UserError(self.env._("Say what differs: add at least one line."))
        if self.outcome == "confirmed" and self.line_ids:
            raise UserError(
                self.env._(
                    "Lines that differ are listed, but the balance is said to be right. Choose "
                    "“Something differs”, or remove the lines."
                )
            )
