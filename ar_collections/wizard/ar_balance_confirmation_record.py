"""Record an answer to a balance that came on paper, by e-mail or by word."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..models.statement.confirmation.ar_balance_difference import CAUSES


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
        "Came by",
        required=True,
        default="paper",
    )
    answered_by = fields.Char(required=True, help="Who signed, wrote or called.")
    date_signed = fields.Date(
        "Dated", required=True, default=lambda self: self.env.company._ar_today()
    )
    note = fields.Text("Comment")
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Scan", help="The signed slip, or the letter."
    )
    line_ids = fields.One2many("ar.balance.confirmation.record.line", "record_id", "Differences")

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


class ArBalanceConfirmationRecordLine(models.TransientModel):
    _name = "ar.balance.confirmation.record.line"
    _description = "Difference in a Recorded Answer"

    record_id = fields.Many2one("ar.balance.confirmation.record", required=True, ondelete="cascade")
    statement_id = fields.Many2one(related="record_id.statement_id", related_sudo=False)
    line_id = fields.Many2one(
        "ar.statement.line",
        "Statement Line",
        domain="[('statement_id', '=', statement_id)]",
        help="Empty: something that the statement does not show.",
    )
    name = fields.Char("Missing Document", help="Of what the statement does not show.")
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, readonly=False
    )
    amount = fields.Monetary(related="line_id.residual", string="Stated", related_sudo=False)
    cause = fields.Selection(CAUSES, required=True)
    has_claim = fields.Boolean("Customer Gives an Amount")
    claimed_amount = fields.Monetary("Customer's Amount")
    claimed_date = fields.Date("Customer's Date")
    note = fields.Char("Comment")

    @api.depends("line_id", "record_id")
    def _compute_currency_id(self):
        for line in self:
            company_currency = line.record_id.company_id.currency_id
            line.currency_id = line.line_id.currency_id or line.currency_id or company_currency

    @api.onchange("claimed_amount")
    def _onchange_claimed_amount(self):
        if self.claimed_amount:
            self.has_claim = True

    @api.constrains("line_id", "cause", "record_id")
    def _check_line(self):
        for line in self:
            if line.line_id and line.line_id.statement_id != line.statement_id:
                raise ValidationError(
                    self.env._("%s is no line of this statement.", line.line_id.display_name)
                )
            if bool(line.line_id) == (line.cause == "missing"):
                raise ValidationError(
                    self.env._(
                        "Choose the line of the statement that differs; only for what is "
                        "missing in the statement leave it empty."
                    )
                )

    def _prepare_difference(self):
        """Values of the difference."""
        return {
            "line_id": self.line_id.id,
            "name": self.line_id.name or self.name,
            # The line's own, whatever the form says.
            "currency_id": (self.line_id.currency_id or self.currency_id).id,
            "amount": self.amount,
            "cause": self.cause,
            "has_claim": self.has_claim,
            "claimed_amount": self.claimed_amount,
            "claimed_date": self.claimed_date,
            "note": self.note,
        }
