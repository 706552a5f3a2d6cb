"""A statement whose e-mail could not be sent says so."""

from odoo import models


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # EXTENDS 'mail'
        if failure_type:
            labels = dict(self._fields["failure_type"]._description_selection(self.env))
            statements = self.env["ar.statement"].sudo()
            for statement in statements.search([("mail_mail_id", "in", self.ids)]):
                statement._note_undelivered(failure_reason or labels.get(failure_type))
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
