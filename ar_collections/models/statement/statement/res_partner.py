"""Statements from the contact's form and list."""

from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_ar_make_statements(self):
        """Ask for kind and period of new statements of these customers."""
        profiles = self.env["ar.profile"]
        return {
            **profiles.action_make_statements(),
            "context": {
                "default_company_id": self.env.company.id,
                "default_partner_ids": self.commercial_partner_id.ids,
            },
        }
