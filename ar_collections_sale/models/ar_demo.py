"""Orders of the demo company."""

from odoo import Command, api, models


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    @api.model
    def _let_sell(self):
        """The salesperson of the demo company may sell, so that the credit check can be tried."""
        seller = self.env.ref("ar_collections_demo.user_salesperson", raise_if_not_found=False)
        if seller:
            group = self.env.ref("sales_team.group_sale_salesman_all_leads")
            seller.group_ids = [Command.link(group.id)]
