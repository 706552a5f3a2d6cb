"""What gives much credit waits for a second person: a high limit, and the end of the last one."""

from odoo import api, models
from odoo.exceptions import UserError


class ArCreditLimit(models.Model):
    _inherit = "ar.credit.limit"

    # -- a new one ---------------------------------------------------------------------

    def _get_credit_given(self):
        # EXTENDS 'ar.credit.four_eyes'
        return self.amount

    def _needs_second(self):
        # EXTENDS 'ar.credit.waiting': not what is less than what is valid already, nor what two
        # people have agreed on.
        high = super()._needs_second() and not self._is_less_than_before()
        alone = not self.env.user._is_superuser()
        return (high and not self._is_agreed()) or (alone and self._runs_out())

    def _is_agreed(self):
        """Whether two people have agreed on it elsewhere; later rooms say where."""
        return False

    def _get_valid(self):
        """The customer's valid limits, also those that begin later."""
        return self.search([("profile_id", "=", self.profile_id.id), ("state", "=", "active")])

    def _runs_out(self):
        """Whether nothing limits the customer after its last day, as something does now."""
        self.ensure_one()
        if not self.date_to or self.kind == "temporary":
            return False
        valid = self._get_valid()
        ended = self._get_predecessors(valid)
        lasting = (valid - ended - self).filtered(lambda other: other._lasts_beyond(self.date_to))
        return not lasting and any(other._lasts_beyond(self.date_to) for other in ended)

    def _lasts_beyond(self, day):
        """Whether it limits the customer by itself after a day (None: for good)."""
        self.ensure_one()
        return self.kind != "temporary" and (not self.date_to or bool(day and self.date_to > day))

    def _is_own_and_high(self):
        # EXTENDS 'ar.credit.four_eyes'
        own = self.env.user in self._get_authors()
        return super()._is_own_and_high() or (own and self._runs_out())

    def _second_person_error(self):
        # EXTENDS 'ar.credit.waiting'
        if self._is_above(self._get_credit_given()):
            return super()._second_person_error()
        return UserError(
            self.env._(
                "You entered %s, and nothing limits the customer after its last day: another "
                "credit approver has to approve it.",
                self.display_name,
            )
        )

    def _is_less_than_before(self):
        """Whether a valid limit gives as much, and for as long, anyway."""
        return any(
            before.amount >= self.amount
            and (not before.date_to or (self.date_to and self.date_to <= before.date_to))
            for before in self._get_predecessors(self._get_valid())
        )

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

    # -- the end of the last one -------------------------------------------------------

    def action_end(self):
        """End the limits by hand: another one applies from now on. Where none would, a credit
        approver asks for it, and another one ends it."""
        self.check_access("write")
        active = self.filtered(lambda limit: limit.state == "active")
        for limit in active:
            if limit._is_last() and not limit._filter_second():
                limit._ask_unlimited(
                    limit.profile_id,
                    self.env._("End: %s", limit.display_name),
                    limit._say(
                        self.env._("shall be ended; without it the customer may owe any amount.")
                    ),
                )
                continue
            limit._end(self.env._("Ended by hand"))
            limit._log({limit.profile_id: [limit._say(self.env._("ended by hand."))]})
        active.profile_id._mirror_credit_limit()

    def action_keep(self):
        """Let the limit stand, which somebody asked to end."""
        self.check_access("write")
        for limit in self._close_unlimited():
            limit._log({limit.profile_id: [limit._say(self.env._("stays."))]})

    def _is_last(self):
        """Whether nothing limits the customer, or one of the group, without it."""
        self.ensure_one()
        if self.kind == "temporary" or not self.in_force:
            return False
        others = self._get_valid().filtered(lambda other: other != self and other.in_force)
        return self.kind == "group" or not any(
            other._lasts_beyond(self.date_to or None) for other in others
        )
