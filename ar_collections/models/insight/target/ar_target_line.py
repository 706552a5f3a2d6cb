"""Of whom it came in what was attained of a target, kept when it is closed."""

from odoo import fields, models


class ArTargetLine(models.Model):
    """A customer with what came in of it, and who its collector was then."""

    _name = "ar.target.line"
    _inherit = ["ar.guard.mixin"]
    _description = "Customer behind a Target"
    _order = "amount desc, id"
    _rec_name = "partner_id"
    _writable = {}

    target_id = fields.Many2one(
        "ar.target", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="target_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", string="Collector", readonly=True, index="btree_not_null"
    )
    amount = fields.Monetary(string="Came In", readonly=True)

    def _prepare_row(self):
        """A row of the workbook."""
        return {
            "target": self.target_id.display_name,
            "customer": self.partner_id.display_name,
            "user": self.user_id.name or "",
            "currency": self.currency_id.name,
            "amount": self.amount,
            "decimals": self.currency_id.decimal_places,
        }
