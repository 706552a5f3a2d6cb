"""Statements are printed like letters: from HTML that carries all it needs."""

from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _ar_get_self_contained(self):
        # EXTENDS 'channel'
        names = ("statement", "balance_reminder", "balance_evidence", "balance_summary")
        own = (f"ar_collections.report_ar_{name}" for name in names)
        return (*super()._ar_get_self_contained(), *own)
