"""While the demo company is built, e-mails are taken as if by a mail server, and go nowhere."""

from odoo import api, models

from .clock import get_moment


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    @classmethod
    def _disable_send(cls):
        # EXTENDS 'base': else they would stay in the queue, and leave later.
        return not get_moment() and super()._disable_send()

    def _connect__(self, *args, **kwargs):
        # EXTENDS 'base'
        return None if get_moment() else super()._connect__(*args, **kwargs)

    @api.model
    def send_email(self, message, *args, **kwargs):
        # EXTENDS 'base'
        if get_moment():
            return message["Message-Id"]
        return super().send_email(message, *args, **kwargs)
