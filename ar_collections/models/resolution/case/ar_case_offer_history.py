"""What the customer accepted: taken once, with who, when and from where, and sealed."""

from odoo import fields, models
from odoo.tools import format_datetime

from ....tools.base.evidence import name_file, seal, write_canonical
from ...base.ar_job_mixin import BUSY

MAX_AGENT = 300
MAX_NAME = 200


class ArCaseOffer(models.Model):
    _inherit = "ar.case.offer"

    def _is_acceptable(self):
        """Whether the customer can accept it now."""
        self.ensure_one()
        today = self.company_id._ar_today()
        return (
            self.by == "us"
            and self.state == "open"
            and self.case_id.state not in ("closed", "cancelled")
            and self.date_until >= today
            and self._get_pay_day() >= today
        )

    def _accept(self, evidence):
        """Take the customer's acceptance, once.

        :param evidence: ``accepted_by``, ``accept_way`` and what else is known of who accepts
        :return: '' if it was taken, else a whole sentence on why not, for who accepts
        """
        self.ensure_one()
        offer = self.sudo()
        try:
            with self.env.cr.savepoint():
                offer.lock_for_update(allow_referencing=True)
                offer.case_id.lock_for_update(allow_referencing=True)
                offer.case_id.move_line_ids.lock_for_update(allow_referencing=True)
                self.env.invalidate_all()
                if not offer._is_acceptable():
                    return self.env._(
                        "The offer has been answered or taken back already, or its day is over."
                    )
                if offer._has_changed():
                    return offer._tell_changed()
                offer._note_accepted(evidence)
        except BUSY:
            return self.env._(
                "Somebody else is working on the offer. Please try again in a minute."
            )
        return ""

    def _has_changed(self):
        """Whether less than the offer is open by now, or the case is about something else, or
        about more, than when the offer was sent."""
        claim, compare = self.case_id.open_amount, self.currency_id.compare_amounts
        if compare(self.amount, claim) > 0:
            return True
        items = sorted(self.case_id.move_line_ids.ids)
        # One that was sent by an earlier version of the add-on has kept nothing.
        kept = self.sent_items
        return bool(kept) and (kept != items or compare(claim, self.sent_claim) > 0)

    def _tell_changed(self):
        """The customer wants to accept what does not stand like that any more."""
        words = self.env._(
            "%(customer)s wanted to accept the settlement of %(offer)s, but the case has changed "
            "since: %(open)s is open by now.",
            customer=self.case_id.partner_id.display_name,
            offer=self.display_name,
            open=self.currency_id.format(self.case_id.open_amount),
        )
        self.case_id._give_task(self.env._("Settlement to be made anew"), words)
        return self.env._("What you owe has changed since we made the offer. We will write to you.")

    def _note_accepted(self, evidence):
        values = {**evidence, "accept_agent": (evidence.get("accept_agent") or "")[:MAX_AGENT]}
        values["accepted_by"] = values["accepted_by"][:MAX_NAME]
        values["accepted_at"] = fields.Datetime.now()
        moved = self._move_to("accepted", answered_on=self.company_id._ar_today(), **values)
        text = write_canonical(moved._get_facts())
        moved.write({"sealed": text, "seal": seal(text)})
        moved._withdraw_unsent()
        moved.case_id._log(
            self.env._(
                "%(who)s accepted the settlement of %(offer)s.",
                who=moved.accepted_by,
                offer=moved.display_name,
            )
        )
        moved._agree()
        responsible = moved.case_id._get_responsible()
        moved.company_id._ar_ask(
            moved.case_id,
            responsible,
            self.env._("A settlement was accepted: %s", moved.display_name)[:200],
            moved._get_accepted_words(),
        )

    def _get_accepted_words(self):
        """Who accepted it on the page, and when, with the time zone; '' if nobody has."""
        if not self.accepted_at:
            return ""
        zone = self.company_id._ar_zone().zone
        return self.env._(
            "Accepted by %(who)s on %(when)s (%(zone)s).",
            who=self.accepted_by,
            when=format_datetime(self.env, self.accepted_at, tz=zone),
            zone=zone,
        )

    def _get_facts(self):
        """All that the settlement consists of, as plain values without floats."""
        self.ensure_one()
        offer = self.sudo().with_context(bin_size=False, lang=None)
        currency = offer.currency_id

        def write(amount):
            return f"{currency.round(amount) + 0.0:.{currency.decimal_places}f}"

        letters = offer.settlement_ids.sorted("id")
        return {
            "case": offer.case_id.name or "",
            "company_id": offer.company_id.id,
            "currency": currency.name,
            "amount": write(offer.amount),
            "claim": write(offer.case_id.open_amount),
            "date_until": str(offer.date_until),
            "date_pay": str(offer._get_pay_day()),
            "terms": offer.terms or "",
            "items": [line.move_id.name or "" for line in offer.case_id.move_line_ids.sorted("id")],
            "way": offer.accept_way or "",
            "accepted_at": str(offer.accepted_at or ""),
            "accepted_by": offer.accepted_by or "",
            "user_id": offer.accept_user_id.id or 0,
            "ip": offer.accept_ip or "",
            "agent": offer.accept_agent or "",
            "letters": [
                name_file(file.name, file.raw) for one in letters for file in one._get_letter()
            ],
        }
