"""Text messages: by Odoo's queue and whatever provider it has, to mobiles only."""

import uuid

from odoo import Command, api, fields, models
from odoo.tools import plaintext2html

from ...tools.base import secrets
from ...tools.channel import sms

QUEUE = "sms.ir_cron_sms_scheduler_action"


class ArChannelSms(models.AbstractModel):
    """They wait in Odoo's queue (``sms.sms``), whose provider is the company's choice.

    What happens there is told by ``sms_sms.py`` and ``sms_tracker.py`` to
    ``ar_channel_sms_steps.py``.
    """

    _name = "ar.channel.sms"
    _inherit = "ar.channel"
    _description = "Collection Channel: SMS"

    _code = "sms"
    _sequence = 25
    _icon = "fa-mobile"

    @api.model
    def _get_label(self):
        return self.env._("SMS")

    @api.model
    def _get_count_words(self, count):
        # EXTENDS the channel
        return self.env._("1 text message") if count == 1 else self.env._("%s text messages", count)

    # -- to whom -----------------------------------------------------------------------

    @api.model
    def _get_recipient(self, message):
        return self._map_recipients(message)[message.id]

    @api.model
    def _map_recipients(self, messages):
        # EXTENDS the channel: E.164, '' where nobody can be reached.
        readers = self._map_readers(messages)
        return {one.id: self._get_number(readers[one.id][0], one.company_id) for one in messages}

    @api.model
    def _map_readers(self, messages):
        # EXTENDS the channel: who has no mobile is told at the customer's own.
        readers = super()._map_readers(messages)
        for message in messages:
            person, words = readers[message.id]
            if self._get_number(person, message.company_id):
                continue
            own = message.profile_id._get_own_contact() | message.partner_id
            reader = next((one for one in own if self._get_number(one, message.company_id)), None)
            if reader and reader != person:
                said = self.env._(
                    "%(contact)s has no mobile number: it goes to %(number)s of %(reader)s.",
                    contact=person.display_name,
                    number=reader._ar_show_phone(message.company_id),
                    reader=reader.display_name,
                )
                readers[message.id] = (reader, " ".join(filter(None, (words, said))))
        return readers

    @api.model
    def _get_number(self, partner, company):
        """The contact's number as E.164 if it takes text messages, else ''."""
        found = partner._ar_read_phone(company)
        return "" if partner._ar_get_phone_problem(found, text=True) else found.e164

    @api.model
    def _get_problems(self, messages):
        readers, numbers = self._map_readers(messages), self._map_recipients(messages)
        known = set(filter(None, numbers.values()))
        stopped = self.env["ar.optout"]._read_stopped(known)
        marks = {f"{sms.ONLY_TEXTS}{number}": number for number in known}
        found = self.env["ar.refused.address"]._read({*known, *marks})
        refused = {marks.get(one, one) for one in found}
        problems = {}
        for message in messages:
            person, number = readers[message.id][0], numbers[message.id]
            values = {"contact": person.display_name, "number": number}
            if not number:
                found = person._ar_read_phone(message.company_id)
                problems[message.id] = person._ar_get_phone_problem(found, text=True)
            elif number in stopped:
                problems[message.id] = self.env._(
                    "%(contact)s has stopped text messages to %(number)s.", **values
                )
            elif number in refused:
                problems[message.id] = self.env._(
                    "The last text message to %(number)s of %(contact)s did not arrive. Correct "
                    "the number on the contact.",
                    **values,
                )
        return problems

    # -- handing over ------------------------------------------------------------------

    @api.model
    def _dispatch(self, dispatches):
        for messages, own in dispatches._by_model():
            dispatch_of = {dispatch.res_id: dispatch.id for dispatch in own}
            groups = messages._group_messages()
            leads = messages.browse().union(*(lead for lead, _all in groups))
            readers, numbers = self._map_readers(leads), self._map_recipients(leads)
            texts = self._map_texts(leads)
            rows = self._make_rows(leads, texts, readers, numbers)
            for (lead, together), sms_sudo in zip(groups, rows, strict=True):
                own.browse(dispatch_of[id_] for id_ in together.ids)._move_to(
                    "leaving",
                    handed_date=fields.Datetime.now(),
                    contact_id=readers[lead.id][0].id,
                    hint=readers[lead.id][1] or False,
                    recipient=numbers[lead.id],
                    sms_uuid=sms_sudo.uuid,
                    mail_message_id=sms_sudo.mail_message_id.id,
                )

    @api.model
    def _map_texts(self, leads):
        """{id: text} in each customer's language."""
        texts = {}
        for lang, group in leads.grouped(lambda lead: lead._get_lang()).items():
            with group._speaking_by(self._code):
                found = group.with_context(lang=lang)._map_sms_texts()
            texts.update({id_: sms.simplify(text) for id_, text in found.items()})
        return texts

    @api.model
    def _get_size_words(self, text):
        """How long a text is, and how many messages it costs; '' for none."""
        size = sms.measure(sms.simplify(text))
        if not size.parts:
            return ""
        values = {"length": size.length, "parts": size.parts}
        if size.alphabet == sms.GSM and size.parts == 1:
            return self.env._("%(length)s characters, one message", **values)
        if size.alphabet == sms.GSM:
            return self.env._("%(length)s characters, %(parts)s messages", **values)
        if size.parts == 1:
            return self.env._("%(length)s characters of the large alphabet, one message", **values)
        return self.env._(
            "%(length)s characters of the large alphabet, %(parts)s messages", **values
        )

    @api.model
    def _make_rows(self, leads, texts, readers, numbers):
        """The rows of Odoo's queue (``sms.sms``) of ``leads``, in their order, as superuser; the
        customers' chatter keeps what they say, without personal links."""
        note = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        logged = (
            self.env["mail.message"]
            .sudo()
            .create(
                [
                    {
                        "model": "ar.profile",
                        "res_id": lead.profile_id.id,
                        "message_type": "sms",
                        "subtype_id": note,
                        "is_internal": True,
                        "body": self._hide_links(lead, texts[lead.id]),
                        "author_id": lead._get_collector().partner_id.id,
                        "email_from": lead.company_id.email_formatted,
                        "reply_to": False,
                        "record_company_id": lead.company_id.id,
                    }
                    for lead in leads
                ]
            )
        )
        rows = (
            self.env["sms.sms"]
            .sudo()
            .create(
                [
                    {
                        "uuid": uuid.uuid4().hex,
                        "mail_message_id": message.id,
                        "partner_id": readers[lead.id][0].id,
                        "number": numbers[lead.id],
                        "body": texts[lead.id],
                    }
                    for lead, message in zip(leads, logged, strict=True)
                ]
            )
        )
        self._notify(rows)
        return rows

    @api.model
    def _hide_links(self, lead, text):
        words = self.with_context(lang=lead.company_id._ar_pick_lang(lead._get_collector())).env._(
            "personal link"
        )
        return plaintext2html(secrets.hide_in_text(text, words))

    @api.model
    def _notify(self, rows):
        """Let the chatter show what becomes of each; the trackers are what providers report to."""
        self.env["mail.notification"].sudo().create(
            [
                {
                    "author_id": sms_sudo.mail_message_id.author_id.id,
                    "mail_message_id": sms_sudo.mail_message_id.id,
                    "res_partner_id": sms_sudo.partner_id.id,
                    "sms_number": sms_sudo.number,
                    "sms_id_int": sms_sudo.id,
                    "sms_tracker_ids": [Command.create({"sms_uuid": sms_sudo.uuid})],
                    "notification_type": "sms",
                    "notification_status": "ready",
                    "is_read": True,
                }
                for sms_sudo in rows
            ]
        )

    @api.model
    def _withdraw(self, dispatches):
        # EXTENDS the channel: those that wait in the queue.
        if any(one.state == "unknown" and not one.error for one in dispatches):
            return False
        waiting = dispatches.filtered(lambda one: one.state == "leaving")
        rows = self.env["sms.sms"].sudo().search([("uuid", "in", waiting.mapped("sms_uuid"))])
        if rows.try_lock_for_update(allow_referencing=True) != rows:
            return False
        # First, so that nobody is told that somebody else cancelled them.
        waiting._move_to("cancelled", ("leaving",), error=self.env._("Sent again."))
        rows._ar_cancel()
        return True
