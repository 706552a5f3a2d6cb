"""A difference becomes a dispute with one click, and ends with it."""

from odoo import models
from odoo.exceptions import UserError

#: The reason of a dispute, by what the customer says about a line.
REASONS = {
    "not_received": "delivery",
    "paid": "paid",
    "wrong_price": "price",
    "returned": "quality",
}


class ArBalanceDifference(models.Model):
    _inherit = "ar.balance.difference"

    def action_open_dispute(self):
        """Open the dispute of the line, with what the customer has said already; show it.

        :raise UserError: the line is no open item, or was settled
        """
        self.ensure_one()
        self.check_access("write")
        self.env["ar.dispute"].check_access("create")
        if not self.dispute_id:
            self._open_dispute()
        return self.dispute_id._get_records_action()

    def _open_dispute(self):
        item = self.sudo().line_id.move_line_id
        if self.state != "open" or not item:
            raise UserError(
                self.env._(
                    "%s is settled, or names no item of ours: there is nothing to dispute.",
                    self.display_name,
                )
            )
        one = self.sudo()
        disputes = self.env["ar.dispute"].sudo()
        row = disputes._read_rows(item).get(item.id)
        left = row["residual_currency"] if row else 0.0
        part = one.difference if 0 < one.difference < left and not one.doubt else 0.0
        reason = self.env["ar.dispute.reason"]._find(
            REASONS.get(one.cause, "other"), one.company_id
        )
        one.hold_id.action_release()
        one.dispute_id = disputes._raise_for(
            one.profile_id,
            item,
            "confirmation",
            origin_ref=f"{self._name},{self.id}",
            amount=part,
            reason_id=reason.id,
            note=one.note,
            user_id=one.user_id.id,
        )
