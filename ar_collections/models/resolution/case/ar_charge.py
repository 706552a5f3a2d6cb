"""What a settlement lets go is paid by no payment that nobody says is for it."""

from odoo import api, models


class ArCharge(models.Model):
    # EXTENDS the room charge
    _inherit = "ar.charge"

    @api.model
    def _read_kept_back(self, rows):
        # EXTENDS the room charge
        kept = super()._read_kept_back(rows)
        ids = [row["id"] for row in rows]
        domain = [("kind", "=", "settlement"), ("move_line_id", "in", ids)]
        for hold in self.env["ar.hold"].sudo().search(domain).filtered("in_force"):
            kept[hold.move_line_id.id] = kept.get(hold.move_line_id.id, 0.0) + hold.amount
        return kept
