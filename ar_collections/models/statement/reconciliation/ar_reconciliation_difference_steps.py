"""A difference of both ledgers becomes a dispute with one click, and ends with it."""

from odoo import models
from odoo.exceptions import UserError

#: The reason of a dispute, by the cause of the difference.
REASONS = {
    "not_received": "delivery",
    "not_booked": "order",
    "price": "price",
    "wrong_amount": "price",
    "returned": "quality",
    "discount": "short",
    "duplicate": "double",
    "not_ours": "order",
}


class ArReconciliationDifference(models.Model):
    _inherit = "ar.reconciliation.difference"

    def action_open_dispute(self):
        """Open the dispute of our items in the difference, with its amount; show it.

        :raise UserError: nothing of it is open with us
        """
        self.ensure_one()
        self.check_access("write")
        self.env["ar.dispute"].check_access("create")
        if not self.dispute_id:
            self._open_dispute()
        return self.dispute_id._get_records_action()

    def _open_dispute(self):
        one = self.sudo()
        disputes = self.env["ar.dispute"].sudo()
        profile = self.env["ar.profile"].sudo().get_or_create(one.partner_id, one.company_id)
        moves = one.line_ids.move_line_id.move_id
        items = disputes._find_disputable(profile, moves) & one.line_ids.move_line_id
        if one.state != "open" or not items:
            raise UserError(
                self.env._(
                    "%s: nothing of it is open with us and not disputed yet.",
                    one.lines or one.kind,
                )
            )
        rows = disputes._read_rows(items)
        left = sum(row["residual_currency"] for row in rows.values())
        amount = abs(one.amount)
        # Items in one currency: a part of them where that is less than all.
        part = amount if items.currency_id == one.currency_id and 0 < amount < left else 0.0
        reason = self.env["ar.dispute.reason"]._find(
            REASONS.get(one.cause, "other"), one.company_id
        )
        one.dispute_id = disputes._raise_for(
            profile,
            items,
            "reconciliation",
            origin_ref=f"{self._name},{self.id}",
            amount=part,
            reason_id=reason.id,
            note=one.note,
            user_id=one.user_id.id,
        )
