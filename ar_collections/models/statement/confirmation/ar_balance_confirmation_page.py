"""What the customer's page shows of a balance to confirm, as plain values."""

from odoo import models
from odoo.tools import format_datetime

from .ar_balance_difference import CAUSES


class ArBalanceConfirmation(models.Model):
    _inherit = "ar.balance.confirmation"

    def _prepare_page(self):
        """The page in the language of the context: figures as asked, and what was paid since.

        :return: {'company', 'customer', 'number', 'day', 'until', 'contact', 'sections':
            [{'currency', 'balance', 'in_favour', 'lines', 'credit'}], 'has_pdf', 'answer'}
        """
        self.ensure_one()
        statement = self.statement_id
        asking = self.state == "asked"
        since = self._read_since() if asking else {}
        credits = self._read_credits_since() if asking else {}
        return {
            "company": self.company_id.name,
            "customer": self.partner_id.name,
            "number": self.name,
            "day": self._format_day(self.date),
            "until": self._format_day(self.date_expiry),
            "contact": statement._prepare_collector(),
            "sections": [
                self._prepare_page_section(currency, amount, since, credits.get(currency.id))
                for currency, amount in statement._sum_by_currency()
            ],
            "has_pdf": bool(statement._get_sent_pdf()),
            "answer": self._prepare_answer() if self.date_answer else None,
        }

    def _get_seal_words(self):
        """The log's small line on a reminder by letter; see ``ar.message.mixin``."""
        self.ensure_one()
        return (self.reminder_ids[:1] or self.statement_id)._get_seal_words()

    def _read_credits_since(self):
        """{currency id: payments and credits of after the day that nobody has allocated yet},
        positive, in that currency."""
        rows = self.env["ar.open.item"].sudo()._read_rows(self.company_id.ids, self.partner_id.ids)
        credits = {}
        for row in rows:
            if row["residual_currency"] < 0 and row["date"] > self.date:
                before = credits.get(row["currency_id"], 0.0)
                credits[row["currency_id"]] = before - row["residual_currency"]
        return credits

    def _prepare_page_section(self, currency, amount, since, credit):
        lines = self.statement_id.line_ids.filtered(lambda line: line.currency_id == currency)
        return {
            "id": currency.id,
            "currency": currency.name,
            "balance": self.statement_id._format_money(abs(amount), currency),
            "in_favour": currency.compare_amounts(amount, 0) < 0,
            "lines": [self._prepare_page_line(line, since.get(line.id)) for line in lines],
            "credit": self.statement_id._format_money(credit, currency) if credit else "",
        }

    def _prepare_page_line(self, line, paid):
        [row] = self.statement_id._prepare_rows(line)
        words = ""
        if paid and line.residual > 0:
            money = self.statement_id._format_money
            words = self.env._(
                "Paid or credited since: %(paid)s. Still open today: %(open)s.",
                paid=money(paid, line.currency_id),
                open=money(line.currency_id.round(line.residual - paid), line.currency_id),
            )
        return {"id": line.id, **row, "since": words}

    def _get_causes(self):
        """[(cause, label)] that a customer can give for a line of the statement."""
        field = self.env["ar.balance.difference"]._fields["cause"]
        labels = dict(field._description_selection(self.env))
        return [(cause, labels[cause]) for cause, _name in CAUSES if cause != "missing"]

    def _prepare_answer(self):
        """What was answered, by whom and when, for page and paper.

        :return: {'outcome', 'words', 'who', 'when', 'way', 'differences': [{'document',
            'cause', 'amount', 'claimed', 'date', 'note', 'files', 'difference'}]}
        """
        ways = dict(self._fields["answer_way"]._description_selection(self.env))
        agreed = self.state == "confirmed"
        return {
            "outcome": "confirmed" if agreed else "differs",
            "words": self.env._("The balance is right.")
            if agreed
            else self.env._("The balance is not right, or not complete."),
            "who": self.answered_by or "",
            "when": self._format_moment(self.date_answer),
            "signed": self._format_day(self.date_signed),
            "way": ways.get(self.answer_way, ""),
            "note": self.answer_note or "",
            "differences": [self._prepare_said(one) for one in self.difference_ids],
        }

    def _format_moment(self, moment):
        """A moment with its time zone: what is evidence leaves no doubt about it."""
        zone = self.company_id._ar_zone().zone
        return f"{format_datetime(self.env, moment, tz=zone)} ({zone})"

    def _prepare_said(self, one):
        causes = dict(one._fields["cause"]._description_selection(self.env))
        money = self.statement_id._format_money
        return {
            "document": one.name or "",
            "cause": causes[one.cause],
            "amount": money(one.amount, one.currency_id) if one.line_id else "",
            "claimed": money(one.claimed_amount, one.currency_id) if one.has_claim else "",
            "date": self._format_day(one.claimed_date),
            "note": one.note or "",
            "files": ", ".join(one.attachment_ids.mapped("name")),
            "difference": money(one.difference, one.currency_id),
        }
