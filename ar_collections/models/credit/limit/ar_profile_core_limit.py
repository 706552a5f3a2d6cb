"""Odoo's own limit repeats the customer's limits, and nobody raises it around them."""

from odoo import models

from ....tools.credit import exposure as exposure_tools


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _mirror_credit_limit(self):
        """Write the customers' own limits to Odoo's own field, in their company and below it,
        so that core's warnings agree; without a limit the company's default stands there.

        Who never had a limit of ours keeps the one that Odoo's field had before."""
        for root, profiles in self.sudo().grouped(lambda p: p.company_id.root_id).items():
            profiles = profiles._filter_limited(root)
            for company in root._ar_tree():
                chain = company._ar_chain()
                below = profiles.filtered(lambda profile, c=chain: profile.company_id in c)
                wanted = below._get_mirrored_limits(company)
                partners = below.partner_id.with_company(company)
                for amount, same in partners.grouped(lambda p, w=wanted: w[p.id]).items():
                    same.filtered(lambda p, a=amount: p.credit_limit != a).credit_limit = amount

    def _filter_limited(self, root):
        """The accounts whose customer was ever given a limit in the tree of companies."""
        given = self.env["ar.credit.limit"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "child_of", root.ids),
                ("state", "in", ("active", "ended")),
            ]
        )
        return self.filtered(lambda profile: profile.partner_id in given.partner_id)

    def _get_mirrored_limits(self, company):
        """{partner id: smallest of its own limits in ``company``, or the company's default}."""
        standings = self.env["ar.credit.standing"]
        pairs = {(profile.partner_id.id, company.id) for profile in self}
        found = standings._read_own_limits(pairs, standings._read_trees(company)) if pairs else {}
        default = self._get_default_limit(company)
        return {
            partner_id: min(
                (limit.amount for limit in exposure_tools.own_limits(limits) if limit.id),
                default=default,
            )
            for (partner_id, _company), limits in found.items()
        }

    def _take_over_limit(self, amount):
        """Make an amount that was entered on the contact the customer's permanent limit; the
        company's default means none of its own."""
        self.ensure_one()
        if amount == self._get_default_limit(self.company_id):
            permanent = self.limit_ids.filtered(lambda limit: limit.kind == "permanent")
            permanent._end(self.env._("Removed on the contact"))
            if not self.limit_ids._get_given():
                # Only Odoo's own field knew of a limit.
                partner = self.partner_id.with_company(self.company_id)
                partner.credit_limit = amount
            return
        self.env["ar.credit.limit"].sudo()._set_permanent(
            self, amount, reason=self.env._("Entered on the contact")
        )

    def _get_default_limit(self, company):
        """Odoo's default limit of the company, for customers without one."""
        partners = self.env["res.partner"].with_company(company)
        return partners._fields["credit_limit"].get_company_dependent_fallback(partners)
