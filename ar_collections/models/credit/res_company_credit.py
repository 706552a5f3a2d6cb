"""What a company counts as exposure, its cap, and who is asked for a release."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ...tools.money import round_to
from ..base import guarded


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

    def _ar_requires_review(self):
        """Whether the company, or one above it, gives no credit without an approved review."""
        self.ensure_one()
        return any(self._ar_chain().mapped("ar_credit_review_required"))

    def _ar_chain(self):
        """The company and those above it, the highest first."""
        self.ensure_one()
        return self.sudo().parent_ids

    def _ar_tree(self):
        """The companies and all branches below them."""
        return self.sudo().with_context(active_test=False).search([("id", "child_of", self.ids)])
