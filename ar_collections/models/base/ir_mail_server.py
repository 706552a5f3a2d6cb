"""What the mail server has taken is remembered beyond the transaction that it was given in."""

from odoo import api, models

# Where the cursor keeps it: Message-IDs.
GIVEN = "ar_given_mails"


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    @api.model
    def send_email(self, message, *args, **kwargs):
        # EXTENDS 'base'
        message_id = super().send_email(message, *args, **kwargs)
        self.env.cr.cache.setdefault(GIVEN, set()).add(message_id)
        return message_id
