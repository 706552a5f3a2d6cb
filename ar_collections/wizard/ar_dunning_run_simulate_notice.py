"""A reminder that would be sent."""

from odoo import fields, models


class ArDunningRunSimulateNotice(models.TransientModel):
    _name = "ar.dunning.run.simulate.notice"
    _description = "Simulated Notice"

    wizard_id = fields.Many2one("ar.dunning.run.simulate", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Customer")
    level_id = fields.Many2one("ar.dunning.level")
    currency_id = fields.Many2one("res.currency")
    days_overdue = fields.Integer(string="Days Late")
    amount_total = fields.Monetary(string="Total Asked")
