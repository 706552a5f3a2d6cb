"""The mail queue tells what it does with our e-mails, and asks again before they leave."""

import logging
import smtplib
import time

from odoo import models
from odoo.tools import mute_logger, split_every

from ...tools.base import mailed
from .ar_job_mixin import BUSY
from .ir_mail_server import GIVEN

_logger = logging.getLogger(__name__)

# E-mails that are looked at together before they leave: long enough for a few queries, short
# enough for the answer to be still right when the last of them leaves.
LOOK_BATCH = 50
# How often it is noted that an e-mail has left, where others change the same records, and how
# much longer each time the wait before is.
MOST_NOTES = 5
NOTE_SECONDS = 0.1


class MailMail(models.Model):
    _inherit = "mail.mail"

    # -- they leave --------------------------------------------------------------------

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        # EXTENDS 'mail': all ways out of the queue come through here: the scheduled action, the
        # button, who retries what failed. Ours are looked at once more.
        how = {
            "auto_commit": auto_commit,
            "raise_exception": raise_exception,
            "smtp_session": smtp_session,
            "alias_domain_id": alias_domain_id,
            "mail_server": mail_server,
            "post_send_callback": post_send_callback,
        }
        ours = set()
        for records in self.env["ar.mailed.mixin"]._of_mails(self):
            ours.update(records.mail_mail_id.ids)
        if rest := self.filtered(lambda mail: mail.id not in ours):
            super(MailMail, rest)._send(**how)
        for ids in split_every(LOOK_BATCH, [id_ for id_ in self.ids if id_ in ours]):
            for mail in self.browse(ids)._ar_look_again():
                if not auto_commit or mail._ar_begin():
                    mail._ar_give(lambda one: super()._send(**how))
        return True

    def _ar_look_again(self):
        """The e-mails that may still leave; what does not hold any more is cancelled.

        One that cannot be judged stays in the queue, and is in the log.
        """
        waiting = self.filtered(lambda mail: mail.state == "outgoing").sudo()
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                mails = waiting.try_lock_for_update(allow_referencing=True)
        except BUSY:
            # Another process has moved some of them since the queue was read: it goes on.
            return self.browse()
        found = self.env["ar.job.mixin"]._attempt(
            mails,
            lambda part: part._ar_stop_outdated(),
            failed=lambda part, error: None,
            level=logging.ERROR,
            leave_busy=True,
        )
        go = {id_ for part in found if part for id_ in part.ids}
        return self.filtered(lambda mail: mail.id in go)

    def _ar_stop_outdated(self):
        """Cancel those that are not to leave; returns the others."""
        go = self
        for records in self.env["ar.mailed.mixin"]._of_mails(self):
            for group, answer, reason in records._look_again(records._by_mail()):
                mail = group.mail_mail_id
                if answer == mailed.GO and not reason:
                    continue
                go -= mail
                if answer == mailed.DOUBT:
                    group._set_doubtful()
                    mail._ar_stop(self.env._("It may have left: see its message."))
                elif answer == mailed.STOP:
                    mail._ar_stop(group._get_stop_words())
                elif reason:
                    group._set_outdated(reason)
                    mail._ar_stop(reason)
        return go

    def _ar_begin(self):
        """Commit that this e-mail is being sent, so that nobody who comes after a crash sends it
        again; returns it if it is still to be sent, and nobody else has begun."""
        taken = self._ar_take()
        self.env["ir.cron"]._commit_progress()
        self.invalidate_recordset(["state"])
        return taken.exists().filtered(lambda mail: mail.state == "outgoing")

    def _ar_take(self):
        """Note that this e-mail is being sent: it, or none where another process has done so
        since it was looked at."""
        none = self.browse()
        for records in self.env["ar.mailed.mixin"]._of_mails(self):
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    if records.try_lock_for_update(allow_referencing=True) != records:
                        return none
            except BUSY:
                return none
            records.invalidate_recordset(["state"], flush=False)
            if records._set_trying() != records:
                return none
        return self

    def _ar_give(self, send):
        """Send this e-mail; where the server hangs up, say so: Odoo does not. What the server has
        taken has left, also where somebody else changed the same records meanwhile."""
        people, key = self.recipient_ids, self.message_id
        given = self.env.cr.cache.setdefault(GIVEN, set())
        given.discard(key)
        try:
            send(self)
        except BUSY:
            if key not in given:
                raise
            self._ar_note_given(people)
        except smtplib.SMTPServerDisconnected as error:
            # Its class says to whoever reads it that it may work later.
            self._ar_tell_failed(f"{type(error).__name__}: {error}", "mail_smtp")
            # The others, by a new connection.
            self.env["ir.cron"]._ar_wake("mail.ir_cron_mail_scheduler_action")
            raise

    def _ar_note_given(self, people):
        """Note once more, in transactions of their own, that the mail server has taken this e-mail:
        the first note met another transaction.

        :raise Exception: the last conflict, if there was no end of them; the e-mail then is one
            of which nobody knows, and is not sent again by itself
        """
        for number in range(MOST_NOTES):
            self.env.cr.rollback()
            time.sleep(number * NOTE_SECONDS)
            try:
                mail = self.exists()
                mail.sudo().write({"state": "sent", "failure_type": False, "failure_reason": False})
                mail._postprocess_sent_message(list(people), [])
                self.env["ir.cron"]._commit_progress()
                return
            except BUSY:
                if number == MOST_NOTES - 1:
                    raise

    def _ar_stop(self, reason):
        """Take the e-mail out of the queue, for good; the records know already."""
        self.sudo().write({"state": "cancel", "failure_type": False, "failure_reason": reason})
        self._ar_cancel_notifications()

    def _ar_cancel_notifications(self):
        """The envelope in the chatter says that the e-mails do not leave."""
        self.env["mail.notification"].sudo().search(
            [
                ("mail_mail_id", "in", self.ids),
                ("notification_status", "in", ("ready", "exception")),
            ]
        ).write({"notification_status": "canceled"})

    # -- what became of them -----------------------------------------------------------

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # EXTENDS 'mail': before the row of an e-mail that has left is deleted.
        if failure_type:
            self._ar_tell_failed(failure_reason, failure_type)
        else:
            for records in self.env["ar.mailed.mixin"]._of_mails(self):
                records._set_left()
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )

    def _ar_tell_failed(self, reason, failure_type):
        """Tell what watches these e-mails why they could not be sent."""
        labels = dict(self._fields["failure_type"]._description_selection(self.env))
        for records in self.env["ar.mailed.mixin"]._of_mails(self):
            for group in records._by_mail():
                said = reason or group.mail_mail_id.failure_reason or labels.get(failure_type)
                group._set_mail_failed(said, failure_type)

    def write(self, vals):
        # EXTENDS 'mail': who cancels an e-mail in the queue decides that it does not leave.
        result = super().write(vals)
        if vals.get("state") == "cancel":
            self._ar_tell_withdrawn(
                self.env._(
                    "The e-mail was cancelled in the mail queue by %s before it left.",
                    self.env.user.name,
                )
            )
        return result

    def unlink(self):
        # EXTENDS 'mail': so does who deletes it.
        self.filtered(lambda mail: mail.state not in ("sent", "received"))._ar_tell_withdrawn(
            self.env._(
                "The e-mail was deleted from the mail queue by %s before it left.",
                self.env.user.name,
            )
        )
        return super().unlink()

    def _ar_tell_withdrawn(self, reason):
        """Tell what waits for these e-mails that they do not leave."""
        for records in self.env["ar.mailed.mixin"]._of_mails(self):
            records.filtered(lambda one: one.state == "leaving")._set_withdrawn(reason)
            records.filtered(lambda one: one.state == "unknown" and not one.error)._set_doubtful()
