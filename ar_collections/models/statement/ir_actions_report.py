"""Statements are printed like letters: from HTML that carries all it needs."""

from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _ar_get_self_contained(self):
        # EXTENDS 'channel'
        return (*super()._ar_get_self_contained(), "ar_collections.report_ar_statement")
