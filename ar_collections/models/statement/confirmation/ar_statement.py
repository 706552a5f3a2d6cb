"""A statement of open items may ask the customer to confirm its balance."""

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...base.ar_guard_mixin import NEW
from ...base.guarded import COLLECTOR


class ArStatement(models.Model):
    _inherit = "ar.statement"

    _writable = {NEW: ("also_nil",), "draft": ("ask_confirmation",)}

    ask_confirmation = fields.Boolean(
        string="Ask to Confirm",
        help="The customer is asked to confirm the balance: the statement carries a link, its "
        "code for a phone, and a slip to sign. Only for open items.",
    )
    also_nil = fields.Boolean(
        string="Also without Balance",
        readonly=True,
        help="State a balance of nil, too, where nothing is open.",
    )
    confirmation_ids = fields.One2many(
        "ar.balance.confirmation", "statement_id", string="Confirmations", readonly=True
    )
    confirmation_state = fields.Selection(
        related="confirmation_ids.state", string="Confirmation", readonly=True
    )
    # Who has the link can answer in the customer's place: not for everybody who reads.
    text_confirm_url = fields.Char(compute="_compute_confirm_texts", groups=COLLECTOR)
    personal_attachment_id = fields.Many2one(
        related="attachment_id",
        string="PDF with a Personal Link",
        groups=COLLECTOR,
        help="The PDF as sent, as long as the link in it can still be answered.",
    )
    text_confirm_until = fields.Char(compute="_compute_confirm_texts")
    text_confirm_day = fields.Char(compute="_compute_confirm_texts")
    round_id = fields.Many2one(
        "ar.balance.round",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.depends_context("lang")
    @api.depends("confirmation_ids.date_expiry", "date_to")
    def _compute_confirm_texts(self):
        for statement in self:
            one = statement.confirmation_ids.sudo()
            statement.text_confirm_url = one._get_answer_url() if one else ""
            statement.text_confirm_until = statement._format_day(one.date_expiry)
            statement.text_confirm_day = statement._format_day(statement.date_to)

    def _get_subject(self):
        # EXTENDS the message
        return "confirmation" if self.ask_confirmation else super()._get_subject()

    @api.constrains("ask_confirmation", "kind")
    def _check_ask_confirmation(self):
        for statement in self:
            if statement.ask_confirmation and statement.part_key:
                raise ValidationError(
                    self.env._(
                        "Chosen items are no balance that %s could confirm. Do not ask, or state "
                        "all that is open.",
                        statement.partner_id.display_name,
                    )
                )
            if statement.ask_confirmation and statement.kind != "open":
                raise ValidationError(
                    self.env._(
                        "Only a statement of open items asks to confirm a balance. Choose that "
                        "kind for %s, or do not ask.",
                        statement.partner_id.display_name,
                    )
                )

    # -- making and sending ------------------------------------------------------------

    def _prepare_balances(self, figures):
        # EXTENDS 'statement': a balance of nil can be asked for, too.
        prepared = super()._prepare_balances(figures)
        if prepared or not self.also_nil:
            return prepared
        key = (self.company_currency_id.id, None)
        return [({**self._prepare_balance(key, self._no_figures()), "sequence": 1}, [])]

    def _make_attachments(self):
        # EXTENDS 'statement': the link must be there before the paper that carries it.
        if asking := self.filtered("ask_confirmation"):
            self.env["ar.balance.confirmation"]._ask(asking)
        super()._make_attachments()
        asking.sudo().attachment_id._ar_keep_private("personal_attachment_id")

    def action_send_again(self):
        # EXTENDS 'statement': a link that is over would be of no use.
        self.check_access("write")
        self.confirmation_ids.filtered("expired").action_extend()
        return super().action_send_again()

    def _get_mail_template(self):
        # EXTENDS 'statement'
        if self.ask_confirmation:
            return self._find_template("ar_collections.mail_template_ar_balance_confirmation")
        return super()._get_mail_template()

    def _get_sms_text(self):
        # EXTENDS 'statement'
        if not self.ask_confirmation:
            return super()._get_sms_text()
        words = self.env._(
            "%(company)s: please confirm the balance of your account on %(day)s, %(balance)s.",
            company=self.text_company,
            day=self.text_confirm_day,
            balance=self.text_balance,
        )
        return " ".join(filter(None, (words, self.text_confirm_url)))

    def _answer(self, state, get_words):
        # EXTENDS 'statement': where the customer was asked, the answer is evidence.
        if asked := self.confirmation_ids.filtered(lambda one: one.state == "asked")[:1]:
            raise UserError(
                self.env._(
                    "%s asks the customer to confirm its balance. Record the answer there, with "
                    "who gave it: button Record an Answer.",
                    asked.name,
                )
            )
        return super()._answer(state, get_words)

    def action_record_answer(self):
        """Record the customer's answer to the balance that was asked."""
        self.ensure_one()
        self.check_access("write")
        if not self.confirmation_ids:
            raise UserError(self.env._("%s did not ask to confirm its balance.", self.name))
        return self.confirmation_ids.action_record()

    def action_view_confirmation(self):
        """Open the confirmation of this statement's balance."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ar.balance.confirmation",
            "res_id": self.confirmation_ids.id,
            "views": [(False, "form")],
        }

    # -- paper -------------------------------------------------------------------------

    def _prepare_print(self):
        # EXTENDS 'statement'
        slip = self._prepare_slip() if self.ask_confirmation else None
        return {**super()._prepare_print(), "slip": slip}

    def _prepare_slip(self):
        """The slip to sign and the link with its code; a draft has no link yet."""
        one = self.confirmation_ids.sudo()
        shown = one and (self.env.su or self.env.user.has_group(COLLECTOR))
        url = one._get_answer_url() if shown else ""
        return {
            "url": url,
            "code": self._make_code(url) if url else None,
            "request": self._get_request_words(one.date_expiry),
            "words": self.env._(
                "We confirm that on %(day)s the balance of our account with %(company)s was "
                "%(balance)s (positive: we owe it).",
                day=self._format_day(self.date_to),
                company=self.company_id.name,
                balance=self._get_balance_words(),
            ),
            "customer": self.partner_id.name,
            "company": self.company_id.name,
        }

    def _get_request_words(self, until):
        """What the customer is asked for; ``until`` is known once the statement has left."""
        if not until:
            return self.env._(
                "Please compare the balance with your books and confirm it, or tell us where it "
                "differs, on the page of this link or with the slip below. The answer is about "
                "that day alone: what you have paid since is not affected."
            )
        return self.env._(
            "Please compare the balance with your books and confirm it, or tell us where it "
            "differs, until %s, on the page of this link or with the slip below. The answer is "
            "about that day alone: what you have paid since is not affected.",
            self._format_day(until),
        )

    @api.model
    def _make_code(self, url):
        """The link as a QR code: a data URI, so that paper needs no server."""
        png = self.env["ir.actions.report"].barcode("QR", url, width=300, height=300)
        return f"data:image/png;base64,{base64.b64encode(png).decode()}"

    def _get_origin(self):
        # EXTENDS 'statement'
        return self.round_id or super()._get_origin()
