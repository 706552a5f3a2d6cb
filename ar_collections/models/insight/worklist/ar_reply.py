"""What customers of somebody who is away answer, the deputy reads."""

from odoo import api, fields, models


class ArReply(models.Model):
    _inherit = "ar.reply"

    for_me = fields.Boolean(
        compute="_compute_for_me",
        search="_search_for_me",
        help="Of an own customer, of nobody's, or of one of somebody for whom you stand in today.",
    )

    @api.depends("collector_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_for_me(self):
        mine = self.filtered_domain(self.env["ar.absence"]._get_domain_of_mine())
        for reply in self:
            reply.for_me = reply in mine

    def _search_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self.env["ar.absence"]._get_domain_of_mine()
        return mine if True in value else ~mine
