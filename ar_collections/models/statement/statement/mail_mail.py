"""The e-mail of a statement: it leaves once, and if it cannot, the statement says so."""

from odoo import models

from ...base import guarded


class MailMail(models.Model):
    _name = "mail.mail"
    _inherit = ["mail.mail", "ar.closed.mixin"]
    _ar_closed = {"ar_statement_id": None}

    ar_statement_id = guarded.Many2one(
        "ar.statement",
        string="Statement of Account",
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

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # EXTENDS 'mail': the queue has tried again, and it left.
        for mail in self.sudo():
            statement = mail.ar_statement_id
            if statement.error and mail.state == "sent" and statement.mail_mail_id == mail:
                statement.error = False
                failed = statement.dispatch_ids.filtered(lambda d, m=mail: d.mail_mail_id == m)
                failed._move_to("sent", ("failed",), error=False)
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
