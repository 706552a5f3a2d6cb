"""Scheduled aging reports of the customers of chosen collectors."""

from odoo import fields, models


class ArAgingSchedule(models.Model):
    _inherit = "ar.aging.schedule"

    collector_ids = fields.Many2many(
        "res.users", "ar_aging_schedule_collector_rel", string="Collectors"
    )

    def _get_filters(self):
        # EXTENDS the ledger's
        return {**super()._get_filters(), "collector": self.collector_ids.ids}
