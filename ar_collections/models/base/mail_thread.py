"""Whoever posts on a guarded record is its author."""

from odoo import models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_compute_author(self, author_id=None, email_from=None):
        # EXTENDS 'mail': whoever may post may name anybody as the author.
        if not self.env.su and getattr(self, "_is_guarded", False):
            author_id = email_from = None
        return super()._message_compute_author(author_id, email_from)
