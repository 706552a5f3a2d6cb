"""The journal items behind a figure of a provision, for lists."""

from odoo import models

from ...base import arguments, guarded

# Of a question: see ``_find_behind`` of ``ar.ecl``.
PARTS = 3


class AccountMoveLine(models.Model):
    # EXTENDS 'account'
    _inherit = "account.move.line"

    # Only searched, as ``ar_step_of``.
    ar_provision_of = guarded.Char(
        string="Behind a Provision",
        compute="_compute_ar_provision_of",
        search="_search_ar_provision_of",
        groups=f"{guarded.COLLECTOR},{guarded.LEDGER}",
    )

    def _compute_ar_provision_of(self):
        self.ar_provision_of = False

    def _search_ar_provision_of(self, operator, value):
        provisions = self.env["ar.ecl"]
        return arguments.search_question(self.env, operator, value, PARTS, provisions._find_behind)
