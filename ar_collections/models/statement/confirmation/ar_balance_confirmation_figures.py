"""What was shown to the customer; the seal of an answer: all that it consists of, as it was taken,
and what differs by now."""

from odoo import api, models

from ....tools.base.evidence import (
    find_changes,
    fingerprint,
    name_file,
    read_sealed,
    seal,
    write_canonical,
)


class ArBalanceConfirmation(models.Model):
    _inherit = "ar.balance.confirmation"

    # What the files are and what the statement says may change anywhere: read whenever asked.
    def _compute_intact(self):
        for one in self:
            note = one._get_intact_words() if one.date_answer else ""
            one.intact_note = note
            one.intact = bool(one.date_answer) and not note

    def _seal(self):
        """Seal the answer as it stands now."""
        for one in self.sudo():
            text = write_canonical(one._get_facts())
            one.write({"sealed": text, "seal": seal(text)})

    # -- the facts ---------------------------------------------------------------------

    def _get_facts(self):
        """All that the answer consists of, as plain values without floats."""
        self.ensure_one()
        # The web client asks for sizes in place of contents; words are those of the answer.
        one = self.sudo().with_context(bin_size=False, lang=None)
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

    @api.model
    def _name_files(self, attachments):
        return [name_file(file.name, file.raw) for file in attachments.sorted("id")]

    @api.model
    def _write_amount(self, amount, currency):
        return f"{currency.round(amount or 0.0) + 0.0:.{currency.decimal_places}f}"

    # -- what differs ------------------------------------------------------------------

    def _get_intact_words(self):
        """Sentences on what differs from the sealed answer; '' where nothing does."""
        self.ensure_one()
        one = self.sudo()
        sealed = read_sealed(one.sealed, one.seal)
        if sealed is None:
            if not one.seal:
                return self.env._("The answer has no seal.")
            return self.env._("The answer as sealed is not the text any more that was sealed.")
        now = one._get_facts()
        if one._is_same_customer(sealed.get("customer_id")):
            now["customer_id"] = sealed.get("customer_id")
        labels = one._get_fact_labels()
        words = one._get_change_words()
        return "\n".join(
            words[what] % {"fact": labels.get(fact, fact), "file": detail}
            for fact, what, detail in find_changes(sealed, now)
        )

    def _is_same_customer(self, partner_id):
        """Whether the customer is the one who answered, or the one he was merged into."""
        if partner_id == self.partner_id.id:
            return True
        before = self.env["res.partner"].browse(partner_id or 0).exists()
        return not before or before.commercial_partner_id == self.partner_id

    def _get_change_words(self):
        return {
            "changed": self.env._("%(fact)s: not what was sealed."),
            "gone": self.env._("%(fact)s: the file %(file)s is missing."),
            "added": self.env._("%(fact)s: the file %(file)s was added since."),
            "file_changed": self.env._("%(fact)s: the content of the file %(file)s has changed."),
        }

    def _get_fact_labels(self):
        """{fact: what it is called}."""

        def label(name):
            return self._fields[name]._description_string(self.env)

        return {
            "number": label("name"),
            "statement": self.env._("Number, version or balance of the statement"),
            "customer_id": label("partner_id"),
            "company_id": label("company_id"),
            "day": label("date"),
            "asked_on": label("date_asked"),
            "balance": label("balance"),
            "outcome": self.env._("The answer itself"),
            "way": label("answer_way"),
            "answered_at": label("date_answer"),
            "dated": label("date_signed"),
            "answered_by": label("answered_by"),
            "user_id": label("answer_user_id"),
            "ip": label("answer_ip"),
            "agent": label("answer_agent"),
            "note": label("answer_note"),
            "recorded_by_id": label("recorded_by_id"),
            "figures": label("figures"),
            "pdf": self.env._("PDF as sent"),
            "files": label("attachment_ids"),
            "differences": label("difference_ids"),
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
