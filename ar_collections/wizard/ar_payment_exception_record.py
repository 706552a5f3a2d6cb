"""What went wrong with a payment, as somebody records it."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..models.resolution.charge.ar_payment_exception import KINDS, REOPENING


class ArPaymentExceptionRecord(models.TransientModel):
    """Records that a payment was returned, or made in another way than agreed."""

    _name = "ar.payment.exception.record"
    _description = "Payment Gone Wrong (Record)"

    payment_id = fields.Many2one("account.payment", required=True)
    company_id = fields.Many2one(related="payment_id.company_id", related_sudo=False)
    kind = fields.Selection(KINDS, required=True, default="returned")
    date = fields.Date(
        compute="_compute_date",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        help="The day on which the bank took it back; the entry in the books is of this day.",
    )
    currency_id = fields.Many2one(related="payment_id.currency_id", related_sudo=False)
    cost = fields.Monetary(
        string="Costs of the Bank",
        help="Becomes a fee of the customer's. 0: nothing is charged.",
    )
    reason = fields.Char(help="What the bank says, for example: insufficient funds.")
    statement_line_id = fields.Many2one(
        "account.bank.statement.line",
        string="Bank Line",
        domain="[('company_id', '=', company_id), ('amount', '<', 0)]",
        help="The line of the bank statement by which it went back, if it is there.",
    )

    @api.depends("payment_id")
    def _compute_date(self):
        for wizard in self:
            company = wizard.payment_id.company_id or self.env.company
            wizard.date = company._ar_today()

    def action_record(self):
        """Record it; a returned payment is undone, its items are open again, its costs charged."""
        self.ensure_one()
        payment = self.payment_id
        payment.check_access("write")
        # Two people at once: the second finds it returned.
        payment.lock_for_update(allow_referencing=True)
        payment._ar_check_returnable(self.kind)
        self._check_values()
        company = payment.company_id
        profiles = self.env["ar.profile"].sudo()
        profile = profiles.get_or_create(payment.partner_id, company)
        items, reversal = self.env["account.move.line"].sudo(), self.env["account.move"].sudo()
        if self.kind in REOPENING:
            items, reversal = payment._ar_take_back(self.date)
        record = (
            self.env["ar.payment.exception"]
            .sudo()
            .create(
                {
                    "kind": self.kind,
                    "profile_id": profile.id,
                    "date": self.date,
                    "payment_id": payment.id,
                    "payment_name": payment.name or payment.memo or payment.display_name,
                    "statement_line_id": self.statement_line_id.id,
                    "currency_id": payment.currency_id.id,
                    "amount": payment.amount,
                    "cost": self.cost,
                    "reason": self.reason,
                    "move_line_ids": [fields.Command.set(items.ids)],
                    "reversal_id": reversal.id,
                }
            )
        )
        record._charge_costs()
        self._tell(profile.sudo(), record)
        return {"type": "ir.actions.act_window_close"}

    def _check_values(self):
        if self.cost < 0:
            raise UserError(
                self.env._(
                    "The costs of %s cannot be negative. Enter 0 for none.",
                    self.payment_id.display_name,
                )
            )
        payment = self.payment_id
        if not payment.date <= self.date <= payment.company_id._ar_today():
            raise UserError(
                self.env._(
                    "%(payment)s of %(day)s cannot have been returned on %(date)s. Enter a day "
                    "from then until today.",
                    payment=payment.display_name,
                    day=format_date(self.env, payment.date),
                    date=format_date(self.env, self.date),
                )
            )

    def _tell(self, profile, record):
        """Say it on the account, and give the collector a task where money is owed again."""
        kinds = dict(record._fields["kind"]._description_selection(self.env))
        words = self.env._(
            "%(kind)s: %(payment)s of %(amount)s on %(day)s. %(reason)s",
            kind=kinds[record.kind],
            payment=record.payment_name,
            amount=record.currency_id.format(record.amount),
            day=format_date(self.env, record.date),
            reason=record.reason or "",
        )
        profile._message_log(body=words, author_id=self.env.user.partner_id.id)
        if record.kind in REOPENING:
            profile.company_id._ar_ask(
                profile,
                profile._get_collector(),
                self.env._("A payment of %s was returned", profile.partner_id.name),
                words,
            )
