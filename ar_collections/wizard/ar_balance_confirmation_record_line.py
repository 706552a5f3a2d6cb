"""What the customer says of one line, as it is recorded by hand."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..models.statement.confirmation.ar_balance_difference import CAUSES


class ArBalanceConfirmationRecordLine(models.TransientModel):
    _name = "ar.balance.confirmation.record.line"
    _description = "Difference in a Recorded Answer"

    record_id = fields.Many2one("ar.balance.confirmation.record", required=True, ondelete="cascade")
    statement_id = fields.Many2one(related="record_id.statement_id", related_sudo=False)
    line_id = fields.Many2one(
        "ar.statement.line",
        string="Statement Line",
        domain="[('statement_id', '=', statement_id)]",
        help="Empty: something that the statement does not show.",
    )
    name = fields.Char(string="Missing Document", help="Of what the statement does not show.")
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    amount = fields.Monetary(related="line_id.residual", string="Stated", related_sudo=False)
    cause = fields.Selection(CAUSES, required=True)
    has_claim = fields.Boolean(string="Customer Gives an Amount")
    claimed_amount = fields.Monetary(string="Customer's Amount")
    doubt = fields.Char(compute="_compute_doubt")
    claimed_date = fields.Date(string="Customer's Date")
    note = fields.Char(string="Comment")

    @api.depends("line_id", "record_id")
    def _compute_currency_id(self):
        for line in self:
            company_currency = line.record_id.company_id.currency_id
            line.currency_id = line.line_id.currency_id or line.currency_id or company_currency

    @api.depends("line_id", "has_claim", "claimed_amount")
    def _compute_doubt(self):
        """Seen while it is typed: an amount that the customer can hardly mean."""
        for line in self:
            claimed = line.claimed_amount if line.has_claim and line.line_id else None
            line.doubt = self.env["ar.balance.difference"]._get_doubt_words(
                line.amount, claimed, line.currency_id
            )

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
