"""What our people are asked to do, in their language."""

from odoo import models


class ArInvoiceRequest(models.Model):
    _inherit = "ar.invoice.request"

    def _get_call_words(self):
        minutes = round(self.company_id.ar_supplier_call_hour * 60)
        values = {**self._get_named(), "hour": f"{minutes // 60:02}:{minutes % 60:02}"}
        if len(self._get_together()) > 1:
            return self.env._(
                "Call %(supplier)s at %(hour)s: the invoices of %(order)s are missing", **values
            )
        return self.env._(
            "Call %(supplier)s at %(hour)s: the invoice of %(order)s is missing", **values
        )

    def _get_escalation_words(self):
        values = self._get_named()
        if len(self._get_together()) > 1:
            return self.env._("%(supplier)s does not send the invoices of %(order)s", **values)
        return self.env._("%(supplier)s does not send the invoice of %(order)s", **values)

    def _get_named(self):
        together = self._get_together()
        people = together.partner_id
        supplier = people if len(people) == 1 else people.commercial_partner_id[:1]
        return {
            "supplier": supplier.display_name,
            "order": ", ".join(together.order_id.mapped("name")),
        }
