"""E-mail: in the customer's language, through the mail queue, seen in the customer's chatter."""

import logging
from functools import lru_cache

from markupsafe import Markup

from odoo import api, models
from odoo.tools import email_normalize, email_normalize_all

from ...tools.base import secrets
from ...tools.channel import message_id
from ...tools.channel.inline import drop_pictures
from ..base.ar_job_mixin import raise_if_lost
from .ar_message_mixin import OwnFault

_logger = logging.getLogger(__name__)


@lru_cache(maxsize=1024)
def _split(text):
    """The addresses in a text; asked several times for each e-mail."""
    return tuple(email_normalize_all(text))


class ArChannelEmail(models.AbstractModel):
    """Messages wait in the mail queue, so nothing is sent while a user waits."""

    _name = "ar.channel.email"
    _inherit = "ar.channel"
    _description = "Collection Channel: E-mail"

    _code = "email"
    _sequence = 20  # after the letter, which it may carry
    _icon = "fa-envelope-o"
    _several = True
    _links_invoices = True
    _contact_data = "email"

    @api.model
    def _get_label(self):
        return self.env._("E-mail")

    @api.model
    def _get_recipient(self, message):
        return self._map_recipients(message)[message.id]

    @api.model
    def _map_recipients(self, messages):
        # EXTENDS the channel: all addresses of who is told that take mail.
        found = self._map_addresses(messages)
        unfit = self._read_unfit(messages, found)
        return {
            id_: ", ".join(one for one in addresses if not any(one in bad for bad in unfit[id_]))
            for id_, addresses in found.items()
        }

    @api.model
    def _map_people(self, messages):
        # EXTENDS the channel: who has no e-mail address is told at the customer's own.
        found = super()._map_people(messages)
        for message in messages:
            people, words = found[message.id]
            if reached := people.filtered(self._get_addresses):
                found[message.id] = (reached, words)
                continue
            person = people[:1]
            own = message.profile_id._get_own_contact() | message.partner_id
            if reader := next((one for one in own if self._get_addresses(one)), None):
                said = self.env._(
                    "%(contact)s has no e-mail address: it goes to %(address)s of %(reader)s.",
                    contact=person.display_name,
                    address=", ".join(self._get_addresses(reader)),
                    reader=reader.display_name,
                )
                found[message.id] = (reader, " ".join(filter(None, (words, said))))
        return found

    @api.model
    def _get_addresses(self, partners):
        """The e-mail addresses of contacts, each once; what is none is left out."""
        texts = (partner.email or "" for partner in partners)
        return list(dict.fromkeys(one for text in texts for one in _split(text)))

    @api.model
    def _map_addresses(self, messages):
        """{message id: the addresses of all who are told}."""
        people = self._ask_people(messages)
        return {one.id: self._get_addresses(people[one.id][0]) for one in messages}

    @api.model
    def _read_unfit(self, messages, found):
        """Which of the addresses ``found`` by message cannot be used; two queries.

        The blacklist is one of advertising: who is on it gets no reminder by e-mail. Legal demands
        reach him, as do statements and confirmations, which are business between the two.

        :return: {message id: (set of those on the blacklist, set of those that took no mail)}
        """
        known = {address for addresses in found.values() for address in addresses}
        listed, refused = self._ask_once(
            ("unfit", frozenset(known)), lambda: self._read_marked(known)
        )
        free = messages.filtered(lambda one: one._get_purpose() != "reminder")
        return {id_: (set() if id_ in free._ids else listed, refused) for id_ in found}

    @api.model
    def _read_marked(self, addresses):
        """(those of the addresses on the blacklist, those that took no mail): two sets."""
        blacklist = self.env["mail.blacklist"].sudo().search([("email", "in", list(addresses))])
        return set(blacklist.mapped("email")), self.env["ar.refused.address"]._read(addresses)

    @api.model
    def _get_own_problem(self, message):
        # EXTENDS the channel: the e-mail carries a letter that cannot be made.
        if not message._attaches_letter():
            return None
        return self.env["ar.channel.letter"]._get_pdf_problem()

    @api.model
    def _get_problems(self, messages):
        problems = self._get_address_problems(messages)
        pdf_problem = self.env["ar.channel.letter"]._get_pdf_problem()
        for message in messages if pdf_problem else ():
            if message.id not in problems and message._attaches_letter():
                problems[message.id] = pdf_problem
        return problems

    @api.model
    def _get_address_problems(self, messages):
        """No address, a malformed one; all came back, were refused, or are blacklisted."""
        readers, found = self._map_readers(messages), self._map_addresses(messages)
        unfit = self._read_unfit(messages, found)
        problems = {}
        for message in messages:
            person, addresses = readers[message.id][0], found[message.id]
            problem = self._get_address_problem(person, addresses, *unfit[message.id])
            if problem:
                problems[message.id] = problem
        return problems

    @api.model
    def _get_address_problem(self, person, addresses, blocked, refused):
        """A sentence if none of a person's ``addresses`` can take the message, else None."""
        name = person.display_name
        if not (person.email or "").strip():
            return self.env._(
                "%(contact)s has no e-mail address. Enter one on the contact.", contact=name
            )
        if not addresses:
            return self.env._(
                "The e-mail address “%(address)s” of %(contact)s is not valid. Correct it on "
                "the contact.",
                address=person.email,
                contact=name,
            )
        if not all(one in blocked | refused for one in addresses):
            return None
        values = {"address": ", ".join(addresses), "contact": name}
        if addresses[0] in blocked:
            return self.env._(
                "The e-mail address %(address)s of %(contact)s is on the blacklist. Take it off "
                "the list or choose another dunning contact.",
                **values,
            )
        return self.env._(
            "The last message to %(address)s of %(contact)s came back. Correct the address "
            "or choose another dunning contact.",
            **values,
        )

    @api.model
    def _withdraw(self, dispatches):
        # EXTENDS the channel: the e-mails that wait in the queue, or failed there.
        mails = dispatches.mail_mail_id._ar_lock_waiting()
        if mails is None:
            return False
        gone = dispatches.filtered(lambda one: one.mail_mail_id in mails)
        # First, so that nobody is told that somebody else cancelled the e-mails.
        gone._move_to("cancelled", ("leaving",), error=self.env._("Sent again."))
        mails._ar_stop(self.env._("Sent again."))
        return True

    @api.model
    def _get_doubt_words(self):
        # EXTENDS the channel
        return super()._get_doubt_words() + " " + self.env._("Or see the log of the mail server.")

    @api.model
    def _attach_letters(self, groups):
        """Make the letters that the e-mails carry."""
        attaching = [together for lead, together in groups if lead._attaches_letter()]
        if attaching:
            attaching[0].union(*attaching)._ensure_letters()

    @api.model
    def _by_template(self, groups):
        """Group messages (lead, all) by template and language: one rendering each."""
        result = {}
        for lead, together in groups:
            key = (lead._get_mail_template(), lead._get_lang())
            result.setdefault(key, []).append((lead, together))
        return result

    # -- content -----------------------------------------------------------------------

    @api.model
    def _prepare_mail_values(self, template, lang, group, people):
        """{lead id: values of its mail.mail}; rendered in one go for all of ``group``.

        :param people: as of ``_map_people``
        """
        leads = group[0][0].union(*(lead for lead, _all in group)).with_context(lang=lang)
        template = template.sudo().with_context(lang=lang)
        subject_of = {lead.id: lead._get_mail_subject().id for lead in leads}
        with leads._speaking_by(self._code):
            rendered = {
                name: self._render(template, name, leads, list(subject_of.values()))
                for name in ("subject", "body_html", "email_from", "reply_to", "email_cc")
            }
        attached = leads._map_attached(group)
        attached = self._split_attached({lead: attached[lead.id] for lead in leads})
        replies = self._map_reply_to(leads)
        values, layouts = {}, {}
        for lead in leads:
            carried, linked = attached[lead.id]
            own = {name: done[subject_of[lead.id]] for name, done in rendered.items()}
            if linked:
                own["body_html"] = Markup(own["body_html"]) + self._prepare_links(lead, linked)
            values[lead.id] = {
                **self._prepare_sender_values(lead),
                "reply_to": replies[lead.profile_id.id],
                **{name: value for name, value in own.items() if value},
                **self._prepare_static_values(template, lead),
                "recipient_ids": [(4, id_) for id_ in people[lead.id][0].ids],
                "partner_ids": [(4, id_) for id_ in people[lead.id][0].ids],
                **lead._get_mail_values(),
                "attachment_ids": [(4, id_) for id_ in carried.ids],
                "body": self._hide_links(lead, own["body_html"]),
                "body_html": self._wrap(template, lead, own["body_html"], layouts),
            }
        return values

    @api.model
    def _make_message_id(self, lead, together, repeat, values, recipient):
        """The Message-ID: of what the e-mail says, to whom, and how often it was sent again by a
        person. The same said twice has the same one, so that the receiver may drop the second."""
        domain = (email_normalize(lead.company_id.email or "") or "").rpartition("@")[2]
        said = (
            self.env["ir.config_parameter"].sudo().get_param("database.uuid"),
            together._name,
            sorted(together.ids),
            repeat,
            recipient,
            values.get("subject"),
            # Without personal links, which may be other ones each time.
            values.get("body"),
        )
        return message_id.derive(said, f"{lead.profile_id.id}-ar.profile", domain)

    @api.model
    def _render(self, template, field_name, leads, ids):
        """Render one field of the template; an error names the template and the customer."""
        try:
            return template._render_field(field_name, ids)
        except Exception as error:
            raise_if_lost(error)
            # Several: the sender repeats one by one and so finds the one that fails.
            if len(leads) > 1:
                raise
            _logger.info("Template %s cannot be rendered", template.id, exc_info=True)
            words = leads._get_template_error_words(template, self._get_cause(error))
            raise OwnFault(words) from error

    @api.model
    def _get_cause(self, error):
        """The first cause of a rendering error, in one line."""
        while error.__cause__ is not None:
            error = error.__cause__
        return str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__

    @api.model
    def _hide_links(self, record, body):
        """What the chatter keeps of a message: whoever reads it there must not get the links
        that are the customer's alone."""
        words = self.with_context(lang=record.env.lang).env._("personal link")
        # Pictures stay in the e-mail: Odoo would make a file of each for the chatter.
        return type(body)(secrets.hide(drop_pictures(body), words)) if body else body

    @api.model
    def _prepare_sender_values(self, lead):
        """From the company, unless the template says otherwise."""
        collector = lead._get_collector()
        company = lead.company_id
        sender = company.email_formatted or collector.email_formatted
        return {
            "email_from": sender,
            "author_id": (collector.partner_id or company.partner_id).id,
        }

    @api.model
    def _map_reply_to(self, leads):
        """Where answers go: to Odoo, which keeps them on the customer's page and tells the
        collector there; to the collector's own address where no alias receives mail.

        :return: {account id: address}
        """
        defaults = {
            lead.profile_id.id: lead._get_collector().email_formatted
            or lead.company_id.email_formatted
            for lead in leads
        }
        return leads.profile_id._notify_get_reply_to_batch(defaults=defaults)

    @api.model
    def _prepare_static_values(self, template, lead):
        """What mail.mail would otherwise look up by itself, one by one."""
        company = lead.company_id
        return {
            "model": "ar.profile",
            "res_id": lead.profile_id.id,
            "message_type": "email_outgoing",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment"),
            "record_company_id": company.id,
            "record_alias_domain_id": company.alias_domain_id.id,
            "email_add_signature": False,
            "mail_server_id": template.mail_server_id.id,
            "auto_delete": template.auto_delete,
            # The message stays in the customer's chatter when the sent mail is deleted.
            "is_notification": True,
        }
