"""Who may offer a settlement: what the customer accepts is let go, and waited for."""

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ...base.res_company import MANAGER


class ArCaseOffer(models.Model):
    _inherit = "ar.case.offer"

    def _get_rest(self):
        """What of the claim the offer lets go, in the company's currency."""
        rest = self._get_claim() - self.amount
        return max(self.currency_id.round(rest), 0.0)

    def _get_credit_given(self):
        # EXTENDS 'ar.credit.four_eyes': what is let go.
        return self._get_rest()

    def _get_four_eyes_amount(self):
        # EXTENDS 'ar.credit.four_eyes': the company has an amount of its own for this.
        return self.company_id.sudo().ar_writeoff_four_eyes_amount

    def _check_may_offer(self):
        """
        :raise AccessError: it lets go of more, or waits longer, than the acting person may
        :raise UserError: it takes two people, and the acting person is one of its authors
        """
        self._check_may_wait()
        self._check_may_let_go()

    def _check_may_wait(self):
        """A day of payment is promised by accepting it: up to the days of the policy a collector
        waits, as for any promise.

        :raise AccessError: it is more, and the acting person is no manager
        """
        self.ensure_one()
        most = self.case_id.profile_id._get_promise_terms().days
        day = self._get_pay_day()
        ahead = (day - self.company_id._ar_today()).days
        if ahead > most and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "The settlement of %(offer)s waits for the money until %(day)s, more than the "
                    "%(days)s days that a collector waits. A collections manager decides on it: "
                    "%(who)s.",
                    offer=self.display_name,
                    day=format_date(self.env, day),
                    days=most,
                    who=self.company_id._ar_name_managers(),
                )
            )

    def _check_may_let_go(self):
        """The amounts of the company for write-offs count, before the offer binds us.

        :raise AccessError: it is above a collector's right
        :raise UserError: it takes two people, and the acting person is one of its authors
        """
        self.ensure_one()
        company, rest = self.company_id, self._get_rest()
        settings = company.sudo()
        if self.currency_id.compare_amounts(rest, settings.ar_writeoff_collector_amount) <= 0:
            return
        values = {
            "offer": self.display_name,
            "rest": self.currency_id.format(rest),
        }
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "The settlement of %(offer)s lets go of %(rest)s, more than the %(limit)s that "
                    "a collector writes off of a customer. A collections manager decides on it: "
                    "%(who)s.",
                    limit=self.currency_id.format(settings.ar_writeoff_collector_amount),
                    who=company._ar_name_managers(),
                    **values,
                )
            )
        if self._is_own_and_high():
            raise UserError(
                self.env._(
                    "You wrote the settlement of %(offer)s, which lets go of %(rest)s, more than "
                    "%(limit)s: another collections manager has to decide on it. Ask %(who)s.",
                    limit=self._say_four_eyes_amount(),
                    who=company._ar_name_managers(self._get_authors()),
                    **values,
                )
            )
