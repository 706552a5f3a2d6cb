"""What a reminder to confirm a balance says to the customer's own system."""

from odoo import models


class ArBalanceReminder(models.Model):
    _inherit = "ar.balance.reminder"

    _webhook_type = "confirmation.reminded"

    def _prepare_webhook(self):
        # EXTENDS the message: the day that the balance is of, and the page to answer on.
        one = self.sudo().confirmation_id
        return {
            **super()._prepare_webhook(),
            "to": self._say_date(one.statement_id.date_to),
            "answer_until": self._say_date(one.date_expiry),
            "confirm_link": one._get_answer_url(),
        }
