"""An e-mail to a customer has a plain part that can be read: Odoo's has a word for each line."""

from odoo import models

from ...tools.channel.plain import to_text


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        # EXTENDS 'mail'
        found = super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )
        if self.model == "ar.profile":
            for one in found:
                one["body_alternative"] = to_text(one["body"])
        return found
