"""The content of a message: formatted once, shown by e-mail, letter and preview alike."""

from functools import partial

from odoo import api, models

from ...tools.dunning.notice import asks_late_only, late_left
from .ar_message_mixin import STRONG

REMINDED = ("item", "overdue")
# An e-mail in one of these was handed over, or may have been: its links may be followed.
LEFT = ("leaving", "sent", "delivered", "bounced", "unknown")
REPORT = "ar_collections.report_ar_dunning_letter"


class ArDunningNotice(models.Model):
    # What the message says, in the language of the context.
    _inherit = "ar.dunning.notice"

    @api.model
    def _get_text_fields(self):
        """The placeholders that texts of letters and scripts may use."""
        return [name for name in self._fields if name.startswith("text_") and name != "text_items"]

    @api.depends_context("lang")
    @api.depends(
        "amount_total",
        "amount_overdue",
        "amount_credit",
        "line_ids.amount_discount",
        "line_ids.discount_date",
        "deadline",
        "level_id",
        "contact_id",
        "state",
    )
    def _compute_texts(self):
        bundles, persons = self._map_bundles(), self._map_persons()
        for notice in self:
            bundle = bundles[notice.id]
            notice.text_customer = notice.partner_id.name or notice.partner_id.display_name
            notice.text_contact = persons[notice.id].name or notice.text_customer
            notice.text_company = notice.company_id.name
            notice.text_total = bundle._get_total_words()
            notice.text_overdue = bundle._get_overdue_words()
            notice.text_days = str(max(bundle.mapped("days_overdue"), default=0))
            notice.text_deadline = notice._format_day(notice.deadline)
            notice.text_next_measure = notice.level_id.next_measure or ""
            notice.text_collector = notice._get_collector().sudo().name

    def _map_sms_texts(self):
        # EXTENDS the message: as the level words it.
        texts = super()._map_sms_texts()
        for level, notices in self.grouped("level_id").items():
            for id_, text in level._render_text("sms_text", notices).items():
                # Where there is no link, what announces it ends in nothing.
                texts[id_] = text.strip().rstrip(" :") or texts[id_]
        return texts

    def _get_sms_text(self):
        # EXTENDS the message
        return self._join_sms(
            self.env._(
                "%(company)s: %(amount)s is to be paid. Please pay, or tell us why not.",
                company=self.text_company,
                amount=self.text_total,
            )
        )

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
        online = self._get_companies_paid_online()
        messages = {}
        for notice in self:
            bundle = bundles[notice.id]
            links = bundle.line_ids._get_links(notice)
            messages[notice.id] = {
                "number": notice.name,
                "date": notice._format_day(notice.date),
                "customer_ref": notice.partner_id.ref or "",
                # One transfer pays one currency: several have no code.
                "sections": [one._prepare_section(links, len(bundle) == 1) for one in bundle],
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

    def _prepare_section(self, links, with_code=True):
        """The items of one notice and its sums, formatted; ``links`` by move id."""
        lines = self.line_ids.filtered(lambda line: line.state != "dropped")
        lines = lines.sorted(lambda line: (line.date_due or line.invoice_date, line.id))
        asked, info, credits = self._split_lines(lines)
        money = partial(self._format_money, currency=self.currency_id)
        rows = asked._prepare_rows(self, links)
        credit_rows, info_rows = credits._prepare_rows(self, links), info._prepare_rows(self, links)
        return {
            "heading": self.env._("Items in %(currency)s", currency=self.currency_id.name),
            "rows": rows,
            "credits": credit_rows,
            "info": info_rows,
            # The customer's own number of an order: a column where one of them has it.
            "has_refs": any(row["ref"] for row in (*rows, *credit_rows, *info_rows)),
            "overdue": money(self.amount_overdue) if self.amount_overdue else "",
            "upcoming": money(self.amount_upcoming) if self.amount_upcoming else "",
            "credit": money(-self.amount_credit) if self.amount_credit else "",
            "fee": money(self.amount_fee) if self.amount_fee else "",
            "interest": money(self.amount_interest) if self.amount_interest else "",
            "interest_notes": self._get_interest_notes(lines),
            "total": money(self.amount_total),
            "discount": self._get_discount_words(),
            **self._prepare_payment(lines, with_code),
        }

    def _split_lines(self, lines):
        """(asked for, for information, credits): together they explain the total.

        A notice that asks for overdue items shows the others for information only; where
        credits cover what is overdue, the total counts all of them (``tools.notice``).
        """
        reminded = lines.filtered(lambda line: line.kind in REMINDED)
        late = reminded.filtered(lambda line: line.days_overdue > 0)
        asked = late if asks_late_only(self.amount_overdue, self.amount_credit) else reminded
        credits = lines.filtered(lambda line: line.kind == "credit")
        return asked, lines - asked - credits, credits

    @api.model
    def _get_interest_notes(self, lines):
        """How the interest comes about, line by line."""
        notes = [(line.name, line.interest_note) for line in lines]
        return [f"{name}: {note}" for name, note in notes if note]

    def _prepare_payment(self, lines, with_code):
        """``pay_to``: the sentence that says where to pay, '' if the company has no bank account;
        ``qr``: the payment code of the notice's total as an image, None where there is none."""
        bank = self._get_bank(lines)
        if not bank:
            return {"pay_to": "", "qr": None}
        moves = lines.filtered(lambda line: line.kind in REMINDED).move_id
        reference = self._get_payment_reference(moves)
        words = self._get_pay_to_words(bank, STRONG.format(reference))
        code = with_code and self._get_payment_code(
            bank, self.currency_id, self.amount_total, reference
        )
        return {"pay_to": words, "qr": code or None}

    def _get_bank(self, lines):
        """The account to pay into: one that the reminded invoices name, else the company's."""
        reminded = lines.filtered(lambda line: line.kind in REMINDED)
        named = reminded._get_own_moves().filtered(lambda move: move.is_inbound()).partner_bank_id
        return self._get_company_bank(self.currency_id, named)

    def _get_overdue_words(self):
        """What of the total is overdue, in each currency: after the credits, as the total is."""
        return self._format_sums(
            [
                (
                    notice.currency_id,
                    late_left(notice.amount_overdue, notice.amount_credit),
                )
                for notice in self
            ]
        )

    # -- amounts that hold until a day -------------------------------------------------

    def _get_discounted(self):
        """The lines in the total that count on an early payment discount."""
        return self._live_lines().filtered(
            lambda line: (
                line.discount_date
                and line.amount_asked
                and not line.currency_id.is_zero(line.amount_discount)
            )
        )

    def _get_total_words(self):
        """What the notices ask for, as one text: with its last day where it counts on early
        payment discounts, and what is to be paid after that."""
        return self._join_words([notice._get_own_total_words() for notice in self])

    def _get_own_total_words(self):
        total = self._format_money(self.amount_total, self.currency_id)
        if not (lines := self._get_discounted()):
            return total
        values = {
            "amount": total,
            "day": self._format_day(min(lines.mapped("discount_date"))),
            "full": self._format_money(
                self.amount_total + sum(lines.mapped("amount_discount")), self.currency_id
            ),
        }
        if len(set(lines.mapped("discount_date"))) == 1:
            return self.env._("%(amount)s (if paid by %(day)s, otherwise %(full)s)", **values)
        return self.env._(
            "%(amount)s (if paid by %(day)s; later some of the early payment discounts are lost, "
            "%(full)s without them)",
            **values,
        )

    def _get_discount_words(self):
        """A sentence below the total that counts on early payment discounts, else ''."""
        if not (lines := self._get_discounted()):
            return ""
        full = self.amount_total + sum(lines.mapped("amount_discount"))
        return self.env._(
            "The early payment discounts are taken off; each holds until its own day above. "
            "Without them %(full)s is to be paid.",
            full=self._format_money(full, self.currency_id),
        )

    # -- documents ---------------------------------------------------------------------

    def _find_linked_invoices(self):
        # EXTENDS the message: those of all notices that left with it, whatever became of them
        # since. A text message with the same link names none.
        channels, together = self.env["ar.channel"], self
        if self._get_message_key()[0]:
            same = [("run_id", "=", self.run_id.id), ("profile_id", "=", self.profile_id.id)]
            together |= self.search(same)
        linking = {code for code in channels._get_codes() if channels._get(code)._links_invoices}
        left = together.dispatch_ids.filtered(
            lambda one: one.channel in linking and one.state in LEFT
        ).notice_id
        lines = left._live_lines() if self in left else self.line_ids.browse()
        return lines._get_linked_moves().filtered(lambda move: move.state == "posted")

    def _map_invoice_pdfs(self):
        """The present PDFs of the reminded invoices, and nothing else of their files.

        :return: {notice id: attachments}
        """
        lines = self._get_reminded_lines()
        stored = lines._get_own_moves()._ar_find_pdfs()
        none = self.env["ir.attachment"].sudo()
        return {
            notice.id: none.union(*(stored.get(move, none) for move in own._get_own_moves()))
            for notice, own in lines.grouped("notice_id").items()
        }

    def _get_reminded_lines(self):
        return self.line_ids.filtered(
            lambda line: line.state != "dropped" and line.kind in REMINDED
        )

    def _ensure_enclosures(self):
        # EXTENDS the message: the PDFs of the invoices. What cannot be made stays behind, and the
        # notice says so: the customer's message, and those of others, leave all the same.
        wanted = self.filtered("level_id.invoices_attached")._get_reminded_lines()
        problems = wanted._get_own_moves()._ar_ensure_pdfs()
        for notice in self:
            moves = (notice.line_ids & wanted)._get_own_moves()
            words = [
                self.env._(
                    "The PDF of %(invoice)s could not be made and is not attached. %(reason)s",
                    invoice=move.name,
                    reason=problems[move.id],
                )
                for move in moves
                if move.id in problems
            ]
            missing = "\n".join(words) or False
            if notice.missing_enclosures != missing:
                notice.sudo().missing_enclosures = missing

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
        return self.level_id._get_mail_template(self.tone)

    def _get_purpose(self):
        # EXTENDS the message
        return self.level_id._get_subject()

    def _attaches_letter(self):
        # EXTENDS the message
        return self.level_id.letter_attached

    @api.model
    def _map_attached(self, messages):
        # EXTENDS the message: the letter and the invoices' PDFs, as the level says.
        wanting = [notices for lead, notices in messages if lead.level_id.invoices_attached]
        pdfs = self.browse().union(*wanting)._map_invoice_pdfs() if wanting else {}
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
