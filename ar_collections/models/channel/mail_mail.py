"""What becomes of a message's e-mail when the mail queue sends it."""

import logging
import smtplib
from datetime import timedelta

from odoo import fields, models

from ...tools.channel.answer import (
    ADDRESS,
    LATER,
    OURS,
    judge,
    next_wait,
    quote_refused,
    read_answer,
    read_refused,
    say_answer,
)
from .ir_mail_server import REFUSED

_logger = logging.getLogger(__name__)

QUEUE = "mail.ir_cron_mail_scheduler_action"


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _send(self, auto_commit=False, raise_exception=False, *args, **kwargs):
        # EXTENDS 'mail': a connection that is dropped ends Odoo's queue, and the e-mail that was
        # being sent is left as failed, with nobody told.
        try:
            return super()._send(auto_commit, raise_exception, *args, **kwargs)
        except smtplib.SMTPServerDisconnected as error:
            dropped = self._find_dropped()
            if raise_exception or not dropped:
                raise
            _logger.info("The connection was dropped with e-mail %s", dropped.ids)
            dropped._fail_dispatches(f"{type(error).__name__}: {error}", None)
            # The others of this batch, with a new connection.
            self.env.ref(QUEUE).sudo()._trigger()
            return True

    def _find_dropped(self):
        """The e-mails among these that were begun, and of which nothing was recorded."""
        begun = self.filtered(lambda mail: mail.state == "exception")
        domain = [("mail_mail_id", "in", begun.ids), ("state", "=", "sent")]
        return self.env["ar.dispatch"].sudo().search(domain).mail_mail_id & begun.sudo()

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # EXTENDS 'mail': a message that could not be sent was not delivered.
        ours = self.filtered(lambda mail: mail.model == "ar.profile")
        if failure_type and success_pids:
            # The customer has it; a copy was refused.
            ours._note_reached(failure_reason)
        elif failure_type:
            ours._fail_dispatches(failure_reason, failure_type)
        elif ours.filtered(lambda mail: mail.state == "sent")._note_taken():
            # One of several addresses is tried again: the e-mail stays.
            failure_type = "unknown"
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )

    def _fail_dispatches(self, failure_reason, failure_type):
        """Record why e-mails did not leave, and go on: another address or channel where this one
        takes no mail; the same e-mail later where it was refused for now; one alarm for us where
        the fault is ours. See ``tools/channel/answer.py``."""
        dispatches = (
            self.env["ar.dispatch"]
            .sudo()
            .search([("mail_mail_id", "in", self.ids), ("state", "=", "sent")])
        )
        labels = dict(self._fields["failure_type"]._description_selection(self.env))
        again = {}
        for mail, own in dispatches.grouped("mail_mail_id").items():
            text = failure_reason or mail.failure_reason or labels.get(failure_type)
            answer = read_answer(failure_type, text)
            own._mark_addresses(say_answer(text), answer.refused)
            if answer.whose in (LATER, OURS) and next_wait(own[0].attempts, answer.whose):
                key = (answer.whose, own[0].attempts, say_answer(text))
                again.setdefault(key, dispatches.browse())
                again[key] |= own
            else:
                mail._fail_for_good(own, answer, say_answer(text))
        for (whose, attempts, words), own in again.items():
            own.mail_mail_id._try_again(own, whose, attempts, words)

    def _fail_for_good(self, dispatches, answer, words):
        """The next channel speaks. What is sent anew instead, a notice, must never leave by the
        failed e-mail later: that is taken out of the queue."""
        if answer.whose == ADDRESS:
            dispatches._mark_addresses(words)
        dispatches._set_undelivered("failed", words)
        if not dispatches[0]._get_message()._is_retried():
            self.sudo().write({"state": "cancel"})

    def _try_again(self, dispatches, whose, attempts, words):
        """Leave the e-mails in the queue, for later."""
        moment = fields.Datetime.now() + timedelta(minutes=next_wait(attempts, whose))
        self.sudo().write({"state": "outgoing", "scheduled_date": moment})
        dispatches.write({"attempts": attempts + 1, "next_try": moment, "error": words})
        self.env.ref(QUEUE).sudo()._trigger(at=moment)
        if whose != OURS:
            return
        for company, own in dispatches.grouped("company_id").items():
            company._ar_tell_manager(
                self.env._("E-mails do not leave"),
                self.env._(
                    "%(count)s messages to customers wait, because our own mail server or its "
                    "settings are at fault: %(words)s They are tried again by themselves; nothing "
                    "is lost.",
                    count=len(own),
                    words=words,
                ),
            )

    def _note_reached(self, failure_reason):
        """The e-mail has reached the customer, although a copy of it was refused."""
        dispatches = self.env["ar.dispatch"].sudo().search([("mail_mail_id", "in", self.ids)])
        dispatches.write({"next_try": False, "error": say_answer(failure_reason)})
        self.sudo().write({"state": "sent"})

    def _note_taken(self):
        """What servers have taken; whether one of several addresses is to be tried again."""
        refused = {
            mail.id: self.env.cr.cache.get(REFUSED, {}).pop(mail.message_id, {}) for mail in self
        }
        dispatches = self.env["ar.dispatch"].sudo().search([("mail_mail_id", "in", self.ids)])
        waiting = False
        for mail, own in dispatches.grouped("mail_mail_id").items():
            if own.filtered("next_try"):
                own.write({"next_try": False, "error": False})
            if found := refused[mail.id]:
                waiting |= mail._note_refused(own, found)
        return waiting

    def _note_refused(self, dispatches, refused):
        """Some of the addresses were refused, while others took the e-mail."""
        words = say_answer(quote_refused(refused))
        addresses = dispatches[0]._split_addresses()
        answers = {
            address: judge(code, said, of_address=True)
            for address, (code, said) in read_refused(quote_refused(refused)).items()
            if address in addresses
        }
        taken = [one for one in addresses if one not in answers]
        dispatches.write({"taken": ", ".join(taken), "error": words})
        gone = [address for address, whose in answers.items() if whose == ADDRESS]
        dispatches._mark_addresses(words, gone)
        attempts = dispatches[0].attempts
        if LATER not in answers.values() or not next_wait(attempts, LATER):
            return False
        self._try_again(dispatches, LATER, attempts, words)
        return True

    def _ar_withdraw(self):
        """Take e-mails that did not leave out of the queue, for good.

        :return: False when one is being sent at this moment
        """
        waiting = self.filtered(lambda mail: mail.state in ("outgoing", "exception"))
        if waiting.try_lock_for_update(allow_referencing=True) != waiting:
            return False
        waiting._cancel_for_good()
        return True

    def _cancel_for_good(self):
        self.write({"state": "cancel"})
        self.env["mail.notification"].sudo().search(
            [
                ("mail_mail_id", "in", self.ids),
                ("notification_status", "in", ("ready", "exception")),
            ]
        ).write({"notification_status": "canceled"})
