"""Disputes that a balance confirmation has raised settle its difference when they end."""

from odoo import api, models

#: What became of a difference, by how its dispute ended. One that was rejected stays open: the
#: customer has not said yet that he accepts our figure.
OUTCOMES = {"credited": "credit_note", "agreed": "agreed", "withdrawn": "accepted"}


class ArDispute(models.Model):
    _inherit = "ar.dispute"

    @api.model
    def _selection_source(self):
        # EXTENDS 'dispute'
        return [*super()._selection_source(), ("confirmation", self.env._("Balance Confirmation"))]

    @api.model
    def _selection_origin(self):
        # EXTENDS 'dispute'
        model = self.env["ir.model"].sudo()._get("ar.balance.difference")
        return [*super()._selection_origin(), (model.model, model.name)]

    def _after_end(self):
        # EXTENDS 'dispute'
        super()._after_end()
        differences = self.env["ar.balance.difference"].sudo()
        for one in differences.search([("dispute_id", "in", self.ids), ("state", "=", "open")]):
            outcome = OUTCOMES.get(one.dispute_id.state)
            if outcome:
                one.write(
                    {
                        "outcome": one.outcome or outcome,
                        "outcome_note": one.outcome_note or one.dispute_id.name,
                    }
                )
                one._settle()
