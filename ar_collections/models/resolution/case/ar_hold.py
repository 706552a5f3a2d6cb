"""What is with a lawyer, a court or an agency is not reminded of by us."""

from odoo import api, models

from ...customer.ar_hold import HoldKind


class ArHold(models.Model):
    # EXTENDS 'customer'
    _inherit = "ar.hold"

    @api.model
    def _get_kinds(self):
        # EXTENDS 'customer': stronger than what was promised or disputed before.
        told = self.env._("Handed over for collection")
        return {
            **super()._get_kinds(),
            "case": HoldKind(self.env._("In a case"), told, asked=False),
        }

    @api.model
    def _selection_origin(self):
        # EXTENDS 'customer'
        model = self.env["ir.model"].sudo()._get("ar.case")
        return [*super()._selection_origin(), (model.model, model.name)]

    def _speak_case(self, case, kind):
        kinds = dict(self.env["ar.case"]._fields["kind"]._description_selection(self.env))
        return self.env._("%(kind)s: case %(case)s", kind=kinds.get(kind, kind), case=case)
