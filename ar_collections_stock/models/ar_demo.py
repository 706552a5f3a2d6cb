"""The warehouse of the demo company."""

from odoo import api, models


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    @api.model
    def _let_deliver(self):
        """Give the demo company a warehouse, so that a released order can be confirmed: the
        first company of a database alone gets one by itself."""
        company = self.env.ref("ar_collections_demo.company", raise_if_not_found=False)
        warehouses = self.env["stock.warehouse"].sudo()
        if company and not warehouses.search_count([("company_id", "=", company.id)]):
            warehouses.create({"name": company.name, "code": "HP", "company_id": company.id})
