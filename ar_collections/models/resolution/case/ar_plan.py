"""What was settled bears no interest: its settlement says what the lateness costs."""

from datetime import date

from odoo import api, models


class ArPlan(models.Model):
    # EXTENDS the room charge
    _inherit = "ar.plan"

    @api.model
    def _read_kept(self, item_ids):
        # EXTENDS the room charge: of what was settled and paid, no day costs anything.
        kept = super()._read_kept(item_ids)
        if not item_ids:
            return kept
        domain = [("state", "=", "kept"), ("case_id.move_line_ids", "in", list(item_ids))]
        offers = self.env["ar.case.offer"].sudo().search(domain)
        for id_ in set(offers.case_id.move_line_ids.ids).intersection(item_ids):
            kept.setdefault(id_, []).append((date.min, date.max))
        return kept
