"""What the forecast says of a customer, as of the last night."""

from odoo import fields, models


class ArProfile(models.Model):
    _inherit = "ar.profile"

    late_chance = fields.Float(
        string="Not Paid in 30 Days",
        readonly=True,
        copy=False,
        aggregator=None,
        help="The chance that what is overdue is not paid within 30 days, by amount, as the "
        "forecast of the last night says.",
    )
    late_chance_on = fields.Date(
        string="Forecast Of", readonly=True, copy=False, help="The day of that forecast."
    )
