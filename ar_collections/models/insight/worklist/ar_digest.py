"""Who stands in for somebody is told of those customers, too."""

from odoo import api, models


class ArDigest(models.Model):
    _inherit = "ar.digest"

    @api.model
    def _get_collectors(self, scope):
        # EXTENDS the room channel
        known = super()._get_collectors(scope)
        found = self.env["ar.absence"]._map_represented(scope.company, known)
        return sorted(found[scope.company.id])
