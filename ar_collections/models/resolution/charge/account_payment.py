"""Payments that are returned: undone in the books, and their items open again."""

from odoo import models
from odoo.exceptions import AccessError, UserError

from ...base import guarded
from ...dunning.account_move import READERS
from .ar_payment_exception import REOPENING


class AccountPayment(models.Model):
    _inherit = "account.payment"

    ar_exception_ids = guarded.One2many(
        "ar.payment.exception", "payment_id", string="Gone Wrong", groups=READERS
    )

    def action_ar_return(self):
        """Ask what went wrong with the payment."""
        self.ensure_one()
        self.check_access("write")
        self._ar_check_returnable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payment Gone Wrong"),
            "res_model": "ar.payment.exception.record",
            "view_mode": "form",
            "target": "new",
            "context": {"default_payment_id": self.id},
        }

    def _ar_check_returnable(self, kind=None):
        """Whether something may be recorded of the payment, of this ``kind``.

        :raise UserError: it is no customer's, is no posted payment, or was returned already
        """
        if self.partner_type != "customer" or self.payment_type != "inbound" or not self.partner_id:
            raise UserError(
                self.env._(
                    "%s is not a customer's payment. Only those are returned here.",
                    self.display_name,
                )
            )
        if self.state in ("draft", "canceled", "rejected"):
            raise UserError(
                self.env._(
                    "The payment %s is not in the books, so there is nothing to return. Confirm it "
                    "first.",
                    self.display_name,
                )
            )
        returned = self.sudo().ar_exception_ids.filtered(lambda one: one.kind in REOPENING)
        if returned and kind in (None, *REOPENING):
            raise UserError(
                self.env._("The payment %s was recorded as returned already.", self.display_name)
            )

    def _ar_take_back(self, date):
        """Undo the payment as of a day: its entry is reversed, so that closed periods stay as they
        are, and its items are open again.

        :return: (the items that are open again, the reversing entry), as superuser
        :raise AccessError: the acting person may not write entries
        """
        self.ensure_one()
        if not self.env["account.move"].has_access("create"):
            raise AccessError(
                self.env._(
                    "To return %s is an entry in the books, which you may not make. Ask somebody "
                    "in accounting.",
                    self.display_name,
                )
            )
        move = self.move_id
        ours = move.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        partials = ours.matched_debit_ids | ours.matched_credit_ids
        items = (partials.debit_move_id | partials.credit_move_id) - ours
        items = items.filtered(lambda line: line.move_id not in partials.exchange_move_id)
        ours.remove_move_reconcile()
        if not move:
            # Nothing but its state says that it has come in.
            self.action_reject()
            return items.sudo(), move.sudo()
        reversal = move._reverse_moves(
            [{"date": date, "ref": self.env._("Return of %s", self.name or move.name)}]
        )
        reversal.action_post()
        for line in ours:
            other = reversal.line_ids.filtered(
                lambda one, line=line: one.account_id == line.account_id
            )
            (line | other).filtered(lambda one: not one.reconciled).reconcile()
        waiting = (move | reversal).line_ids.filtered(
            lambda line: (
                line.account_id.reconcile
                and line.account_type != "asset_receivable"
                and not line.reconciled
            )
        )
        for lines in waiting.grouped("account_id").values():
            if len(lines.move_id) > 1:
                # The money never came: nothing of it waits for the bank any more.
                lines.reconcile()
        return items.sudo(), reversal.sudo()
