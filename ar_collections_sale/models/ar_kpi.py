"""Key figures by sales team: that of the customer's salesperson."""

from odoo import models
from odoo.tools import SQL

from odoo.addons.ar_collections.models.insight.kpi.ar_kpi_request import KpiDimension


class ArKpi(models.AbstractModel):
    _inherit = "ar.kpi"

    def _get_dimensions(self):
        # EXTENDS 'ar_collections'
        members = SQL(
            """
            LEFT JOIN res_partner team_customer ON team_customer.id = item.partner_id
            LEFT JOIN res_users salesperson ON salesperson.id = team_customer.user_id
            """,
            to_flush=[
                self.env["res.partner"]._fields["user_id"],
                self.env["res.users"]._fields["sale_team_id"],
            ],
        )
        team = KpiDimension(
            self.env._("Sales Team"),
            self.env._("Without team"),
            SQL("salesperson.sale_team_id"),
            "crm.team",
            "user_id.sale_team_id",
            "partner",
            members,
        )
        return {**super()._get_dimensions(), "team": team}
