"""Tiles of what is switched off are on the page only while something waits behind them."""

from odoo import api, models


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _read_tiles(self, scope):
        # EXTENDS the page: what runs goes on, so what waits is told.
        switch = self.env["ar.switch"]
        return [
            tile
            for tile in super()._read_tiles(scope)
            if tile["number"] or switch._shows(tile["model"])
        ]
