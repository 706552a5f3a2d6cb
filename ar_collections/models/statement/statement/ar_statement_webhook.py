"""What a statement says to the customer's own system."""

from odoo import models


class ArStatement(models.Model):
    _inherit = "ar.statement"

    _webhook_type = "statement.sent"

    def _prepare_webhook(self):
        # EXTENDS the message: its balances by currency, and its lines.
        balances = [
            {
                "currency": one.currency_id.name,
                **{
                    key: self._say_amount(amount, one.currency_id)
                    for key, amount in {
                        "opening": one.opening_balance,
                        "closing": one.closing_balance,
                        "overdue": one.overdue_amount,
                    }.items()
                },
            }
            for one in self.balance_ids
        ]
        items = [
            {
                "kind": line.kind,
                "number": line.name or "",
                "reference": line.ref or "",
                "date": self._say_date(line.date),
                "due": self._say_date(line.date_due),
                "currency": line.currency_id.name,
                "amount": self._say_amount(line.amount, line.currency_id),
                "open": self._say_amount(line.residual, line.currency_id),
            }
            for line in self.line_ids
        ]
        return {
            **super()._prepare_webhook(),
            "from": self._say_date(self.date_from),
            "to": self._say_date(self.date_to),
            "kind": self.kind,
            "version": self.version,
            "balances": balances,
            **self._list_items(items),
        }
