"""What a customer promises, by whatever way, becomes a promise of its own."""

from odoo import models
from odoo.exceptions import UserError


class ArAnswerMixin(models.AbstractModel):
    # EXTENDS the room channel
    _inherit = "ar.answer.mixin"

    def _get_promise_source(self):
        """How the answer reached us, a code of ``_selection_source`` of ``ar.promise``."""
        return "manual"

    def _take_promise(self, day, amount=0.0, currency=None, moves=None):
        # EXTENDS the room channel
        self.ensure_one()
        promises = self.env["ar.promise"].sudo()
        currency = currency or self.company_id.currency_id
        if moves and not amount and len(moves.sudo().currency_id) == 1:
            # No sum was named: what is promised is the invoice, in whatever it is written.
            currency = moves.sudo().currency_id
        items = self._find_promised(moves, currency) if moves else self.env["account.move.line"]
        if moves and not items:
            raise UserError(
                self.env._(
                    "Nothing in %(currency)s is open of %(invoices)s any more. Choose others, or "
                    "none for all that is open.",
                    currency=currency.name,
                    invoices=", ".join(moves.sudo().mapped("name")),
                )
            )
        promise = promises.create(
            {
                "profile_id": self.profile_id.id,
                "date": day,
                "amount": amount,
                "currency_id": currency.id,
                "move_line_ids": [(6, 0, items.ids)],
                "source": self._get_promise_source(),
                "origin_ref": f"{self._name},{self.id}",
            }
        )
        promise._replace_older()
        return promise

    def _find_promised(self, moves, currency):
        """The open items of invoices in a currency, as superuser."""
        rows = (
            self.env["ar.open.item"]
            .sudo()
            ._read_rows(self.company_id.ids, self.profile_id.partner_id.ids)
        )
        ids = [
            row["id"]
            for row in rows
            if row["move_id"] in moves.ids
            and row["currency_id"] == currency.id
            and row["residual_currency"] > 0
        ]
        return self.env["account.move.line"].sudo().browse(ids)
