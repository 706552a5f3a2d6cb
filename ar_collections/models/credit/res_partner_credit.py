"""The contact shows how the credit stands, in words, and its limit follows ours."""

from odoo import api, models
from odoo.exceptions import UserError

from ..base import guarded
from .ar_credit_check import FIGURES
from .ar_credit_release import APPROVERS


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

    def write(self, vals):
        # EXTENDS 'account': a limit entered on the contact goes the way of all limits, once
        # the customer has one; the field only repeats it.
        followed = self.env["ar.profile"]
        if "credit_limit" in vals and not self.env.su:
            followed = self._ar_follow_credit_limit(vals["credit_limit"])
        result = super().write(vals)
        followed._mirror_credit_limit()
        return result

    def _ar_follow_credit_limit(self, amount):
        """Make what was entered on the contact the permanent limit, if it says something new;
        the company's default on the contact means that it has no limit of its own.

        :return: the accounts whose limit was changed
        """
        company = self.env.company
        profiles = (
            self.env["ar.profile"]
            .sudo()
            .search([("partner_id", "in", self.ids), ("company_id", "=", company.id)])
        )
        changed = profiles.browse()
        for profile in profiles.filtered("limit_ids"):
            wanted = profile._get_mirrored_limits(company)[profile.partner_id.id]
            default = profile._get_default_limit(company)
            if amount == wanted:
                continue
            if not self.env.user.has_group(APPROVERS):
                raise UserError(
                    self.env._(
                        "The credit limit of %s was set by credit management. Ask a credit "
                        "approver for another one.",
                        profile.partner_id.display_name,
                    )
                )
            if amount == default:
                profile.limit_ids.filtered(lambda limit: limit.kind == "permanent")._end(
                    self.env._("Removed on the contact")
                )
            else:
                self.env["ar.credit.limit"].sudo()._set_permanent(
                    profile, amount, reason=self.env._("Entered on the contact")
                )
            changed |= profile
        return changed
