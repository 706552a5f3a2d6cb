"""Who may offer a settlement: what the customer accepts is let go."""

from odoo import models
from odoo.exceptions import AccessError, UserError

from ...base.res_company import MANAGER


class ArCaseOffer(models.Model):
    _inherit = "ar.case.offer"

    def _get_rest(self):
        """What of the claim the offer lets go, in the company's currency."""
        rest = self.case_id.open_amount - self.amount
        return max(self.currency_id.round(rest), 0.0)

    def _check_may_let_go(self):
        """The amounts of the company for write-offs count, before the offer binds us.

        :raise AccessError: it is above a collector's right
        :raise UserError: it takes two people, and the acting person has written the offer
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
                    "a collector writes off of a customer. A collections manager sends it: "
                    "%(who)s.",
                    limit=self.currency_id.format(settings.ar_writeoff_collector_amount),
                    who=company._ar_name_managers(),
                    **values,
                )
            )
        limit = settings.ar_writeoff_four_eyes_amount
        high = self.currency_id.compare_amounts(rest, limit) > 0
        if high and self.sudo().create_uid == self.env.user:
            raise UserError(
                self.env._(
                    "You wrote the settlement of %(offer)s, which lets go of %(rest)s, more than "
                    "%(limit)s: another collections manager has to send it. Ask %(who)s.",
                    limit=self.currency_id.format(limit),
                    who=company._ar_name_managers(self.env.user),
                    **values,
                )
            )
