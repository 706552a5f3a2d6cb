"""The content of a message: formatted once, shown by e-mail, letter and preview alike."""

from odoo import api, fields, models
from odoo.tools import format_amount, format_date
from odoo.tools.misc import get_lang

REMINDED = ("item", "overdue")


class ArDunningNotice(models.Model):
    # EXTENDS 'dunning': what the message says, in the language of the context. All numbers
    # and dates are formatted here, in the customer's language; templates only place them.
    _inherit = "ar.dunning.notice"

    text_customer = fields.Char(compute="_compute_texts")
    text_contact = fields.Char(compute="_compute_texts")
    text_company = fields.Char(compute="_compute_texts")
    text_total = fields.Char(compute="_compute_texts")
    text_overdue = fields.Char(compute="_compute_texts")
    text_days = fields.Char(compute="_compute_texts")
    text_deadline = fields.Char(compute="_compute_texts")
    text_next_measure = fields.Char(compute="_compute_texts")
    text_collector = fields.Char(compute="_compute_texts")
    text_items = fields.Html(compute="_compute_text_items", sanitize=False)

    @api.model
    def _get_text_fields(self):
        """The placeholders that texts of letters and scripts may use."""
        return [name for name in self._fields if name.startswith("text_") and name != "text_items"]

    @api.model
    def mail_allowed_qweb_expressions(self):
        # EXTENDS 'mail': placeholders that need no rights of a template editor.
        names = [*self._get_text_fields(), "text_items", "name"]
        return (*super().mail_allowed_qweb_expressions(), *(f"object.{name}" for name in names))

    def _get_lang(self):
        """The language that the customer is spoken to in, one that is installed."""
        self.ensure_one()
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        wanted = (self.contact_id.lang, self.partner_id.lang, self.company_id.partner_id.lang)
        return next((lang for lang in wanted if lang in installed), get_lang(self.env).code)

    @api.depends_context("lang")
    @api.depends("amount_total", "amount_overdue", "deadline", "level_id", "contact_id", "state")
    def _compute_texts(self):
        for notice in self:
            bundle = notice._get_bundle()
            notice.text_customer = notice.partner_id.name or notice.partner_id.display_name
            notice.text_contact = notice.contact_id.name or notice.text_customer
            notice.text_company = notice.company_id.name
            notice.text_total = bundle._format_sum("amount_total")
            notice.text_overdue = bundle._format_sum("amount_overdue")
            notice.text_days = str(max(bundle.mapped("days_overdue"), default=0))
            notice.text_deadline = notice._format_day(notice.deadline)
            notice.text_next_measure = notice.level_id.next_measure or ""
            notice.text_collector = notice._get_collector().sudo().name

    @api.depends_context("lang")
    @api.depends("amount_total", "state", "line_ids.amount", "line_ids.state")
    def _compute_text_items(self):
        for notice in self:
            notice.text_items = self.env["ir.qweb"]._render(
                "ar_collections.ar_dunning_message_items", {"message": notice._prepare_message()}
            )

    # ------------------------------------------------------------------
    # The message as data
    # ------------------------------------------------------------------
    def _prepare_message(self):
        """All that a message of this notice shows, as plain values.

        :return: dict with ``sections`` (one per notice of the bundle, that is per currency)
            and what is said once: deadline, next measure, contact
        """
        self.ensure_one()
        collector = self._get_collector().sudo()
        bundle = self._get_bundle()
        return {
            "number": self.name,
            "date": self._format_day(self.date),
            "customer_ref": self.partner_id.ref or "",
            "sections": [notice._prepare_section() for notice in bundle],
            "several": len(bundle) > 1,
            "pay_online": self._can_pay_online(),
            "deadline": self._format_day(self.deadline),
            "next_measure": self.level_id.next_measure or "",
            "collector": {
                "name": collector.name,
                "email": collector.email or self.company_id.email or "",
                "phone": collector.phone or self.company_id.phone or "",
            },
        }

    def _can_pay_online(self):
        """True if the company takes online payments on the customer's invoice page."""
        domain = [("company_id", "=", self.company_id.id), ("state", "=", "enabled")]
        return bool(self.env["payment.provider"].sudo().search_count(domain, limit=1))

    def _prepare_section(self):
        """The items of one notice and its sums, formatted."""
        lines = self.line_ids.filtered(lambda line: line.state != "dropped")
        lines = lines.sorted(lambda line: (line.date_due or line.invoice_date, line.id))
        asked, info, credits = self._split_lines(lines)
        money = self._format_money
        return {
            "currency": self.currency_id.name,
            "rows": asked._prepare_rows(self),
            "credits": credits._prepare_rows(self),
            "info": info._prepare_rows(self),
            "overdue": money(self.amount_overdue) if self.amount_overdue else "",
            "upcoming": money(self.amount_upcoming) if self.amount_upcoming else "",
            "credit": money(-self.amount_credit) if self.amount_credit else "",
            "fee": money(self.amount_fee) if self.amount_fee else "",
            "interest": money(self.amount_interest) if self.amount_interest else "",
            "interest_notes": self._get_interest_notes(lines),
            "total": money(self.amount_total),
            "bank": self._prepare_bank(lines),
            "reference": self._get_payment_reference(lines),
        }

    @api.model
    def _split_lines(self, lines):
        """(asked for, for information, credits): together they explain the total.

        A notice that asks for overdue items shows the others for information only.
        """
        reminded = lines.filtered(lambda line: line.kind in REMINDED)
        late = reminded.filtered(lambda line: line.days_overdue > 0)
        asked = late or reminded
        credits = lines.filtered(lambda line: line.kind == "credit")
        return asked, lines - asked - credits, credits

    @api.model
    def _get_interest_notes(self, lines):
        """How the interest comes about, line by line."""
        return [f"{line.name}: {line.interest_note}" for line in lines if line.interest_note]

    def _prepare_bank(self, lines):
        """The account to pay into: the one on the invoices, else the company's first."""
        bank = lines.move_id.sudo().partner_bank_id[:1]
        if not bank:
            banks = self.company_id.sudo().partner_id.bank_ids.filtered(
                lambda account: account.company_id in (self.company_id, self.company_id.browse())
            )
            same = banks.filtered(lambda account: account.currency_id == self.currency_id)
            bank = (same or banks)[:1]
        if not bank:
            return {}
        return {
            "number": bank.acc_number,
            "holder": bank.acc_holder_name or bank.partner_id.name,
            "bank": bank.bank_id.name or "",
            "bic": bank.bank_id.bic or "",
        }

    def _get_payment_reference(self, lines):
        """What the customer should quote: the invoice's own reference if there is one only."""
        moves = lines.filtered(lambda line: line.kind in REMINDED).move_id.sudo()
        if len(moves) == 1:
            return moves.payment_reference or moves.name
        return self.name

    # ------------------------------------------------------------------
    # Formats
    # ------------------------------------------------------------------
    def _format_money(self, amount):
        return format_amount(self.env, amount, self.currency_id)

    def _format_day(self, day):
        return format_date(self.env, day) if day else ""

    def _format_sum(self, field_name):
        """The sums of several currencies as one text: “1,200.00 € and $ 50.00”."""
        parts = [notice._format_money(notice[field_name]) for notice in self]
        if len(parts) < 2:
            return parts[0] if parts else ""
        return self.env._("%(first)s and %(last)s", first=", ".join(parts[:-1]), last=parts[-1])

    # ------------------------------------------------------------------
    # Documents
    # ------------------------------------------------------------------
    def _get_invoice_pdfs(self):
        """The PDFs of the reminded invoices as they were stored; never rendered again."""
        lines = self.line_ids.filtered(
            lambda line: line.state != "dropped" and line.kind in REMINDED
        )
        moves = lines.move_id.sudo()
        found = moves.invoice_pdf_report_id
        for move in moves.filtered(lambda m: not m.invoice_pdf_report_id):
            main = move.message_main_attachment_id
            if main.mimetype == "application/pdf":
                found |= main
        return found

    def _ensure_letters(self):
        """Make and keep the letters of these notices; one for each message."""
        missing = self.filtered(lambda notice: not notice.sudo().letter_attachment_id)
        messages = missing._group_messages()
        leads = self.browse().union(*(lead for lead, _notices in messages))
        pdfs = self.env["ar.channel.letter"]._make_pdfs(leads)
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                [
                    {
                        "name": self.env._("Letter %s", lead.name) + ".pdf",
                        "raw": pdfs[lead.id],
                        "mimetype": "application/pdf",
                        "res_model": "ar.dunning.notice",
                        "res_id": lead.id,
                    }
                    for lead in leads
                ]
            )
        )
        for attachment, (_lead, notices) in zip(attachments, messages, strict=True):
            notices.sudo().letter_attachment_id = attachment


class ArDunningNoticeLine(models.Model):
    _inherit = "ar.dunning.notice.line"

    def _prepare_rows(self, notice):
        """The lines as formatted rows of the message of ``notice``."""
        links = self._get_links()
        return [
            {
                "name": line.name or line.ref or "",
                "ref": line.ref or "",
                "url": links.get(line.move_id.id, ""),
                "date": notice._format_day(line.invoice_date),
                "due": notice._format_day(line.date_due),
                "days": str(line.days_overdue) if line.days_overdue else "",
                "amount": notice._format_money(line.amount),
            }
            for line in self
        ]

    def _get_links(self):
        """{move id: address where the customer sees and pays the invoice}."""
        moves = self.move_id.sudo().filtered(lambda move: move.is_sale_document())
        moves._ar_ensure_access_tokens()
        return {move.id: move.get_base_url() + move.get_portal_url() for move in moves}
