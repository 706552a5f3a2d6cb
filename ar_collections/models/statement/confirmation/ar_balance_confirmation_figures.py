"""What was shown to the customer; the seal of an answer: all that it consists of, as it was taken,
and what differs by now."""

from odoo import models

from ....tools.base.evidence import fingerprint


class ArBalanceConfirmation(models.Model):
    _inherit = "ar.balance.confirmation"

    def _is_evidence(self):
        # EXTENDS the seal
        return bool(self.date_answer)

    # -- the facts ---------------------------------------------------------------------

    def _get_facts(self):
        # EXTENDS the seal
        self.ensure_one()
        one = self._as_evidence()
        statement = one.statement_id
        return {
            "number": one.name or "",
            "statement": {
                "id": statement.id,
                "number": statement.name or "",
                "version": statement.version,
                "balance": self._write_amount(statement.closing_balance, one.company_currency_id),
            },
            "customer_id": one.partner_id.id,
            "company_id": one.company_id.id,
            "day": str(one.date or ""),
            "asked_on": str(one.date_asked or ""),
            "balance": self._write_amount(one.balance, one.company_currency_id),
            "outcome": "differs" if one.state == "settled" else one.state,
            "way": one.answer_way or "",
            "answered_at": str(one.date_answer or ""),
            "dated": str(one.date_signed or ""),
            "answered_by": one.answered_by or "",
            "user_id": one.answer_user_id.id or 0,
            "ip": one.answer_ip or "",
            "agent": one.answer_agent or "",
            "note": one.answer_note or "",
            "recorded_by_id": one.recorded_by_id.id or 0,
            "figures": one.figures or "",
            "pdf": self._name_files(statement._get_sent_pdf()),
            "files": self._name_files(one.attachment_ids),
            "differences": [difference._get_facts() for difference in one.difference_ids],
            "their_files": self._name_files(one.difference_ids.attachment_ids),
        }

    # -- what differs ------------------------------------------------------------------

    def _get_facts_now(self, sealed):
        # EXTENDS the seal: the customer may have been merged into another one since.
        now = super()._get_facts_now(sealed)
        if self._is_same_customer(sealed.get("customer_id")):
            now["customer_id"] = sealed.get("customer_id")
        return now

    def _is_same_customer(self, partner_id):
        """Whether the customer is the one who answered, or the one he was merged into."""
        if partner_id == self.partner_id.id:
            return True
        before = self.env["res.partner"].browse(partner_id or 0).exists()
        return not before or before.commercial_partner_id == self.partner_id

    def _get_fact_labels(self):
        # EXTENDS the seal
        return {
            **self._name_facts(
                {
                    "number": "name",
                    "customer_id": "partner_id",
                    "company_id": "company_id",
                    "day": "date",
                    "asked_on": "date_asked",
                    "balance": "balance",
                    "way": "answer_way",
                    "answered_at": "date_answer",
                    "dated": "date_signed",
                    "answered_by": "answered_by",
                    "user_id": "answer_user_id",
                    "ip": "answer_ip",
                    "agent": "answer_agent",
                    "note": "answer_note",
                    "recorded_by_id": "recorded_by_id",
                    "figures": "figures",
                    "files": "attachment_ids",
                    "differences": "difference_ids",
                }
            ),
            "statement": self.env._("Number, version or balance of the statement"),
            "outcome": self.env._("The answer itself"),
            "pdf": self.env._("PDF as sent"),
            "their_files": self.env._("Files of the differences"),
        }

    def _hash_pdf(self):
        """The fingerprint of the statement's PDF as sent, '' where it is gone."""
        # The web client asks for sizes in place of contents.
        statement = self.sudo().with_context(bin_size=False).statement_id
        return fingerprint(statement._get_sent_pdf().raw)

    # What was shown
    def _get_figures(self):
        """What is put to the customer, as plain values; the fingerprint is made of it."""
        self.ensure_one()
        statement = self.statement_id
        return {
            "statement": statement.name,
            "company": self.company_id.name,
            "customer": self.partner_id.name,
            "day": str(self.date),
            "balances": [
                {
                    "currency": currency.name,
                    "balance": f"{amount:.{currency.decimal_places}f}",
                    "lines": [
                        {
                            "document": line.name or "",
                            "reference": line.ref or "",
                            "date": str(line.date or ""),
                            "due": str(line.date_due or ""),
                            "open": f"{line.residual:.{currency.decimal_places}f}",
                        }
                        for line in statement.line_ids.filtered(
                            lambda line, currency=currency: line.currency_id == currency
                        )
                    ],
                }
                for currency, amount in statement._sum_by_currency()
            ],
        }
