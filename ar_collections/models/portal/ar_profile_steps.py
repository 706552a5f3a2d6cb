"""The beginning of an online payment: what is owed is read again, one payment at a time."""

from odoo import Command, api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _portal_begin(self, currency, chosen):
        """What is paid now of what the customer chose.

        :param chosen: [(item id, amount that the customer saw)]
        :return: as ``_portal_choose``
        :raise UserError: an item is paid, or its payment is on its way
        :raise ValidationError: an amount is another one by now, or nothing is to be paid
        """
        self._portal_lock()
        used = {item_id: amount for item_id, amount in chosen if amount < 0}
        choice = self._portal_choose(currency, ids=[item_id for item_id, _a in chosen], used=used)
        amounts = {row["id"]: self._portal_amount(row) for row in choice["rows"]}
        if currency.compare_amounts(choice["amount"], 0) <= 0 or any(
            currency.compare_amounts(amounts.get(item_id, 0.0), amount)
            for item_id, amount in chosen
        ):
            raise ValidationError(
                self.env._(
                    "What you owe has changed since this page was shown. Please look at your "
                    "account again and choose what to pay."
                )
            )
        return choice

    def _portal_lock(self):
        """Let one payment of this customer begin at a time.

        The row is written, not only locked: a request that began before another one was done is
        refused by the database, and tried again by Odoo with what is owed by then.
        """
        self.env.execute_query(
            SQL(
                "UPDATE ar_profile SET write_date = %s WHERE id = %s RETURNING id",
                self.env.cr.now(),
                self.id,
            )
        )
        self.invalidate_recordset(["write_date"], flush=False)

    @api.model
    def _portal_prepare_items(self, rows):
        """Commands that keep the chosen ``rows`` on the transaction."""
        return [
            Command.create(
                {
                    "company_id": row["company_id"],
                    "move_id": row["move_id"],
                    "move_line_id": row["id"],
                    "name": row["name"],
                    "date_due": row["date_due"],
                    "residual": row["residual_currency"],
                    "amount": self._portal_amount(row),
                }
            )
            for row in rows
        ]
