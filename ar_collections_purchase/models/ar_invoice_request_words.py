"""What our people are asked to do, in their language."""

from odoo import models


class ArInvoiceRequest(models.Model):
    _inherit = "ar.invoice.request"

    def _get_call_words(self):
        minutes = round(self.company_id.ar_supplier_call_hour * 60)
        return self.env._(
            "Call %(supplier)s at %(hour)s: the invoice of %(order)s is missing",
            supplier=self.partner_id.display_name,
            hour=f"{minutes // 60:02}:{minutes % 60:02}",
            order=self.order_id.name,
        )

    def _get_escalation_words(self):
        return self.env._(
            "%(supplier)s does not send the invoice of %(order)s",
            supplier=self.partner_id.display_name,
            order=self.order_id.name,
        )
