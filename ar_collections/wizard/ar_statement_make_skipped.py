"""Customers for whom no statement is made, and why."""

from odoo import fields, models


class ArStatementMakeSkipped(models.TransientModel):
    """A customer who gets no statement, or none that could be sent, and why."""

    _name = "ar.statement.make.skipped"
    _description = "Customer Left Out"
    _order = "id"

    wizard_id = fields.Many2one("ar.statement.make", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    reason = fields.Text(string="Why", readonly=True)
