"""A balance that the customer does not confirm may hold items."""

from odoo import api, models


class ArHold(models.Model):
    _inherit = "ar.hold"

    @api.model
    def _selection_origin(self):
        # EXTENDS 'customer'
        model = self.env["ir.model"].sudo()._get("ar.balance.confirmation")
        return [*super()._selection_origin(), (model.model, model.name)]

    def _speak_confirmation(self, statement, cause):
        causes = self.env["ar.balance.difference"]._fields["cause"]
        words = dict(causes._description_selection(self.env))
        return self.env._(
            "Balance confirmation %(statement)s: %(cause)s",
            statement=statement,
            cause=words.get(cause, cause),
        )
