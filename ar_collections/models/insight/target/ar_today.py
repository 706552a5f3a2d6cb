"""Targets whose period is over, on the page Today."""

from odoo import api, models
from odoo.fields import Domain

from ..today.ar_today import TODO, Found, Tile


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _get_tiles(self):
        # EXTENDS the room today
        targets = Tile(
            "targets",
            TODO,
            "fa-trophy",
            self.env._("Targets to Close"),
            self.env._("No target's period is over."),
            "ar_collections.ar_collections_group_manager",
        )
        return [*super()._get_tiles(), targets]

    @api.model
    def _find_targets(self, scope):
        over = Domain("state", "=", "running") & self._by_day(scope, "date_to", "<")
        return Found("ar.target", over, "ar_collections.ar_target_action", partner="")
