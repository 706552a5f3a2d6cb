"""The journal items behind what was attained of a target, for lists."""

from odoo import models

from ...base import arguments, guarded

# Of a question: see ``_find_attained`` of ``ar.target``.
PARTS = 1


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # Only searched, as ``effect_of`` of notices.
    ar_attained_of = guarded.Char(
        string="Behind a Target",
        compute="_compute_ar_attained_of",
        search="_search_ar_attained_of",
        groups=f"{guarded.COLLECTOR},{guarded.LEDGER}",
    )

    def _compute_ar_attained_of(self):
        self.ar_attained_of = False

    def _search_ar_attained_of(self, operator, value):
        targets = self.env["ar.target"]
        return arguments.search_question(self.env, operator, value, PARTS, targets._find_attained)
