"""How a company agrees on payment plans."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ...base import guarded

DAYS = ("ar_plan_tolerance_days", "ar_plan_remind_before", "ar_plan_remind_after")


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_plan_approval_amount = guarded.Monetary(
        string="Approve Payment Plans Above",
        groups=guarded.SETTINGS,
        help="A second person approves plans above this amount before they are proposed. 0: none "
        "has to be approved.",
    )
    ar_plan_acceptance = guarded.Boolean(
        string="Payment Plans Need the Customer's Acceptance",
        groups=guarded.SETTINGS,
        help="A plan becomes active only when the customer has accepted it on the page or on "
        "paper, and not when a collector says so.",
    )
    ar_plan_tolerance_days = guarded.Integer(
        string="Tolerance of Instalments",
        default=3,
        groups=guarded.SETTINGS,
        help="Days after the date of an instalment on which the money may still come.",
    )
    ar_plan_remind_before = guarded.Integer(
        string="Days before an Instalment",
        default=3,
        groups=guarded.SETTINGS,
        help="So many days before it the customer is reminded of an instalment. 0: not at all.",
    )
    ar_plan_remind_after = guarded.Integer(
        string="Days after a Missed Instalment",
        default=1,
        groups=guarded.SETTINGS,
        help="So many days after it the customer is told that an instalment has not come. 0: not "
        "at all.",
    )
    ar_plan_fail = guarded.Selection(
        [("auto", "The plan fails"), ("ask", "The collector is asked")],
        string="When an Instalment Is Missed",
        required=True,
        default="auto",
        groups=guarded.SETTINGS,
        help="After the tolerance, by night.",
    )
    ar_plan_interest_shown = guarded.Selection(
        [
            ("auto", "Yes, but in China"),
            ("yes", "Yes"),
            ("no", "No"),
        ],
        string="Payment Plans Name Interest",
        required=True,
        default="auto",
        groups=guarded.SETTINGS,
        help="In China an agreement that names principal and interest takes the place of the "
        "contractual penalty. One that names none has a sentence that reserves all rights.",
    )

    @api.constrains(*DAYS, "ar_plan_approval_amount")
    def _check_ar_plan(self):
        for company in self.sudo():
            for name in (*DAYS, "ar_plan_approval_amount"):
                if company[name] < 0:
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” of %(company)s cannot be negative.",
                            field=company._fields[name]._description_string(self.env),
                            company=company.name,
                        )
                    )
