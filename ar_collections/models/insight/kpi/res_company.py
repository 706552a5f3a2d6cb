"""What a reminder costs by each way; which accounts losses are booked to says what of a payment is
no money."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ...base import guarded

LOSSES = ("ar_bad_debt_account_ids", "ar_writeoff_account_id", "ar_ecl_allowance_account_id")
# Ways by which reminders go that have a cost of their own in the settings.
WAYS = ("email", "sms", "letter", "call", "visit")


class ResCompany(models.Model):
    _inherit = "res.company"

    # Examples, so that the figures say something; whose they are is for the company to say.
    ar_cost_email = guarded.Monetary(
        string="Cost of an E-mail",
        default=0.05,
        help="What one costs you: postage, fees, working time. Key figures count it where a level "
        "says no cost of its own.",
        groups=guarded.SETTINGS,
    )
    ar_cost_sms = guarded.Monetary(
        string="Cost of a Text Message",
        default=0.1,
        help="What one costs you: postage, fees, working time. Key figures count it where a level "
        "says no cost of its own.",
        groups=guarded.SETTINGS,
    )
    ar_cost_letter = guarded.Monetary(
        string="Cost of a Letter",
        default=2.0,
        help="What one costs you: postage, fees, working time. Key figures count it where a level "
        "says no cost of its own.",
        groups=guarded.SETTINGS,
    )
    ar_cost_call = guarded.Monetary(
        string="Cost of a Call",
        default=5.0,
        help="What one costs you: postage, fees, working time. Key figures count it where a level "
        "says no cost of its own.",
        groups=guarded.SETTINGS,
    )
    ar_cost_visit = guarded.Monetary(
        string="Cost of a Visit",
        default=60.0,
        help="What one costs you: postage, fees, working time. Key figures count it where a level "
        "says no cost of its own.",
        groups=guarded.SETTINGS,
    )
    ar_costs_checked = guarded.Boolean(
        string="Costs Checked",
        help="Until then the costs of the ways are examples, and the figures say so.",
        groups=guarded.SETTINGS,
    )

    @api.constrains(*(f"ar_cost_{way}" for way in WAYS))
    def _check_ar_costs(self):
        for company in self:
            if any(cost < 0 for cost in company._ar_get_way_costs(positive=False).values()):
                raise ValidationError(
                    self.env._(
                        "What a reminder costs %s is not less than 0. Enter 0 for nothing.",
                        company.name,
                    )
                )

    def write(self, vals):
        # EXTENDS 'base'
        if vals.keys() & set(LOSSES):
            self.env["ar.kpi.change"]._note_all()
        return super().write(vals)

    def _ar_get_way_costs(self, positive=True):
        """{way: what a reminder by it costs}, in the company's currency.

        :param positive: only of those that cost something
        """
        self.ensure_one()
        sudo = self.sudo()
        costs = {way: sudo[f"ar_cost_{way}"] for way in WAYS}
        return {way: cost for way, cost in costs.items() if cost > 0 or not positive}
