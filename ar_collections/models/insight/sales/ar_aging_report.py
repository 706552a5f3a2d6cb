"""Salespeople are led to their page of a customer."""

from odoo import api, models

from ...base import arguments


class ArAgingReport(models.AbstractModel):
    _inherit = "ar.aging.report"

    @api.model
    def get_customer_action(self, partner_id):
        # EXTENDS the room customer
        if not self.env["ar.open.item"]._sees_own():
            return super().get_customer_action(partner_id)
        arguments.to_ids(self.env, [partner_id])
        own = self.env["ar.sales.account"].search([("partner_id", "=", partner_id)])
        row = own.filtered(lambda one: one.company_id == self.env.company)[:1] or own[:1]
        if not row:
            return super().get_customer_action(partner_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": row._name,
            "res_id": row.id,
            "views": [(False, "form")],
        }
