"""The worklist asks when somebody last spoke with each customer; deputies make calls of others."""

from odoo import api, fields, models


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    for_me = fields.Boolean(
        compute="_compute_for_me",
        search="_search_for_me",
        help="Of an own customer, of nobody's, or of one of somebody for whom you stand in today.",
    )

    # Few dispatches are talks, and each of them has an outcome.
    _talked_idx = models.Index("(company_id, profile_id, date) WHERE outcome IS NOT NULL")

    @api.depends("collector_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_for_me(self):
        mine = self.filtered_domain(self._get_domain_of_mine())
        for dispatch in self:
            dispatch.for_me = dispatch in mine

    def _search_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self._get_domain_of_mine()
        return mine if True in value else ~mine

    @api.model
    def _get_domain_of_mine(self):
        # EXTENDS the room channel: and those of who is away.
        return self.env["ar.absence"]._get_domain_of_mine()
