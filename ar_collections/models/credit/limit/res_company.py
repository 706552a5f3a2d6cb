"""What a company counts as exposure, its cap, and who is asked for a release."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ....tools.base.money import round_to
from ...base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_exposure_open = guarded.Boolean(
        string="Count Open Items", default=True, groups=guarded.SETTINGS
    )
    ar_exposure_draft = guarded.Boolean(
        string="Count Draft Invoices", default=True, groups=guarded.SETTINGS
    )
    ar_exposure_deposit = guarded.Boolean(
        string="Deduct Deposits and Guarantees", default=True, groups=guarded.SETTINGS
    )
    ar_credit_cap = guarded.Monetary(
        string="Portfolio Cap",
        help="What the company can fund in all: the credit check warns when the exposure to "
        "all customers together goes beyond it. 0: no cap.",
        groups=guarded.SETTINGS,
    )
    ar_credit_portfolio = guarded.Monetary(
        string="Exposure to All Customers",
        compute="_compute_ar_credit_portfolio",
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
    _ar_credit_four_eyes_positive = models.Constraint(
        "CHECK (ar_credit_four_eyes_amount >= 0)",
        "The amount from which two people decide cannot be negative. Enter 0 for every amount.",
    )

    @api.model
    def _get_company_root_delegated_field_names(self):
        # EXTENDS 'base': branches count what the company at the top of their tree counts.
        names = [f"ar_exposure_{part}" for part in self.env["ar.credit.exposure"]._get_parts()]
        return [*super()._get_company_root_delegated_field_names(), *names]

    @api.constrains("ar_credit_cap")
    def _check_ar_credit_cap(self):
        for company in self:
            if company.ar_credit_cap < 0:
                raise ValidationError(
                    self.env._(
                        "The portfolio cap of %(company)s cannot be negative. Enter 0 for no cap.",
                        company=company.name,
                    )
                )

    @api.depends_context("uid")
    def _compute_ar_credit_portfolio(self):
        for company in self:
            company.ar_credit_portfolio = company._ar_portfolio()

    def _ar_counts(self, part):
        """Whether ``part`` of the exposure is switched on."""
        self.ensure_one()
        return self.sudo()[f"ar_exposure_{part}"]

    def _ar_portfolio(self):
        """Exposure to all customers of the company and its branches, in its currency."""
        self.ensure_one()
        parts = self.env["ar.credit.exposure"]._read(self._ar_tree().ids)
        total = sum(amount for split in parts.values() for amount in split.values())
        return round_to(total, self.sudo().currency_id.rounding)

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
