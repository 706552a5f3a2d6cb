"""What a company decides about credit reviews."""

from odoo import models

from ..base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_credit_review_required = guarded.Boolean(
        string="No Credit Without Review",
        help="A customer without an approved credit review gets no credit.",
        groups=guarded.SETTINGS,
    )
    ar_credit_four_eyes_amount = guarded.Monetary(
        string="Second Person From",
        default=10000.0,
        help="The author of a review cannot approve a limit above this amount. 0: none at all.",
        groups=guarded.SETTINGS,
    )
    ar_credit_approver_id = guarded.Many2one(
        "res.users",
        string="Credit Approver",
        domain="[('share', '=', False)]",
        help="Gets the task to approve proposals. Empty: any credit approver but the author.",
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
    ar_contact_months = guarded.Integer(
        string="Contact Data Get Stale After",
        default=12,
        help="Months after somebody verified them. 0: never.",
        groups=guarded.SETTINGS,
    )
    ar_contract_notice_days = guarded.Integer(
        string="Task Before a Contract Ends",
        default=30,
        help="Days before its end, or before notice has to be given.",
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
        """CHECK (ar_credit_four_eyes_amount >= 0 AND ar_credit_history_months > 0
              AND ar_credit_net_worth_share >= 0 AND ar_credit_loss_budget >= 0
              AND ar_credit_loss_given_default BETWEEN 0 AND 1
              AND ar_credit_financials_months >= 0 AND ar_credit_agency_months >= 0
              AND ar_credit_worsening_points >= 0 AND ar_contract_notice_days >= 0
              AND ar_credit_agency_days >= 0 AND ar_contact_months >= 0)""",
        "The settings of credit cannot be negative, the payment history has at least one month, "
        "and the loss given default is between 0 and 100 %.",
    )

    def write(self, vals):
        # EXTENDS 'base': who raises the amount from which two people decide is seen by them.
        if "ar_credit_four_eyes_amount" not in vals:
            return super().write(vals)
        before = {company: company.sudo().ar_credit_four_eyes_amount for company in self}
        result = super().write(vals)
        for company, amount in before.items():
            company.sudo()._ar_tell_four_eyes(amount)
        return result

    def _ar_tell_four_eyes(self, before):
        """Tell the credit approvers, and keep on the company's contact, that the amount from
        which two people decide was raised.

        :param before: what it was, in the company's currency
        """
        amount = self.ar_credit_four_eyes_amount
        if self.currency_id.compare_amounts(amount, before) <= 0:
            return
        user = self.env.user
        self.partner_id.message_post(
            body=self.env._(
                "%(user)s raised the amount from which two people decide on credit from "
                "%(before)s to %(after)s.",
                user=user.name,
                before=self.currency_id.format(before),
                after=self.currency_id.format(amount),
            ),
            author_id=user.partner_id.id,
            partner_ids=(self._ar_get_credit_approvers() - user).partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )

    def _ar_get_credit_approvers(self):
        """The people of the company who decide on credit."""
        self.ensure_one()
        group = self.env.ref("ar_collections.ar_collections_group_credit_approver")
        return group.sudo().all_user_ids.filtered(
            lambda one: (
                one.active and not one.share and not one._is_superuser() and self in one.company_ids
            )
        )

    def _ar_get_credit_approver(self, authors):
        """Who is asked to approve what ``authors`` wrote: the company's choice, else a credit
        approver of the company, another person than the authors where there is one.

        :return: a user, or none
        """
        self.ensure_one()
        user = self.sudo().ar_credit_approver_id
        if user and user not in authors:
            return user
        people = self._ar_get_credit_approvers()
        return (people - authors)[:1] or people[:1]
