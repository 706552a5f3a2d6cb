"""Settings: how suppliers are asked for invoices that are missing."""

from odoo import api, models

from odoo.addons.ar_collections.models.base import guarded


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_supplier_invoices = guarded.Boolean(
        related="company_id.ar_supplier_invoices", readonly=False
    )
    ar_supplier_start = guarded.Date(related="company_id.ar_supplier_start", readonly=False)
    ar_supplier_wait_days = guarded.Integer(
        related="company_id.ar_supplier_wait_days", readonly=False
    )
    ar_supplier_reply_days = guarded.Integer(
        related="company_id.ar_supplier_reply_days", readonly=False
    )
    ar_supplier_call_weekday = guarded.Selection(
        related="company_id.ar_supplier_call_weekday", readonly=False
    )
    ar_supplier_call_hour = guarded.Float(
        related="company_id.ar_supplier_call_hour", readonly=False
    )
    ar_supplier_escalation_id = guarded.Many2one(
        related="company_id.ar_supplier_escalation_id", readonly=False
    )

    @api.onchange("ar_supplier_invoices")
    def _onchange_ar_supplier_invoices(self):
        # What was delivered long ago is not asked about on the first night.
        if self.ar_supplier_invoices and not self.ar_supplier_start:
            self.ar_supplier_start = self.company_id._ar_today()
