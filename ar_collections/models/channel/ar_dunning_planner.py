"""What channels know of an item: a letter about it lies in the list."""

from odoo import api, models


class ArDunningPlanner(models.AbstractModel):
    _inherit = "ar.dunning.planner"

    @api.model
    def _read_unposted(self, item_ids):
        # EXTENDS 'dunning'
        groups = self.env["ar.dunning.notice.line"]._read_group(
            [
                ("move_line_id", "in", item_ids),
                ("kind", "=", "item"),
                ("notice_id.waits_for_post", "=", True),
            ],
            ["move_line_id"],
        )
        return {line.id for (line,) in groups}
