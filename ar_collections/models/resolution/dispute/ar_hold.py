"""What is disputed is held by its dispute."""

from odoo import api, models


class ArHold(models.Model):
    _inherit = "ar.hold"

    @api.model
    def _selection_origin(self):
        # EXTENDS 'customer'
        model = self.env["ir.model"].sudo()._get("ar.dispute")
        return [*super()._selection_origin(), (model.model, model.name)]

    def _speak_dispute(self, number, reason_id=None, words=""):
        reason = self.env["ar.dispute.reason"].sudo().browse(reason_id or []).exists()
        said = ", ".join(filter(None, (reason.name, words)))
        if not said:
            return self.env._("Dispute %s", number)
        return self.env._("Dispute %(number)s: %(said)s", number=number, said=said)
