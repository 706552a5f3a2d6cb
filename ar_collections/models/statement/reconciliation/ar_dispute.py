"""Disputes that a reconciliation has raised clear up its difference when they end."""

from odoo import api, models

#: The cause of a difference that nobody has named, by the reason of its dispute.
CAUSES = {
    "price": "price",
    "quantity": "price",
    "quality": "returned",
    "delivery": "not_received",
    "double": "duplicate",
    "short": "discount",
    "terms": "discount",
}


class ArDispute(models.Model):
    _inherit = "ar.dispute"

    @api.model
    def _selection_source(self):
        # EXTENDS 'dispute'
        return [*super()._selection_source(), ("reconciliation", self.env._("Reconciliation"))]

    @api.model
    def _selection_origin(self):
        # EXTENDS 'dispute'
        model = self.env["ir.model"].sudo()._get("ar.reconciliation.difference")
        return [*super()._selection_origin(), (model.model, model.name)]

    def _after_end(self):
        # EXTENDS 'dispute': one that was rejected is still a difference.
        super()._after_end()
        differences = self.env["ar.reconciliation.difference"].sudo()
        for one in differences.search([("dispute_id", "in", self.ids), ("state", "=", "open")]):
            if one.dispute_id.state == "rejected":
                continue
            if not one.cause:
                one.cause = CAUSES.get(one.dispute_id.reason_id.code, "other")
            one.note = one.note or one.dispute_id.name
            one.action_done()
