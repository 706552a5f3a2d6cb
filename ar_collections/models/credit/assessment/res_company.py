"""What a company decides about credit reviews."""

from odoo import models

from ...base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_credit_review_required = guarded.Boolean(
        string="No Credit Without Review",
        help="A customer without an approved credit review gets no credit.",
        groups=guarded.SETTINGS,
    )
    ar_credit_history_months = guarded.Integer(
        string="Payment History",
        default=12,
        help="Months of payments that the payment behaviour is told from.",
        groups=guarded.SETTINGS,
    )
    ar_credit_net_worth_share = guarded.Float(
        string="Share of Net Worth",
        default=0.1,
        help="A limit is at most this share of the customer's equity. 0: no such rule.",
        groups=guarded.SETTINGS,
    )
    ar_credit_loss_budget = guarded.Monetary(
        string="Loss Budget per Customer",
        help="A limit is at most the amount whose expected loss is this. 0: no such rule.",
        groups=guarded.SETTINGS,
    )
    ar_credit_loss_given_default = guarded.Float(
        string="Loss Given Default",
        default=0.6,
        help="The share of what is owed that is lost when a customer fails.",
        groups=guarded.SETTINGS,
    )
    ar_credit_financials_months = guarded.Integer(
        string="Financial Statements Get Stale After",
        default=18,
        help="Months after the end of the year. 0: never.",
        groups=guarded.SETTINGS,
    )
    ar_credit_agency_months = guarded.Integer(
        string="Agency Ratings Get Stale After",
        default=6,
        help="Months after the day of the rating. 0: never.",
        groups=guarded.SETTINGS,
    )
    ar_credit_agency_days = guarded.Integer(
        string="Agencies Are Asked Again After",
        default=30,
        help="Days until the nightly job asks an agency that has a provider about a customer "
        "again. 0: only by the button on the customer's account.",
        groups=guarded.SETTINGS,
    )
    ar_credit_worsening = guarded.Selection(
        [
            ("points", "By a number of points"),
            ("grade", "Into a lower grade"),
            ("off", "Never"),
        ],
        string="Review When Behaviour Falls",
        default="points",
        required=True,
        groups=guarded.SETTINGS,
    )
    ar_credit_worsening_points = guarded.Float(
        string="Points of a Worsening",
        default=10.0,
        help="Points by which payment behaviour falls since the last review until a new one is "
        "opened; also what counts as a trend, and as a drop of an agency's score.",
        groups=guarded.SETTINGS,
    )

    _ar_credit_settings_positive = models.Constraint(
        """CHECK (ar_credit_history_months > 0
              AND ar_credit_net_worth_share >= 0 AND ar_credit_loss_budget >= 0
              AND ar_credit_loss_given_default BETWEEN 0 AND 1
              AND ar_credit_financials_months >= 0 AND ar_credit_agency_months >= 0
              AND ar_credit_worsening_points >= 0 AND ar_credit_agency_days >= 0)""",
        "The settings of credit cannot be negative, the payment history has at least one month, "
        "and the loss given default is between 0 and 100 %.",
    )

    def _ar_requires_review(self):
        """Whether the company, or one above it, gives no credit without an approved review."""
        self.ensure_one()
        return any(self._ar_chain().mapped("ar_credit_review_required"))
