"""What a notice says to the customer's own system."""

from odoo import models


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    _webhook_type = "notice.sent"
    _webhook_cancelled = "notice.cancelled"

    def _prepare_webhook(self):
        # EXTENDS the message: its figures and items.
        lines = self.line_ids.filtered(lambda line: line.state != "dropped")
        lines = lines.sorted(
            lambda line: (line.date_due or line.invoice_date or line.date, line.id)
        )
        amounts = {
            "overdue": self.amount_overdue,
            "credit": self.amount_credit,
            "fee": self.amount_fee,
            "interest": self.amount_interest,
        }
        items = [
            {
                "kind": line.kind,
                "number": line.name or "",
                "reference": line.ref or "",
                "date": self._say_date(line.invoice_date),
                "due": self._say_date(line.date_due),
                "days_late": line.days_overdue,
                "amount": self._say_amount(line.amount_asked, line.currency_id),
            }
            for line in lines
        ]
        return {
            **super()._prepare_webhook(),
            "deadline": self._say_date(self.deadline),
            **{
                name: self._say_amount(amount, self.currency_id) for name, amount in amounts.items()
            },
            **self._list_items(items),
        }

    def _prepare_webhook_name(self):
        # EXTENDS the message
        return {**super()._prepare_webhook_name(), "date": self._say_date(self.date)}

    def _move_to(self, state, allowed=None, **values):
        # EXTENDS the gate: an endpoint that was told, or may have been, hears that it is taken
        # back.
        moved = super()._move_to(state, allowed, **values)
        if state == "cancelled":
            self.env["ar.webhook.event"]._tell_cancelled(moved)
        return moved
