"""Merging partners keeps what was decided and said about both."""

from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # EXTENDS 'base': a profile is unique per partner and company, and core deletes
        # rows whose unique key conflicts. Merge the profiles before it gets there.
        profiles = self.env["ar.profile"].sudo()
        target_partner = dst_partner.commercial_partner_id
        for profile in profiles.search([("partner_id", "in", src_partners.ids)]):
            if profile.partner_id != target_partner:
                if profile._find_history():
                    # As for a contact that comes under another company: for good.
                    source = src_partners & profile.partner_id
                    source._ar_check_may_merge(target_partner)
                profile._merge_into(profiles.get_or_create(target_partner, profile.company_id))
        return super()._update_foreign_keys(src_partners, dst_partner)
