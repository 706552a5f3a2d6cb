"""What sales has heard waits for an answer."""

from odoo import api, models
from odoo.fields import Domain

from ...base.guarded import COLLECTOR
from ..today.ar_today import ANSWERS, Found, Tile


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _get_tiles(self):
        # EXTENDS the page
        hints = Tile(
            "hints",
            ANSWERS,
            "fa-lightbulb-o",
            self.env._("Heard by Sales"),
            self.env._("What salespeople hear from their customers comes here to be answered."),
            COLLECTOR,
        )
        return [*super()._get_tiles(), hints]

    @api.model
    def _find_hints(self, scope):
        waiting = Domain("state", "=", "open") & self._whose(scope)
        return Found("ar.hint", waiting, "ar_collections.ar_hint_action")
