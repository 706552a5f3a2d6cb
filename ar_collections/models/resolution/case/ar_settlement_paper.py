"""The settlement offer as a letter, kept as it was made."""

from odoo import api, models

from .ar_settlement import REPORT


class ArSettlement(models.Model):
    _inherit = "ar.settlement"

    def _attaches_letter(self):
        # EXTENDS the short message: an offer is something to keep.
        return True

    @api.model
    def _map_attached(self, messages):
        # OVERRIDES the short message: its e-mail carries the letter.
        return {lead.id: lead._get_letter() for lead, _together in messages}

    def _before_leaving(self):
        # EXTENDS the message: the paper is kept as it leaves, whatever takes it.
        self._ensure_letters()

    def _ensure_letters(self):
        # EXTENDS the message
        self._keep_letters(REPORT, lambda one: one._get_file_name())

    def _get_file_name(self):
        speaking = self.with_context(lang=self._get_lang())
        return speaking.env._("Settlement offer %s", self.name).replace("/", "_") + ".pdf"

    def _get_letter(self):
        # EXTENDS the message
        return self.sudo().attachment_id._ar_of(self)

    def _get_letter_words(self):
        # EXTENDS the message
        return self.env._("The settlement offer %s was made as a letter.", self.name)
