"""How a customer wants to hear from us, and what came back."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize_all, format_date

from ...tools.base import secrets
from ...tools.channel import sms
from ..base.ar_guard_mixin import ANY
from ..base.guarded import COLLECTOR


class ArProfile(models.Model):
    # EXTENDS 'customer': the preferred channel, and messages that bounce.
    _inherit = "ar.profile"

    _writable = {ANY: ("preferred_channel", "preferred_hour", "told_ids")}

    preferred_channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection(),
        tracking=True,
        help="Comes first where the level has this channel; the level's first channel then is "
        "the fallback. A level that does not have it keeps its own.",
    )
    preferred_hour = fields.Float(
        tracking=True,
        help="The customer's own time of day for which reminders wait that leave by themselves. "
        "Empty: as the settings say.",
    )
    told_ids = fields.One2many(
        "ar.profile.contact",
        "profile_id",
        string="Who Is Told",
        help="Who gets what by which way; without a line the dunning contact does.",
    )
    optout_ids = fields.Many2many(
        "ar.optout",
        string="Opt-outs",
        compute="_compute_optout_ids",
        help="Which of the contacts want no messages by a channel.",
    )
    dispatch_ids = fields.One2many("ar.dispatch", "profile_id", string="Dispatches")
    talk_ids = fields.One2many("ar.talk", "profile_id", string="Unplanned Calls")
    reason_id = fields.Many2one(
        "ar.reason",
        string="Reason of Non-payment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Why the customer does not pay, as said last.",
    )
    reason_nature = fields.Selection(
        related="reason_id.nature", string="Can or Will Not Pay", store=True
    )
    reason_date = fields.Date(string="Reason Said on", readonly=True, copy=False)
    phone = fields.Char(
        related=None,
        compute="_compute_phone",
        search="_search_phone",
        help="In the national form where it is a number of the company's own country.",
    )
    webhook_count = fields.Integer(
        string="Webhooks", compute="_compute_webhook_count", groups=COLLECTOR
    )
    seen_date = fields.Datetime(
        string="Last Seen On",
        compute="_compute_seen_date",
        help="When the customer last opened a page of ours: the account, a reminder, a statement.",
    )

    _preferred_hour = models.Constraint(
        "CHECK (preferred_hour >= 0 AND preferred_hour < 24)",
        "The preferred hour is a time of day: from 0:00, which stands for none, to 23:59.",
    )

    def _compute_webhook_count(self):
        counts = dict(
            self.env["ar.webhook.endpoint"]._read_group(
                [("profile_id", "in", self.ids)], ["profile_id"], ["__count"]
            )
        )
        for profile in self:
            profile.webhook_count = counts.get(profile, 0)

    def _compute_seen_date(self):
        last = dict(self.sudo()._group_own("ar.seen", aggregates=["last_date:max"]))
        for profile in self:
            profile.seen_date = last.get(profile, False)

    def _note_seen(self):
        """The customer looks at the account, on a page of ours."""
        for profile in self:
            self.env["ar.seen"]._note(profile, profile)

    @api.depends("partner_id.phone", "partner_id.country_id", "company_id.country_id")
    def _compute_phone(self):
        for profile in self:
            profile.phone = profile.partner_id._ar_show_phone(profile.company_id)

    def _search_phone(self, operator, value):
        return Domain("partner_id.phone", operator, value)

    def _message_receive_bounce(self, email, partner):
        # EXTENDS 'mail': the last message of each kind came back.
        super()._message_receive_bounce(email, partner)
        dispatches = self.env["ar.dispatch"].sudo()
        addresses = set(email_normalize_all(email or "")) or {email}
        words = self.env._("The message to %(address)s came back.", address=email)
        for profile in self:
            # Not only the last ones: it may be one of several addresses that comes back.
            sent = dispatches.search(
                [
                    ("profile_id", "=", profile.id),
                    ("channel", "=", "email"),
                    ("state", "in", ("leaving", "sent", "unknown")),
                    ("recipient", "like", max(addresses, key=len)),
                ],
                order="id desc",
            ).filtered(lambda one: addresses & one._find_believed())
            for _messages, own in sent._by_model():
                # One message may carry several notices (currencies) of the customer.
                last = own.filtered(lambda d, m=own[:1].mail_message_id: d.mail_message_id == m)
                last._take_back(addresses, "bounced", words)

    def _message_create(self, values_list):
        # EXTENDS 'mail': the customer's answer quotes our message, with the personal link.
        # What leaves with a message that is posted keeps it.
        words = self.env._("personal link")
        kept = [
            {**values, "body": type(body)(secrets.hide(body, words))}
            if secrets.is_personal(body := values.get("body") or "")
            else values
            for values in values_list
        ]
        return super()._message_create(kept)

    def action_view_dispatches(self):
        """Open all that was sent to the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_dispatch_action")
        action["domain"] = [("profile_id", "=", self.id)]
        action["context"] = {}
        return action

    def action_log_call(self):
        """Ask for the outcome of a call: of the one that is planned; else of one that nobody
        planned."""
        self.ensure_one()
        self.check_access("write")
        domain = [
            ("profile_id", "=", self.id),
            ("channel", "=", "call"),
            ("state", "=", "queued"),
        ]
        planned = self.env["ar.dispatch"].search(domain, order="call_date, id", limit=1)
        return planned.action_log_call() if planned else planned._ask_outcome(profile=self)

    def action_write(self):
        """Write an e-mail to the dunning contact; the chatter of the account keeps it."""
        self.ensure_one()
        self.check_access("write")
        contact = self._get_contact()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": contact.ids if contact.email else [],
                "force_email": True,
            },
        }

    def action_view_webhook(self):
        """Open the customer's own endpoint, or make it."""
        self.ensure_one()
        xmlid = "ar_collections.ar_webhook_endpoint_action"
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("profile_id", "=", self.id)]
        action["context"] = {"default_profile_id": self.id, "active_test": False}
        return action

    # -- answers -----------------------------------------------------------------------

    def _note_reason(self, reason):
        """Keep why the customer does not pay, as said today; without a reason the last one stays.

        :param reason: an ``ar.reason``, the code of one, or nothing
        """
        for profile in self.sudo() if reason else ():
            company = profile.company_id
            known = self.env["ar.reason"]._find(reason, company) if type(reason) is str else reason
            if known:
                profile.write({"reason_id": known.id, "reason_date": company._ar_today()})

    def _send_copies(self, moves, person):
        """Send the present PDFs of invoices to a contact, in one e-mail.

        :return: the numbers of the invoices, as text
        :raise UserError: none can be made
        """
        self.ensure_one()
        problems = moves._ar_ensure_pdfs()
        files = moves._ar_find_pdfs()
        if not files:
            raise UserError(
                " ".join(dict.fromkeys(problems.values()))
                or self.env._(
                    "%s has no PDF that could be sent. Choose invoices.",
                    ", ".join(moves.sudo().mapped("name")),
                )
            )
        speaking = self.with_context(lang=self._pick_lang(person))
        self.message_post(
            body=Markup("<p>{}</p>").format(
                speaking.env._("Here are the copies that you asked for.")
            ),
            subject=speaking.env._("Copies of invoices"),
            partner_ids=person.ids,
            attachment_ids=[file.id for file in files.values()],
            subtype_xmlid="mail.mt_comment",
        )
        return ", ".join(move.name for move in files)

    def message_post(self, *, partner_ids=None, **kwargs):
        # EXTENDS 'mail': what a customer answers by e-mail reaches who works for it, who may not
        # follow the account.
        if kwargs.get("message_type") == "email":
            partner_ids = [*(partner_ids or []), self._get_acting().partner_id.id]
        return super().message_post(partner_ids=partner_ids, **kwargs)

    def _hand_over_settings(self, target):
        # EXTENDS 'customer': the reason that was said last.
        super()._hand_over_settings(target)
        own, known = self.reason_date, target.reason_date
        if own and (not known or known < own):
            target.sudo().write({"reason_id": self.reason_id.id, "reason_date": own})

    def _map_last_said(self):
        """What each customer said last: {account: (moment, words in the reader's language)}."""
        domain = [("profile_id", "in", self.ids), ("outcome", "not in", (False, "not_reached"))]
        logged = self.env["ar.dispatch"].search(domain, order="date, id")
        # The last one of each customer is what stays.
        last = {dispatch.profile_id: dispatch for dispatch in logged}
        outcomes = self.env["ar.dispatch"]._get_outcomes()
        return {
            profile: (
                one.date,
                self._join_said(
                    one.company_id._ar_day_of(one.date),
                    outcomes[one.outcome].name if one.outcome in outcomes else "",
                    one.reason_id.name,
                    one.note,
                ),
            )
            for profile, one in last.items()
        }

    def _join_said(self, day, *words):
        """“04/01/2026: Reached: will pay. On Friday”."""
        return f"{format_date(self.env, day)}: {'. '.join(filter(None, words))}"

    # -- contact data ------------------------------------------------------------------

    def action_stop_sms(self):
        """The customer wants no text messages any more: said to a collector.

        :raise UserError: there is no number that text messages go to
        """
        self.check_access("write")
        for profile in self:
            contacts = profile.contact_id | profile._get_own_contact() | profile.partner_id
            text_message = self.env["ar.channel.sms"]
            numbers = {text_message._get_number(one, profile.company_id) for one in contacts}
            if not numbers - {""}:
                raise UserError(
                    self.env._(
                        "%s has no mobile number, so no text messages are sent.",
                        profile.partner_id.display_name,
                    )
                )
            for number in sorted(numbers - {""}):
                self.env["ar.optout"]._note_stop(
                    number, self.env._("Told to %s", self.env.user.name)
                )
        return True

    def action_verify_contact(self):
        # EXTENDS 'customer': addresses that were refused are tried again.
        result = super().action_verify_contact()
        for profile in self:
            profile._forget_refused(profile.partner_id | profile.contact_id)
        return result

    def _correct_contact(self, contact, **values):
        # EXTENDS 'customer'
        result = super()._correct_contact(contact, **values)
        self._forget_refused(contact)
        return result

    def _forget_refused(self, contacts):
        contacts, letter = contacts.sudo(), self.env["ar.channel.letter"]
        addresses = {
            one for contact in contacts for one in email_normalize_all(contact.email or "")
        }
        numbers = {contact._ar_read_phone().e164 for contact in contacts} - {""}
        addresses |= {*numbers, *(f"{sms.ONLY_TEXTS}{number}" for number in numbers)}
        addresses.update(filter(None, contacts.mapped("phone")))
        addresses.update(letter._write_address(contact) for contact in contacts)
        self.env["ar.refused.address"]._forget(addresses)
