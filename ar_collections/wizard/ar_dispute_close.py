"""Closes a dispute: how it ended, what was behind it, and what the customer is told."""

from odoo import api, fields, models
from odoo.exceptions import UserError

OUTCOMES = {
    "credited": "action_credit",
    "rejected": "action_reject",
    "agreed": "action_agree",
    "withdrawn": "action_withdraw",
}


class ArDisputeClose(models.TransientModel):
    """Asks for the outcome; the dispute does the rest."""

    _name = "ar.dispute.close"
    _description = "Close a Dispute"

    dispute_id = fields.Many2one("ar.dispute", required=True, readonly=True)
    company_id = fields.Many2one(related="dispute_id.company_id", related_sudo=False)
    currency_id = fields.Many2one(related="dispute_id.currency_id", related_sudo=False)
    amount_disputed = fields.Monetary(related="dispute_id.amount_disputed", related_sudo=False)
    outcome = fields.Selection(
        [
            ("credited", "The customer is right: credit it"),
            ("rejected", "The customer is not right: it is due"),
            ("agreed", "Something was agreed"),
            ("withdrawn", "The customer takes it back"),
        ],
        required=True,
    )
    cause_id = fields.Many2one(
        "ar.dispute.cause",
        string="Root Cause",
        check_company=True,
        compute="_compute_cause_id",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    department_id = fields.Many2one(
        "ar.dispute.department",
        check_company=True,
        compute="_compute_department_id",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    credit_amount = fields.Monetary(
        string="To Credit",
        compute="_compute_credit_amount",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="All that is disputed, or the part in which the customer is right. 0: all.",
    )
    agreement = fields.Text(string="What Was Agreed")
    agreed_until = fields.Date(string="Left Alone until", help="Empty: it is due again at once.")
    answer_note = fields.Text(
        string="What the Customer Is Told", help="Why; in the customer's language."
    )
    tell = fields.Boolean(
        string="Write to the Customer",
        compute="_compute_tell",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.depends("dispute_id")
    def _compute_credit_amount(self):
        for one in self:
            # Of several currencies there is no sum: 0 is all of it.
            single = len(one.dispute_id.item_ids.currency_id) == 1
            one.credit_amount = one.dispute_id.amount_disputed if single else 0.0

    @api.depends("dispute_id")
    def _compute_cause_id(self):
        for one in self:
            one.cause_id = one.dispute_id.cause_id or one.dispute_id.reason_id.cause_id

    @api.depends("cause_id")
    def _compute_department_id(self):
        for one in self:
            one.department_id = one.cause_id.department_id

    @api.depends("outcome")
    def _compute_tell(self):
        for one in self:
            one.tell = one.outcome == "rejected"

    def action_close(self):
        """Do what was chosen.

        :raise UserError: something that belongs to the outcome is missing
        """
        self.ensure_one()
        dispute = self.dispute_id
        self._check_told()
        dispute.write(
            {
                "cause_id": self.cause_id.id,
                "department_id": self.department_id.id,
                "answer_note": self.answer_note,
                "credit_amount": self.credit_amount if self.outcome == "credited" else 0.0,
                "agreement": self.agreement,
                "agreed_until": self.agreed_until if self.outcome == "agreed" else False,
            }
        )
        getattr(dispute, OUTCOMES[self.outcome])()
        answers = dispute.sudo().answer_ids.filtered(lambda one: one.state == "queued")
        if self.tell and not answers:
            dispute._answer()
        elif not self.tell and answers:
            answers._move_to("cancelled", error=self.env._("Nobody wanted it written."))
        return {"type": "ir.actions.act_window_close"}

    def _check_told(self):
        if self.outcome != "withdrawn" and not self.cause_id:
            raise UserError(
                self.env._(
                    "%s has no root cause. Choose what was behind it, then close it.",
                    self.dispute_id.name,
                )
            )
        if self.outcome == "agreed" and not (self.agreement or "").strip():
            raise UserError(self.env._("Say in a few words what was agreed: others rely on it."))
