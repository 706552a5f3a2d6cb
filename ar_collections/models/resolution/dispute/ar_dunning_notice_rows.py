"""A notice says what of its items is disputed, and so not asked for."""

from odoo import models

from ....tools.resolution.dispute import disputed_of


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    def _prepare_lines(self, plan, draft, date=None):
        # EXTENDS 'dunning'
        values = super()._prepare_lines(plan, draft, date)
        disputed = disputed_of(plan.debtor, "dispute")
        for line in values:
            asked = line["kind"] in ("item", "overdue")
            line["amount_disputed"] = disputed.get(line["move_line_id"], 0.0) if asked else 0.0
        return values
