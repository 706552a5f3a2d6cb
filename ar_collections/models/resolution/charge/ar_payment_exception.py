"""Payments gone wrong: returned debits, bounced cheques, and those in another way than agreed."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...base.ar_guard_mixin import ANY

KINDS = [
    ("returned", "Returned direct debit"),
    ("cheque", "Bounced cheque"),
    ("wrong_method", "Paid in another way than agreed"),
]
# Those after which the money is gone again.
REOPENING = ("returned", "cheque")


class ArPaymentException(models.Model):
    """What went wrong with one payment: kept, counted in the rating, and charged where it cost
    something. Of a returned payment the items are open again."""

    _name = "ar.payment.exception"
    _inherit = ["ar.guard.mixin"]
    _description = "Payment Gone Wrong"
    _order = "date desc, id desc"
    _rec_name = "payment_name"
    _check_company_auto = True
    _logged = ("kind", "date", "amount", "cost", "payment_name")

    _writable = {ANY: ("note",)}

    kind = fields.Selection(KINDS, required=True, readonly=True)
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", store=True, index=True, string="Customer"
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    date = fields.Date(required=True, readonly=True, help="When it was returned, or came in.")
    payment_id = fields.Many2one(
        "account.payment", readonly=True, index="btree_not_null", ondelete="set null"
    )
    statement_line_id = fields.Many2one(
        "account.bank.statement.line",
        string="Bank Line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The line of the bank statement by which it went back.",
    )
    payment_name = fields.Char(string="Payment Number", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(readonly=True, help="What the payment was of.")
    cost = fields.Monetary(
        readonly=True, help="What the bank took for it, in the currency of the payment."
    )
    reason = fields.Char(readonly=True, help="What the bank says.")
    move_line_ids = fields.Many2many("account.move.line", string="Items Open Again", readonly=True)
    reversal_id = fields.Many2one(
        "account.move",
        string="Reversing Entry",
        readonly=True,
        ondelete="set null",
        help="The entry that takes the payment back in the books.",
    )
    charge_ids = fields.One2many("ar.charge", "exception_id", readonly=True)
    note = fields.Text()

    # A payment is returned once.
    _returned_once_uniq = models.UniqueIndex(
        "(payment_id) WHERE kind IN ('returned', 'cheque')",
        "This payment was recorded as returned already.",
    )

    @api.constrains("amount", "cost")
    def _check_amounts(self):
        for record in self:
            if record.amount < 0 or record.cost < 0:
                raise ValidationError(
                    self.env._(
                        "Amount and cost of the payment %s cannot be negative. Enter 0 for none.",
                        record.payment_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for record in self:
            raise UserError(
                self.env._(
                    "What went wrong with the payment %(payment)s is part of the history of "
                    "%(customer)s and cannot be deleted.",
                    payment=record.payment_name,
                    customer=record.profile_id.display_name,
                )
            )

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("It is recorded on the payment, with the button Returned.")

    def _charge_costs(self):
        """What the bank took is a fee of the customer's."""
        charges = self.env["ar.charge"].sudo()
        values = []
        for record in self.filtered(lambda one: one.cost > 0):
            item = record.move_line_ids[:1]
            values.append(
                {
                    "kind": "fee",
                    "profile_id": record.profile_id.id,
                    "move_line_id": item.id,
                    "origin_id": item.move_id.id,
                    "origin_name": item.move_id.name or record.payment_name,
                    "date_due": item.date_maturity or record.date,
                    "date_from": record.date,
                    "date_to": record.date,
                    "currency_id": record.currency_id.id,
                    "amount": record.cost,
                    "exception_id": record.id,
                }
            )
        return charges.create(values)
