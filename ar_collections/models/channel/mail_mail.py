"""What becomes of a notice's e-mail when the mail queue sends it."""

from odoo import models

# The address is at fault: another channel may work. Otherwise the server is: nothing else
# is tried, the notice can be sent again when it works.
ADDRESS_FAILURES = ("mail_email_invalid", "mail_email_missing", "mail_bl", "mail_bounce")


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # EXTENDS 'mail': a message that could not be sent was not delivered.
        if failure_type:
            self.filtered(lambda mail: mail.model == "ar.profile")._fail_dispatches(
                failure_reason, failure_type
            )
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )

    def _fail_dispatches(self, failure_reason, failure_type):
        """Record the failure on the dispatches and take the mails out of the queue for good.

        The notice is sent anew instead, so the failed mail must never leave later.
        """
        dispatches = (
            self.env["ar.dispatch"]
            .sudo()
            .search([("mail_mail_id", "in", self.ids), ("state", "=", "sent")])
        )
        labels = dict(self._fields["failure_type"]._description_selection(self.env))
        for mail in dispatches.mail_mail_id:
            reason = failure_reason or mail.failure_reason or labels.get(failure_type)
            failed = dispatches.filtered(lambda d, m=mail: d.mail_mail_id == m)
            failed._set_undelivered("failed", reason, try_others=failure_type in ADDRESS_FAILURES)
            mail.sudo().write({"state": "cancel"})
