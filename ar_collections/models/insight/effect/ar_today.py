"""Measures whose day has come, on the page Today."""

from odoo import api, models
from odoo.fields import Domain

from ..today.ar_today import TODO, Found, Tile


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _get_tiles(self):
        # EXTENDS the room today
        return [
            *super()._get_tiles(),
            Tile(
                "measures",
                TODO,
                "fa-check-square-o",
                self.env._("Measures Due"),
                self.env._("No measure of a process review has come to its day."),
            ),
        ]

    @api.model
    def _find_measures(self, scope):
        due = Domain("state", "=", "open") & self._whose(scope, "user_id")
        due &= self._by_day(scope, "date", "<=")
        return Found("ar.process.measure", due, "ar_collections.ar_process_measure_action")
