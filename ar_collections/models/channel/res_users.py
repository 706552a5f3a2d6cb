"""What a person wants to be told of: each chooses it in the own preferences."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ..base import guarded

# More days ahead are no news.
MOST_DAYS = 60
OWN = ("ar_digest_days", "ar_digest_steps")


class ResUsers(models.Model):
    _inherit = "res.users"

    ar_digest_days = guarded.Integer(
        string="Told So Many Days Before Items Fall Due",
        groups="base.group_user",
        help="One e-mail a morning names the items of your customers that fall due in these days, "
        "each of them once. 0: never.",
    )
    ar_digest_steps = guarded.Boolean(
        string="Told of Each Step",
        groups="base.group_user",
        help="One e-mail a morning says what was sent to your customers, what came back, and what "
        "they promised, since the last one.",
    )

    @property
    def SELF_WRITEABLE_FIELDS(self):
        # EXTENDS 'base': internal users read them by their group; customers do not.
        return [*super().SELF_WRITEABLE_FIELDS, *OWN]

    @api.constrains("ar_digest_days")
    def _check_ar_digest_days(self):
        for user in self:
            if not 0 <= user.ar_digest_days <= MOST_DAYS:
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot be told %(days)s days before items fall due. Enter 0 for "
                        "never, or up to %(most)s.",
                        user=user.name,
                        days=user.ar_digest_days,
                        most=MOST_DAYS,
                    )
                )
