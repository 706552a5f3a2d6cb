"""What a message says to the customer's own system: plain data."""

from odoo import api, models
from odoo.tools import float_repr

# Items that are listed; the rest is counted.
MOST_ITEMS = 1000


class ArMessageMixin(models.AbstractModel):
    # Amounts are texts with the currency's digits, days are ISO 8601. There is nothing in it that
    # the e-mail or the letter does not say, and nobody's name, address or phone number.
    _inherit = "ar.message.mixin"

    # The type of the event, and of the one that takes it back; None where nothing does.
    _webhook_type = "message.sent"
    _webhook_cancelled = None

    def _prepare_webhook(self):
        """What its webhook says, as data for JSON; in the language of the context."""
        self.ensure_one()
        currency, amount = self._get_amount()
        return {
            **self._prepare_webhook_name(),
            "company": self.company_id.name,
            "customer": self.partner_id.ref or "",
            "currency": currency.name,
            "total": self._say_amount(amount, currency),
            "link": self._get_answer_url(),
        }

    def _prepare_webhook_name(self):
        """Which message it is."""
        self.ensure_one()
        return {"number": self.name}

    @api.model
    def _say_amount(self, amount, currency):
        """An amount as a text for machines: “1234.50”."""
        return float_repr(amount, currency.decimal_places)

    @api.model
    def _say_date(self, day):
        """A day as a text for machines; None if there is none."""
        return day.isoformat() if day else None

    @api.model
    def _list_items(self, items):
        """{"items": the first of them, "items_left": how many more there are}."""
        return {"items": items[:MOST_ITEMS], "items_left": max(len(items) - MOST_ITEMS, 0)}
