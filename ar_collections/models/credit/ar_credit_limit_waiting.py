"""A high limit that is entered by hand waits for a second person."""

from odoo import api, models


class ArCreditLimit(models.Model):
    _inherit = "ar.credit.limit"

    def _get_credit_given(self):
        # EXTENDS 'ar.credit.four_eyes'
        return self.amount

    def _needs_second(self):
        # EXTENDS 'ar.credit.waiting': not what two people agreed on in a review, and not less
        # than what is valid already.
        review = self.sudo().review_id
        reviewed = (
            review.state == "approved"
            and self.currency_id.compare_amounts(self.amount, review.limit_amount) <= 0
        )
        return not reviewed and super()._needs_second() and not self._is_less_than_before()

    def _is_less_than_before(self):
        """Whether a valid limit gives as much, and for as long, anyway."""
        valid = self.search([("profile_id", "=", self.profile_id.id), ("state", "=", "active")])
        return any(
            before.amount >= self.amount
            and (not before.date_to or (self.date_to and self.date_to <= before.date_to))
            for before in self._get_predecessors(valid)
        )

    def write(self, vals):
        # EXTENDS the guard: another reason is told beside the one that was approved.
        before = {limit: limit.reason for limit in self} if "reason" in vals else {}
        result = super().write(vals)
        for limit, reason in before.items():
            if limit.reason != reason:
                words = self.env._(
                    "of %(amount)s has another reason: %(new)s It was: %(old)s",
                    amount=limit.currency_id.format(limit.amount),
                    new=limit.reason,
                    old=reason,
                )
                limit._log({limit.profile_id: [limit._say(words)]})
        return result

    def _say_waiting(self):
        # EXTENDS 'ar.credit.waiting'
        return self._say(
            self.env._(
                "of %(amount)s waits for a second person. %(reason)s",
                amount=self.currency_id.format(self.amount),
                reason=self.reason,
            )
        )

    def _get_proposals(self):
        """What waits, of the same kinds and customers: a new limit takes its place."""
        waiting = self.sudo().search(
            [
                ("profile_id", "in", self.profile_id.ids),
                ("state", "=", "waiting"),
                ("id", "not in", self.ids),
            ]
        )
        return waiting.filtered(lambda other: any(limit._is_in_place_of(other) for limit in self))

    @api.model
    def _get_proposed(self, profile, amount):
        """The permanent limit of that amount that waits for a second person, or none."""
        waiting = self.search(
            [
                ("profile_id", "=", profile.id),
                ("kind", "=", "permanent"),
                ("state", "=", "waiting"),
            ]
        )
        return waiting.filtered(
            lambda limit: not limit.currency_id.compare_amounts(limit.amount, amount)
        )[:1]
