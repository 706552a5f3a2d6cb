"""What the customer accepted, on the page of the message: promised, and sealed."""

from odoo import models

from ...base.locking import lock


class ArCaseOffer(models.Model):
    _inherit = "ar.case.offer"

    def _lock(self):
        # EXTENDS what is accepted
        lock(self.sudo())
        lock(self.case_id.sudo(), self)
        lock(self.case_id.move_line_ids.sudo(), self)
        self.env.invalidate_all()

    def _is_acceptable(self):
        # EXTENDS what is accepted
        self.ensure_one()
        today = self.company_id._ar_today()
        return (
            self.by == "us"
            and self.state == "open"
            and self.case_id.state not in ("closed", "cancelled")
            and self.date_until >= today
            and self._get_pay_day() >= today
        )

    def _find_change(self):
        # EXTENDS what is accepted: less than the offer is left by now, or the case is about
        # something else, or about more, than when the offer was sent.
        claim, compare = self._get_claim(), self.currency_id.compare_amounts
        items = sorted(self.case_id.move_line_ids.ids)
        # One that was sent by an earlier version of the add-on has kept nothing.
        kept = self.sent_items
        other = bool(kept) and (kept != items or compare(claim, self.sent_claim) > 0)
        if compare(self.amount, claim) <= 0 and not other:
            return ""
        return self.env._(
            "%(customer)s wanted to accept the settlement of %(offer)s, but the case has changed "
            "since: %(open)s is open by now.",
            customer=self.case_id.partner_id.display_name,
            offer=self.display_name,
            open=self.currency_id.format(claim),
        )

    def _tell_changed(self, words):
        # EXTENDS what is accepted
        self.case_id._give_task(self.env._("Settlement to be made anew"), words)
        return self._get_changed_words()

    def _write_accepted(self, values, _files):
        # EXTENDS what is accepted
        self._move_to("accepted", **self._prepare_answer("accepted"), **values)

    def _on_accepted(self):
        # EXTENDS what is accepted
        self._withdraw_unsent()
        self.case_id._log(
            self.env._(
                "%(who)s accepted the settlement of %(offer)s.",
                who=self.accepted_by,
                offer=self.display_name,
            )
        )
        self._agree()
        self.company_id._ar_ask(
            self.case_id,
            self.case_id._get_responsible(),
            self.env._("A settlement was accepted: %s", self.display_name)[:200],
            self._get_accepted_words(),
        )

    # -- the seal ----------------------------------------------------------------------

    def _get_facts(self):
        # EXTENDS the seal
        self.ensure_one()
        one = self._as_evidence()
        currency = one.currency_id
        letters = one.settlement_ids.sorted("id")
        return {
            **one._get_accepted_facts(),
            "case": one.case_id.name or "",
            "company_id": one.company_id.id,
            "currency": currency.name,
            "amount": one._write_amount(one.amount, currency),
            "claim": one._write_amount(one.claim_amount, currency),
            "date_until": str(one.date_until),
            "date_pay": str(one._get_pay_day()),
            "terms": one.terms or "",
            "items": [line.move_id.name or "" for line in one.case_id.move_line_ids.sorted("id")],
            "letters": [
                file for letter in letters for file in one._name_files(letter._get_letter())
            ],
        }

    def _get_fact_labels(self):
        # EXTENDS the seal
        return {
            **super()._get_fact_labels(),
            **self._name_facts(
                {
                    "case": "case_id",
                    "company_id": "company_id",
                    "currency": "currency_id",
                    "amount": "amount",
                    "claim": "claim_amount",
                    "date_until": "date_until",
                    "date_pay": "date_pay",
                    "terms": "terms",
                    "letters": "settlement_ids",
                }
            ),
            "items": self.case_id._fields["move_line_ids"]._description_string(self.env),
        }
