"""The contact shows how the credit stands, in words, and its limit follows ours."""

from odoo import api, models
from odoo.exceptions import UserError

from ...base import guarded
from .ar_credit_check import FIGURES
from .ar_credit_four_eyes import APPROVERS


class ResPartner(models.Model):
    _inherit = "res.partner"

    # Words without figures. Add-ons whose users may read them add their groups.
    ar_credit_hold = guarded.Boolean(
        string="On Credit Hold", compute="_compute_ar_credit_message", groups=",".join(FIGURES)
    )
    ar_credit_message = guarded.Char(
        string="Credit Message", compute="_compute_ar_credit_message", groups=",".join(FIGURES)
    )

    ar_stale_contact = guarded.Char(
        related="ar_profile_id.stale_contact",
        string="Contact Data to Verify",
        groups=",".join(FIGURES),
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid")
    def _compute_ar_credit_message(self):
        profiles = (
            self.env["ar.profile"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("company_id", "=", self.env.company.id),
                ]
            )
        )
        by_partner = profiles.grouped("partner_id")
        for partner in self:
            profile = by_partner.get(partner.commercial_partner_id, profiles.browse())
            partner.ar_credit_hold = profile.credit_hold
            partner.ar_credit_message = profile._get_credit_message() if profile else False

    @api.model
    def default_get(self, fields):
        # EXTENDS 'base': a limit comes from credit management, or from the company's settings,
        # and from no default of a context.
        return super().default_get([name for name in fields if name != "credit_limit"])

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'account': a limit entered with the contact goes the way of all limits.
        if self.env.su:
            return super().create(vals_list)
        wanted = [vals.get("credit_limit") for vals in vals_list]
        partners = super().create(
            [{n: v for n, v in vals.items() if n != "credit_limit"} for vals in vals_list]
        )
        for partner, amount in zip(partners, wanted, strict=True):
            if amount:
                partner.credit_limit = amount
        return partners

    def write(self, vals):
        # EXTENDS 'account': a limit entered on the contact goes the way of all limits; the field
        # only repeats it. Under another company, documents are owed by that one.
        if self.env.su:
            return super().write(vals)
        changed = self.env["ar.profile"]
        if "credit_limit" in vals:
            self._check_field_access(self._fields["credit_limit"], "write")
            self.check_access("write")
            changed = self._ar_follow_credit_limit(vals["credit_limit"])
        if changed:
            vals = {name: value for name, value in vals.items() if name != "credit_limit"}
        stakes = self._ar_get_stakes() if {"parent_id", "is_company"} & vals.keys() else []
        result = super().write(vals)
        for documents, before in stakes:
            documents._ar_credit_check_moved(before)
        changed._mirror_credit_limit()
        return result

    def _ar_get_stakes(self):
        """[(documents that the contacts owe and that have passed the check, {document: Stake})]"""
        return [
            (documents, {one: one._ar_credit_stake() for one in documents})
            for model in self.env["ar.credit.document"]._inherit_children
            if (documents := self.env[model].sudo()._ar_credit_find_passed(self))
        ]

    def _ar_follow_credit_limit(self, amount):
        """Make what was entered on the contact the permanent limit, if it says something new;
        the company's default on the contact means that it has no limit of its own.

        :return: the accounts whose limit was changed, or waits for a second person
        """
        company = self.env.company
        accounts = self.env["ar.profile"].sudo()
        changed = accounts.browse()
        for partner in self.filtered(lambda one: one.commercial_partner_id == one):
            if partner.with_company(company).credit_limit == amount:
                continue
            if not self.env.user.has_group(APPROVERS):
                raise UserError(
                    self.env._(
                        "The credit limit of %s is set by credit management. Ask a credit "
                        "approver for another one.",
                        partner.display_name,
                    )
                )
            profile = accounts.get_or_create(partner, company)
            profile._take_over_limit(amount)
            changed |= profile
        return changed
