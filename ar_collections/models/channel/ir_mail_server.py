"""What leaves for a mail server: with its pictures inside, and whom the server has refused, which
Odoo does not ask."""

from odoo import api, models

from ...tools.channel.inline import attach_pictures

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

    @api.model
    def _ar_prepare(self, message):
        """Put the pictures of an e-mail of ours inside of it."""
        name, _at, domain = (message["Message-Id"] or "").strip("<> ").rpartition("@")
        if name.endswith("-ar.profile"):
            attach_pictures(message, domain)

    @api.model
    def send_email(
        self,
        message,
        mail_server_id=None,
        smtp_server=None,
        smtp_port=None,
        smtp_user=None,
        smtp_password=None,
        smtp_encryption=None,
        smtp_ssl_certificate=None,
        smtp_ssl_private_key=None,
        smtp_debug=False,
        smtp_session=None,
    ):
        # EXTENDS 'base'
        self._ar_prepare(message)
        refused = {}
        message_id = super().send_email(
            message,
            mail_server_id=mail_server_id,
            smtp_server=smtp_server,
            smtp_port=smtp_port,
            smtp_user=smtp_user,
            smtp_password=smtp_password,
            smtp_encryption=smtp_encryption,
            smtp_ssl_certificate=smtp_ssl_certificate,
            smtp_ssl_private_key=smtp_ssl_private_key,
            smtp_debug=smtp_debug,
            smtp_session=smtp_session and _Listener(smtp_session, refused),
        )
        if refused:
            kept = self.env.cr.cache.setdefault(REFUSED, {})
            kept.setdefault(message_id, {}).update(refused)
        return message_id
