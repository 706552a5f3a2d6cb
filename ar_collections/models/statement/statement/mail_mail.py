"""The e-mail of a statement: it leaves once, and if it cannot, the statement says so."""

from odoo import models

from ...base import guarded


class MailMail(models.Model):
    _name = "mail.mail"
    _inherit = ["mail.mail", "ar.closed.mixin"]
    _ar_closed = {"ar_statement_id": None}

    ar_statement_id = guarded.Many2one(
        "ar.statement",
        "Statement of Account",
        readonly=True,
        index="btree_not_null",
        groups=guarded.LEDGER,
    )

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        # EXTENDS 'mail': asked for each e-mail just before it leaves, also for one that somebody
        # takes up again after the statement was sent anew.
        if self._ar_is_replaced():
            self.write(
                {
                    "state": "cancel",
                    "failure_type": False,
                    "failure_reason": self.env._(
                        "%s was sent again by another e-mail.", self.sudo().ar_statement_id.name
                    ),
                }
            )
            return []
        return super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )

    def _ar_is_replaced(self):
        """Whether a statement is sent by a later e-mail. This one's row is written before, so
        that whoever replaces it at this moment waits, or makes this one fail."""
        statement = self.sudo().ar_statement_id
        if not statement:
            return False
        self.flush_recordset()
        statement.invalidate_recordset(["mail_mail_id"])
        return statement.mail_mail_id != self

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

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # EXTENDS 'mail'
        for mail in self.sudo():
            statement = mail.ar_statement_id
            if statement.mail_mail_id != mail:
                continue
            if failure_type:
                labels = dict(self._fields["failure_type"]._description_selection(self.env))
                statement._note_undelivered(failure_reason or labels.get(failure_type))
            elif statement.error and mail.state == "sent":
                # The queue has tried again, and it left.
                statement.error = False
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
