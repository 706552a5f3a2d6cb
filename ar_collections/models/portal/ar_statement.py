"""A statement that leaves as a letter carries the personal link; e-mails have their button."""

from odoo import models


class ArStatement(models.Model):
    _inherit = "ar.statement"

    def _prepare_print(self):
        # EXTENDS 'statement'
        answer = self._prepare_answer_paper() if self._prints_answer_link() else None
        return {**super()._prepare_print(), "answer": answer}

    def _prints_answer_link(self):
        """Not beside the link that asks to confirm the balance: two codes on a paper are one too
        many."""
        self.ensure_one()
        return self.channel == "letter" and not self.ask_confirmation

    def _make_attachments(self):
        # EXTENDS 'statement': the link in it is not for everybody who reads.
        super()._make_attachments()
        linked = self.filtered(lambda one: one._prints_answer_link() and one.text_link)
        linked.sudo().attachment_id._ar_keep_private("personal_attachment_id")
