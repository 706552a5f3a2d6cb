"""What a company pays for money, and how little of it may be there."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ...base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_cash_minimum = guarded.Monetary(
        string="Least Cash",
        help="The forecast warns of weeks whose balance may fall below this. 0: below nothing.",
        groups=guarded.SETTINGS,
    )
    ar_financing_rate = guarded.Float(
        string="Financing Rate (%)",
        digits=(16, 4),
        default=5.0,
        help="What the company pays for a loan, percent a year. 0: money costs nothing.",
        groups=guarded.SETTINGS,
    )

    @api.constrains("ar_financing_rate")
    def _check_ar_financing_rate(self):
        for company in self:
            if not 0 <= company.ar_financing_rate <= 100:
                raise ValidationError(
                    self.env._(
                        "The financing rate of %(company)s is a percentage from 0 to 100.",
                        company=company.name,
                    )
                )
