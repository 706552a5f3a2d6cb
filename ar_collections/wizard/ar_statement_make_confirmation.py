"""Make statements that ask to confirm their balance."""

from odoo import fields, models
from odoo.exceptions import UserError


class ArStatementMake(models.TransientModel):
    _inherit = "ar.statement.make"

    ask_confirmation = fields.Boolean(
        "Ask to Confirm",
        help="Ask each customer to confirm the balance, by link or by a signed slip.",
    )

    def _prepare_values(self, partner):
        # EXTENDS 'statement'
        if self.ask_confirmation and self.kind != "open":
            raise UserError(self.env._("Only a statement of open items asks to confirm a balance."))
        values = super()._prepare_values(partner)
        return {**values, "ask_confirmation": self.ask_confirmation}
