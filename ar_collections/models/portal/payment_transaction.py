"""Online payments of chosen items, matched with exactly those."""

from odoo import api, models

from ..base import guarded

# A wire transfer that is announced is not on its way: the customer has seen our bank details.
NOT_ONLINE = ("none", "custom")


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    ar_item_ids = guarded.One2many(
        "ar.payment.item",
        "transaction_id",
        string="Chosen Items",
        readonly=True,
        copy=False,
        groups=guarded.LEDGER,
    )
    ar_withdrawn = guarded.Boolean(
        string="Begun Anew",
        readonly=True,
        copy=False,
        groups=guarded.LEDGER,
        help="Another payment of the same items was begun, or made, in place of this one.",
    )
    ar_told_twice = guarded.Boolean(
        string="Told as Paid Twice", readonly=True, copy=False, groups=guarded.LEDGER
    )

    def _ar_get_items(self):
        """The chosen items that this transaction pays: its own, or those of the authorized
        one that it captures."""
        self.ensure_one()
        source = self.source_transaction_id
        return self.ar_item_ids or (
            source.ar_item_ids if self.operation == source.operation else self.ar_item_ids
        )

    def _create_payment(self, **extra_create_values):
        # EXTENDS 'account_payment': it would match the payment with all instalments of the
        # invoices, oldest first, and with nothing that is no invoice.
        items = self._ar_get_items()
        if not items:
            return super()._create_payment(**extra_create_values)
        linked = [(tx, tx.invoice_ids) for tx in self | self.source_transaction_id]
        (self | self.source_transaction_id).invoice_ids = False
        payment = super()._create_payment(
            **{**items._prepare_payment(self.amount), **extra_create_values}
        )
        for transaction, moves in linked:
            transaction.invoice_ids = moves
        items._match(payment)
        return payment

    def _ar_is_on_its_way(self):
        """Whether the customer paid, and the ledger does not show it yet.

        The same as the reader's ``payment_pending``, which knows whole invoices only.
        """
        self.ensure_one()
        if self.operation in ("refund", "validation"):
            return False
        if self.state in ("pending", "authorized"):
            return self.provider_code not in NOT_ONLINE
        if self.state != "done":
            return False
        payment = self.payment_id
        if not payment:
            return not self.is_post_processed
        return not payment.move_id and payment.state in ("in_process", "paid")

    def _ar_is_announced(self):
        """Whether the customer was shown our bank details to pay, and still has to."""
        self.ensure_one()
        if self.state != "pending" or self.provider_code != "custom":
            return False
        items = self._ar_get_items()
        return bool(items._get_lines() if items else self.invoice_ids.filtered("amount_residual"))

    """Of one customer's payments of the same items that were only begun, the last one counts:
    those before are withdrawn. Their page at the provider may still be open, and money is a fact:
    what comes in by a withdrawn one is taken, stays a credit where nothing is open any more, and
    gives the collector a task at once.
    """

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'payment': whichever page a payment begins on, ours or that of the invoice.
        transactions = super().create(vals_list)
        for transaction in transactions.sudo().filtered(lambda tx: tx._ar_pays()):
            if transaction.state == "draft":
                transaction._ar_withdraw_drafts()
        return transactions
