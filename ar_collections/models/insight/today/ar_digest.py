"""The page of today as a part of the digest, for who wants it."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_amount

from ...channel.ar_digest_send import Line
from .ar_today import ACTION


class ArDigest(models.Model):
    _inherit = "ar.digest"

    @api.model
    def _get_wishes(self):
        # EXTENDS the room channel
        return super()._get_wishes() | Domain("ar_digest_today", "=", True)

    @api.model
    def _get_parts(self):
        # EXTENDS the room channel: first what is to do, then what happened.
        return {"today": self.env._("Waits today"), **super()._get_parts()}

    @api.model
    def _find_today(self, scope):
        """What waits for the person in the company; each line opens the page. What it is about
        stands in words: the same customer may stand behind several lines."""
        if not scope.user.ar_digest_today:
            return []
        page = self.env["ar.today"].with_user(scope.user)
        page, own = page._prepare("mine", scope.company.ids)
        with page.env["ar.profile"]._reading_once():
            tiles = page._read_tiles(own)
        return [
            Line(page, tile["label"], self._get_tile_words(tile), {})
            for tile in tiles
            if tile["number"]
        ]

    @api.model
    def _get_tile_words(self, tile):
        sums = [
            format_amount(
                self.env, one["amount"], self.env["res.currency"].browse(one["currency_id"])
            )
            for one in tile["sums"]
        ]
        if not sums:
            return str(tile["number"])
        return f"{tile['number']}: {', '.join(sums)} {tile['sums_words']}"

    def _get_link(self, line):
        # EXTENDS the room channel
        if line.record._name == "ar.today":
            return f"{self.get_base_url()}/odoo/action-{ACTION}"
        return super()._get_link(line)
