"""A promise that was given in writing; on the page it may need no person."""

from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

# Who broke a promise within so many days is listened to by a person.
DAYS_REMEMBERED = 365


class ArReply(models.Model):
    # EXTENDS the room channel
    _inherit = "ar.reply"

    def _get_promise_source(self):
        # EXTENDS the answers: what the page takes says itself where it comes from.
        return "page" if self.confidence == 1.0 and not self.message_id else "reply"

    def _answer_alone(self):
        # EXTENDS the replies
        if self.kind != "promise" or not self._is_taken_at_once():
            return super()._answer_alone()
        collector = self.profile_id._get_collector()
        try:
            with self.env.cr.savepoint():
                self.with_user(collector).sudo().action_answer()
        except UserError:
            return False
        # Nobody did it: the customer said so himself.
        self.handled_by_id = False
        return self.state == "handled"

    def _is_taken_at_once(self):
        """Whether the policy leaves the promise to the customer: soon, of a good part of what is
        overdue, and by somebody who has kept his word."""
        terms = self.profile_id._get_promise_terms()
        today = self.company_id._ar_today()
        if not self.date or not 0 <= (self.date - today).days <= terms.alone_days:
            return False
        domain = [
            ("profile_id", "=", self.profile_id.id),
            ("state", "in", ("open", "partly_kept", "broken")),
            ("taken_on", ">=", today - timedelta(days=DAYS_REMEMBERED)),
        ]
        promises = self.env["ar.promise"].sudo()
        if not terms.alone_days or promises.search_count(domain, limit=1):
            return False
        overdue = self._read_overdue()
        least = overdue * terms.alone_share / 100
        return not self.amount or self.currency_id.compare_amounts(self.amount, least) >= 0

    def _read_overdue(self):
        """What is overdue in the currency of the answer, after credits."""
        rows = (
            self.env["ar.open.item"]
            .sudo()
            ._read_covered(self.company_id.ids, self.profile_id.partner_id.ids)
        )
        return sum(
            row["residual_currency"] - row["covered"]
            for row in rows
            if row["days_overdue"] > 0 and row["currency_id"] == self.currency_id.id
        )
