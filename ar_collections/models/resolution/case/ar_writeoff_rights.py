"""Who may let go of how much."""

from odoo import models
from odoo.exceptions import AccessError, UserError

from ...base.res_company import MANAGER
from .ar_writeoff import BOOKED

# Days for which what somebody wrote off alone counts, so that many small ones are no way around
# a second person.
DAYS_ALONE = 365


class ArWriteoff(models.Model):
    _inherit = "ar.writeoff"

    def _get_credit_given(self):
        # EXTENDS 'ar.credit.four_eyes': what is let go, in the company's currency, with what the
        # same people decided alone for this customer before.
        return self._get_value() + sum(other._get_value() for other in self._find_decided_alone())

    def _get_value(self):
        """The amount in the company's currency: as booked, or as the item stands there."""
        self.ensure_one()
        line = self.move_line_id.sudo()
        rate = line.balance / line.amount_currency if line.amount_currency else 1.0
        return self.amount_company or self.company_currency_id.round(self.amount * rate)

    def _find_decided_alone(self):
        """The customer's write-offs of the last year that the acting person asked for and
        approved himself."""
        today = self.company_id._ar_today()
        found = self.sudo().search(
            [
                ("profile_id", "=", self.profile_id.id),
                ("state", "in", ("approved", *BOOKED)),
                ("approver_id", "=", self.env.uid),
                ("id", "!=", self.id),
            ]
        )
        return found.filtered(
            lambda one: (
                (today - one.approved_on).days < DAYS_ALONE and self.env.user in one._get_authors()
            )
        )

    def _get_four_eyes_amount(self):
        # EXTENDS 'ar.credit.four_eyes': the company has an amount of its own for this.
        self.ensure_one()
        return self.company_id.sudo().ar_writeoff_four_eyes_amount

    def _get_own_amount(self):
        """Up to what amount a collector decides alone."""
        return self.company_id.sudo().ar_writeoff_collector_amount

    def _is_within_own_right(self):
        """Whether any collector may approve it."""
        currency = self.company_currency_id
        return currency.compare_amounts(self._get_credit_given(), self._get_own_amount()) <= 0

    def _check_approver(self):
        """Whether the acting person may approve it.

        :raise AccessError: it is above a collector's right
        :raise UserError: it takes two people, and the acting person is one of its authors
        """
        self.ensure_one()
        if self._is_within_own_right():
            return
        company = self.company_id
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "%(writeoff)s is above the %(amount)s that a collector writes off of a "
                    "customer. A collections manager approves it: %(who)s.",
                    writeoff=self.display_name,
                    amount=company.sudo().currency_id.format(self._get_own_amount()),
                    who=company._ar_name_managers(),
                )
            )
        if self._is_own_and_high():
            raise UserError(
                self.env._(
                    "You asked for %(writeoff)s, and it is above %(amount)s: another collections "
                    "manager has to approve it. Ask %(who)s.",
                    writeoff=self.display_name,
                    amount=self._say_four_eyes_amount(),
                    who=company._ar_name_managers(self._get_authors()),
                )
            )

    def _check_may_undo(self):
        """Whether the acting person may reverse what stands in the books.

        :raise AccessError: he is no manager
        """
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "What was written off is reversed by a collections manager. Ask %s.",
                    self[:1].company_id._ar_name_managers(),
                )
            )
