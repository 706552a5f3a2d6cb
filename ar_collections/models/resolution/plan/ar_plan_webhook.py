"""What the proposal of a plan says to the customer's own system."""

from odoo import models


class ArPlan(models.Model):
    _inherit = "ar.plan"

    _webhook_type = "plan.proposed"

    def _prepare_webhook(self):
        # EXTENDS the message: the items and the instalments.
        one = self.sudo()
        rows = one._read_open().values()
        items = [
            {
                "number": row["name"],
                "due": self._say_date(row["date_due"]),
                "open": self._say_amount(row["residual_currency"], one.currency_id),
            }
            for row in rows
        ]
        return {
            **super()._prepare_webhook(),
            **self._list_items(items),
            "instalments": [
                {
                    "date": self._say_date(row.date),
                    "amount": self._say_amount(row.amount, one.currency_id),
                }
                for row in one._get_rows()
            ],
        }
