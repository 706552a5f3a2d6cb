"""What becomes of a dispatch that waits: it leaves, or is not to leave any more."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.base import leaving


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    # -- what the mail queue says ------------------------------------------------------

    @api.model
    def _get_told_apart(self):
        # EXTENDS the e-mails: other channels have queues of their own.
        return super()._get_told_apart() & Domain("channel", "=", "email")

    def _get_since(self):
        # EXTENDS the e-mails
        return self.date

    def _leaves_later(self):
        # EXTENDS the e-mails: what is not sent anew instead, and was not sent again since. Once a
        # text message has failed, another way speaks.
        if self.channel != "email":
            return False
        message = self._get_message()
        last = max(message.sudo().dispatch_ids.mapped("repeat"), default=0)
        return self.repeat >= last and message._is_retried()

    def _set_left(self):
        # EXTENDS the e-mails
        moved = self._move_to("sent", ("leaving", "unknown", "failed"), error=False)
        for messages, own in moved._by_model():
            messages._on_left(own)
        return moved

    def _set_mail_failed(self, reason, failure_type):
        # EXTENDS the e-mails
        self.mail_mail_id._fail_dispatches(reason, failure_type)

    def _set_withdrawn(self, reason):
        # EXTENDS the e-mails: a person decided, so nothing else speaks by itself.
        moved = self._move_to("cancelled", ("leaving",), error=reason)
        for messages, own in moved._by_model():
            messages._on_withdrawn(own, reason)
        return moved

    def _set_trying(self):
        # EXTENDS the e-mails
        return self._move_to("unknown", ("leaving", "failed"), error=False)

    def _set_doubtful(self):
        # EXTENDS the e-mails
        doubtful = self.filtered(lambda one: one.state == "unknown" and not one.error)
        for code, of_channel in doubtful.grouped("channel").items():
            reason = self.env["ar.channel"]._get(code)._get_doubt_words()
            of_channel.write({"error": reason})
            for messages, own in of_channel._by_model():
                messages._on_doubtful(own, reason)
        return doubtful

    # -- the watch ---------------------------------------------------------------------

    @api.model
    def _watch_mails(self):
        # EXTENDS the e-mails: other carriers' queues, too.
        super()._watch_mails()
        for name in self.env["ar.channel"]._get_codes().values():
            self.env[name]._watch()

    def action_mark_arrived(self):
        """The customer has what nobody knew to have left."""
        self.check_access("write")
        self.sudo().filtered(lambda one: one.state == "unknown")._set_left()
        return True

    def action_mark_lost(self):
        """The customer does not have it: the next way is tried, or it failed."""
        self.check_access("write")
        self.sudo().filtered(lambda one: one.state == "unknown")._set_undelivered(
            "failed", self.env._("The customer did not get it.")
        )
        return True

    # -- a second look -----------------------------------------------------------------

    def _find_outdated(self):
        # EXTENDS the e-mails
        outdated = {}
        now = fields.Datetime.now()
        for messages, own in self._by_model():
            known = messages._read_leaving()
            for one in own:
                message = one._get_message()
                facts = known[message.id]._replace(
                    days=(now - (one.handed_date or one.date)).days,
                    patience=message._get_patience(one.channel),
                    judged=self.env["ar.channel"]._get(one.channel)._judged,
                )
                if code := leaving.decide(facts):
                    outdated[one.id] = message._get_outdated_words(code)
                elif words := one._get_stranger_words(message):
                    outdated[one.id] = words
        return outdated

    def _get_stranger_words(self, message):
        """Why a letter or call must not go to its contact any more, ''; for e-mails see
        ``mail_mail_rights.py``."""
        if self.channel == "email" or not self.contact_id:
            return ""
        return self._say_gone(message, self.contact_id)

    def _set_outdated(self, reason):
        # EXTENDS the e-mails
        activities = self.activity_id
        moved = self._move_to("cancelled", error=reason)
        activities.unlink()
        for messages, own in moved._by_model():
            messages._on_outdated(own, reason)
        return moved

    def _drop_outdated(self):
        """Cancel those that are not to leave any more; returns the others."""
        outdated = self._find_outdated()
        for reason in dict.fromkeys(outdated.values()):
            self.filtered(lambda one, r=reason: outdated.get(one.id) == r)._set_outdated(reason)
        return self.filtered(lambda one: one.id not in outdated)
