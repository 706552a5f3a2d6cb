"""The link of a message to the page without a login: made, opened, renewed."""

from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import hmac

from ...tools.portal import link

SCOPE = "ar_collections.answer"
#: Minutes after which a customer gets another link by e-mail.
MINUTES_BETWEEN = 15
MAX_ID = 2**31 - 1
# Papers that are freed in a night.
MOST_PAPERS = 10_000


class Answer(NamedTuple):
    """One thing that the page lets a customer say, in the language of the context.

    :param title: a few words: the button that opens its form, and the head of the form
    :param send: what the button of the form says
    :param done: a whole sentence when it was taken
    :param kind: of the reply it makes
    :param inputs: what the form asks for, in this order
    :param required: those of them that it cannot do without
    :param owed: whether it is of use only as long as something is open
    """

    title: str
    send: str
    done: str
    kind: str
    inputs: tuple
    required: tuple = ()
    owed: bool = True


class ArAnswerLink(models.AbstractModel):
    """Whoever has a link may answer for the customer, so it is signed, ends on a day, and opens for
    nobody once it was revoked, or once somebody who got it has moved to another company.

    It carries no row of its own: which message, which day, which version of the account's links,
    whom it is bound to, and the signature by the database's secret (``tools/portal/link.py``).

    What can be said on the page is an entry of ``_get_answers``, whose ``inputs`` the page knows
    how to show and to read, and perhaps ``_check_<code>``.
    """

    _name = "ar.answer.link"
    _description = "Personal Link of a Message"

    # -- made --------------------------------------------------------------------------

    @api.model
    def _make_url(self, message):
        """The address for one message; '' where the company's settings give out none."""
        message_sudo = message.sudo()
        days = message_sudo.company_id.ar_answer_days
        if not days or not message_sudo.id or not message_sudo.profile_id:
            return ""
        until = fields.Date.add(message_sudo.company_id._ar_today(), days=days)
        claim = link.Claim(
            self.env["ir.model"]._get_id(message._name),
            message_sudo.id,
            message_sudo.profile_id.answer_version % link.VERSIONS,
            until,
            self._bind(message_sudo),
        )
        return f"{message.get_base_url()}/pay/{link.make_token(claim, self._digest(claim))}"

    @api.model
    def _bind(self, message_sudo):
        # Another addressee is another link; a restored database may give an id anew.
        return link.bind(
            message_sudo.company_id.id,
            message_sudo.profile_id.id,
            message_sudo.contact_id.id,
            fields.Datetime.to_string(message_sudo.create_date),
        )

    @api.model
    def _digest(self, claim):
        return bytes.fromhex(hmac(self.sudo().env, SCOPE, link.pack(claim)))

    # -- opened ------------------------------------------------------------------------

    @api.model
    def _find(self, token):
        """The message that a token opens, as superuser; None for any that opens nothing, whatever
        the reason: who has it is told the same."""
        message, claim = self._find_authentic(token)
        if not message or not self._is_good(message, claim):
            return None
        return message

    @api.model
    def _find_authentic(self, token):
        """(message as superuser, claim) of a token that we made, though it may be over or revoked;
        (None, None) else. Nothing is looked up before the signature was found right."""
        claim, signature = link.read_token(token) or (None, b"")
        known = claim or link.Claim(0, 0, 0, link.FIRST_DAY, bytes(link.BOUND_BYTES))
        if not link.is_signed(signature, self._digest(known)) or known.record > MAX_ID:
            return None, None
        model = self.env["ir.model"].sudo().browse(known.model).exists()
        messages = self.env.get(model.model) if model else None
        if messages is None or not hasattr(messages, "_get_answer_url"):
            return None, None
        message = messages.sudo().browse(known.record).exists()
        if not message or self._bind(message) != known.bound:
            return None, None
        return message, known

    @api.model
    def _is_good(self, message, claim):
        """Whether a link of ours still opens."""
        return (
            message.company_id.ar_answer_days > 0
            and message.company_id._ar_today() <= claim.until
            and message.profile_id.answer_version % link.VERSIONS == claim.version
            and not self._find_strangers(message)
        )

    @api.model
    def _find_strangers(self, message):
        """Who got the message and may not be told about the customer any more: contacts that have
        moved to another company since."""
        left = message.dispatch_ids.filtered(lambda one: one.state not in ("failed", "cancelled"))
        told = left._get_told() or message.contact_id
        profile = message.profile_id
        refused = self.env["ar.outside.contact"]._find_refused([(profile, who) for who in told])
        return told.filtered(lambda who: (profile.id, who.id) in refused)

    @api.model
    def _give_papers_free(self, company):
        """Free the papers of a company whose links do not open any more, see ``_ar_keep_private``;
        those that ask to confirm a balance have a link of their own."""
        days = company.ar_answer_days
        before = fields.Datetime.subtract(fields.Datetime.now(), days=days + 1)
        fields_of = {
            "ar.dunning.notice": ("personal_letter_id", []),
            "ar.plan": ("attachment_id", []),
            "ar.plan.reminder": ("attachment_id", []),
            "ar.settlement": ("attachment_id", []),
            "ar.statement": ("personal_attachment_id", [("ask_confirmation", "=", False)]),
        }
        for model, (field, domain) in fields_of.items():
            papers = (
                self.env["ir.attachment"]
                .sudo()
                .search(
                    [
                        ("res_model", "=", model),
                        ("res_field", "=", field),
                        ("create_date", "<", before),
                    ],
                    limit=MOST_PAPERS,
                )
            )
            own = [("id", "in", papers.mapped("res_id")), ("company_id", "=", company.id)]
            records = self.env[model].sudo().search([*own, *domain])
            papers._ar_of(records)._ar_give_free()

    # -- renewed -----------------------------------------------------------------------

    @api.model
    def _renew(self, token):
        """Send a new link to the address on file, if the token was once ours. Nothing is returned:
        whoever asks is told the same in any case."""
        message, _claim = self._find_authentic(token)
        if not message or not message.company_id.active or self._is_recent(message.profile_id):
            return
        emails = self.env["ar.channel.email"].sudo()
        lead = message.with_context(lang=message._get_lang())
        address = emails._get_recipient(lead)
        url = lead._get_answer_url()
        if not address or not url:
            return
        readers = emails._map_people(lead)[lead.id][0]
        speaking = lead.env
        body = Markup("<div><p>{}</p><p>{}</p><p>{}<br/>{}</p></div>").format(
            speaking._("Good day %s,", ", ".join(readers.mapped("name"))),
            speaking._(
                "You asked for a new link to your account with %s. It is below; links that you got "
                "before stay as they are.",
                lead.company_id.name,
            ),
            speaking._("Kind regards"),
            lead.company_id.name,
        )
        self._queue(emails, lead, readers, body)

    @api.model
    def _queue(self, emails, lead, readers, body):
        """Put the e-mail with the new link into the mail queue."""
        subject = lead.env._("%s: your new link", lead.company_id.name)
        self.env["mail.mail"].sudo().create(
            {
                **emails._prepare_sender_values(lead),
                **emails._prepare_static_values(self.env["mail.template"].sudo(), lead),
                "subject": subject,
                "recipient_ids": [fields.Command.set(readers.ids)],
                "body": emails._hide_links(lead, body),
                "body_html": emails._wrap(self.env["mail.template"], lead, body),
                "auto_delete": True,
            }
        )
        self.env["ir.cron"]._ar_wake("mail.ir_cron_mail_scheduler_action")

    @api.model
    def _is_recent(self, profile):
        """Whether the customer got a new link a moment ago. The account's row is written, so that
        of two requests at a time the second is tried again and sees the first."""
        profile._portal_lock()
        since = fields.Datetime.subtract(fields.Datetime.now(), minutes=MINUTES_BETWEEN)
        if profile.answer_link_date and profile.answer_link_date > since:
            return True
        profile.answer_link_date = fields.Datetime.now()
        return False
