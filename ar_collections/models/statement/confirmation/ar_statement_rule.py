"""A round of statements may ask to confirm the balances."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ArStatementRule(models.Model):
    _inherit = "ar.statement.rule"

    ask_confirmation = fields.Boolean(
        string="Ask to Confirm",
        help="Ask each customer to confirm the balance. Only for open items.",
    )

    @api.constrains("ask_confirmation", "kind")
    def _check_ask_confirmation(self):
        for rule in self:
            if rule.ask_confirmation and rule.kind != "open":
                raise ValidationError(
                    self.env._(
                        "The rule %s makes statements of activity, which ask for no "
                        "confirmation. Choose open items, or do not ask.",
                        rule.name,
                    )
                )

    def _prepare_statement(self, partner, date_from, date_to):
        # EXTENDS 'statement'
        values = super()._prepare_statement(partner, date_from, date_to)
        return {**values, "ask_confirmation": self.ask_confirmation}
