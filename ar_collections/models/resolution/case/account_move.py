"""Entries of a write-off are undone on the write-off."""

from odoo import models

from ...base.linked import refusal


class AccountMove(models.Model):
    # EXTENDS 'account'
    _inherit = "account.move"

    def button_draft(self):
        # EXTENDS 'account': the write-off would say what the books do not.
        self._ar_check_no_writeoff()
        return super().button_draft()

    def _ar_check_no_writeoff(self):
        """
        :raise UserError: one of the entries belongs to a write-off that stands
        """
        entries = self.filtered(lambda move: move.move_type == "entry")
        if not entries or self.env.su:
            return
        writeoffs = self.env["ar.writeoff"].sudo()
        found = writeoffs.search(
            [
                ("state", "in", ("booked", "recovered")),
                "|",
                "|",
                ("entry_id", "in", entries.ids),
                ("claim_entry_id", "in", entries.ids),
                ("recovery_ids.move_id", "in", entries.ids),
            ],
            limit=1,
        )
        if found:
            words = self.env._(
                "This entry belongs to the write-off %s. Reverse the write-off instead.",
                found.display_name,
            )
            raise refusal(words, found)
