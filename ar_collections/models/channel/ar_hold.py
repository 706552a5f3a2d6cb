"""What a customer says on the phone, or on the spot, holds reminders."""

from odoo import api, fields, models
from odoo.tools import format_amount, format_date


class ArHold(models.Model):
    # EXTENDS 'customer'
    _inherit = "ar.hold"

    @api.model
    def _selection_origin(self):
        # EXTENDS 'customer'
        model = self.env["ir.model"].sudo()._get("ar.dispatch")
        return [*super()._selection_origin(), (model.model, model.name)]

    def _speak_outcome(self, outcome, **named):
        """What came out of a call or a visit, with what the customer named."""
        outcomes = self.env["ar.dispatch"]._get_outcomes()
        name = outcomes[outcome].name if outcome in outcomes else ""
        return self._join_named(name or self.env._("What was said"), **named)

    def _join_named(self, name, amount=0.0, currency_id=None, day=None, reference="", words=""):
        """“Name: amount, day, reference, words”; what is not known is left out."""
        currency = self.env["res.currency"].browse(currency_id)
        parts = (
            amount and format_amount(self.env, amount, currency),
            day and format_date(self.env, fields.Date.to_date(day)),
            reference,
            words,
        )
        named = ", ".join(filter(None, parts))
        return f"{name}: {named}" if named else name
