"""Merging contacts keeps who is told what, and who wants to hear nothing."""

from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # EXTENDS 'base': where two rows would be the same, core deletes all of the source's, also
        # the wishes and lines that the target does not have.
        gone = [("partner_id", "in", src_partners.ids)]
        wishes = self.env["ar.optout"].sudo().with_context(active_test=False)
        wishes.search(gone)._hand_over(dst_partner)
        lines = self.env["ar.profile.contact"].sudo()
        lines.search([("contact_id", "in", src_partners.ids)])._hand_over_contact(dst_partner)
        self.env.flush_all()
        return super()._update_foreign_keys(src_partners, dst_partner)
