"""Letters of Snailmail that are ours: they carry our PDF, and tell us what became of them."""

from odoo import models

from .ar_dispatch import plain


class SnailmailLetter(models.Model):
    _inherit = "snailmail.letter"

    def _get_ar_dispatches(self):
        """What of Collections stands on these letters, as superuser."""
        return self.env["ar.dispatch"].sudo().search([("snailmail_letter_id", "in", self.ids)])

    def _get_ar_words(self):
        """Why it was not posted, a sentence in the company's language."""
        lang = self.company_id._ar_pick_lang()
        spoken = self.with_context(lang=lang)
        return spoken.env._(
            "Snailmail did not post the letter to %(customer)s: %(reason)s",
            customer=self.partner_id.display_name,
            reason=plain(spoken._get_error_message(self.error_code)),
        )

    def write(self, vals):
        # EXTENDS 'snailmail': what became of the letter is what became of our dispatch.
        result = super().write(vals)
        if "state" in vals:
            by_letter = self._get_ar_dispatches().grouped("snailmail_letter_id")
            for letter, dispatches in by_letter.items():
                dispatches._follow_post(letter)
        return result

    def _snailmail_print(self, immediate=True):
        # EXTENDS 'snailmail': what was paid or changed meanwhile is not posted.
        self._get_ar_dispatches().filtered(lambda one: one.state == "sent")._drop_outdated()
        left = self.filtered(lambda letter: letter.state != "canceled")
        return super(SnailmailLetter, left)._snailmail_print(immediate=immediate)

    def _fetch_attachment(self):
        # EXTENDS 'snailmail': our own PDF, with the white margins and the cover that it asks for.
        dispatch = self._get_ar_dispatches()[:1]
        if self.attachment_id or not dispatch.attachment_id:
            return super()._fetch_attachment()
        content = self._overwrite_margins(dispatch.attachment_id.raw)
        if self.cover:
            content = self._append_cover_page(content)
        self.attachment_id = self.env["ir.attachment"].create(
            {
                "name": dispatch.attachment_id.name,
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return self.attachment_id
