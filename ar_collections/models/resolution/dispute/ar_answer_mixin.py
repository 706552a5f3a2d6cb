"""What a customer disputes in a call, a visit or a letter becomes a dispute of its own."""

from odoo import models

#: Signs of an answer that a dispute repeats.
MOST_SIGNS = 2_000


class ArAnswerMixin(models.AbstractModel):
    # EXTENDS the channels
    _inherit = "ar.answer.mixin"

    def _clear_dispute(self, moves=None):
        # EXTENDS the channels: where the customer names invoices, a dispute holds them.
        if not moves:
            return super()._clear_dispute(moves)
        lines = self.env["ar.dispute"].sudo()._find_disputable(self.profile_id, moves)
        if lines:
            return self._open_dispute(lines)
        # All of it is paid, or disputed already: somebody reads what is said about it now.
        today = self.company_id._ar_today()
        return self._give_task(self.env._("Says once more that something is wrong"), today)

    def _open_dispute(self, lines):
        """Open the dispute of journal items that was said here; its task is what follows.

        :return: the dispute, as superuser
        """
        dispute = self.env["ar.dispute"]._raise_for(
            self.profile_id,
            lines,
            self._get_dispute_source(),
            origin_ref=f"{self._name},{self.id}",
            note=self._get_answer_words()[:MOST_SIGNS] or False,
            **self._prepare_dispute(),
        )
        self.sudo().follow_activity_id = dispute.activity_ids[:1]
        return dispute

    def _get_dispute_source(self):
        """Where disputes of this kind come from, a code of ``_selection_source``."""
        return "call"

    def _prepare_dispute(self):
        """Further values of a dispute that was said here."""
        return {}
