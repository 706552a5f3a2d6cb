"""The checklist looks after the scheduled action of this add-on, too."""

from odoo import api, models


class ArCheck(models.Model):
    _inherit = "ar.check"

    @api.model
    def _get_jobs(self):
        # EXTENDS 'ar_collections'
        return (*super()._get_jobs(), "ar_collections_purchase.ir_cron_invoice_request")
