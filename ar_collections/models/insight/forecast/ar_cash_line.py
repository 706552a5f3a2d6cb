"""Cash that comes or goes beside receivables: wages, taxes, suppliers, a loan."""

from odoo import fields, models

from ...base.ar_guard_mixin import ANY, SETTINGS


class ArCashLine(models.Model):
    """A line of the cash plan, as people enter it; the forecast adds it to its week."""

    _name = "ar.cash.line"
    _inherit = ["ar.guard.mixin"]
    _description = "Line of the Cash Plan"
    _order = "date, id"

    _writable = {"new": ("company_id",), ANY: SETTINGS}

    name = fields.Char(string="What For", required=True)
    date = fields.Date(required=True, index=True)
    direction = fields.Selection(
        [("in", "Comes In"), ("out", "Goes Out")], default="out", required=True
    )
    amount = fields.Monetary(required=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    balance = fields.Monetary(
        string="In or Out", compute="_compute_balance", help="Negative: goes out."
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)",
        "The amount of a line of the cash plan is more than 0. Say by its direction that it goes "
        "out.",
    )

    def _compute_balance(self):
        for line in self:
            line.balance = line.amount if line.direction == "in" else -line.amount
