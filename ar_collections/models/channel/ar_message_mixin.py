"""What all that is said to a customer has in common: language, sender, formats, where to pay."""

import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.base import leaving
from ...tools.channel import phone
from ..base.ar_job_mixin import raise_if_lost
from ..base.guarded import COLLECTOR

_logger = logging.getLogger(__name__)

# Days that a message may wait to leave: over a long weekend in the mail queue or that of webhooks,
# two weeks in the list of letters to print. A call is a task, which its person looks at.
PATIENCE = {"email": 4, "letter": 14, "sms": 2, "webhook": 4}
STRONG = Markup("<strong>{}</strong>")
# What comes into the queue anew waits for nothing.
NO_WAIT = {"next_try": False, "wait_code": False, "send_anyway": False}
# Who reads dispatches.
READERS = "ar_collections.ar_collections_group_collector,account.group_account_invoice"


class OwnFault(UserError):
    """Our own server, files or settings are at fault, and no customer's data: the message stays in
    the queue, and a manager gets one task, however many customers wait."""


class ArMessageMixin(models.AbstractModel):
    """A record that is said to a customer: a notice, a statement, a reminder.

    It has ``partner_id``, ``contact_id``, ``company_id``, ``profile_id``, ``collector_id`` and
    ``name``. Numbers and dates are formatted here, in the language of the context; templates
    only place them. What templates may use without the rights of an editor are its fields
    ``text_…``.

    What it says of itself to the channels is answered below, to the sender in
    ``ar_message_mixin_send.py``. Neither knows a kind of message, no message knows a channel.
    """

    _name = "ar.message.mixin"
    _description = "What Is Said to a Customer"

    dispatch_ids = fields.One2many("ar.dispatch", "res_id", string="Dispatches", groups=READERS)
    dispatch_count = fields.Integer(compute="_compute_dispatch_count")
    contact_chosen = fields.Boolean(
        string="Recipient Chosen by Hand",
        readonly=True,
        copy=False,
        help="A person has chosen the recipient: whom the account names does not count.",
    )
    tries = fields.Integer(
        readonly=True,
        copy=False,
        help="How often it could not be sent because of a fault of our own.",
    )
    next_try = fields.Datetime(readonly=True, copy=False, help="Not before then it is tried again.")
    wait_code = fields.Char(
        readonly=True, copy=False, help="What of the customer's hours it waits for, as a code."
    )
    wait_note = fields.Char(string="Waits", compute="_compute_wait_note")
    send_anyway = fields.Boolean(
        readonly=True, copy=False, help="A person wanted it sent whatever the customer's hour."
    )
    text_link = fields.Char(string="Link to Pay or Answer", compute="_compute_text_link")
    seen_date = fields.Datetime(
        string="Seen On",
        compute="_compute_seen",
        search="_search_seen_date",
        help="When the customer first opened a page of ours about it. E-mails carry nothing that "
        "would tell when they are read.",
    )
    seen_last = fields.Datetime(string="Last Seen On", compute="_compute_seen")
    seen_times = fields.Integer(string="Seen How Often", compute="_compute_seen")

    @api.depends("dispatch_ids")
    def _compute_dispatch_count(self):
        # A number only, for whoever reads the message; the auditor does not read dispatches.
        counts = dict(
            self.env["ar.dispatch"]
            .sudo()
            ._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id"],
                ["__count"],
            )
        )
        for message in self:
            message.dispatch_count = counts.get(message.id, 0)

    @api.depends_context("uid")
    @api.depends("contact_id")
    def _compute_text_link(self):
        # The address is the customer's: who is no collector reads none.
        shown = self.env.su or self.env.user.has_group(COLLECTOR)
        for message in self:
            message.text_link = message._get_answer_url() if shown else ""

    def write(self, vals):
        # EXTENDS 'base': whom a person has chosen is told, whatever the account says.
        result = super().write(vals)
        if "contact_id" in vals and not self.env.su:
            self.sudo().write({"contact_chosen": bool(vals["contact_id"])})
        return result

    def action_view_dispatches(self):
        """Open the dispatches of the messages."""
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_dispatch_action")
        action["domain"] = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        action["context"] = {}
        return action

    @api.model
    def mail_allowed_qweb_expressions(self):
        # EXTENDS 'mail': placeholders that need no rights of a template editor.
        names = [name for name in self._fields if name.startswith("text_")]
        allowed = (f"object.{name}" for name in [*names, "name"])
        return (*super().mail_allowed_qweb_expressions(), *allowed)

    # -- who speaks to whom ------------------------------------------------------------

    def _get_lang(self):
        """The language that the customer is spoken to in, one that is installed."""
        self.ensure_one()
        return self.company_id._ar_pick_lang(self.profile_id, self.contact_id, self.partner_id)

    def _get_collector(self):
        """The user who answers for what is said; never empty."""
        self.ensure_one()
        return self.profile_id._get_collector(self.collector_id)

    def _get_acting(self):
        """The user who works on it today: reads its task, hears of it."""
        return self.profile_id._get_acting(self.collector_id)

    def _prepare_collector(self):
        """Whom the customer asks: name, e-mail and phone, of the company where he has none."""
        collector = self._get_collector().sudo()
        number = collector.phone or self.company_id.phone or ""
        country = collector.partner_id._ar_get_phone_country(company=self.company_id)
        return {
            "name": collector.name,
            "email": collector.email or self.company_id.email or "",
            "phone": number,
            "phone_link": phone.read(number, country).link or "tel:" + number.replace(" ", ""),
        }

    # -- what channels ask -------------------------------------------------------------

    def _get_routes(self):
        """The channels that may speak for it, in order: tuple of ``Route``."""
        raise NotImplementedError

    def _get_mail_template(self):
        """The template of the e-mail that carries it."""
        raise NotImplementedError

    @api.model
    def _find_template(self, xmlid):
        """A template that comes with the module.

        :raise OwnFault: somebody has deleted it
        """
        template = self.env.ref(xmlid, raise_if_not_found=False)
        if not template:
            raise OwnFault(
                self.env._(
                    "The e-mail template “%s” has been deleted. An administrator gets it back by "
                    "updating the module.",
                    xmlid,
                )
            )
        return template

    def _get_mail_subject(self):
        """The record that the e-mail's template is written about."""
        return self

    def _get_mail_values(self):
        """Values of its e-mail (``mail.mail``) beside those of all messages."""
        return {}

    def _get_purpose(self):
        """``reminder`` or ``legal`` where a wish for no messages counts; None where it does not,
        as for what the customer asked for."""

    def _get_subject(self):
        """What it is about, one of ``_get_subjects`` of ``ar.profile.contact``: who is told may
        depend on it."""
        return self._get_purpose() or "all"

    def _attaches_letter(self):
        """Whether its e-mail carries its letter as a PDF."""
        return True

    @api.model
    def _map_attached(self, messages):
        """What the e-mails carry: {lead id: attachments, as superuser}.

        :param messages: list of (lead, messages) as of ``_group_messages``
        """
        return {lead.id: lead._get_letter() for lead, _together in messages}

    def _ensure_letters(self):
        """Make and keep the letters that are not there yet."""

    def _ensure_enclosures(self):
        """Hook: make what the e-mails of these messages carry beside the letter."""

    def _get_letter(self):
        """Its letter (or paper) as PDF: an attachment as superuser, or none."""
        return self.env["ir.attachment"].sudo()

    def _get_letter_words(self):
        """What the chatter says of its letter."""
        return self.env._("A letter was made and waits in the list of letters to print.")

    def _get_amount(self):
        """(currency, amount) that it speaks of."""
        return self.company_id.currency_id, 0.0

    def _note_printed(self):
        """Hook: the letters were printed and posted."""

    def _is_settled(self):
        """Whether it is no longer needed: nothing that it asks for is open."""
        return False

    def _on_undelivered(self, dispatches, reason, try_others):
        """A message that had left came back.

        :param dispatches: those that did
        :param try_others: False if our own server is at fault, not the address
        """

    # -- what waits to leave -----------------------------------------------------------

    def _read_leaving(self):
        """What is known of these messages, which were handed over and have not left: {id:
        ``Facts`` of ``tools/base/leaving.py``}, without how long they wait; set-based."""
        return {message.id: leaving.Facts() for message in self}

    def _get_patience(self, channel):
        """How many days it may wait to leave by ``channel``; None: for ever."""
        return PATIENCE.get(channel)

    def _get_outdated_words(self, code):
        """Why it is not to leave any more: a whole sentence."""
        words = {
            "taken_back": self.env._("It was taken back or answered before it left."),
            "paid": self.env._("Paid in the meantime."),
            "changed": self.env._("Its amounts are no longer right."),
            "covered_by_credit": self.env._("The customer's credits cover what is due."),
            "newer": self.env._("A newer message to this customer was on its way already."),
            "too_old": self.env._("It waited too long to leave."),
        }
        return words.get(code) or self.env._("What it asks for is not asked any more.")

    def _on_left(self, dispatches):
        """Hook: the mail server has taken what waited; ``dispatches`` of all these messages."""

    def _on_withdrawn(self, dispatches, reason):
        """Hook: somebody took it out of the mail queue before it left."""

    def _on_outdated(self, dispatches, reason):
        """Hook: it waited, and is not to leave any more."""

    def _on_doubtful(self, dispatches, reason):
        """Hook: nobody knows whether it has left."""

    def _is_retried(self):
        """Whether the mail queue may send its failed e-mail again; else it is sent anew."""
        return True

    def _get_problems(self):
        """{id: whole sentence} of the messages that no channel can deliver; set-based."""
        return {
            id_: self.browse(id_)._get_unreached_words(choice.problems)
            for id_, choice in self.env["ar.channel"]._choose(self).items()
            if not choice.channels
        }

    def _get_unreached_words(self, problems):
        """Why no channel delivers it, a whole sentence."""
        return " ".join(dict.fromkeys(problems.values())) or self._get_no_channel_words()

    def _get_no_channel_words(self):
        return self.env._("%s has no channel. Choose one.", self.display_name)

    def _get_template_error_words(self, template, cause):
        """What to say where the e-mail's template cannot be filled in for it."""
        return self.env._(
            "The e-mail to %(customer)s could not be written: the template “%(template)s” has an "
            "expression that fails (%(cause)s). Correct the template and send it again.",
            customer=self.partner_id.display_name,
            template=template.display_name,
            cause=cause,
        )

    # -- where to pay ------------------------------------------------------------------

    def _get_company_bank(self, currency, named=None):
        """The company's account to pay ``currency`` into, empty if it has none that is right.

        An account without a currency is in the company's. Where there is none in the currency
        asked for, one in the company's currency takes it; one in a third currency never does.

        Whoever may write contacts may give the company another account, ahead of its own. Where
        there are accounts that somebody has looked at, trusted ones or those of journals, our
        customers are told of no other.

        :param named: accounts that the invoices name; one of them is taken if it is right
        """
        company = self.company_id.sudo()
        banks = company.partner_id.bank_ids.filtered(
            lambda one: one.active and (not one.company_id or one.company_id == company)
        )
        banks = banks.filtered(lambda one: one.allow_out_payment or one.journal_id) or banks
        by_currency = banks.grouped(lambda one: one.currency_id or company.currency_id)
        right = by_currency.get(currency) or by_currency.get(company.currency_id) or banks[:0]
        wished = named.sudo() & right if named else right.browse()
        return (wished or right)[:1]

    @api.model
    def _prepare_account(self, bank):
        """An account as the sentences on paying name it: its number with the bank, its holder."""
        names = ", ".join(filter(None, (bank.bank_id.name, bank.bank_id.bic)))
        return {
            "account": STRONG.format(f"{bank.acc_number} ({names})" if names else bank.acc_number),
            "holder": bank.acc_holder_name or bank.partner_id.name,
        }

    def _get_payment_code(self, bank, currency, amount, reference):
        """The payment code of a transfer (EPC, Swiss, EMV …, as Odoo makes them for the account)
        as an image in a data URI; None where it makes none."""
        amount = currency.round(amount)
        if not bank or amount <= 0:
            return None
        try:
            return bank.build_qr_code_base64(
                amount, reference, reference, currency, self.partner_id, silent_errors=True
            )
        except Exception as error:
            raise_if_lost(error)
            _logger.info("No payment code on %s", self, exc_info=True)
            return None

    def _get_payment_reference(self, moves):
        """What to quote when paying ``moves``: if it is one, its own reference, else our number."""
        moves = moves.sudo()
        if len(moves) == 1:
            return moves.payment_reference or moves.name
        return self.name

    # -- where to answer ---------------------------------------------------------------

    def _get_answer_url(self):
        """The address of the page without a login where the customer pays or answers this message;
        '' where it has none. Whoever has it may answer for the customer."""
        self.ensure_one()
        return ""

    # -- paper -------------------------------------------------------------------------

    def _keep_letters(self, report, get_name):
        """Make and keep the letters that are not there yet. They carry the personal link: only who
        may read ``attachment_id`` reads them. Parameters as of ``_store_pdfs``."""
        if missing := self.filtered(lambda one: not one._get_letter()):
            papers = missing._store_pdfs(report, get_name)
            for one, paper in zip(missing.sudo(), papers, strict=True):
                one.attachment_id = paper
                paper._ar_keep_private("attachment_id")

    def _store_pdfs(self, report, get_name):
        """Make the PDFs of these records and keep them.

        :param report: the report's name
        :param get_name: function that gives a record's file name
        :return: attachments, as superuser, in the order of ``self``
        """
        pdfs = self.env["ar.channel.letter"]._make_pdfs(self, report)
        values = [
            {
                "name": get_name(record),
                "raw": pdfs[record.id],
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": record.id,
            }
            for record in self
        ]
        return self.env["ir.attachment"].sudo().create(values)
