"""Debit notes of charges: what is reversed, cancelled or deleted leaves the claim."""

from odoo import models

from ...base import guarded
from ...dunning.account_move import READERS

# Payments that are allocated before the transaction is committed.
WAITING = "ar_collections.allocate"


class AccountMove(models.Model):
    _inherit = "account.move"

    ar_charge_ids = guarded.One2many(
        "ar.charge",
        "move_id",
        string="Charges Booked",
        groups=READERS,
        help="The interest, fees and compensation that this debit note asks for.",
    )

    def _post(self, soft=True):
        # EXTENDS 'account': a debit note that stands again books its charges, a credit note that
        # takes all of one back leaves them claimed, and charges find their items again.
        posted = super()._post(soft)
        charges = self.env["ar.charge"].sudo()
        charges.search([("last_move_id", "in", posted.ids)])._rebook()
        for move in posted.filtered("reversed_entry_id"):
            note = move.reversed_entry_id
            if move.currency_id.compare_amounts(move.amount_total, note.amount_total) >= 0:
                charges.search([("move_id", "=", note.id)])._unbook(
                    self.env._("%(note)s was reversed by %(move)s.", note=note.name, move=move.name)
                )
        posted.sudo()._ar_tie_charges()
        posted.sudo()._ar_allocate_soon()
        return posted

    def _ar_allocate_soon(self):
        """Let customers' payments among these pay what is owed at the end of the transaction,
        where the company wants it: what a person or a dialog matches in it comes first."""
        own = self.filtered(
            lambda move: (
                move.company_id.ar_allocation_auto
                and move.origin_payment_id.partner_type == "customer"
                and move.origin_payment_id.payment_type == "inbound"
            )
        )
        if not own:
            return
        callbacks = self.env.cr.precommit
        if WAITING not in callbacks.data:
            callbacks.data[WAITING] = set()
            callbacks.add(self._ar_allocate_posted)
        callbacks.data[WAITING].update(own.ids)

    def _ar_allocate_posted(self):
        ids = self.env.cr.precommit.data.pop(WAITING, ())
        self.env["ar.charge"].sudo()._allocate_posted(self.sudo().browse(sorted(ids)))
        self.env.flush_all()

    def button_draft(self):
        # EXTENDS 'account': the reversal of a debit note counts no more.
        result = super().button_draft()
        notes = self.reversed_entry_id.filtered(lambda note: note.state == "posted")
        charges = self.env["ar.charge"].sudo().search([("last_move_id", "in", notes.ids)])
        charges._rebook()
        return result

    def button_cancel(self):
        # EXTENDS 'account'
        result = super().button_cancel()
        self._ar_unbook(self.filtered(lambda move: move.state == "cancel"))
        return result

    def unlink(self):
        # EXTENDS 'account': a debit note that never was leaves its charges claimed.
        self._ar_unbook(self)
        return super().unlink()

    def _ar_unbook(self, notes):
        for note in notes:
            charges = self.env["ar.charge"].sudo().search([("move_id", "=", note.id)])
            if charges:
                charges._unbook(self.env._("The debit note %s was cancelled.", note.name or ""))

    def _ar_tie_charges(self):
        """Tie charges to the new journal items, where posting again made new ones: to the item
        with the same due date, else to the first; days that were charged on it already stay as
        they are."""
        loose = self.env["ar.charge"].search(
            [
                ("origin_id", "in", self.ids),
                ("move_line_id", "=", False),
                ("state", "in", ("claimed", "booked", "waived")),
            ]
        )
        for move, charges in loose.grouped("origin_id").items():
            items = move._ar_receivable_items().sorted(
                lambda item: (item.date_maturity or item.date, item.id)
            )
            by_date = {item.date_maturity or item.date: item for item in reversed(items)}
            for charge in charges if items else ():
                item = by_date.get(charge.date_due, items[0])
                taken = self.env["ar.charge"].search(
                    [("move_line_id", "=", item.id), ("kind", "=", "interest")]
                )
                meets = any(
                    other.date_from <= charge.date_to and charge.date_from <= other.date_to
                    for other in taken
                )
                if charge.kind != "interest" or not meets:
                    charge.move_line_id = item
                    charge.flush_recordset(["move_line_id"])
