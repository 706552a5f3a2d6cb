"""What becomes of a message's e-mail when the mail queue sends it."""

from odoo import models

# The address is at fault: another channel may work. Otherwise the server is: nothing else
# is tried, the message can be sent again when it works.
ADDRESS_FAILURES = ("mail_email_invalid", "mail_email_missing", "mail_bl", "mail_bounce")


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _fail_dispatches(self, failure_reason, failure_type):
        """Record the failure on the dispatches. What is sent anew instead, a notice, must never
        leave by the failed e-mail later: that is taken out of the queue for good."""
        dispatches = (
            self.env["ar.dispatch"]
            .sudo()
            .search(
                [("mail_mail_id", "in", self.ids), ("state", "in", ("leaving", "sent", "unknown"))]
            )
        )
        for mail in dispatches.mail_mail_id:
            failed = dispatches.filtered(lambda d, m=mail: d.mail_mail_id == m)
            failed._set_undelivered(
                "failed", failure_reason, try_others=failure_type in ADDRESS_FAILURES
            )
            if not failed[0]._get_message()._is_retried():
                mail.sudo().write({"state": "cancel"})

    def _ar_lock_waiting(self):
        """Lock the e-mails that did not leave yet, to take them out of the queue.

        :return: those; None when one is being sent at this moment
        """
        waiting = self.filtered(lambda mail: mail.state in ("outgoing", "exception"))
        if waiting.try_lock_for_update(allow_referencing=True) != waiting:
            return None
        watching = self.env["ar.mailed.mixin"]._of_mails(waiting)
        begun = any("unknown" in records.mapped("state") for records in watching)
        return None if begun else waiting
