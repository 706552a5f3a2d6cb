"""How a payment that nobody has allocated pays what is owed, in the company's order."""

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.base.money import from_units


class ArChargeAllocate(models.TransientModel):
    """Shows the split of a credit of a customer, and matches it so."""

    _name = "ar.charge.allocate"
    _description = "Allocate Payment"

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, readonly=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", related_sudo=False)
    credit_ids = fields.Many2many(
        "account.move.line", compute="_compute_credit_ids", string="Unallocated Credits"
    )
    credit_id = fields.Many2one(
        "account.move.line",
        string="Payment",
        compute="_compute_credit_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', credit_ids)]",
        help="A payment or credit note of the customer that is not allocated in full.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_split")
    amount = fields.Monetary(string="To Allocate", compute="_compute_split")
    order = fields.Selection(related="company_id.ar_allocation_order", string="Order")
    line_ids = fields.One2many(
        "ar.charge.allocate.line", "wizard_id", compute="_compute_split", string="Pays"
    )
    left = fields.Monetary(compute="_compute_split", help="What no debt of this currency takes.")

    @api.depends("profile_id")
    def _compute_credit_ids(self):
        for wizard in self:
            rows = wizard._read_rows()
            wizard.credit_ids = [
                Command.set([row["id"] for row in rows if row["residual_currency"] < 0])
            ]

    @api.depends("credit_ids")
    def _compute_credit_id(self):
        for wizard in self:
            wizard.credit_id = wizard.credit_ids._origin[:1]

    @api.depends("credit_id")
    def _compute_split(self):
        for wizard in self:
            credit, lines = wizard._find_split()
            currency = wizard.credit_id.currency_id
            wizard.currency_id = currency
            wizard.amount = credit
            wizard.line_ids = [Command.clear(), *(Command.create(values) for values in lines)]
            paid = sum(values["amount"] for values in lines)
            wizard.left = currency.round(credit - paid) if currency else 0.0

    def _read_rows(self):
        """The customer's open items, of companies and customers that the person may see."""
        profile = self.profile_id
        if not profile:
            return []
        profile.check_access("read")
        return self.env["ar.open.item"]._read_rows(
            profile.company_id.ids, partner_ids=profile.partner_id.ids, include_future=True
        )

    def _find_split(self):
        """(what of the credit is to be allocated, values of the lines that it pays, in order)."""
        rows = self._read_rows() if self.credit_id else []
        credit = next((row for row in rows if row["id"] == self.credit_id.id), None)
        if not credit or credit["residual_currency"] >= 0:
            return 0.0, []
        currency = self.credit_id.currency_id
        shares = self.env["ar.charge"]._split_credit(credit, rows, self.company_id)
        values = [
            {
                "sequence": number,
                "move_line_id": share.id,
                "kind": share.kind,
                "amount": from_units(share.amount, currency.rounding),
                "currency_id": credit["currency_id"],
            }
            for number, share in enumerate(shares)
        ]
        return -credit["residual_currency"], values

    def action_allocate(self):
        """Match the payment with the debts, in the order that is shown.

        :raise UserError: nothing is to be matched
        :raise AccessError: the acting person may not match journal items
        """
        self.ensure_one()
        if not self.env["account.partial.reconcile"].has_access("create"):
            raise AccessError(
                self.env._(
                    "To match payments is up to accounting. Ask somebody there to allocate it."
                )
            )
        _credit, lines = self._find_split()
        if not lines:
            raise UserError(
                self.env._(
                    "There is nothing to match for %s: no payment is left, or no debt in its "
                    "currency.",
                    self.profile_id.display_name,
                )
            )
        self.env["ar.charge"]._match_credit(
            self.credit_id, [(values["move_line_id"], values["amount"]) for values in lines]
        )
        return {"type": "ir.actions.act_window_close"}
