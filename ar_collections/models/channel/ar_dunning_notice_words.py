"""The content of a message: formatted once, shown by e-mail, letter and preview alike."""

from functools import partial

from odoo import api, models

from .ar_message_mixin import STRONG

REMINDED = ("item", "overdue")
REPORT = "ar_collections.report_ar_dunning_letter"


class ArDunningNotice(models.Model):
    # What the message says, in the language of the context.
    _inherit = "ar.dunning.notice"

    @api.model
    def _get_text_fields(self):
        """The placeholders that texts of letters and scripts may use."""
        return [name for name in self._fields if name.startswith("text_") and name != "text_items"]

    @api.depends_context("lang")
    @api.depends("amount_total", "amount_overdue", "deadline", "level_id", "contact_id", "state")
    def _compute_texts(self):
        bundles, persons = self._map_bundles(), self._map_persons()
        for notice in self:
            bundle = bundles[notice.id]
            notice.text_customer = notice.partner_id.name or notice.partner_id.display_name
            notice.text_contact = persons[notice.id].name or notice.text_customer
            notice.text_company = notice.company_id.name
            notice.text_total = bundle._sum_texts("amount_total")
            notice.text_overdue = bundle._sum_texts("amount_overdue")
            notice.text_days = str(max(bundle.mapped("days_overdue"), default=0))
            notice.text_deadline = notice._format_day(notice.deadline)
            notice.text_next_measure = notice.level_id.next_measure or ""
            notice.text_collector = notice._get_collector().sudo().name

    @api.depends_context("lang", "uid")
    @api.depends("amount_total", "state", "line_ids.amount", "line_ids.state")
    def _compute_text_items(self):
        messages = self._prepare_messages()
        for notice in self:
            notice.text_items = self.env["ir.qweb"]._render(
                "ar_collections.ar_dunning_message_items", {"message": messages[notice.id]}
            )

    # -- the message as data -----------------------------------------------------------

    def _prepare_message(self):
        """The message of one notice: see ``_prepare_messages``."""
        self.ensure_one()
        return self._prepare_messages()[self.id]

    def _prepare_messages(self):
        """All that the messages of these notices show, as plain values; set-based.

        :return: {notice id: dict} with ``sections`` (one per notice of the bundle, that is
            per currency) and what is said once: closing sentences, contact
        """
        bundles = self._map_bundles()
        everything = self.browse().union(*bundles.values())
        links = everything.line_ids._get_links()
        online = self._get_companies_paid_online()
        messages = {}
        for notice in self:
            bundle = bundles[notice.id]
            messages[notice.id] = {
                "number": notice.name,
                "date": notice._format_day(notice.date),
                "customer_ref": notice.partner_id.ref or "",
                "sections": [one._prepare_section(links) for one in bundle],
                "several": len(bundle) > 1,
                "pay_online": notice.company_id in online,
                "closing": notice._prepare_closing(),
                "added": bundle._get_added_sentences(),
                "collector": notice._prepare_collector(),
            }
        return messages

    def _prepare_closing(self):
        """Until when, and what follows otherwise; whole sentences."""
        sentences = []
        if self.deadline:
            day = STRONG.format(self._format_day(self.deadline))
            sentences.append(self.env._("Payment is expected by %(date)s.", date=day))
        if measure := self.level_id.next_measure:
            sentences.append(
                self.env._(
                    "If we do not receive your payment, the next step will be %(measure)s.",
                    measure=measure,
                )
            )
        return sentences

    def _get_added_sentences(self):
        """What people added to the notices of one message, each once."""
        added = ((notice.added_text or "").strip() for notice in self)
        return list(dict.fromkeys(filter(None, added)))

    def _get_companies_paid_online(self):
        """The companies that take online payments on the customer's invoice page."""
        domain = [("company_id", "in", self.company_id.ids), ("state", "=", "enabled")]
        return self.env["payment.provider"].sudo().search(domain).company_id

    def _prepare_section(self, links):
        """The items of one notice and its sums, formatted; ``links`` by move id."""
        lines = self.line_ids.filtered(lambda line: line.state != "dropped")
        lines = lines.sorted(lambda line: (line.date_due or line.invoice_date, line.id))
        asked, info, credits = self._split_lines(lines)
        money = partial(self._format_money, currency=self.currency_id)
        return {
            "heading": self.env._("Items in %(currency)s", currency=self.currency_id.name),
            "rows": asked._prepare_rows(self, links),
            "credits": credits._prepare_rows(self, links),
            "info": info._prepare_rows(self, links),
            "overdue": money(self.amount_overdue) if self.amount_overdue else "",
            "upcoming": money(self.amount_upcoming) if self.amount_upcoming else "",
            "credit": money(-self.amount_credit) if self.amount_credit else "",
            "fee": money(self.amount_fee) if self.amount_fee else "",
            "interest": money(self.amount_interest) if self.amount_interest else "",
            "interest_notes": self._get_interest_notes(lines),
            "total": money(self.amount_total),
            "pay_to": self._prepare_pay_to(lines),
        }

    def _split_lines(self, lines):
        """(asked for, for information, credits): together they explain the total.

        A notice that asks for overdue items shows the others for information only; where
        credits cover what is overdue, the total counts all of them (``tools.notice``).
        """
        reminded = lines.filtered(lambda line: line.kind in REMINDED)
        late = reminded.filtered(lambda line: line.days_overdue > 0)
        covered = self.currency_id.compare_amounts(self.amount_overdue, self.amount_credit) <= 0
        asked = reminded if covered else late
        credits = lines.filtered(lambda line: line.kind == "credit")
        return asked, lines - asked - credits, credits

    @api.model
    def _get_interest_notes(self, lines):
        """How the interest comes about, line by line."""
        return [f"{line.name}: {line.interest_note}" for line in lines if line.interest_note]

    def _prepare_pay_to(self, lines):
        """The sentence that says where to pay, '' if the company has no bank account."""
        bank = self._get_bank(lines)
        if not bank:
            return ""
        moves = lines.filtered(lambda line: line.kind in REMINDED).move_id
        return self.env._(
            "Please pay to account %(account)s of %(holder)s, quoting %(reference)s.",
            **self._prepare_account(bank),
            reference=STRONG.format(self._get_payment_reference(moves)),
        )

    def _get_bank(self, lines):
        """The account to pay into: one that the reminded invoices name, else the company's."""
        reminded = lines.filtered(lambda line: line.kind in REMINDED)
        named = reminded._get_own_moves().filtered(lambda move: move.is_inbound()).partner_bank_id
        return self._get_company_bank(self.currency_id, named)

    def _sum_texts(self, field_name):
        """The amounts of notices in several currencies as one text."""
        return self._format_sums([(notice.currency_id, notice[field_name]) for notice in self])

    # -- documents ---------------------------------------------------------------------

    def _map_invoice_pdfs(self):
        """The PDFs of the reminded invoices as they were stored; never rendered again.

        :return: {notice id: attachments}; an invoice that was never printed has none
        """
        lines = self.line_ids.filtered(
            lambda line: line.state != "dropped" and line.kind in REMINDED
        )
        moves = lines._get_own_moves()
        stored = {move: move.invoice_pdf_report_id for move in moves}
        for move in moves.filtered(lambda m: not stored[m] and m.message_main_attachment_id):
            # Whoever may write the invoice may point it at any file: only its own one leaves.
            main = move.message_main_attachment_id._ar_of(move)
            if main.mimetype == "application/pdf":
                stored[move] = main
        none = self.env["ir.attachment"].sudo()
        return {
            notice.id: none.union(*(stored[move] for move in own._get_own_moves()))
            for notice, own in lines.grouped("notice_id").items()
        }

    def _get_letter_name(self):
        """The name of the letter's file, which the customer sees on the e-mail."""
        self.ensure_one()
        env = self.with_context(lang=self._get_lang()).env
        return env._("Letter %s", self.name.replace("/", "_")) + ".pdf"

    def _get_amount(self):
        # EXTENDS the message
        return self.currency_id, self.amount_total

    def _get_mail_template(self):
        # EXTENDS the message
        return self.level_id._get_mail_template()

    def _attaches_letter(self):
        # EXTENDS the message
        return self.level_id.letter_attached

    @api.model
    def _map_attached(self, messages):
        # EXTENDS the message: the letter and the invoices' PDFs as stored, as the level says.
        everything = self.union(*(notices for _lead, notices in messages))
        pdfs = everything._map_invoice_pdfs()
        none = self.env["ir.attachment"].sudo()
        result = {}
        for lead, notices in messages:
            letter = lead._get_letter() if lead._attaches_letter() else none
            invoices = notices.ids if lead.level_id.invoices_attached else []
            result[lead.id] = letter.union(*(pdfs.get(id_, none) for id_ in invoices))
        return result

    def _get_template_error_words(self, template, cause):
        # EXTENDS the message
        return self.env._(
            "The e-mail to %(customer)s at level “%(level)s” could not be written: the "
            "template “%(template)s” has an expression that fails (%(cause)s). Correct "
            "the template and send the notice again.",
            customer=self.partner_id.display_name,
            level=self.level_id.display_name,
            template=template.display_name,
            cause=cause,
        )

    def _is_retried(self):
        # EXTENDS the message: the failed e-mail would leave beside the notice that is sent anew.
        return False

    def _get_letter(self):
        # EXTENDS the message
        return self.sudo().letter_attachment_id

    def _ensure_letters(self):
        # EXTENDS the message: one letter for each message, whatever notices it speaks for.
        missing = self.filtered(lambda notice: not notice.sudo().letter_attachment_id)
        messages = missing._group_messages()
        leads = self.browse().union(*(lead for lead, _notices in messages))
        attachments = leads._store_pdfs(REPORT, lambda lead: lead._get_letter_name())
        for attachment, (_lead, notices) in zip(attachments, messages, strict=True):
            notices.sudo().letter_attachment_id = attachment
