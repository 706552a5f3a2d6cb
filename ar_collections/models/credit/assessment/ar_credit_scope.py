"""Records that a company has of its own, or that all companies share."""

from odoo import api, fields, models

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArCreditScope(models.AbstractModel):
    """Grades and factors: a company with a set of its own uses that one and no other."""

    _name = "ar.credit.scope"
    _inherit = ["ar.guard.mixin"]
    _description = "Credit Settings of a Company"
    _writable = {ANY: SETTINGS, NEW: ("company_id",)}

    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies that have no set of their own."
    )

    @api.model
    def _for_company(self, company):
        """The active records in use in a company: its own, else those of the nearest company
        above it, else the shared ones."""
        owners = [False, *company._ar_chain().ids]
        found = self.sudo().search([("company_id", "in", owners)])
        return company._ar_pick_nearest(found).sudo(self.env.su)

    def _same_set(self):
        """All active records of the sets that these records belong to, set by set."""
        owners = self.company_id.ids + ([] if all(self.mapped("company_id")) else [False])
        found = self.sudo().search([("company_id", "in", owners)])
        return list(found.grouped("company_id").values())
