"""How long customers have to confirm a balance, and when they are reminded."""

from datetime import timedelta

from odoo import api, models
from odoo.exceptions import ValidationError

from ...base import guarded

LEAST = {
    "ar_confirm_days": 1,
    "ar_confirm_reminder_days": 1,
    "ar_confirm_reminders": 0,
    "ar_confirm_task_days": 0,
}


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_confirm_days = guarded.Integer(
        string="Days to Confirm a Balance",
        default=30,
        help="So many days after a balance was asked its link takes an answer.",
        groups=guarded.SETTINGS,
    )
    ar_confirm_reminder_days = guarded.Integer(
        string="Days until Reminded to Confirm",
        default=10,
        help="Days without an answer after which the customer is reminded, and again.",
        groups=guarded.SETTINGS,
    )
    ar_confirm_reminders = guarded.Integer(
        string="Reminders to Confirm",
        default=2,
        help="At most so many reminders; 0 for none.",
        groups=guarded.SETTINGS,
    )
    ar_confirm_task_days = guarded.Integer(
        string="Days to Clear up a Difference",
        default=7,
        help="Days that the owner of a difference has to clear it up.",
        groups=guarded.SETTINGS,
    )

    @api.constrains(*LEAST)
    def _check_ar_confirm(self):
        for company in self:
            for name, least in LEAST.items():
                if company[name] < least:
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” of %(company)s cannot be less than %(least)s.",
                            field=company._fields[name]._description_string(self.env),
                            company=company.name,
                            least=least,
                        )
                    )

    def _ar_get_confirm_until(self):
        """The last day on which a balance asked today can be confirmed by its link."""
        self.ensure_one()
        return self._ar_today() + timedelta(days=self.sudo().ar_confirm_days)
