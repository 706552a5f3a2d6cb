"""What becomes of a text message: what the provider says of it, and what that means for us."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.base import mailed
from ...tools.channel import phone, sms
from ...tools.channel.answer import ADDRESS, LATER, OURS, next_wait
from .ar_channel_sms import QUEUE

_logger = logging.getLogger(__name__)

# States of a row of the queue after which the provider has it.
TAKEN = ("process", "pending", "sent")
# Minutes in the queue after which the hour is looked at again.
SOON = 30
# Signs of an answer: Twilio's longest text message.
MAX_HEARD = 1600


class ArChannelSms(models.AbstractModel):
    _inherit = "ar.channel.sms"

    @api.model
    def _get_doubt_words(self):
        # EXTENDS the channel
        return self.env._(
            "The server or the connection to the provider stopped while this text message was "
            "handed over: it may have left. It is not sent again by itself. Ask the customer, or "
            "look into the provider's log."
        )

    # -- what the provider says --------------------------------------------------------

    @api.model
    def _take_status(self, uuids, status, failure_type, reason):
        """The provider reports on text messages; each customer's by itself.

        :param status: of Odoo's notifications: ``process`` and ``pending``: it left; ``sent``: it
            was delivered; ``bounce``, ``exception``: it was not; ``canceled``
        :param failure_type: as of ``mail.notification``
        :param reason: the provider's own words
        """
        domain = [("sms_uuid", "in", list(uuids)), ("channel", "=", "sms")]
        dispatches = self.env["ar.dispatch"].sudo().search(domain)
        for own in dispatches.grouped("sms_uuid").values():
            self.env["ar.job.mixin"]._attempt_one(
                own,
                lambda those: self._take_one(those, status, failure_type, reason),
                failed=lambda those, error: None,
                level=logging.ERROR,
            )

    @api.model
    def _take_one(self, dispatches, status, failure_type, reason):
        """What is reported of the dispatches of one text message."""
        if status in ("process", "pending"):
            self._set_left(dispatches)
        elif status == "sent":
            self._set_left(dispatches)
            dispatches._move_to("delivered", ("sent",), error=False)
        elif status == "canceled":
            dispatches._set_withdrawn(
                self.env._(
                    "The text message was cancelled by %s before it left.", self.env.user.name
                )
            )
        elif status in ("bounce", "exception"):
            self._take_failure(dispatches, status, failure_type, reason)

    @api.model
    def _set_left(self, dispatches):
        moved = dispatches._move_to("sent", ("leaving", "unknown"), error=False, next_try=False)
        for messages, own in moved._by_model():
            messages._on_left(own)

    @api.model
    def _take_failure(self, dispatches, status, failure_type, reason):
        whose = sms.judge(failure_type)
        open_ones = dispatches.filtered(lambda one: one.state in ("leaving", "sent", "unknown"))
        if not open_ones:
            return
        words = self._get_failure_words(open_ones[0], failure_type, reason)
        attempts = open_ones[0].attempts
        waits = open_ones.filtered(lambda one: one.state != "sent")
        if whose in (LATER, OURS) and waits:
            if any(one.state == "unknown" and one.error for one in waits):
                return  # it may have left: see ``_set_doubtful``
            if next_wait(attempts, whose):
                self._try_again(waits, whose, words)
                return
        if whose == ADDRESS:
            one = open_ones[0]
            numbers = [one.recipient] if one.recipient else []
            if failure_type not in sms.WRONG_NUMBER:
                # It may be right for calls.
                numbers = [f"{sms.ONLY_TEXTS}{number}" for number in numbers]
            self.env["ar.refused.address"]._mark(one.profile_id, numbers, words)
        state = "bounced" if status == "bounce" else "failed"
        # What is wrong of the number is noted above.
        open_ones._set_undelivered(state, words, mark=False)

    @api.model
    def _try_again(self, dispatches, whose, words):
        """They stay in the queue, for later; a fault of ours is one task for a manager."""
        attempts = dispatches[0].attempts
        soon = fields.Datetime.now() + timedelta(minutes=next_wait(attempts, whose))
        dispatches._move_to("leaving", ("unknown",))
        for moment, own in dispatches._group_by_hour(soon).items():
            own.write({"attempts": attempts + 1, "next_try": moment, "error": words})
            self.env["ir.cron"]._ar_wake(QUEUE, at=moment)
        for company in dispatches.company_id if whose == OURS else ():
            company._ar_tell_manager(
                self.env._("Text messages do not leave"),
                self.env._(
                    "Text messages to customers wait, because our account with the provider or its "
                    "settings are at fault: %s They are tried again by themselves; nothing is "
                    "lost.",
                    words,
                ),
            )

    @api.model
    def _get_failure_words(self, dispatch, failure_type, reason):
        """Why a text message did not arrive: a whole sentence, with the provider's own words."""
        values = {"number": dispatch.recipient, "contact": dispatch.contact_id.display_name}
        words = self._get_failure_sentences(values).get(failure_type or "")
        if not words:
            labels = dict(
                self.env["mail.notification"]
                ._fields["failure_type"]
                ._description_selection(self.env)
            )
            words = self.env._(
                "The provider did not send the text message to %(number)s (%(cause)s).",
                number=dispatch.recipient,
                cause=labels.get(failure_type) or failure_type or self.env._("no reason given"),
            )
        return f"{words} “{reason}”" if reason else words

    @api.model
    def _get_failure_sentences(self, values):
        """{failure type: sentence}"""
        return {
            "sms_number_missing": self.env._("%(contact)s has no phone number.", **values),
            "sms_number_format": self.env._(
                "%(number)s of %(contact)s is no number that the provider can reach.", **values
            ),
            "sms_invalid_destination": self.env._(
                "There is no telephone at %(number)s of %(contact)s, or it cannot be reached.",
                **values,
            ),
            "sms_not_allowed": self.env._(
                "%(number)s of %(contact)s takes no text messages: a landline, or its carrier does "
                "not let them through.",
                **values,
            ),
            "sms_rejected": self.env._(
                "The carrier of %(number)s has refused the text message.", **values
            ),
            "sms_expired": self.env._(
                "%(number)s of %(contact)s could not be reached in time.", **values
            ),
            "sms_not_delivered": self.env._(
                "The carrier could not deliver the text message to %(number)s.", **values
            ),
            "sms_country_not_supported": self.env._(
                "The provider sends no text messages to the country of %(number)s.", **values
            ),
            "sms_optout": self.env._("%(contact)s wants no text messages.", **values),
            "sms_blacklist": self.env._("%(number)s is on the provider's black list.", **values),
            "sms_duplicate": self.env._(
                "The provider has sent the same to %(number)s already.", **values
            ),
            "sms_registration_needed": self.env._(
                "The country of %(number)s asks for a registration of who sends text messages.",
                **values,
            ),
            "sms_credit": self.env._("Our account with the provider is out of credit."),
            "sms_acc": self.env._("Our account with the provider is not registered or verified."),
            "sms_server": self.env._("The provider's server could not take the text message."),
        }

    # -- what customers answer ---------------------------------------------------------

    @api.model
    def _hear(self, number, text):
        """A text message has come from ``number``: STOP stops all of ours at once; any other
        answer is kept on the account that was last written to there, and read like an e-mail."""
        if sms.is_stop(text):
            return self.env["ar.optout"]._note_stop(number)
        found = phone.read(number)
        text = (text or "").strip()[:MAX_HEARD]
        if not found.e164 or not text:
            return None
        domain = [("channel", "=", "sms"), ("recipient", "=", found.e164)]
        told = self.env["ar.dispatch"].sudo().search(domain, limit=1)
        profile, contact = told.profile_id, told.contact_id
        if not profile:
            partners = self.env["res.partner"].sudo()
            contact = partners.search([("phone_sanitized", "=", found.e164)], limit=1)
            owner = contact.commercial_partner_id
            profile = profile.search([("partner_id", "=", owner.id)], limit=1) if owner else profile
        if not profile:
            _logger.info("Nobody is known who has answered a text message from %s", found.e164)
            return None
        return profile.message_post(
            body=text,
            author_id=contact.id or profile.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=profile._get_acting().partner_id.ids,
        )

    # -- a second look -----------------------------------------------------------------

    @api.model
    def _find_leaving_problem(self, dispatches):
        """Why a text message that was queued must not leave: (sentence, whether another way may
        take its place); None if nothing is in the way. A number that was corrected since is
        taken."""
        message = dispatches[0]._get_message()
        if stop := message._read_stops().get(message.id):
            return stop, False
        if problem := self.env["ar.channel"]._get_stopping("sms", message).get(message.id):
            return problem, True
        contact = dispatches[0].contact_id
        number = self._get_number(contact, dispatches[0].company_id) if contact else ""
        if not number:
            return (
                self.env._(
                    "%s has no mobile number any more.",
                    contact.display_name or message.partner_id.display_name,
                ),
                True,
            )
        if number != dispatches[0].recipient:
            dispatches.write({"recipient": number})
        return None

    @api.model
    def _find_better_hour(self, dispatches):
        """When a text message may leave that has waited for long: it keeps to the customer's hours
        then, too; None if now."""
        one = dispatches[0]
        now, message = fields.Datetime.now(), one._get_message()
        if now - (one.handed_date or one.date) < timedelta(minutes=SOON):
            return None
        moment = message._map_hours(now)[message.id]
        return moment if moment > now else None

    # -- the watch ---------------------------------------------------------------------

    @api.model
    def _watch(self):
        # EXTENDS the channel
        late = fields.Datetime.now() - timedelta(seconds=mailed.MOST_SECONDS)
        waiting = Domain("state", "=", "leaving")
        waiting |= (
            Domain("state", "=", "unknown")
            & Domain("error", "=", False)
            & Domain("date", "<", late)
        )
        domain = Domain("channel", "=", "sms") & Domain("sms_uuid", "!=", False) & waiting
        found = self.env["ar.dispatch"].sudo().search(domain)
        self.env["ar.job.mixin"]._work_through(
            list(found.grouped("sms_uuid").values()),
            self._compare,
            failed=lambda dispatches, error: _logger.error("%s: %s", dispatches, error),
        )

    @api.model
    def _compare(self, dispatches):
        """Bring the dispatches of one text message in line with its row in the queue."""
        dispatches = dispatches.try_lock_for_update(allow_referencing=True)
        dispatches = dispatches.filtered(lambda one: one.state in ("leaving", "unknown"))
        if not dispatches:
            return
        row = self.env["sms.sms"].sudo().search([("uuid", "=", dispatches[0].sms_uuid)])
        if row.state in TAKEN:
            self._take_one(dispatches, row.state, False, False)
        elif dispatches[0].state == "unknown":
            dispatches._set_doubtful()
            row._ar_cancel()
        elif row.state == "error" and not dispatches[0].next_try:
            self._take_one(dispatches, "exception", row.failure_type, False)
        elif not row:
            dispatches._set_withdrawn(
                self.env._("The text message was deleted from the queue before it left.")
            )
        elif row.state == "canceled":
            dispatches._set_withdrawn(
                self.env._("The text message was cancelled in the queue before it left.")
            )
