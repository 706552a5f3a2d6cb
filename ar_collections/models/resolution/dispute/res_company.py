"""How long disputes may take, and from when on a short payment is one."""

import math
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import ValidationError

from ...base import guarded

LEAST = {"ar_dispute_days": 1, "ar_deduction_amount": 0, "ar_deduction_percent": 0}


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_dispute_days = guarded.Integer(
        string="Days to Answer a Dispute",
        default=14,
        help="From opening to the answer, where no rule for the customer's country says otherwise.",
        groups=guarded.SETTINGS,
    )
    ar_deduction_amount = guarded.Monetary(
        string="Short Payment up to",
        help="What is left of a paid invoice up to this amount opens a deduction by itself. 0: "
        "never.",
        groups=guarded.SETTINGS,
    )
    ar_deduction_percent = guarded.Float(
        string="And at Most (%)",
        digits=(5, 2),
        default=5.0,
        help="And up to so much of the invoice; 0: whatever it is of the invoice.",
        groups=guarded.SETTINGS,
    )

    @api.constrains(*LEAST)
    def _check_ar_dispute(self):
        for company in self:
            for name, least in LEAST.items():
                if not (math.isfinite(company[name]) and company[name] >= least):
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” of %(company)s cannot be less than %(least)s.",
                            field=company._fields[name]._description_string(self.env),
                            company=company.name,
                            least=least,
                        )
                    )

    def _ar_get_dispute_deadline(self, country, reason, day=None):
        """The day by which a dispute that is opened on ``day`` is answered.

        :param country: of the customer; none: that of the company
        """
        self.ensure_one()
        country = country or self.sudo().country_id
        rules = self.env["ar.dispute.deadline"].sudo().search([])
        rule = next((one for one in rules if one._fits(self, country, reason)), None)
        days = rule.days if rule else self.sudo().ar_dispute_days
        return (day or self._ar_today()) + timedelta(days=days)
