"""What the answer of a mail server means for the message that an e-mail carries."""

from datetime import timedelta

from odoo import fields, models

from ...tools.channel.answer import (
    ADDRESS,
    LATER,
    OURS,
    next_wait,
    quote_refused,
    read_answer,
    read_refused,
    say_answer,
)
from .ir_mail_server import REFUSED

QUEUE = "mail.ir_cron_mail_scheduler_action"
IN_THE_QUEUE = ("leaving", "sent", "unknown")
# What was handed over so short a time ago was asked for its hour then.
MINUTES_FRESH = 15


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _ar_find_dispatches(self):
        """The dispatches that these e-mails carry, as superuser."""
        domain = [("mail_mail_id", "in", self.ids), ("state", "in", IN_THE_QUEUE)]
        return self.env["ar.dispatch"].sudo().search(domain)

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # EXTENDS the mail queue: some of the addresses were refused, or a copy was.
        # What was stopped when it was about to leave has not left.
        gone = self.filtered(lambda mail: mail.state != "cancel")
        dispatches, copy_words = gone._ar_find_dispatches(), ""
        if failure_type and success_pids and dispatches:
            # The customer has it; a copy was refused.
            copy_words, failure_reason, failure_type = say_answer(failure_reason), False, None
            gone.sudo().write({"state": "sent"})
        refused = {} if failure_type else gone._ar_take_refused(dispatches)
        # Odoo deletes the row of what has left.
        later = gone.filtered(lambda mail: mail._ar_is_tried_again(refused))
        later.sudo().write({"auto_delete": False})
        result = not gone or super(MailMail, gone)._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
        if not failure_type:
            dispatches.write({"next_try": False, **({"error": copy_words} if copy_words else {})})
            for own, found in refused.items():
                own._note_refused(found)
        return result

    def _ar_take_refused(self, dispatches):
        """{dispatches of one e-mail: {address: (code, words)}} of the addresses that were refused
        while others took it."""
        kept, found = self.env.cr.cache.get(REFUSED, {}), {}
        for mail, own in dispatches.grouped("mail_mail_id").items():
            refused = read_refused(quote_refused(kept.pop(mail.message_id, {})))
            addresses = own[0]._split_addresses()
            refused = {one: said for one, said in refused.items() if one in addresses}
            if refused:
                found[own] = refused
        return found

    def _ar_is_tried_again(self, refused):
        """Whether one of the refused addresses of this e-mail may take it later."""
        return any(
            own.mail_mail_id == self and own._find_later(found) for own, found in refused.items()
        )

    def _fail_dispatches(self, failure_reason, failure_type):
        """Record why e-mails did not leave, and go on: another address or channel where this one
        takes no mail; the same e-mail later where it was refused for now; one alarm for us where
        the fault is ours. See ``tools/channel/answer.py``."""
        again, words = {}, say_answer(failure_reason)
        for mail, own in self._ar_find_dispatches().grouped("mail_mail_id").items():
            answer = read_answer(failure_type, failure_reason)
            own._mark_addresses(words, answer.refused)
            if answer.whose in (LATER, OURS) and next_wait(own[0].attempts, answer.whose):
                key = (answer.whose, own[0].attempts)
                again[key] = again.get(key, own.browse()) | own
            else:
                mail._fail_for_good(own, answer, words)
        for (whose, attempts), own in again.items():
            own.mail_mail_id._try_again(own, whose, attempts, words)

    def _fail_for_good(self, dispatches, answer, words):
        """The next channel speaks. What is sent anew instead, a notice, must never leave by the
        failed e-mail later: that is taken out of the queue."""
        if answer.whose == ADDRESS:
            dispatches._mark_addresses(words, dispatches[0]._find_addresses_left())
        if dispatches[0].taken:
            # Others of its addresses have it.
            dispatches._move_to("sent", ("leaving", "unknown"), error=words)
            self._ar_stop(words)
            return
        dispatches._set_undelivered("failed", words)
        if not dispatches[0]._get_message()._is_retried():
            self.sudo().write({"state": "cancel"})

    def _try_again(self, dispatches, whose, attempts, words):
        """Leave the e-mails in the queue, for later: when the customers may be written to."""
        soon = fields.Datetime.now() + timedelta(minutes=next_wait(attempts, whose))
        for moment, own in dispatches._group_by_hour(soon).items():
            own.mail_mail_id.sudo().write({"state": "outgoing", "scheduled_date": moment})
            own._move_to("leaving", ("sent", "unknown"))
            own.write({"attempts": attempts + 1, "next_try": moment, "error": words})
            self.env["ir.cron"]._ar_wake(QUEUE, at=moment)
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

    def _ar_stop_outdated(self):
        # EXTENDS the mail queue: what stood in it into the night waits for the morning. Who sends
        # it by hand wants it now.
        go = super()._ar_stop_outdated()
        return go._ar_keep_to_hours() if self.env.user._is_superuser() else go

    def _ar_keep_to_hours(self):
        """Leave those in the queue whose customers may not be written to now; the others."""
        now = fields.Datetime.now()
        stood = now - timedelta(minutes=MINUTES_FRESH)
        waiting = self._ar_find_dispatches().filtered(
            lambda one: one.state == "leaving" and one.handed_date and one.handed_date <= stood
        )
        late = self.browse()
        for moment, own in waiting._group_by_hour(now).items() if waiting else ():
            if moment > now:
                late |= own.mail_mail_id
                own.mail_mail_id.sudo().write({"scheduled_date": moment})
                own.write({"next_try": moment})
                self.env["ir.cron"]._ar_wake(QUEUE, at=moment)
        return self - late

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
