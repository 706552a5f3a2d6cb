"""What becomes of a message's e-mail when the mail queue sends it."""

from odoo import models

# The address is at fault: another channel may work. Otherwise the server is: nothing else
# is tried, the message can be sent again when it works.
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
        """Record the failure on the dispatches. What is sent anew instead, a notice, must never
        leave by the failed e-mail later: that is taken out of the queue for good."""
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
            if not failed[0]._get_message()._is_retried():
                mail.sudo().write({"state": "cancel"})

    def _ar_withdraw(self):
        """Take e-mails that did not leave out of the queue, for good.

        :return: False when one is being sent at this moment
        """
        waiting = self.filtered(lambda mail: mail.state in ("outgoing", "exception"))
        if waiting.try_lock_for_update(allow_referencing=True) != waiting:
            return False
        waiting.write({"state": "cancel"})
        self.env["mail.notification"].sudo().search(
            [
                ("mail_mail_id", "in", waiting.ids),
                ("notification_status", "in", ("ready", "exception")),
            ]
        ).write({"notification_status": "canceled"})
        return True
