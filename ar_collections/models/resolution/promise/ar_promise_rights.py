"""What may be promised, and by whom it is taken: sentences that name the way out."""

from odoo import models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...base.res_company import MANAGER

#: More is a slip of the keyboard.
MOST_AMOUNT = 1e12


class ArPromise(models.Model):
    _inherit = "ar.promise"

    def _check_days_ahead(self):
        most = self.profile_id._get_promise_terms().days
        user = self.env.user
        # The machine only carries over what somebody has taken.
        free = user._is_superuser() or user.has_group(MANAGER)
        if (self.date - self.taken_on).days > most and not free:
            raise UserError(
                self.env._(
                    "%(customer)s promises to pay on %(day)s, more than %(days)s days ahead. A "
                    "collections manager decides whether to wait so long: ask one to take it, or "
                    "agree on an earlier day.",
                    customer=self.partner_id.display_name,
                    day=format_date(self.env, self.date),
                    days=most,
                )
            )

    def _say_unfit(self, item):
        """Why a journal item cannot be promised; '' where it can."""
        named = {
            "item": item.move_id.name or item.display_name,
            "customer": self.partner_id.display_name,
        }
        own = item.partner_id.commercial_partner_id == self.partner_id
        if not own or item.company_id != self.company_id or item.parent_state != "posted":
            return self.env._(
                "%(item)s is no open item of %(customer)s. Choose among the customer's own.",
                **named,
            )
        if item.account_id.account_type != "asset_receivable" or item.balance <= 0:
            return self.env._(
                "%(item)s is nothing that %(customer)s has to pay. Choose an invoice that is open.",
                **named,
            )
        if item.currency_id != self.currency_id:
            return self.env._(
                "%(item)s is in %(own)s, and the promise in %(currency)s. Take a promise for each "
                "currency.",
                own=item.currency_id.name,
                currency=self.currency_id.name,
                **named,
            )
        return ""

    def _check_against(self, debt):
        """Whether what is promised is an amount, and no more than what is owed.

        :param debt: what is open of its items, in its currency
        """
        named = {
            "customer": self.partner_id.display_name,
            "amount": self.currency_id.format(self.amount),
            "open": self.currency_id.format(debt),
        }
        if self.currency_id.compare_amounts(debt, 0) <= 0:
            raise ValidationError(
                self.env._(
                    "%(customer)s owes nothing in %(currency)s that could be promised.",
                    currency=self.currency_id.name,
                    **named,
                )
            )
        if not 0 < self.amount < MOST_AMOUNT:
            raise ValidationError(
                self.env._(
                    "%(customer)s promises %(amount)s, which is no amount to pay. Enter one above "
                    "nil, or nothing for all that is open.",
                    **named,
                )
            )
        if self.currency_id.compare_amounts(self.amount, debt) > 0:
            raise ValidationError(
                self.env._(
                    "%(customer)s promises %(amount)s, and only %(open)s is open. Enter that at "
                    "most; what is paid ahead needs no promise.",
                    **named,
                )
            )
