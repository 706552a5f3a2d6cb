"""The items behind the time that a step takes, for lists."""

from odoo import models

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

    def _compute_ar_step_of(self):
        self.ar_step_of = False

    def _search_ar_step_of(self, operator, value):
        effects = self.env["ar.effect"]
        return arguments.search_question(self.env, operator, value, PARTS, effects._find_step_items)
