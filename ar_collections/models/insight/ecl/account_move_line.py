"""The journal items behind a figure of a provision, for lists."""

from odoo import models
from odoo.fields import Domain

from ...base import guarded


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
        if operator != "in":
            return NotImplemented
        provisions = self.env["ar.ecl"]
        return Domain.OR(
            Domain("id", "in", provisions._find_behind(question)) for question in value if question
        )
