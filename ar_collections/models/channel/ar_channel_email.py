"""E-mail: in the customer's language, through the mail queue, seen in the customer's chatter."""

import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, mail

from ...tools.base import secrets

_logger = logging.getLogger(__name__)


class ArChannelEmail(models.AbstractModel):
    """Messages wait in the mail queue, so nothing is sent while a user waits."""

    _name = "ar.channel.email"
    _inherit = "ar.channel"
    _description = "Collection Channel: E-mail"

    _code = "email"
    _sequence = 20  # after the letter, which it may carry

    @api.model
    def _get_label(self):
        return self.env._("E-mail")

    @api.model
    def _get_recipient(self, notice):
        return email_normalize(notice.contact_id.email or "") or ""

    @api.model
    def _get_problems(self, notices):
        problems = self._get_address_problems(notices)
        for notice in notices:
            if notice.id not in problems and (problem := self._get_letter_problem(notice)):
                problems[notice.id] = problem
        return problems

    @api.model
    def _get_address_problems(self, notices):
        """No address, a malformed one, one that bounced, one that is blacklisted.

        :param notices: notices, or other records with ``contact_id`` and ``partner_id``
        """
        addresses = {notice.id: self._get_recipient(notice) for notice in notices}
        known = set(filter(None, addresses.values()))
        blacklist = self.env["mail.blacklist"].sudo().search([("email", "in", list(known))])
        blocked = set(blacklist.mapped("email"))
        bounced = self.env["ar.dispatch"]._read_bounced(known)
        problems = {}
        for notice in notices:
            address = addresses[notice.id]
            problem = self._get_address_problem(notice, address, blocked, bounced)
            if problem:
                problems[notice.id] = problem
        return problems

    @api.model
    def _get_address_problem(self, notice, address, blocked, bounced):
        """A sentence if ``address`` cannot take the message, else None."""
        name = notice.contact_id.display_name or notice.partner_id.display_name
        if not (notice.contact_id.email or "").strip():
            return self.env._(
                "%(contact)s has no e-mail address. Enter one on the contact.", contact=name
            )
        if not address:
            return self.env._(
                "The e-mail address “%(address)s” of %(contact)s is not valid. Correct it on "
                "the contact; one address only.",
                address=notice.contact_id.email,
                contact=name,
            )
        values = {"address": address, "contact": name}
        if address in blocked:
            return self.env._(
                "The e-mail address %(address)s of %(contact)s is on the blacklist. Take it off "
                "the list or choose another dunning contact.",
                **values,
            )
        if address in bounced:
            return self.env._(
                "The last message to %(address)s of %(contact)s came back. Correct the address "
                "or choose another dunning contact.",
                **values,
            )
        return None

    @api.model
    def _get_letter_problem(self, notice):
        """A sentence if the level attaches the letter and no PDF can be made."""
        if notice.level_id.letter_attached:
            return self.env["ar.channel.letter"]._get_pdf_problem()
        return None

    @api.model
    def _dispatch(self, dispatches):
        messages = dispatches.notice_id._group_messages()
        dispatch_of = {dispatch.notice_id.id: dispatch.id for dispatch in dispatches}
        self._attach_letters(messages)
        for (template, lang), group in self._by_template(messages).items():
            values = self._prepare_mail_values(template, lang, group)
            mails = self.env["mail.mail"].sudo().create([values[lead.id] for lead, _all in group])
            self._notify(mails, group)
            for mail_sudo, (_lead, notices) in zip(mails, group, strict=True):
                dispatches.browse(dispatch_of[id_] for id_ in notices.ids)._move_to(
                    "sent", mail_mail_id=mail_sudo.id, mail_message_id=mail_sudo.mail_message_id.id
                )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    @api.model
    def _attach_letters(self, messages):
        """Make the letters of the levels that attach them."""
        notices = self.env["ar.dunning.notice"].union(
            *(all_ for lead, all_ in messages if lead.level_id.letter_attached)
        )
        if notices:
            notices._ensure_letters()

    @api.model
    def _by_template(self, messages):
        """Group messages (lead, notices) by template and language: one rendering each."""
        groups = {}
        for lead, notices in messages:
            template = lead.level_id._get_mail_template()
            groups.setdefault((template, lead._get_lang()), []).append((lead, notices))
        return groups

    @api.model
    def _queue(self, records, template, attachments):
        """Write an e-mail for each record into the mail queue, in the customer's language.

        :param records: what is said, with ``contact_id``, ``partner_id``, ``profile_id``,
            ``company_id``, ``_get_lang()`` and ``_get_collector()``
        :param attachments: {record id: attachments}
        :return: {record id: its mail.mail, as superuser}
        """
        queued = {}
        names = ("subject", "body_html", "email_from", "reply_to", "email_cc")
        for lang, group in records.grouped(lambda record: record._get_lang()).items():
            group = group.with_context(lang=lang)
            template = template.sudo().with_context(lang=lang)
            rendered = {name: template._render_field(name, group.ids) for name in names}
            values = []
            for record in group:
                own = {name: done[record.id] for name, done in rendered.items()}
                values.append(
                    {
                        **self._prepare_sender_values(record),
                        **{name: value for name, value in own.items() if value},
                        **self._prepare_static_values(template, record),
                        "attachment_ids": [(4, id_) for id_ in attachments[record.id].ids],
                        "body": self._hide_links(record, own["body_html"]),
                        "body_html": self._wrap(template, record, own["body_html"]),
                    }
                )
            mails = self.env["mail.mail"].sudo().create(values)
            self._notify(mails, [(record, record) for record in group])
            queued.update(zip(group.ids, mails, strict=True))
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return queued

    # ------------------------------------------------------------------
    # Content
    # ------------------------------------------------------------------
    @api.model
    def _prepare_mail_values(self, template, lang, group):
        """{lead id: values of its mail.mail}; rendered in one go for all of ``group``."""
        leads = self.env["ar.dunning.notice"].union(*(lead for lead, _all in group))
        leads = leads.with_context(lang=lang)
        template = template.sudo().with_context(lang=lang)
        rendered = {
            name: self._render(template, name, leads)
            for name in ("subject", "body_html", "email_from", "reply_to", "email_cc")
        }
        attached = self._map_attachments(group)
        values = {}
        for lead in leads:
            values[lead.id] = {
                **self._prepare_sender_values(lead),
                **{key: done[lead.id] for key, done in rendered.items() if done[lead.id]},
                **self._prepare_static_values(template, lead),
                "attachment_ids": [(4, id_) for id_ in attached[lead.id].ids],
            }
            body = rendered["body_html"][lead.id]
            values[lead.id]["body"] = self._hide_links(lead, body)
            values[lead.id]["body_html"] = self._wrap(template, lead, body)
        return values

    @api.model
    def _render(self, template, field_name, leads):
        """Render one field of the template; an error names the template and the customer."""
        try:
            return template._render_field(field_name, leads.ids)
        except Exception as error:
            # Several: the sender repeats one by one and so finds the one that fails.
            if len(leads) > 1:
                raise
            _logger.info("Template %s cannot be rendered", template.id, exc_info=True)
            raise UserError(
                self.env._(
                    "The e-mail to %(customer)s at level “%(level)s” could not be written: the "
                    "template “%(template)s” has an expression that fails (%(cause)s). Correct "
                    "the template and send the notice again.",
                    customer=leads.partner_id.display_name,
                    level=leads.level_id.display_name,
                    template=template.display_name,
                    cause=self._get_cause(error),
                )
            ) from error

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
        return type(body)(secrets.hide(body, words)) if body else body

    @api.model
    def _wrap(self, template, lead, body):
        """Put the company's mail layout around ``body``."""
        layout = template.email_layout_xmlid or "ar_collections.ar_dunning_mail_layout"
        return (
            self.env["mail.render.mixin"]
            .with_context(lang=lead.env.lang)
            ._render_encapsulate(
                layout,
                body,
                add_context={
                    "company": lead.company_id,
                    "record_name": lead.partner_id.display_name,
                    "model_description": "",
                },
                context_record=lead.profile_id,
            )
        )

    @api.model
    def _prepare_sender_values(self, lead):
        """From the company, answers to the collector, unless the template says otherwise."""
        collector = lead._get_collector()
        company = lead.company_id
        sender = company.email_formatted or collector.email_formatted
        return {
            "email_from": sender,
            "reply_to": collector.email_formatted or sender,
            "author_id": (collector.partner_id or company.partner_id).id,
        }

    @api.model
    def _prepare_static_values(self, template, lead):
        """What mail.mail would otherwise look up by itself, one by one."""
        company = lead.company_id
        return {
            "model": "ar.profile",
            "res_id": lead.profile_id.id,
            "message_type": "email_outgoing",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment"),
            "message_id": mail.generate_tracking_message_id(f"{lead.profile_id.id}-ar.profile"),
            "record_company_id": company.id,
            "record_alias_domain_id": company.alias_domain_id.id,
            "recipient_ids": [(4, lead.contact_id.id)],
            "partner_ids": [(4, lead.contact_id.id)],
            "email_add_signature": False,
            "mail_server_id": template.mail_server_id.id,
            "auto_delete": template.auto_delete,
            # The message stays in the customer's chatter when the sent mail is deleted.
            "is_notification": True,
        }

    @api.model
    def _map_attachments(self, group):
        """{lead id: the letter and the invoices' PDFs as stored, as the level says}."""
        everything = self.env["ar.dunning.notice"].union(*(notices for _lead, notices in group))
        pdfs = everything._map_invoice_pdfs()
        none = self.env["ir.attachment"].sudo()
        result = {}
        for lead, notices in group:
            level = lead.level_id
            letter = lead.sudo().letter_attachment_id if level.letter_attached else none
            invoices = notices.ids if level.invoices_attached else []
            result[lead.id] = letter.union(*(pdfs.get(id_, none) for id_ in invoices))
        return result

    @api.model
    def _notify(self, mails_sudo, group):
        """Let the chatter show what becomes of each mail (Odoo's envelope icon)."""
        self.env["mail.notification"].sudo().create(
            [
                {
                    "author_id": mail_sudo.author_id.id,
                    "mail_message_id": mail_sudo.mail_message_id.id,
                    "mail_mail_id": mail_sudo.id,
                    "res_partner_id": lead.contact_id.id,
                    "notification_type": "email",
                    "notification_status": "ready",
                    "is_read": True,
                }
                for mail_sudo, (lead, _notices) in zip(mails_sudo, group, strict=True)
            ]
        )
