"""What becomes of a message that was handed over and comes back."""

from datetime import timedelta

from odoo import fields, models

from ...tools.channel.answer import (
    ADDRESS,
    LATER,
    OURS,
    judge,
    next_wait,
    quote_refused,
    say_answer,
)


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    def _set_undelivered(self, state, reason, try_others=True, mark=None):
        """A message came back: note it, and let the next channel speak or report failure.

        :param state: ``bounced`` or ``failed``
        :param try_others: False if our own server is at fault, not the address
        :param mark: whether the address is not to be used again; None: if it bounced
        :return: the dispatches that moved
        """
        moved = self._move_to(state, error=reason)
        if state == "bounced" if mark is None else mark:
            moved._mark_addresses(reason)
        for own in moved.grouped(lambda one: (one.res_model, one.res_id)).values():
            own[0]._get_message()._on_undelivered(own, reason, try_others)
        return moved

    def _take_back(self, addresses, state, reason):
        """The message did not reach ``addresses`` of those that it was for. Those are marked; if
        there is another one, it has arrived there."""
        self._mark_addresses(reason, addresses)
        lost = self.filtered(lambda one: not one._find_fit_addresses())
        for one in self - lost:
            one.write({"taken": ", ".join(one._find_fit_addresses()), "error": reason})
        return lost._set_undelivered(state, reason)

    def _find_later(self, refused):
        """The addresses among ``refused`` that may take the e-mail later; none when it was tried
        often enough.

        :param refused: {address: (code, words)}
        """
        if not next_wait(self[0].attempts, LATER):
            return []
        return [
            address
            for address, (code, words) in refused.items()
            if judge(code, words, of_address=True) == LATER
        ]

    def _note_refused(self, refused):
        """Some addresses of an e-mail have not taken it, while others have; see ``_find_later``."""
        words = say_answer(quote_refused(refused))
        taken = [one for one in self[0]._split_addresses() if one not in refused]
        self.write({"taken": ", ".join(taken), "error": words})
        verdicts = {
            address: judge(code, said, of_address=True) for address, (code, said) in refused.items()
        }
        self._mark_addresses(words, [one for one, whose in verdicts.items() if whose == ADDRESS])
        if self._find_later(refused):
            self.mail_mail_id._try_again(self, LATER, self[0].attempts, words)

    def _find_fit_addresses(self):
        """Those of its e-mail addresses that are not marked as taking no mail."""
        addresses = self._split_addresses()
        gone = self.env["ar.refused.address"]._read(addresses)
        return [one for one in addresses if one not in gone]

    def _find_leaving_problem(self):
        """Why an e-mail that was queued must not leave: (sentence, whether another channel may
        take its place); None if nothing is in the way.

        An address that was corrected since is taken, if it is still the same contact's.
        """
        message = self[0]._get_message()
        # What was queued before contacts were noted has them on the e-mail alone.
        people = self._get_told() or self.mail_mail_id.recipient_ids[:1]
        if stop := message._read_stops().get(message.id):
            return stop, False
        gone = [self._say_gone(message, contact) for contact in people or [people]]
        if all(gone):
            return gone[0], True
        told = people.browse(
            contact.id for contact, words in zip(people, gone, strict=True) if not words
        )
        channel = self.env["ar.channel.email"]
        addresses = channel._get_addresses(told)
        blocked, refused = channel._read_unfit(message, {message.id: addresses})[message.id]
        if problem := channel._get_address_problem(told[:1], addresses, blocked, refused):
            return problem, True
        recipient = ", ".join(one for one in addresses if one not in blocked | refused)
        if recipient != self[0].recipient:
            self.write({"recipient": recipient})
        return None

    def _say_gone(self, message, contact):
        """Why ``contact`` may not get ``message`` any more, '' if it may."""
        values = {"contact": contact.display_name, "customer": message.partner_id.display_name}
        if not contact:
            return self.env._(
                "The contact of %(customer)s that it was for has been deleted.", **values
            )
        if not contact.active:
            return self.env._("%(contact)s, whom it was for, is archived.", **values)
        if not self.env["ar.outside.contact"]._may_be_told(message.profile_id, contact):
            return self.env._(
                "%(contact)s is no contact of %(customer)s any more: nothing was sent there.",
                **values,
            )
        return ""

    def _find_addresses_left(self):
        """The e-mail addresses that have not got it yet."""
        taken = (self.taken or "").split(", ")
        return {one for one in self._split_addresses() if one not in taken}

    def _split_addresses(self):
        """The addresses that the dispatch was for: several of an e-mail, else one."""
        self.ensure_one()
        text = self.recipient or ""
        return [one for one in (text.split(", ") if self.channel == "email" else [text]) if one]

    def _mark_addresses(self, reason, addresses=None):
        """Note that nothing arrives at the addresses (all, or those given)."""
        for dispatch in self:
            gone = [
                one for one in dispatch._split_addresses() if addresses is None or one in addresses
            ]
            self.env["ar.refused.address"]._mark(dispatch.profile_id, gone, reason)

    def _fail_to_hand_over(self, error):
        """A fallback could not be handed over: by a fault of ours it waits, else it has failed."""
        messages = self._get_messages()
        if not messages._is_own_fault(error):
            self._set_undelivered("failed", str(error))
            return
        for attempts, own in self.grouped("attempts").items():
            moment = fields.Datetime.now() + timedelta(minutes=next_wait(attempts, OURS))
            own.write({"attempts": attempts + 1, "next_try": moment, "error": str(error)})
            messages._wake_sender(at=moment)
        messages._tell_own_fault(error)

    def _group_by_hour(self, at):
        """{moment at which they may be tried again: dispatches}; those that left together, in one
        e-mail or text message, stay together.

        :param at: before which they are not tried
        """
        hours = {}
        for messages, own in self._by_model():
            moments = messages._map_hours(at)
            for together in own.grouped(lambda one: (one.mail_mail_id, one.sms_uuid)).values():
                moment = max(moments.get(one.res_id, at) for one in together)
                hours[moment] = hours.get(moment, self.browse()) | together
        return hours

    def _get_messages(self):
        """The messages of dispatches of one kind."""
        [(messages, _dispatches)] = self._by_model()
        return messages

    def _carries_message(self):
        """True if the message is on its way or has arrived; a call to be made is neither."""
        self.ensure_one()
        waits_for_a_person = self.state == "queued" and self.activity_id
        living = self.state in ("queued", "leaving", "sent", "delivered", "unknown")
        return living and not waits_for_a_person
