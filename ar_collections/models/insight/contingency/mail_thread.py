"""Nobody is notified of what is said in a drill."""

from odoo import models

from .rehearsal import is_rehearsal


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        # EXTENDS 'mail': browsers and telephones are told at once, before anything is committed.
        if is_rehearsal(self.env):
            return []
        return super()._notify_thread(message, msg_vals=msg_vals, **kwargs)

    def _web_push_send_notification(self, *args, **kwargs):
        # EXTENDS 'mail'
        if not is_rehearsal(self.env):
            super()._web_push_send_notification(*args, **kwargs)
