"""The items behind the time that a step takes, and what of an item is late, for lists."""

from odoo import api, models

from ...base import arguments, guarded

# Of a question: see ``_find_step_items`` of ``ar.effect``.
PARTS = 4


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # Only searched, as ``effect_of`` of notices.
    ar_step_of = guarded.Char(
        string="Behind the Time of a Step",
        compute="_compute_ar_step_of",
        search="_search_ar_step_of",
        groups=f"{guarded.COLLECTOR},{guarded.LEDGER}",
    )

    ar_late_amount = guarded.Monetary(
        string="Late Amount",
        compute="_compute_ar_late_amount",
        currency_field="company_currency_id",
        groups=f"{guarded.COLLECTOR},{guarded.LEDGER}",
        help="What of an invoice was paid after its due date, or is open and overdue.",
    )

    @api.depends("amount_residual", "date_maturity")
    def _compute_ar_late_amount(self):
        late = self.env["ar.open.item"]._read_late_amounts(self._origin)
        for line in self:
            line.ar_late_amount = late.get(line._origin.id, 0.0)

    def _compute_ar_step_of(self):
        self.ar_step_of = False

    def _search_ar_step_of(self, operator, value):
        effects = self.env["ar.effect"]
        return arguments.search_question(self.env, operator, value, PARTS, effects._find_step_items)
