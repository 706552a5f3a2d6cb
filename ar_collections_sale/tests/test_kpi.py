"""Key figures by sales team."""

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from odoo.addons.ar_collections.tests.common import ArCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31")
class TestKpi(ArCommon):
    def test_team_of_the_salesperson(self):
        seller = self._make_user("kpi_seller", "sales_team.group_sale_salesman")
        team = (
            self.env["crm.team"]
            .sudo()
            .create(
                {"name": "North", "crm_team_member_ids": [Command.create({"user_id": seller.id})]}
            )
        )
        self.partner.user_id = seller
        self._make_invoice(amount=100, date="2026-03-01")
        self._make_invoice(self._make_partner("Beta"), amount=30, date="2026-03-01")
        kpis = self.env["ar.kpi"].get_kpis("2026-03-01", "2026-03-31", self.company.ids, "team")
        owed = {key: figures["dso"]["numerator"] for key, figures in kpis.items()}
        self.assertEqual(owed, {team.id: 100, False: 30})
        for figures in kpis.values():
            items = self.env["ar.open.item"].search(figures["dso"]["domain"])
            self.assertEqual(sum(items.mapped("residual")), figures["dso"]["numerator"])
