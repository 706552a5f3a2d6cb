"""What a payment plan is about is held, and the customer reads why."""

from odoo import api, models

from ...customer.ar_hold import HoldKind


class ArHold(models.Model):
    # EXTENDS 'customer'
    _inherit = "ar.hold"

    @api.model
    def _get_kinds(self):
        # EXTENDS 'customer': the instalments are asked for, not the item.
        words = self.env._("Payment plan")
        return {**super()._get_kinds(), "plan": HoldKind(words, words, asked=False, elsewhere=True)}

    @api.model
    def _selection_origin(self):
        # EXTENDS 'customer'
        model = self.env["ir.model"].sudo()._get("ar.plan")
        return [*super()._selection_origin(), (model.model, model.name)]

    def _speak_plan(self, plan):
        return self.env._("Payment plan %s", plan)
