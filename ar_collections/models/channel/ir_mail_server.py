"""Which of several recipients a mail server has refused: Odoo does not ask."""

from odoo import models

# Where the cursor keeps them until the e-mail is looked at: {Message-ID: {address: answer}}.
REFUSED = "ar_refused_recipients"


class _Listener:
    """A connection to a mail server that remembers whom it refused, while others were taken."""

    def __init__(self, session, refused):
        self._session, self._refused = session, refused

    def __getattr__(self, name):
        return getattr(self._session, name)

    def send_message(self, *args, **kwargs):
        refused = self._session.send_message(*args, **kwargs)
        if isinstance(refused, dict):
            self._refused.update(refused)
        return refused


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    def send_email(self, message, *args, smtp_session=None, **kwargs):
        # EXTENDS 'base'
        refused = {}
        session = smtp_session and _Listener(smtp_session, refused)
        message_id = super().send_email(message, *args, smtp_session=session, **kwargs)
        if refused:
            kept = self.env.cr.cache.setdefault(REFUSED, {})
            kept.setdefault(message_id, {}).update(refused)
        return message_id
