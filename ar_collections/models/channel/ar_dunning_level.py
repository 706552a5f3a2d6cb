"""What a level says and how."""

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_amount, format_date

from ...tools.channel import placeholders
from ...tools.channel.channel import Route

# Texts with plain placeholders; an entry of this add-on or of another is checked by itself.
TEXTS = ("letter_title", "letter_body", "call_script", "visit_script", "sms_text")
# Signs of a link behind the address of the server.
LINK_LENGTH = 36


class ArDunningLevel(models.Model):
    # EXTENDS 'dunning': channels and texts.
    #
    # The e-mail is an ordinary mail.template per level: administrators know its editor,
    # its translations and its preview, and may use conditions in it. The letter and the
    # script take plain placeholders {{ text_total }} only, so that nobody needs the rights
    # of a template editor to word them, and a wrong one is refused when it is saved.
    #
    # These are the neutral words; ``ar.dunning.level.wording`` has those of the other tones.
    _inherit = "ar.dunning.level"

    channel_ids = fields.One2many(
        "ar.dunning.level.channel",
        "level_id",
        string="Channels",
        copy=True,
        default=lambda self: self._get_default_channels(),
    )
    mail_template_id = fields.Many2one(
        "mail.template",
        string="E-mail Template",
        domain=[("model", "=", "ar.dunning.notice")],
        # Not restrict: uninstalling deletes the templates before the levels.
        ondelete="set null",
        help="Empty: the reminder that comes with the module.",
    )
    letter_attached = fields.Boolean(
        string="Attach the Letter", help="The e-mail carries the letter as a PDF."
    )
    invoices_attached = fields.Boolean(
        string="Attach Invoices",
        default=True,
        help="The e-mail carries the PDFs of the invoices; one that is missing, or older than "
        "the invoice as it was last posted, is made anew.",
    )
    is_legal = fields.Boolean(
        string="Legal Demand",
        help="It reaches contacts who want no more reminders, too: law asks for it.",
    )
    thanks = fields.Boolean(
        string="Thank Who Pays",
        help="A customer who has paid all that a notice of this level asked for, and owes nothing "
        "else that is late, gets a thank-you by e-mail or SMS.",
    )
    letter_title = fields.Char(translate=True, help="The subject line of the letter.")
    letter_body = fields.Html(
        translate=True,
        help="The text above the list of items. Placeholders: {{ text_customer }}, "
        "{{ text_contact }}, {{ text_company }}, {{ text_total }}, {{ text_overdue }}, "
        "{{ text_days }}, {{ text_deadline }}, {{ text_next_measure }}, {{ text_collector }}, "
        "{{ text_link }}.",
    )

    visit_script = fields.Html(
        translate=True,
        help="What is said on the spot at this level; empty: what is said on the phone.",
    )
    wording_ids = fields.One2many(
        "ar.dunning.level.wording", "level_id", string="Other Tones", copy=True
    )

    sms_text = fields.Text(
        string="Text Message",
        translate=True,
        help="What the text message says, with the placeholders of the letter and "
        "{{ text_link }}. Empty: one sentence with the sum and the link.",
    )
    sms_size = fields.Char(
        string="Length",
        compute="_compute_sms_size",
        help="As it is for usual values of the placeholders. Several parts cost several messages.",
    )

    @api.depends_context("lang")
    @api.depends("sms_text", "company_id", "next_measure", "deadline_days")
    def _compute_sms_size(self):
        for level in self:
            filled = placeholders.fill(level.sms_text or "", level._get_usual_texts())
            level.sms_size = self.env["ar.channel.sms"]._get_size_words(filled)

    def _get_usual_texts(self):
        """{placeholder: text of usual length}, to measure what a text message will be."""
        company = self.company_id or self.env.company
        today = company._ar_today()
        amount = format_amount(self.env, 12345.67, company.currency_id)
        return {
            **dict.fromkeys(self.env["ar.dunning.notice"]._get_text_fields(), "x" * 20),
            "text_company": company.name or "",
            "text_total": amount,
            "text_overdue": amount,
            "text_days": "30",
            "text_deadline": format_date(self.env, today),
            "text_next_measure": self.next_measure or "",
            "text_link": f"{self.get_base_url()}{'x' * LINK_LENGTH}",
        }

    @api.constrains("channel_ids")
    def _check_channels(self):
        for level in self:
            if not level.sudo().channel_ids:
                raise ValidationError(
                    self.env._(
                        "The level %(level)s has no channels, so none of its reminders could "
                        "leave. Add one: e-mail, letter or call.",
                        level=level.name,
                    )
                )

    @api.constrains(
        *TEXTS,
        "channel_ids",
        "charge_compensation",
        "credit_hold",
        "delay_days",
        "fee_ids",
        "interest_rule_id",
        "is_legal",
        "mail_template_id",
        "next_measure",
        "policy_id",
        "propose_handover",
        "repeat_every_days",
        "repeat_most",
    )
    def _check_empty_threats(self):
        self.policy_id._check_threats()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_announced(self):
        self.policy_id._check_threats(without=self)

    @api.onchange("is_legal")
    def _onchange_is_legal(self):
        # A hard step: somebody looks at it before a key account gets it.
        if self.is_legal:
            self.key_approval = True

    @api.constrains("is_legal")
    def _check_legal_holdout(self):
        self._check_holdout()

    def _is_friendly(self):
        # EXTENDS 'dunning': no demand of the law waits.
        return super()._is_friendly() and not self.is_legal

    @api.constrains(*TEXTS)
    def _check_placeholders(self):
        for level in self:
            level._check_texts(level)

    @api.constrains("mail_template_id")
    def _check_mail_template(self):
        for level in self:
            level._check_template(level.mail_template_id)

    @api.model
    def _get_default_channels(self):
        """A new level writes e-mails, and letters to those whom no e-mail reaches."""
        return [
            Command.create({"sequence": 10, "channel": "email", "usage": "always"}),
            Command.create({"sequence": 20, "channel": "letter", "usage": "fallback"}),
        ]

    def _get_subject(self):
        # EXTENDS 'dunning'
        return "legal" if self.is_legal else super()._get_subject()

    def _prints(self):
        """Whether each of its messages may take papers with it, which are made then."""
        self.ensure_one()
        papers = self.letter_attached or self.invoices_attached
        return papers or Route("letter", "always") in self._get_routes()

    def _get_routes(self):
        """The level's channels in order, as values for the decision."""
        self.ensure_one()
        return tuple(row._as_route() for row in self.sudo().channel_ids)
