"""The page of today: milestones that could be invoiced."""

from odoo import api, models

from odoo.addons.ar_collections.models.insight.today.ar_today import TODO, Found, Tile


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _get_tiles(self):
        # EXTENDS 'ar_collections'
        tile = Tile(
            "milestones",
            TODO,
            "fa-flag-checkered",
            self.env._("Milestones to Invoice"),
            self.env._("All milestones that were reached are invoiced."),
        )
        return [*super()._get_tiles(), tile]

    @api.model
    def _find_milestones(self, scope):
        action = "ar_collections_project.ar_milestone_billing_action"
        own = self._whose(scope, "user_id")
        return Found("ar.milestone.billing", own, action, amount="amount")
