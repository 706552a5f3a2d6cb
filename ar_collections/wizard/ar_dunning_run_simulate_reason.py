"""Why customers would get no reminder."""

from odoo import fields, models


class ArDunningRunSimulateReason(models.TransientModel):
    _name = "ar.dunning.run.simulate.reason"
    _description = "Reason in a Simulation"

    wizard_id = fields.Many2one("ar.dunning.run.simulate", required=True, ondelete="cascade")
    reason = fields.Selection(
        selection=lambda self: self.env["ar.dunning.run.line"]._selection_reason(), string="Why"
    )
    count = fields.Integer(string="Items")
