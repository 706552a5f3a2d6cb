"""Text messages of a drill are not sent."""

from odoo import models

from .rehearsal import is_rehearsal


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def send(self, *args, **kwargs):
        # EXTENDS 'sms': it opens an account with the provider, in a transaction of its own.
        return None if is_rehearsal(self.env) else super().send(*args, **kwargs)

    def _send(self, *args, **kwargs):
        # EXTENDS 'sms'
        return None if is_rehearsal(self.env) else super()._send(*args, **kwargs)
