"""The life of a security: it begins to count, is replaced, and is given back."""

from odoo import Command, models
from odoo.exceptions import UserError


class ArCreditSecurity(models.Model):
    _inherit = "ar.credit.security"

    # -- four eyes ---------------------------------------------------------------------

    def _get_credit_given(self):
        # EXTENDS 'ar.credit.four_eyes': what the exposure falls by, with what the acting person
        # entered alone before, so that many small ones are no way around a second person.
        return self._get_value() + sum(
            other._get_value() for other in self._get_entered_alone() if other != self.replaces_id
        )

    def _get_value(self):
        """The amount in the company's currency, at today's rate."""
        self.ensure_one()
        company = self.company_id.sudo()
        return self.currency_id._convert(
            self.amount, company.currency_id, company, company._ar_today()
        )

    def _get_entered_alone(self):
        """The customer's other valid securities that the acting person entered, and nobody
        approved."""
        return self.sudo().search(
            [
                ("profile_id", "=", self.profile_id.id),
                ("state", "=", "valid"),
                ("user_id", "=", (self.user_id or self.env.user).id),
                ("approver_id", "=", False),
                ("id", "!=", self.id),
            ]
        )

    def _needs_second(self):
        # EXTENDS 'ar.credit.waiting'
        return super()._needs_second() and not self._is_less_than_before()

    def _is_less_than_before(self):
        """Whether the one whose place it takes covers as much, for as long, anyway."""
        before = self.replaces_id
        if before.state != "valid" or before.currency_id != self.currency_id:
            return False
        covers = self.currency_id.compare_amounts(self.amount, before.amount) <= 0
        lasts = before.date_to and (not self.date_to or self.date_to > before.date_to)
        return covers and not lasts and self.date_from >= before.date_from

    def _take_effect(self, successors=None):
        # EXTENDS 'ar.credit.waiting'
        for security in self:
            security._log(
                self.env._(
                    "%(kind)s %(reference)s over %(amount)s was added; it lowers the exposure.",
                    **security._words(),
                )
            )
            security.replaces_id._release(
                self.env._("Replaced by %s", security.reference), security
            )

    def _say_waiting(self):
        # EXTENDS 'ar.credit.waiting'
        return self.env._(
            "%(kind)s %(reference)s over %(amount)s waits for a second person; it does not lower "
            "the exposure before.",
            **self._words(),
        )

    # -- the end -----------------------------------------------------------------------

    def action_release(self):
        """Ask why the securities are given back."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give Back"),
            "res_model": "ar.credit.security.release",
            "view_mode": "form",
            "target": "new",
            "context": {"default_security_ids": [Command.set(self.ids)]},
        }

    def action_replace(self):
        """Enter another one that takes the place of this one."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "valid":
            raise UserError(
                self.env._(
                    "The security %s is not valid, so nothing takes its place. Enter a new one.",
                    self.reference,
                )
            )
        names = ("profile_id", "kind", "reference", "issuer_id", "amount", "currency_id")
        values = {name: self._fields[name].convert_to_write(self[name], self) for name in names}
        values |= {"replaces_id": self.id, "date_to": self.date_to}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Replace"),
            "res_model": self._name,
            "view_mode": "form",
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    def _release(self, reason, successor=None):
        """The securities are given back, and cover nothing from now on; twice does nothing.

        :return: the securities that were released
        """
        released = self.browse()
        for security in self:
            moved = security._move_to(
                "released",
                ("valid",),
                active=False,
                release_reason=reason,
                released_by_id=self.env.uid,
                released_on=security.company_id._ar_today(),
                replaced_by_id=successor.id if successor else False,
            )
            for one in moved:
                one._log(
                    self.env._(
                        "%(kind)s %(reference)s over %(amount)s was given back. %(reason)s",
                        reason=reason,
                        **one._words(),
                    )
                )
            released |= moved
        return released
