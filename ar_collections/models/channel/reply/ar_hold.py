"""An answer that nobody has read yet holds the customer; so does what it says."""

from odoo import api, models


class ArHold(models.Model):
    _inherit = "ar.hold"

    @api.model
    def _selection_origin(self):
        # EXTENDS 'customer'
        model = self.env["ir.model"].sudo()._get("ar.reply")
        return [*super()._selection_origin(), (model.model, model.name)]

    def _speak_answered(self):
        return self.env._("The customer has answered")

    def _speak_reply(self, kind, amount=0.0, currency_id=None, day=None, reference="", words=""):
        """What an answer says, with what it names."""
        kinds = self.env["ar.reply"]._get_kinds()
        name = kinds[kind].name if kind in kinds else self._speak_answered()
        return self._join_named(name, amount, currency_id, day, reference, words)
