"""Open items show what was said about them."""

from odoo import fields, models


class ArOpenItem(models.Model):
    _inherit = "ar.open.item"

    ar_level_id = fields.Many2one(related="move_line_id.ar_level_id", string="Dunning Level")
    ar_last_notice_date = fields.Date(
        related="move_line_id.ar_last_notice_date", string="Last Reminded"
    )
