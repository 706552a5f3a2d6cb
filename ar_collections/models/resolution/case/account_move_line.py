"""The journal items that losses stand on, for lists."""

from odoo import models
from odoo.fields import Domain

from ...base import guarded


class AccountMoveLine(models.Model):
    # EXTENDS 'account'
    _inherit = "account.move.line"

    # Only searched: the records behind what was lost.
    ar_is_loss = guarded.Boolean(
        string="Is a Loss of a Customer",
        compute="_compute_ar_is_loss",
        search="_search_ar_is_loss",
        groups=f"{guarded.COLLECTOR},{guarded.LEDGER}",
    )

    def _compute_ar_is_loss(self):
        self.ar_is_loss = False

    def _search_ar_is_loss(self, operator, value):
        if operator != "in":
            return NotImplemented
        companies = self.env.companies.ids
        lines = Domain("id", "in", self.env["ar.writeoff"]._sql_loss_lines(companies))
        return lines if True in value else ~lines
