"""What a notice of a level costs us, so that its yield can be set against it."""

from odoo import fields, models


class ArDunningLevel(models.Model):
    _inherit = "ar.dunning.level"

    cost_per_notice = fields.Monetary(
        string="Cost of a Notice",
        help="What one notice of this level costs you: postage, calls, working time. Key figures "
        "set what came in against it. 0: what the ways cost by which it leaves (Settings).",
    )
