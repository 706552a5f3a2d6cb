"""What else the portal tells a customer: terms in words, reminders, statements, the collector."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date, formatLang, plaintext2html

from .ar_profile import MOST_ROWS

MOST_DAYS = 731
MOST_QUESTIONS = 5
MOST_TEXT = 4000


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _portal_mark_words(self, row, kind, currency):
        """What is said of an item that is held, in whole or in part."""
        told = kind.told or self.env._("No reminders at present")
        if not row["part"] or currency.compare_amounts(row["part"], row["residual_currency"]) >= 0:
            return told
        amount = format_amount(self.env, row["part"], currency)
        return self.env._("%(what)s: %(amount)s of it", what=told, amount=amount)

    def _portal_voice(self):
        """A statement that is never written: it knows who speaks for us, and where to pay."""
        values = {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "profile_id": self.id,
        }
        return self.env["ar.statement"].sudo().new(values)

    def _portal_is_put_off(self, row):
        """Whether an item was deferred to a day to come."""
        return bool(row["date_agreed"] and row["date_agreed"] >= self.company_id._ar_today())

    def _portal_due_day(self, row):
        """The day on which an item is due, the agreed one where it was deferred."""
        if row["date_agreed"]:
            return self.env._("%s (agreed)", format_date(self.env, row["date_agreed"]))
        return format_date(self.env, row["date_due"])

    def _portal_promised(self):
        """What the customer has promised and is not over yet, a sentence each."""
        domain = [("profile_id", "=", self.id), ("state", "=", "open")]
        sentences = []
        for promise in self.env["ar.promise"].sudo().search(domain, order="date, id"):
            named = {
                "amount": promise.currency_id.format(promise.amount),
                "day": format_date(self.env, promise.date),
                "paid": promise.currency_id.format(promise.amount_paid),
            }
            if promise.amount_paid:
                words = self.env._(
                    "You have promised %(amount)s by %(day)s; %(paid)s of it has arrived.", **named
                )
            else:
                words = self.env._("You have promised %(amount)s by %(day)s.", **named)
            sentences.append(words)
        return sentences

    def _portal_collector(self):
        """Name, phone and e-mail of who answers for the customer."""
        return self._portal_voice()._prepare_collector()

    # -- what was said -----------------------------------------------------------------

    def _portal_notices(self):
        """The reminders that the customer got, newest first; a letter on several currencies
        is one."""
        domain = [("profile_id", "=", self.id), ("state", "=", "sent")]
        notices = self.env["ar.dunning.notice"].sudo().search(domain, limit=MOST_ROWS)
        groups = notices.grouped(
            lambda notice: (notice.date, notice.level_id, notice.letter_attachment_id)
        )
        result = []
        for (date, level, letter), group in groups.items():
            amounts = {}
            for notice in group:
                currency = notice.currency_id
                amounts[currency] = amounts.get(currency, 0.0) + notice.amount_total
            result.append(
                {
                    "date": format_date(self.env, date),
                    "level": level.name,
                    "amount": ", ".join(
                        format_amount(self.env, amount, currency)
                        for currency, amount in amounts.items()
                    ),
                    "url": f"/my/balance/reminder/{group[0].id}" if letter else "",
                }
            )
        return result

    def _portal_statements(self):
        """The statements that were sent, newest first."""
        domain = [("profile_id", "=", self.id), ("state", "!=", "draft")]
        statements = self.env["ar.statement"].sudo().search(domain, limit=MOST_ROWS)
        states = dict(statements._fields["state"]._description_selection(self.env))
        return [
            {
                "title": statement._get_title(),
                "period": statement._get_period_words(),
                "number": statement.name,
                "state": states[statement.state],
                "url": f"/my/balance/statement/{statement.id}" if statement.attachment_id else "",
            }
            for statement in statements
        ]

    def _portal_confirmations(self):
        """The balances that the customer is asked to confirm and can still answer."""
        confirmations = self.env["ar.balance.confirmation"]._get_open(
            self.partner_id, self.company_id
        )
        return [
            {
                "words": self.env._(
                    "Please confirm the balance of %(day)s by %(until)s, or tell us where it "
                    "differs.",
                    day=format_date(self.env, confirmation.statement_id.date_to),
                    until=format_date(self.env, confirmation.date_expiry),
                ),
                "url": confirmation._get_answer_url(),
            }
            for confirmation in confirmations
        ]

    # -- A statement for any period ----------------------------------------------------

    def _portal_statement(self, kind, date_from, date_to, contact, book=False):
        """A statement of now, with the figures and the paper of those that are sent. None is
        kept, so that collectors do not find drafts of the customer's.

        :param kind: 'open' (at the end of ``date_to``) or 'activity' (from ``date_from``)
        :param contact: whom it is made out to, and in whose language
        :param book: a workbook in place of a PDF
        :return: (file name, content)
        :raise UserError: the period is too long or to come, or there is nothing to state
        """
        self._portal_check_period(kind, date_from, date_to)
        savepoint = self.env.cr.savepoint()
        try:
            values = {
                # Quoted in payments: it leads to the customer and the day.
                "name": f"{self.id}-{date_to:%Y%m%d}",
                "kind": kind,
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "date_from": date_from if kind == "activity" else False,
                "date_to": date_to,
                "contact_id": contact.id,
                # It carries no link: it is on the portal already, and is not kept.
                "channel": "email",
            }
            statements_sudo = self.env["ar.statement"].sudo().with_company(self.company_id)
            statement = statements_sudo.create(values)
            name = statement._get_file_name()
            if book:
                return f"{name}.xlsx", statement._get_xlsx()
            letters = self.env["ar.channel.letter"].sudo()
            pdfs = letters._make_pdfs(statement, "ar_collections.report_ar_statement")
            return f"{name}.pdf", pdfs[statement.id]
        finally:
            savepoint.close(rollback=True)

    def _portal_check_period(self, kind, date_from, date_to):
        today = self.company_id._ar_today()
        if not date_to or (kind == "activity" and not date_from):
            raise UserError(self.env._("Please enter the days of the statement."))
        if date_to > today or (kind == "activity" and date_from > date_to):
            raise UserError(
                self.env._("Please choose a period that ends today or before, after its start.")
            )
        if kind == "activity" and (date_to - date_from).days > MOST_DAYS:
            raise UserError(self.env._("Please choose a period of at most two years."))

    # -- A question --------------------------------------------------------------------

    def _portal_ask(self, contact, text, item_id=None):
        """Put a customer's question into the chatter, and a task on the collector's list.

        :param contact: the partner of the portal user
        :param item_id: the open item that it is about, or nothing
        :raise UserError: there is no text, or there were too many within an hour
        """
        text = (text or "").strip()[:MOST_TEXT]
        if not text:
            raise UserError(self.env._("Please write your question."))
        domain = [
            ("model", "=", self._name),
            ("res_id", "=", self.id),
            ("author_id", "=", contact.id),
            ("message_type", "=", "comment"),
            ("create_date", ">", fields.Datetime.now() - timedelta(hours=1)),
        ]
        recent = self.env["mail.message"].sudo().search_count(domain)
        if recent >= MOST_QUESTIONS:
            raise UserError(
                self.env._("We have got your questions. Please wait a while, or call us.")
            )
        about = ""
        if item_id:
            self._portal_check_own({item_id})
            about = self.env["account.move.line"].sudo().browse(item_id).move_id.name or ""
        collector = self._get_collector()
        env = self.with_context(lang=self.company_id._ar_pick_lang(collector)).env
        subject = env._("Question about %s", about) if about else env._("Question")
        self.message_post(
            body=plaintext2html(text),
            subject=subject,
            author_id=contact.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.company_id._ar_today(),
            summary=env._("%(subject)s on the portal", subject=subject),
            note=plaintext2html(env._("%(name)s asks: %(text)s", name=contact.name, text=text)),
            user_id=collector.id,
        )

    # -- terms -------------------------------------------------------------------------

    def _portal_terms(self, currencies):
        """``{'name', 'payment', 'late', 'banks'}``: sentences; ``banks`` for each of the
        ``currencies``."""
        term = self.partner_id.with_company(self.company_id).property_payment_term_id
        return {
            "name": term.name or "",
            "payment": self._portal_term_words(term),
            "late": self._portal_late_words(),
            "banks": self._portal_banks(currencies),
        }

    def _portal_term_words(self, term):
        """When an invoice is due, a sentence for each instalment, and the discount."""
        if not term:
            return [self.env._("Invoices are due on the day that they are made out.")]
        several = len(term.line_ids) > 1
        sentences = []
        for line in term.line_ids:
            when = self._portal_due_words(line)
            if line.value == "percent" and (several or line.value_amount != 100):
                share = formatLang(self.env, line.value_amount, digits=0)
                if line.value_amount % 1:
                    share = formatLang(self.env, line.value_amount, digits=2)
                sentences.append(
                    self.env._("%(share)s %% is due %(when)s.", share=share, when=when)
                )
            elif line.value == "fixed":
                amount = format_amount(self.env, line.value_amount, self.currency_id)
                sentences.append(
                    self.env._("%(amount)s is due %(when)s.", amount=amount, when=when)
                )
            else:
                sentences.append(self.env._("The invoice is due %(when)s.", when=when))
        if term.early_discount:
            sentences.append(
                self.env._(
                    "Whoever pays within %(days)s days of the invoice date may deduct "
                    "%(percent)s %%.",
                    days=term.discount_days,
                    percent=formatLang(self.env, term.discount_percentage, digits=2),
                )
            )
        return sentences

    def _portal_due_words(self, line):
        """ "30 days after the invoice date" and the like."""
        days = line.nb_days
        if line.delay_type == "days_after_end_of_month":
            if not days:
                return self.env._("at the end of the month of the invoice")
            return self.env._("%s days after the end of the month of the invoice", days)
        if line.delay_type == "days_after_end_of_next_month":
            if not days:
                return self.env._("at the end of the month after the invoice")
            return self.env._("%s days after the end of the month after the invoice", days)
        if line.delay_type == "days_end_of_month_on_the":
            day = line.days_next_month or "1"
            if day == "0":
                return self.env._("at the end of the month, %s days after the invoice date", days)
            return self.env._(
                "on day %(day)s of the month that follows, %(days)s days after the invoice date",
                day=day,
                days=days,
            )
        if not days:
            return self.env._("on the invoice date")
        return self.env._("%s days after the invoice date", days)

    def _portal_late_words(self):
        """What a late payment costs under the policy of the customer; nothing is said of
        levels that cost nothing."""
        sentences, rules = [], self.env["ar.interest.rule"].sudo()
        for level in self.sudo().policy_id._sorted_levels():
            if fees := level.fee_ids.filtered("amount"):
                amounts = ", ".join(
                    format_amount(self.env, fee.amount, fee.currency_id) for fee in fees
                )
                sentences.append(
                    self.env._("%(level)s: fee of %(amount)s.", level=level.name, amount=amounts)
                )
            rule = level.interest_rule_id
            if rule not in rules and rule._is_applicable(self.partner_id, self):
                rules |= rule
                sentences.append(self._portal_interest_words(rule))
            if level.charge_compensation and rule._is_applicable(self.partner_id, self):
                sentences.append(
                    self.env._("%s: fixed compensation for the costs of collection.", level.name)
                )
        return sentences or [self.env._("Nothing is charged for reminders at present.")]

    def _portal_interest_words(self, rule):
        """The interest on late amounts in a sentence."""
        units = dict(rule._fields["rate_unit"]._description_selection(self.env))

        def rate(value):
            return formatLang(self.env, value, digits=2)

        if rule.basis == "agreed":
            words = self.env._(
                "Late amounts bear interest of %(rate)s %% %(unit)s.",
                rate=rate(rule.agreed_rate),
                unit=units[rule.rate_unit],
            )
        elif rule.multiple != 1:
            words = self.env._(
                "Late amounts bear interest of %(multiple)s times %(reference)s plus %(margin)s "
                "percentage points a year.",
                multiple=rate(rule.multiple),
                reference=rule.reference_id.display_name,
                margin=rate(rule.margin),
            )
        else:
            words = self.env._(
                "Late amounts bear interest of %(margin)s percentage points a year above "
                "%(reference)s.",
                margin=rate(rule.margin),
                reference=rule.reference_id.display_name,
            )
        return f"{words} {rule.note}" if rule.note else words

    def _portal_banks(self, currencies):
        """Where to pay, a sentence for each currency that has an account."""
        voice = self._portal_voice()
        banks = [(currency, voice._get_company_bank(currency)) for currency in currencies]
        return [
            self.env._(
                "%(currency)s: please pay to account %(account)s of %(holder)s, quoting the "
                "number of the invoice.",
                currency=currency.name,
                **voice._prepare_account(bank),
            )
            for currency, bank in banks
            if bank
        ]
