"""The reminded items behind a figure of effects, for lists."""

from odoo import fields, models

from ...base import arguments
from .ar_dunning_notice import PARTS


class ArDunningNoticeLine(models.Model):
    _inherit = "ar.dunning.notice.line"

    # Only searched, as ``effect_of`` of notices.
    effect_of = fields.Char(
        string="Behind a Figure of Effects",
        compute="_compute_effect_of",
        search="_search_effect_of",
    )

    def _compute_effect_of(self):
        self.effect_of = False

    def _search_effect_of(self, operator, value):
        find = self.env["ar.effect"]._find_items_behind
        return arguments.search_question(self.env, operator, value, PARTS, find)
